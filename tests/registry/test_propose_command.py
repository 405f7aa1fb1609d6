import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ingest.components import proposers

PROJECT = Path(__file__).resolve().parents[2]
TEXT = (
    "Ships burn off Alder\n"
    "Ana Torvald, head of the coastal agency, told Dalnik on 3 March that 12 ships had burned.\n"
    "“Most of them were forty years old,” she said.\n"
    "Read also\n- Why ships burn\n"
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Ships burn off Alder</title>
<meta property="article:published_time" content="2025-03-04T08:00:00Z"></head>
<body><article><h1>Ships burn off Alder</h1>
<p>Ana Torvald, head of the coastal agency, told Dalnik on 3 March that 12 ships had burned.</p>
<p>{"The harbour of Alder handles 4,100 crates of fish a month. " * 8}</p></article></body></html>"""


def propose(*arguments: str) -> str:
    out = io.StringIO()
    call_command("propose", *arguments, stdout=out)
    return out.getvalue()


def as_json(*arguments: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(propose(*arguments, "--format", "json"))
    return loaded


@pytest.fixture
def article(tmp_path: Path) -> str:
    file = tmp_path / "ships.txt"
    file.write_text(TEXT, encoding="utf-8")
    return str(file)


def test_json_holds_each_proposal_with_its_verbatim_span(article: str) -> None:
    found = as_json(article, "--published", "2025-03-04")
    first = found[0]
    assert len(found) == 2
    keys = "text sentence start end score reasons claimant role via addressee said_on quote language"
    assert list(first) == keys.split()
    assert (first["claimant"], first["role"]) == ("Ana Torvald", "head of the coastal agency")
    assert first["via"] == ["Dalnik"]
    assert first["said_on"] == {"text": "3 March", "date": "2025-03-03", "precision": "day"}
    assert all(TEXT[p["start"] : p["end"]] == p["sentence"] for p in found)


def test_without_a_date_the_day_stays_unknown(article: str) -> None:
    assert as_json(article)[0]["said_on"] == {"text": "3 March", "date": None, "precision": "day"}


def test_the_table_shows_claim_claimant_carrier_and_day(article: str) -> None:
    shown = propose(article, "--published", "2025-03-04")
    for piece in ("12 ships had burned", "Ana Torvald, head of the coastal agency", "Dalnik", "2025-03-03"):
        assert piece in " ".join(shown.split())


def test_a_page_goes_through_the_extraction_and_brings_its_own_date(tmp_path: Path) -> None:
    file = tmp_path / "ships"
    file.write_text(PAGE, encoding="utf-8")
    found = as_json(str(file))
    assert found[0]["said_on"]["date"] == "2025-03-03"
    assert not [p for p in found if "<" in p["sentence"]]


def test_a_text_comes_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert len(as_json("-")) == 2


def test_a_text_without_claims_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "hello.txt"
    file.write_text("Good morning", encoding="utf-8")
    assert as_json(str(file)) == []
    assert propose(str(file)) == "No claims found.\n"


@pytest.mark.parametrize(
    ("content", "arguments", "reason"),
    [
        (None, [], "cannot be read"),
        (b"", [], "empty"),
        (b" \n ", [], "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", [], "no text"),
        (bytes(range(128, 256)) * 8 + b"\x00", [], "no text"),
        (TEXT.encode(), ["--published", "yesterday"], "is no date"),
        (b"<html><body></body></html>", [], "No article text"),
    ],
)
def test_bad_input_is_refused_in_one_line(
    tmp_path: Path, content: bytes | None, arguments: list[str], reason: str
) -> None:
    file = tmp_path / "input"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        propose(str(file), *arguments)
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_settings_without_a_proposer_are_refused(article: str, settings: Any) -> None:
    settings.PROPOSERS = []
    assert proposers() == []
    with pytest.raises(CommandError, match="PROPOSERS"):
        propose(article)


def test_no_service_is_needed(article: str, tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    done = subprocess.run(
        [sys.executable, "manage.py", "propose", article, "--format", "json"],
        cwd=PROJECT,
        env={**kept, "REGISTRY_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert len(json.loads(done.stdout)) == 2
    assert not list((tmp_path / "data").glob("**/postmaster.pid"))


def test_a_reader_that_has_had_enough_gets_no_traceback(article: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "manage.py", "propose", article]
    done = subprocess.run(
        command, cwd=PROJECT, stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )
    os.close(writer)
    assert done.returncode == 1
    assert done.stderr == ""
