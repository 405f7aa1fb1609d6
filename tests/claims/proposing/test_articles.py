"""Whole articles in the styles of different outlets, each with the claims a reader would mark in it.

An article `NAME.txt` has its answer beside it in `NAME.json`: the claims by a piece of their sentence, and
what is no claim.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText, Proposal

FOLDER = Path(__file__).parent / "articles"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
EXTRA = {"en_fact_check": 3, "en_press_release": 1}
"""Sentences proposed beyond the marked ones: facts about the claim's own story, an item of a list."""
MISSED = {
    "en_fact_check": ["A private car pays nothing"],
    "en_front_line": ["the ice has broken up", "It makes every crossing dangerous"],
    "uk_news": ["Цього не вистачить навіть"],
}
"""Quotations without a figure or a name, which read like opinions."""


def article(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def answer(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def proposals(name: str) -> list[Proposal]:
    published = dt.date.fromisoformat(answer(name)["published"])
    return LinguisticProposer().propose(ArticleText(article(name), None, published))


def shown(found: Proposal) -> dict[str, Any]:
    """A proposal in the terms of an answer."""
    said_on = found.said_on
    when = said_on and {
        "text": said_on.text,
        "date": said_on.date and said_on.date.isoformat(),
        "precision": said_on.precision,
    }
    return {
        "claimant": found.claimant and found.claimant.lower(),
        "role": found.role and found.role.lower(),
        "via": list(found.via),
        "said_on": when,
        "quote": found.quote,
    }


def test_there_are_articles_of_several_styles_and_languages() -> None:
    languages = [answer(name)["language"] for name in NAMES]
    assert {code: languages.count(code) for code in languages} == {"en": 5, "uk": 2, "ru": 1}


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_is_found_with_who_said_it_to_whom_and_when(name: str) -> None:
    found = proposals(name)
    for claim in answer(name)["claims"]:
        expected = {key: value for key, value in claim.items() if key != "text"}
        for key in ("claimant", "role"):
            expected[key] = expected[key] and expected[key].lower()
        matching = [p for p in found if claim["text"] in p.sentence]
        if claim["text"] in MISSED.get(name, []):
            assert not matching, "no longer missed"
            continue
        assert matching, claim["text"]
        assert shown(matching[0]) == expected, claim["text"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_proposed_that_is_no_claim(name: str) -> None:
    found = proposals(name)
    for text in answer(name)["not_claims"]:
        assert text in article(name)
        assert not [p.sentence for p in found if text in p.sentence]
    expected = len(answer(name)["claims"]) - len(MISSED.get(name, []))
    assert len(found) == expected + EXTRA.get(name, 0)


@pytest.mark.parametrize("name", NAMES)
def test_the_language_is_told_from_the_text(name: str) -> None:
    assert {p.language for p in proposals(name)} == {answer(name)["language"]}
