"""Text meant to hurt is read in a time that grows no faster than its length.

Nothing is timed here: pytest's own time limit ends a test that would run for hours.
"""

import pytest

from claims.proposing.language import LEXICONS
from claims.proposing.proposer import LinguisticProposer
from claims.proposing.types import ArticleText

PROPOSER = LinguisticProposer(threshold=0.0)
MILLION = 1_000_000

HOSTILE = {
    "no full stop": "said the dam that " * (MILLION // 18),
    "one word": "a" * MILLION,
    "one capital run": "Viktor Orlik " * 20_000,
    "nested quotation marks": "“" * 10_000 + "The dam broke." + "”" * 10_000,
    "alternating marks": "« “ „ ' \" » ” " * 4_000,
    "unclosed marks": '"The dam broke. ' * 4_000,
    "single marks": "'a 'B 'c " * 10_000,
    "guillemets": "»A " * 20_000,
    "full stops": "." * MILLION,
    "abbreviations": "Dr. " * 20_000,
    "commas": "Orlik, said, " * 4_000,
    "brackets": "(ABC) " * 20_000,
    "dashes": "— так, — сказав він. " * 3_000,
    "dates": "28 December 2024 " * 10_000,
    "digits": "1" * MILLION,
    "hyphens": "a-" * 300_000,
    "apostrophes": "l'" * 300_000,
    "dots in words": "a." * 300_000,
    "blanks": " " * MILLION,
    "lines": "\n" * MILLION,
    "bullets": "- a\n" * 10_000,
    "headings": "Read also\n" * 10_000,
    "labels": "A: b\n" * 4_000,
    "short sentences": "He said so. " * 4_000,
    "people": "".join(f"Mayor Ana Weiss{i} said {i} died. He said so. " for i in range(1_500)),
    "colons": "Orlik: " * 20_000,
    "question marks": "?!" * 300_000,
    "wrapped lines": ("word " * 14 + "\n") * 4_000,
    "a letter and then nothing": f"A{' ' * 110}x.\n" * 4_000,
    "captions": ("a" * 50 + " | ") * 10_000,
    "according": "according to " * 50_000,
    "quoted as saying": "was quoted by X as saying " * 8_000,
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", HOSTILE)
def test_text_meant_to_hurt_is_read_in_time(name: str) -> None:
    text = HOSTILE[name]
    for language in ("en", "uk"):
        found = PROPOSER.propose(ArticleText(text, language))
        assert all(text[p.start : p.end] == p.sentence for p in found)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("language", sorted(set(LEXICONS) - {"en", "uk"}))
def test_every_language_reads_a_long_sentence_without_an_end(language: str) -> None:
    assert PROPOSER.propose(ArticleText("según dijo laut selon сказал что " * 30_000, language)) == []
