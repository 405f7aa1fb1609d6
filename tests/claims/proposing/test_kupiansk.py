"""The article whose style matters most, where it is at hand beside the project."""

import datetime as dt
from pathlib import Path

import pytest

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText, Proposal, SaidOn

ARTICLE = Path(__file__).parents[4] / "shared" / "articles" / "kupiansk.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.is_file(), reason=f"no {ARTICLE.name} beside the project")
SPOKESMAN = "Viktor Trehubov"


@pytest.fixture
def text() -> str:
    return ARTICLE.read_text(encoding="utf-8")


@pytest.fixture
def found(text: str) -> list[Proposal]:
    return LinguisticProposer().propose(ArticleText(text, None, dt.date(2025, 12, 28)))


def one(found: list[Proposal], piece: str) -> Proposal:
    matching = [p for p in found if piece in p.sentence]
    assert len(matching) == 1
    return matching[0]


def test_at_least_eight_candidates_are_found_and_all_are_verbatim(text: str, found: list[Proposal]) -> None:
    assert len(found) >= 8
    assert all(text[p.start : p.end] == p.sentence for p in found)


def test_the_spokesman_told_the_outlet_on_that_day(found: list[Proposal]) -> None:
    claim = one(found, "two more weeks")
    assert (claim.claimant, claim.via) == (SPOKESMAN, ("Suspilne",))
    assert claim.role == "head of communications for the Joint Forces Grouping"
    assert claim.said_on == SaidOn("28 December", dt.date(2025, 12, 28), "day")
    assert not claim.quote


@pytest.mark.parametrize(
    ("piece", "claimant", "via", "quote"),
    [
        ("remain trapped without", "Suspilne", (), False),
        ("control nearly the entire city", None, (), False),
        ("civilians remain in the city", SPOKESMAN, ("Suspilne",), True),
        ("developing quite positively", SPOKESMAN, ("Suspilne",), True),
        ("no realistic path", SPOKESMAN, ("Suspilne",), False),
        ("multiple failed attempts", SPOKESMAN, ("Suspilne",), False),
        ("no prospect of unblocking", SPOKESMAN, ("Suspilne",), True),
        ("left bank of the Oskil", None, (), False),
        ("would not affect the status", SPOKESMAN, ("Suspilne",), False),
        ("struggling to regroup", "Ukrainian military spokesman", (), False),
        ("continuing to clear the city", None, (), False),
        ("spreading false battlefield reports", "Institute for the Study of War", (), False),
    ],
)
def test_who_says_what_through_whom(
    found: list[Proposal], piece: str, claimant: str | None, via: tuple[str, ...], quote: bool
) -> None:
    claim = one(found, piece)
    assert (claim.claimant, claim.via, claim.quote) == (claimant, via, quote)


def test_without_the_articles_date_the_day_is_not_made_up(text: str) -> None:
    claim = one(LinguisticProposer().propose(ArticleText(text)), "two more weeks")
    assert claim.said_on == SaidOn("28 December", None, "day")


@pytest.mark.parametrize(
    "piece", ["MAPS", "phantom victories", "Moscow says", "pockets of resistance remain", "acknowledged even"]
)
def test_headings_and_the_list_of_other_articles_are_left_out(found: list[Proposal], piece: str) -> None:
    assert not [p.sentence for p in found if piece in p.sentence]
