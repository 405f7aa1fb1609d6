"""The commands that evaluate and train, on files as people bring them."""

from __future__ import annotations

import json
import random
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from claims.proposing.worth_model import unpack

SENTENCES = [
    ("1", "Unemployment fell from 8 percent to 5 percent last year."),
    ("0", "Thank you very much."),
    ("1", "Her government spent 40 million dollars more on roads than any before it."),
    ("0", "What do you think about that?"),
    ("0", "Good evening."),
]


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def _tsv(folder: Path, name: str = "debate.tsv") -> str:
    path = folder / name
    path.write_text("".join(f"{n}\tANNA\t{text}\t{label}\n" for n, (label, text) in enumerate(SENTENCES)))
    return str(path)


def test_checkworthiness_of_a_tsv_without_header_as_json(tmp_path: Path) -> None:
    files = [_tsv(tmp_path, "one.tsv"), _tsv(tmp_path, "two.tsv")]
    columns = ("--text", "2", "--label", "3", "--positive", "1", "--group", "file", "--json")
    found = json.loads(_run("evaluate", "checkworthiness", *files, *columns))
    assert (found["sentences"], found["positives"], found["groups"]) == (10, 4, 2)
    assert (found["ap"], found["auc"], found["mean_ap"], found["at_best"]["f1"]) == (1.0, 1.0, 1.0, 1.0)
    assert found["mean_precision_at_10"] == 0.4


def test_checkworthiness_as_a_table(tmp_path: Path) -> None:
    shown = _run(
        "evaluate", "checkworthiness", _tsv(tmp_path), "--text", "2", "--label", "3", "--positive", "1"
    )
    lines = {line.rpartition("  ")[0].strip(): line.split()[-1] for line in shown.splitlines()[1:]}
    assert lines["AP"] == "1.000"
    assert lines["MAP over 1 group(s)"] == "1.000"
    assert "sentences a second" in lines


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"--label": "9"}, "no column 9"),
        ({"--text": "Text"}, "no column 'Text'"),
        ({"--positive": "true"}, "no row is labelled true; the labels are 0, 1"),
        ({"--group": "show"}, "no column 'show'"),
    ],
)
def test_checkworthiness_says_in_one_line_what_is_wrong(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    options = {"--text": "2", "--label": "3", "--positive": "1"} | changes
    with pytest.raises(CommandError, match=message):
        _run(
            "evaluate",
            "checkworthiness",
            _tsv(tmp_path),
            *(part for pair in options.items() for part in pair),
        )


def test_attribution_by_language_with_the_configured_proposer(tmp_path: Path, settings: Any) -> None:
    _corpus(tmp_path)
    folders = ("--articles", str(tmp_path / "articles"), "--gold", str(tmp_path / "gold"))
    overall = json.loads(_run("evaluate", "attribution", *folders, "--json"))
    assert list(overall) == ["all"]
    assert (overall["all"]["claims"], overall["all"]["recall"], overall["all"]["claimant"]) == (1, 1.0, 1.0)
    assert overall["all"]["not_claims_proposed"] == 0
    shown = _run("evaluate", "attribution", *folders, "--by-language")
    assert shown.splitlines()[0].split() == ["all", "en"]


def test_attribution_says_in_one_line_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        _run("evaluate", "attribution", "--articles", str(tmp_path / "none"), "--gold", str(tmp_path))


def _corpus(folder: Path) -> None:
    sentence = "Harbour master Nils Odder told Reuters on Tuesday that 14 ferries were cancelled."
    for name in ("articles", "gold"):
        (folder / name).mkdir()
    (folder / "articles" / "ferries.txt").write_text(f"{sentence}\n\nWhat happens next?\n")
    claim = {
        "text": sentence, "claimant": "Nils Odder", "role": "Harbour master", "via": ["Reuters"],
        "said_on": {"text": "Tuesday", "date": "2025-03-04", "precision": "day"}, "quote": False,
    }  # fmt: skip
    gold = {
        "language": "en",
        "published": "2025-03-05",
        "claims": [claim],
        "not_claims": ["What happens next?"],
    }
    (folder / "gold" / "ferries.json").write_text(json.dumps(gold))


def _training_file(folder: Path) -> str:
    rng = random.Random(2)
    kinds = ("Good evening, {0}.", "I was born in {0} in 19{1}.", "{0} lost {1} percent of its jobs.")
    lines = [
        f"{kinds[n % 3].format(rng.choice(('Ordal', 'Vesk', 'Tarn')), rng.randint(10, 99))},{n % 3 - 1}"
        for n in range(90)
    ]
    path = folder / "labelled.csv"
    path.write_text(
        "text,verdict\n" + "\n".join(line.replace("evening, ", "evening ") for line in lines) + "\n"
    )
    return str(path)


def _train(folder: Path, *more: str) -> str:
    columns = (
        "--text",
        "text",
        "--label",
        "verdict",
        "--positive",
        "1",
        "--unimportant",
        "0",
        "--folds",
        "3",
    )
    return _run("train_checkworthiness", _training_file(folder), *columns, *more)


def test_training_writes_calibrated_weights_that_can_be_read(tmp_path: Path) -> None:
    target = tmp_path / "weights.bin"
    shown = _train(tmp_path, "--output", str(target))
    assert "macro-F1 over 3 classes: 1.0000" in shown
    model = unpack(target.read_bytes())
    assert model.about["files"] == ["labelled.csv"]
    assert (
        model.probability("Hullin lost 30 percent of its jobs.")
        > 0.7
        > 0.3
        > model.probability("Good evening Hullin.")
    )


def test_validation_alone_writes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "weights.bin"
    assert "cross-validated on 90 sentences, 30 check-worthy" in _train(
        tmp_path, "--output", str(target), "--validate-only"
    )
    assert not target.exists()


def test_training_refuses_labels_that_do_not_occur(tmp_path: Path) -> None:
    columns = ("--text", "text", "--label", "verdict", "--positive", "worthy")
    with pytest.raises(CommandError, match="examples of every class"):
        _run("train_checkworthiness", _training_file(tmp_path), *columns, "--validate-only")
