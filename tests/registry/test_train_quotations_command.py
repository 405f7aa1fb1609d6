"""`manage.py train_quotations`: what it prints, writes and refuses."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.proposing.stance import unpack

TOWNS = ("Ordal", "Vesk", "Lomark", "Tarn")


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("train_quotations", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def labelled(tmp_path: Path) -> str:
    path = tmp_path / "labelled.txt"
    path.write_text(
        "".join(
            f"# en {town}\nAnn Holt, the mayor of {town}, spoke on Monday.\n"
            f"+ “The bridge at {town} was closed in May,” Holt said.\n"
            f"- “What a lovely day for {town},” Holt said.\n"
            for town in TOWNS
        ),
        encoding="utf-8",
    )
    return str(path)


def test_it_reports_by_language_and_writes_weights_that_can_be_read(labelled: str, tmp_path: Path) -> None:
    target = tmp_path / "weights.bin"
    shown = _run(labelled, "--output", str(target))
    (line,) = [line for line in shown.split("\n") if line.startswith("en, quoted")]
    assert line.split()[2:] == ["4", "1.00", "4", "0.00", "1.000"]
    about = unpack(target.read_bytes()).about
    assert (about["files"], about["sentences"]) == (["labelled.txt"], 8)


def test_validation_alone_writes_nothing(labelled: str, tmp_path: Path) -> None:
    target = tmp_path / "weights.bin"
    assert "cross-validated" in _run(labelled, "--output", str(target), "--validate-only")
    assert not target.exists()


@pytest.mark.parametrize("name", ["missing.txt", "empty.txt"])
def test_a_file_that_cannot_be_learned_from_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(CommandError):
        _run(str(tmp_path / name))
