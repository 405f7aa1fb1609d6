"""Words cut to their stems by PostgreSQL's dictionaries, remembered in the process."""

from __future__ import annotations

from collections.abc import Collection

from claims.matching import asking
from claims.matching.words import without_accents
from common.tables import texts_array

DICTIONARIES = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_STEMS = """
SELECT d, w, ts_lexize((d || '_stem')::regdictionary, w) FROM unnest(%s::text[], %s::text[]) AS asked (d, w)
"""
_REMEMBERED = 400_000
_known: dict[tuple[str, str], str] = {}


def dictionary_of(language: str) -> str:
    """The dictionary of an ISO 639-1 language, empty where PostgreSQL has none."""
    return DICTIONARIES.get(language, "")


def stem(dictionary: str, word: str) -> str:
    """A word's stem, empty for a stop word. Raises KeyError unless `stems_learn` was told of it."""
    return _known[dictionary, word]


def stems_learn(words: Collection[tuple[str, str]]) -> None:
    """Ask the database for the stems of (dictionary, word) that are not known yet, in one statement."""
    unknown = [each for each in set(words) if each not in _known]
    if not unknown:
        return
    if len(_known) > _REMEMBERED:
        _known.clear()
        unknown = list(set(words))
    dictionaries, asked = zip(*unknown, strict=True)
    for dictionary, word, found in asking.rows(_STEMS, [texts_array(dictionaries), texts_array(asked)]):
        _known[dictionary, word] = "" if found == [] else without_accents(found[0] if found else word)
