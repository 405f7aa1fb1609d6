"""Comparing proposals with the claims people found."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from claims.evaluation.attribution import compare, evaluate, shares
from claims.evaluation.gold import GoldArticle, GoldError, gold_article, read_corpus
from claims.proposing.types import ArticleText, Proposal, SaidOn

TEXT = (
    "Ana Lind told The Morrow on Monday that rents rose. Prices fell too. Photo: T. Berg. "
    "She said so. She said so."
)
GOLD: dict[str, Any] = {
    "language": "en",
    "published": "2025-03-05",
    "extra": "ignored",
    "claims": [
        {
            "text": "Ana Lind told The Morrow on Monday that rents rose",
            "claimant": "Ana Lind",
            "role": None,
            "via": ["Morrow"],
            "said_on": {"text": "Monday", "date": "2025-03-03", "precision": "day"},
            "quote": False,
        },
        {
            "text": "Prices fell too.",
            "claimant": "Ana Lind",
            "role": None,
            "via": ["Morrow"],
            "said_on": {"text": "Monday", "date": "2025-03-03", "precision": "day"},
            "quote": False,
        },
    ],
    "continued": [1],
    "not_claims": ["Photo: T. Berg."],
}


def _gold(**changes: Any) -> GoldArticle:
    return gold_article("x", TEXT, GOLD | changes)


def _proposal(sentence: str, **changes: Any) -> Proposal:
    start = TEXT.index(sentence)
    plain = Proposal(
        text=sentence,
        text_edited=False,
        sentence=sentence,
        start=start,
        end=start + len(sentence),
        score=0.9,
        reasons=(),
        claimant="Ana Lind",
        role=None,
        via=("The Morrow",),
        said_on=SaidOn("on Monday", dt.date(2025, 3, 3), "day"),
        quote=False,
        language="en",
    )
    return dataclasses.replace(plain, **changes)


FIRST = "Ana Lind told The Morrow on Monday that rents rose."
SECOND = "Prices fell too."


class Fixed:
    """A proposer with its answer ready; remembers what it was given."""

    name, version, waits = "fixed", "1", 0.0

    def __init__(self, answer: list[Proposal]) -> None:
        self.answer = answer
        self.given: list[ArticleText] = []

    def propose(self, article: ArticleText) -> list[Proposal]:
        self.given.append(article)
        return self.answer


def test_everything_right() -> None:
    found = shares(compare(_gold(), [_proposal(FIRST), _proposal(SECOND)]))
    assert (found.recall, found.precision, found.claimant, found.via, found.said_on, found.quote) == (1,) * 6
    assert found.not_claims_proposed == 0


def test_the_reading_that_carries_nothing_over_expects_no_via_and_no_date_where_continued() -> None:
    carried = shares(compare(_gold(), [_proposal(FIRST), _proposal(SECOND)]))
    bare = shares(compare(_gold(), [_proposal(FIRST), _proposal(SECOND, via=(), said_on=None)]))
    assert (carried.via, carried.via_sentence_only, carried.said_on_sentence_only) == (1, 0.5, 0.5)
    assert (bare.via, bare.via_sentence_only, bare.said_on, bare.said_on_sentence_only) == (0.5, 1, 0.5, 1)


def test_an_addressee_is_judged_with_recall_and_precision_of_its_own() -> None:
    told = [GOLD["claims"][0] | {"addressee": "council"}, GOLD["claims"][1] | {"addressee": None}]
    right = _proposal(FIRST, addressee="the council")
    found = shares(compare(_gold(claims=told), [right, _proposal(SECOND)]))
    assert (found.addressee, found.addressed) == (1, 1)
    assert (found.addressee_recall, found.addressee_precision) == (1, 1)
    found = shares(compare(_gold(claims=told), [right, _proposal(SECOND, addressee="jury")]))
    assert (found.addressee, found.addressee_recall, found.addressee_precision) == (0.5, 1, 0.5)


def test_each_field_is_judged_on_matched_claims_alone() -> None:
    wrong = _proposal(
        FIRST,
        claimant="T. Berg",
        role="photographer",
        via=(),
        said_on=SaidOn("Monday", dt.date(2025, 3, 3), "week"),
        quote=True,
    )
    tally = compare(_gold(), [wrong])
    assert (tally.claims, tally.proposals, tally.matched) == (2, 1, 1)
    assert (tally.claimant, tally.role, tally.via, tally.said_on, tally.quote) == (0,) * 5


def test_no_date_given_matches_no_date_expected() -> None:
    claims = [GOLD["claims"][0] | {"said_on": None}]
    assert compare(_gold(claims=claims, continued=[]), [_proposal(FIRST, said_on=None)]).said_on == 1
    assert compare(_gold(claims=claims, continued=[]), [_proposal(FIRST)]).said_on == 0


def test_a_proposal_over_two_claims_answers_one_and_a_second_for_a_claim_is_unasked() -> None:
    both = compare(_gold(), [_proposal(f"{FIRST} {SECOND}")])
    assert (both.matched, both.claims, both.proposals) == (1, 2, 1)
    twice = compare(_gold(), [_proposal(FIRST), _proposal(FIRST.rstrip("."), claimant=None)])
    assert (twice.matched, twice.proposals) == (1, 2)


def test_half_of_the_text_is_enough_and_less_is_not() -> None:
    claims = [GOLD["claims"][1]]
    assert compare(_gold(claims=claims, continued=[]), [_proposal("fell too.")]).matched == 1
    assert compare(_gold(claims=claims, continued=[]), [_proposal("too.")]).matched == 0


def test_proposed_not_claims_are_counted_even_beside_a_claim() -> None:
    tally = compare(_gold(), [_proposal("Prices fell too. Photo: T. Berg.")])
    assert (tally.matched, tally.not_claims, tally.not_claims_proposed) == (1, 1, 1)


def test_texts_that_occur_twice_are_told_apart() -> None:
    claim = GOLD["claims"][0] | {"text": "She said so."}
    article = _gold(claims=[claim, claim], continued=[])
    assert article.claims[0].span[0] < article.claims[1].span[0]


def test_figures_overall_and_by_language_with_the_article_s_date() -> None:
    proposer = Fixed([_proposal(FIRST)])
    other = gold_article("y", TEXT, GOLD | {"language": "uk", "claims": []})
    found = evaluate([_gold(), other], proposer)
    assert list(found) == ["all", "en", "uk"]
    assert (found["all"].recall, found["en"].recall, found["uk"].recall) == (0.5, 0.5, 0)
    assert (found["all"].precision, found["en"].precision, found["uk"].precision) == (0.5, 1, 0)
    assert [article.language for article in proposer.given] == ["en", "uk"]
    assert proposer.given[0].published == dt.date(2025, 3, 5)


def test_a_corpus_is_read_from_two_folders(tmp_path: Path) -> None:
    _corpus(tmp_path, TEXT, GOLD)
    (tmp_path / "articles" / "unanswered.txt").write_text("No gold for this one.")
    assert read_corpus(tmp_path / "articles", tmp_path / "gold") == [_gold()]


@pytest.mark.parametrize(
    ("text", "gold", "message"),
    [
        ("Something else.", GOLD, "x.json: not in its article: 'Ana Lind told"),
        (TEXT, {"language": "en"}, "not of the form asked for: KeyError 'claims'"),
        (TEXT, {"claims": ["Prices fell too."]}, "not of the form asked for: TypeError"),
        (TEXT, GOLD | {"published": "yesterday"}, "x.json: Invalid isoformat"),
        (None, GOLD, "x.txt cannot be read: No such file"),
    ],
)
def test_gold_that_cannot_be_used_is_said_in_one_line(
    tmp_path: Path, text: str | None, gold: dict[str, Any], message: str
) -> None:
    _corpus(tmp_path, text, gold)
    with pytest.raises(GoldError) as caught:
        read_corpus(tmp_path / "articles", tmp_path / "gold")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_and_empty_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="is no folder"):
        read_corpus(tmp_path / "articles", tmp_path)
    with pytest.raises(GoldError, match=r"has no \.json files"):
        read_corpus(tmp_path, tmp_path)


def _corpus(folder: Path, text: str | None, gold: dict[str, Any]) -> None:
    for name in ("articles", "gold"):
        (folder / name).mkdir()
    if text is not None:
        (folder / "articles" / "x.txt").write_text(text, encoding="utf-8")
    (folder / "gold" / "x.json").write_text(json.dumps(gold), encoding="utf-8")
