"""What makes reading quick changes nothing that is found: patterns sorted by edges, words that tell of time,
phrases found by their first words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.proposing import dates, language, stance
from claims.proposing.alternatives import ByEdge
from claims.proposing.lexicon.base import Lexicon
from claims.proposing.lexicon.phrases import Phrases
from claims.proposing.tokens import tokenise

GOLD = Path(__file__).resolve().parents[2] / "data" / "gold" / "tuning" / "articles"


def paragraphs() -> Iterator[tuple[str, Lexicon]]:
    for file in sorted(GOLD.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        lexicon = language.lexicon_for(language.detect(text))
        yield from ((line, lexicon) for line in text.splitlines() if line.strip())


PARAGRAPHS = list(paragraphs())


@pytest.mark.parametrize(
    ("pattern", "texts", "others"),
    [
        (r"\bclosed\b|^open|shut", ["is closed", "open it", "unshut"], ["enclosed", "reopen"]),
        (r"^(?:a|b)c|\b[|)]d|e\|f", ["ac", "x|d", "x)d", "e|f"], ["xac", "d", "ef"]),
        (r"\bx(?:y|\bz)|w", ["xy", "w"], ["axy", "z"]),
    ],
)
def test_a_pattern_sorted_by_edges_is_found_in_the_same_texts(
    pattern: str, texts: list[str], others: list[str]
) -> None:
    sorted_pattern = ByEdge(pattern)
    for text in [*texts, *others]:
        assert sorted_pattern.is_in(text) == (re.search(pattern, text) is not None) == (text in texts)


@pytest.mark.parametrize("name", ["silence", "housekeeping"])
def test_the_languages_patterns_find_the_same_when_sorted(name: str) -> None:
    found = 0
    for text, lexicon in PARAGRAPHS:
        pattern = getattr(lexicon, name) or "(?!)"
        expected = re.search(pattern, text, re.IGNORECASE) is not None
        assert ByEdge(pattern).is_in(text.lower()) == expected, text
        found += expected
    assert found > 2


EXPRESSIONS = [
    ("en", "14/03/2024 | 14.3.2024 | 2024-03-14 | the 14th of March, 2024"),
    ("en", "the day before yesterday | back in 2019"),
    ("en", "mid-March | in mid-March | (May 5) | late last year | two weeks ago | over the weekend"),
    ("en", "last Tuesday"),
    ("en", "_May 5_ | 5 May_ | the mayor of 1999 marched on, in 53 | Monday's | Sat. | 2019's"),
    ("en", "Friday-Sunday"),
    ("uk", "14-го березня 2024 року | торік у січні | на минулому тижні | п'ять років тому"),
    ("uk", "п’ять днів тому | у 2019 році"),
    ("ru", "на прошлой неделе | 14-го марта 2024 г. | семь лет назад | в прошлом году | за 2019 год"),
    ("de", "in der vergangenen Woche | vor zwei Jahren | 3. März 2024 | im Jahre 2019"),
    ("de", "am Montagabend"),
    ("fr", "l’année dernière | l'an dernier | il y a deux ans | ce mois-ci | aujourd’hui"),
    ("fr", "le 1er mai 2024 | avant-hier"),
    ("es", "hace tres semanas | 14 de marzo de 2024 | el año pasado | la semana pasada | anteayer"),
]


def test_dates_are_found_wherever_one_starts() -> None:
    texts = [
        (part, language.lexicon_for(code)) for code, line in EXPRESSIONS for part in (line, *line.split("|"))
    ]
    found = 0
    for text, lexicon in [*PARAGRAPHS, *texts]:
        pattern = dates._pattern(lexicon)
        assert pattern is not None
        everywhere = [match.start() for match in pattern.finditer(text)]
        tokens = tokenise(text, 0, len(text), elisions=lexicon.elisions)
        starts = (match.start() for match in dates._matches(pattern, text, tokens, lexicon))
        assert list(starts) == everywhere, text
        found += len(everywhere)
    assert found > 200


def test_dates_are_found_where_lower_case_is_longer() -> None:
    text = "İzmir, Tuesday or 3 March 2025"
    found = dates.find(text, tokenise(text, 0, len(text)), language.lexicon_for("en"))
    assert [each.text for each in found] == [
        "Tuesday",
        "3 March 2025",
    ]


def test_phrases_are_found_in_order_the_longer_first() -> None:
    phrases = Phrases([("as",), ("as", "per"), ("in", "the", "words", "of")])
    words = "as he said in the words of Holt as per plan in the end".lower().split()
    assert list(phrases.within(words)) == [(0, 1), (3, 7), (8, 10)]
    assert [phrases.at(words, index) for index in (0, 3, 8, 11)] == [1, 4, 2, 0]
    assert ("as", "per") in phrases
    assert ("as", "he") not in phrases
    assert () not in phrases


@pytest.mark.parametrize("quoted", [True, False])
def test_the_models_looked_up_at_once_say_what_each_says(quoted: bool) -> None:
    texts = [text for text, _ in PARAGRAPHS] + ["", "?", "a" * 5_000, "1a " * 3_000, "xy-" * 900]
    texts.append("".join(map(chr, range(0x400, 0x400 + 3_000))))  # more slots than are added up at once
    for text in texts:
        for code in ("en", "uk"):
            shown = {"numbers", "named actor"}
            expected = stance.shipped().log_odds(stance.read(text, shown, code, quoted=quoted))
            assert stance.checkable(text, shown, code, quoted=quoted) == expected, text
