"""The model of quotations: what it reads, the weights that ship, and training on a few articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.proposing.proposer import LinguisticProposer
from claims.proposing.stance import StanceModel, pack, read, shipped, unpack
from claims.proposing.stance_training import cross_validate, read_examples, train
from claims.proposing.types import ArticleText
from claims.proposing.worth_features import SLOTS

LABELLED = Path(__file__).parents[2] / "data" / "quotations"

ARTICLES = """# en one
The mayor of Ordal, Ann Holt, spoke on Monday.
+ “The bridge was closed in May,” Holt said.
- “What a lovely, lovely day,” Holt said.
# en two
The mayor of Vesk, Bo Lund, spoke on Monday.
+ “The school was closed in June,” Lund said.
- “What a lovely, lovely town,” Lund said.
"""


def proposed(quotation: str, language: str = "en") -> bool:
    """Whether it is proposed when the mayor says it."""
    said = {"en": f"“{quotation},” the mayor said.", "uk": f"«{quotation}», — сказав мер."}[language]
    return bool(LinguisticProposer().propose(ArticleText(said, language)))


@pytest.mark.parametrize(
    ("language", "quotation"),
    [
        ("en", "The harbour has been closed"),
        ("en", "They never paid the builders"),
        ("en", "The committee was not told about the leak"),
        ("en", "Nobody has repaired the pump"),
        ("uk", "Гавань закрили на всю зиму"),
        ("uk", "Будівельникам не заплатили за два місяці"),
    ],
)
def test_short_facts_in_quotation_marks_are_proposed(language: str, quotation: str) -> None:
    assert proposed(quotation, language)


@pytest.mark.parametrize(
    ("language", "quotation"),
    [
        ("en", "It is a slap in the face"),
        ("en", "You could have knocked me down with a feather"),
        ("en", "I am the happiest man alive"),
        ("en", "Our volunteers are the salt of the earth"),
        ("en", "A town without a pub is a town without a heart"),
        ("uk", "Це ляпас усім нам"),
        ("uk", "Я найщасливіша людина на світі"),
    ],
)
def test_short_opinions_in_quotation_marks_are_left_out(language: str, quotation: str) -> None:
    assert not proposed(quotation, language)


def test_the_labelled_articles_are_read_whole() -> None:
    """A line that the proposer would not see as a sentence is learned from by nobody."""
    for file in LABELLED.glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        labelled = sum(line[:2] in ("+ ", "- ") for line in text.split("\n"))
        assert 0.95 * labelled <= len(read_examples(text)) <= labelled


def test_examples_carry_their_labels() -> None:
    examples = read_examples(ARTICLES)
    assert [e.checkable for e in examples] == [True, False, True, False]
    assert [e.topic for e in examples] == ["one", "one", "two", "two"]
    assert all(e.quoted and e.language == "en" for e in examples)


def test_training_repeats_itself_and_tells_the_unseen_apart() -> None:
    examples = read_examples(ARTICLES)
    first, second = (train(examples, {}) for _ in range(2))
    assert pack(first) == pack(second)
    facts, opinions = (
        [score for e, score in zip(examples, cross_validate(examples), strict=True) if e.checkable is wanted]
        for wanted in (True, False)
    )
    assert min(facts) > max(opinions)


@pytest.mark.parametrize(
    ("text", "match"),
    [("no header\n", "no article"), (ARTICLES.replace("- ", "+ "), "both labels")],
)
def test_training_refuses_what_teaches_nothing(text: str, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        train(read_examples(text), {})


def test_cross_validation_needs_two_topics() -> None:
    with pytest.raises(ValueError, match="two topics"):
        cross_validate(read_examples(ARTICLES.replace("# en two", "# en one")))


def test_a_model_survives_its_file() -> None:
    model = unpack(pack(shipped()))
    assert model == shipped()
    assert isinstance(model, StanceModel)


@pytest.mark.parametrize("broken", [b"", b"{}\n", b"not json\nxx", pack(shipped())[:-9]])
def test_what_is_no_model_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="model of quotations"):
        unpack(broken)


@given(st.text(), st.booleans())
def test_any_text_gets_finite_log_odds(text: str, quoted: bool) -> None:
    words = read(text, set(), "en", quoted=quoted)
    assert all(0 <= slot < SLOTS for slot in words.slots)
    assert abs(shipped().log_odds(words)) < 1000
