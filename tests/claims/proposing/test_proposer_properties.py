"""What holds for any text at all: spans are verbatim, nothing breaks, the same text gives the same again."""

import datetime as dt
import unicodedata
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.proposing.language import LEXICONS
from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText, Proposal

PROPOSER = LinguisticProposer(threshold=0.0)
TELLING = """
    said told Reuters Viktor Orlik , . : ; — – « » “ ” „ " ' ‘ ’ ( ) ? ! … the a of that according to he she
    it
    Mayor minister study Epidemics found in on Tuesday 28 December 12 4.1% BBC (BBC) Q: A: - •
    posts Facebook citing quoted as saying was, by 's who , , за словами повідомив , що речник Ірина Мельник
    one Telegram сказал , что министр laut sagte , dass Polizei según dijo que selon l'institut a
    déclaré U.S. Dr.
    5. ISW
"""
WORDS = st.sampled_from(["\n", "\n\n", *TELLING.split()])
SENTENCES = st.lists(WORDS, max_size=60).map(" ".join)
LANGUAGES = st.sampled_from([*LEXICONS, "und", None])


def holds(text: str, found: list[Proposal]) -> None:
    """Every span is verbatim, in order, apart from the others, and within the article."""
    for proposal in found:
        assert text[proposal.start : proposal.end] == proposal.sentence
        assert 0 <= proposal.start < proposal.end <= len(text)
        assert 0 <= proposal.score <= 1
        assert proposal.text.strip()
    assert all(a.end <= b.start for a, b in pairwise(found))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(), language=LANGUAGES)
def test_any_unicode_text_keeps_its_spans(text: str, language: str | None) -> None:
    holds(text, PROPOSER.propose(ArticleText(text, language)))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=SENTENCES, language=LANGUAGES, published=st.dates() | st.none())
def test_any_order_of_telling_words_keeps_its_spans(
    text: str, language: str | None, published: dt.date | None
) -> None:
    found = PROPOSER.propose(ArticleText(text, language, published))
    holds(text, found)
    assert found == PROPOSER.propose(ArticleText(text, language, published))


def test_every_category_of_character_is_read() -> None:
    one_of_each = {unicodedata.category(chr(code)): chr(code) for code in range(0x110000)}
    text = "".join(
        f"The {char} dam{char} broke{char}. {char}“Two {char} died,” said{char} Orlik.\n"
        for char in one_of_each.values()
    )
    for language in [*LEXICONS, "und"]:
        holds(text, PROPOSER.propose(ArticleText(text, language)))


def test_surrounding_lines_do_not_move_a_span() -> None:
    sentence = "Viktor Orlik said that 12 roads were closed."
    for before in ("", "\n\n", "Heading\n", "\r\n \t\n", "😀 𝔘nicode heading\n"):
        text = f"{before}{sentence}\n"
        found = PROPOSER.propose(ArticleText(text, "en"))
        assert [(p.start, p.end) for p in found] == [(len(before), len(before) + len(sentence))]
