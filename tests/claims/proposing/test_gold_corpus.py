"""The gold corpus keeps its own rules: every annotation points at its article and the halves are balanced."""

import json
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

GOLD = Path(__file__).parents[2] / "data" / "gold"
HALVES = ("tuning", "held_out")
CLAIM_FIELDS = {"text", "claimant", "role", "via", "addressee", "said_on", "quote"}
CARRIED = ("via", "addressee", "said_on")
GOLD_FIELDS = {"language", "published", "claims", "not_claims", "continued"}
LANGUAGES_WANTED = {"en": 40, "uk": 12, "ru": 4, "de": 2, "es": 1, "fr": 1}
STEMS = sorted((half, path.stem) for half in HALVES for path in (GOLD / half / "gold").glob("*.json"))


def article_text(half: str, stem: str) -> str:
    return (GOLD / half / "articles" / f"{stem}.txt").read_text(encoding="utf-8")


def gold_answer(half: str, stem: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((GOLD / half / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    return loaded


def folded(text: str) -> str:
    return text.replace("’", "'").casefold()


def languages(half: str) -> Counter[str]:
    return Counter(gold_answer(half, stem)["language"] for each, stem in STEMS if each == half)


def styles(half: str) -> Counter[str]:
    """Count of 'en-war', 'uk-econ' … in a half."""
    return Counter("-".join(stem.split("-")[:2]) for each, stem in STEMS if each == half)


@pytest.mark.parametrize("half", HALVES)
def test_every_article_has_its_gold_and_the_reverse(half: str) -> None:
    articles = {path.stem for path in (GOLD / half / "articles").glob("*.txt")}
    assert articles
    assert articles == {stem for each, stem in STEMS if each == half}


def test_no_article_is_in_both_halves() -> None:
    stems = [stem for _, stem in STEMS]
    assert len(stems) == len(set(stems))


def test_there_are_enough_articles_of_each_language() -> None:
    found = languages("tuning") + languages("held_out")
    assert sum(found.values()) >= 60
    assert all(found[language] >= wanted for language, wanted in LANGUAGES_WANTED.items())


def test_the_halves_are_balanced_by_language_and_style() -> None:
    tuning, held_out = languages("tuning"), languages("held_out")
    assert sum(tuning.values()) == sum(held_out.values())
    assert all(tuning[language] == held_out[language] for language in ("en", "uk", "ru", "de"))
    english = [{k: v for k, v in styles(half).items() if k.startswith("en-")} for half in HALVES]
    assert english[0] == english[1]


@pytest.mark.parametrize(("half", "stem"), STEMS)
def test_gold_texts_occur_exactly_once_in_their_article(half: str, stem: str) -> None:
    article, gold = article_text(half, stem), gold_answer(half, stem)
    texts = [claim["text"] for claim in gold["claims"]] + gold["not_claims"]
    assert {text: article.count(text) for text in texts if article.count(text) != 1} == {}
    spans = sorted((article.index(text), article.index(text) + len(text)) for text in texts)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize(("half", "stem"), STEMS)
def test_gold_fields_are_complete_and_taken_from_the_article(half: str, stem: str) -> None:
    article, gold = folded(article_text(half, stem)), gold_answer(half, stem)
    assert set(gold) == GOLD_FIELDS
    assert gold["language"] == stem[:2]
    for claim in gold["claims"]:
        assert set(claim) == CLAIM_FIELDS
        assert isinstance(claim["quote"], bool)
        assert claim["claimant"] is not None or not any(
            claim[field] for field in ("role", "via", "addressee", "quote")
        )
        said_on_text = claim["said_on"] and claim["said_on"]["text"]
        names = [claim["claimant"], claim["role"], claim["addressee"], said_on_text, *claim["via"]]
        assert [name for name in names if name is not None and folded(name) not in article] == []
        assert claim["claimant"] not in claim["via"]


@pytest.mark.parametrize(("half", "stem"), STEMS)
def test_gold_dates_are_the_first_day_of_their_period_and_not_in_the_future(half: str, stem: str) -> None:
    gold = gold_answer(half, stem)
    published = date.fromisoformat(gold["published"])
    for claim in gold["claims"]:
        if claim["said_on"] is None:
            continue
        assert set(claim["said_on"]) == {"text", "date", "precision"}
        said = date.fromisoformat(claim["said_on"]["date"])
        assert said <= published
        first_day = {
            "day": True,
            "week": said.weekday() == 0,
            "month": said.day == 1,
            "year": (said.month, said.day) == (1, 1),
        }
        assert first_day[claim["said_on"]["precision"]]


@pytest.mark.parametrize(("half", "stem"), STEMS)
def test_continued_claims_carry_over_from_an_earlier_claim_of_the_same_claimant(half: str, stem: str) -> None:
    gold = gold_answer(half, stem)
    for position in gold["continued"]:
        claim, earlier = gold["claims"][position], gold["claims"][:position]
        assert any(claim[field] for field in CARRIED)
        assert any(
            before["claimant"] == claim["claimant"]
            and any(before[field] == claim[field] for field in CARRIED)
            for before in earlier
        )


@pytest.mark.parametrize(("half", "stem"), STEMS)
def test_articles_have_the_size_and_the_number_of_annotations_of_the_plan(half: str, stem: str) -> None:
    gold = gold_answer(half, stem)
    assert 150 <= len(article_text(half, stem).split()) <= 450
    assert 6 <= len(gold["claims"]) <= 14
    assert 3 <= len(gold["not_claims"]) <= 12
