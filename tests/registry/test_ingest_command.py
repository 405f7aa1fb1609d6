import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sources.models import Article, Intake

PROJECT = Path(__file__).resolve().parents[2]
TEXT = "The harbour at Alder handled 4,100 crates of fish in March."


def ingest(*arguments: str) -> str:
    out = io.StringIO()
    call_command("ingest", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_text_file_is_handed_in_with_what_is_known_about_it(tmp_path: Path) -> None:
    file = tmp_path / "fish.txt"
    file.write_text(TEXT, encoding="utf-8")
    said = ingest(str(file), "--url", "https://alder-gazette.example/fish", "--published", "2025-03-04")
    article = Article.objects.get()
    assert article.url == "https://alder-gazette.example/fish"
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2025-03-04T00:00:00+00:00"
    assert Intake.objects.get().media_type.startswith("text/plain")
    assert str(article.id) in said


@pytest.mark.django_db
def test_a_page_is_known_by_its_look_and_read_in_its_own_encoding(tmp_path: Path) -> None:
    file = tmp_path / "page"
    page = f'<!doctype html><html><head><meta charset="windows-1251"></head><body><p>Рыба: {TEXT}</p></body>'
    file.write_bytes(page.encode("cp1251"))
    ingest(str(file))
    assert Intake.objects.get().media_type.startswith("text/html")


@pytest.mark.django_db
def test_a_text_comes_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    ingest("-")
    assert Article.objects.get().state == Article.State.FETCHED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["/nowhere/at/all.txt"], "cannot be read"),
        (["http://127.0.0.1/a"], "not on the public internet"),
        (["http://alder.example/a", "--url", "http://alder.example/b"], "--url goes with"),
    ],
)
def test_bad_input_is_refused_in_one_line(arguments: list[str], reason: str) -> None:
    with pytest.raises(CommandError) as refusal:
        ingest(*arguments)
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.django_db
def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "fish.txt"
    file.write_text(TEXT, encoding="utf-8")
    with pytest.raises(CommandError, match="is no date"):
        ingest(str(file), "--published", "yesterday")
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.touch()
    with pytest.raises(CommandError, match="empty"):
        ingest(str(file))


@pytest.mark.parametrize(
    "command", [["ingest", "fish.txt"], ["apikey", "admin", "--name=a", "--scope=articles:read"]]
)
def test_without_its_services_it_says_how_to_start_them(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "fish.txt").write_text(TEXT, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    done = subprocess.run(
        [sys.executable, PROJECT / "manage.py", *command],
        cwd=tmp_path,
        env={**kept, "REGISTRY_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert f"the registry in {tmp_path / 'data'} is not running; start it with: python3 dev.py up" in line
    assert "REGISTRY_DATA" in line
