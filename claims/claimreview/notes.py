"""What is said of a record that was read: what was repaired in it, or why it was refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Stable names of repairs and refusals; docs/claimreview.md explains each."""

    # Of the text around the record.
    ESCAPED_TWICE = "escaped-twice"
    HTML_ENTITIES = "html-entities"
    CONTROL_CHARACTERS = "control-characters"
    TRAILING_COMMA = "trailing-comma"
    MISSING_COMMA = "missing-comma"
    UNESCAPED_QUOTES = "unescaped-quotes"
    WRONG_ESCAPE = "wrong-escape"
    WRAPPED = "wrapped"
    # Of its shape.
    NESTED_PROPERTIES = "nested-properties"
    LIST_FOR_TEXT = "list-for-text"
    TEXT_FOR_OBJECT = "text-for-object"
    MARKUP = "markup-in-text"
    TOO_LONG = "too-long"
    # Of its addresses.
    SEVERAL_URLS = "several-urls"
    URL_WITHOUT_SCHEME = "url-without-scheme"
    RELATIVE_URL = "relative-url"
    URL_FROM_PAGE = "url-from-page"
    URL_UNUSABLE = "url-unusable"
    SELF_LINK = "self-link"
    # Of its values.
    NO_DATE = "no-date"
    DATE_UNREADABLE = "date-unreadable"
    DATE_WITHOUT_ZONE = "date-without-zone"
    LANGUAGE_UNKNOWN = "language-unknown"
    AUTHOR_IS_PERSON = "author-is-person"
    PUBLISHER_FROM_URL = "publisher-from-url"
    CLAIM_FROM_ITEM = "claim-from-item"
    RATING_NOT_A_NUMBER = "rating-not-a-number"
    RATING_OUT_OF_RANGE = "rating-out-of-range"
    RATING_ENDS_SWAPPED = "rating-ends-swapped"
    RATING_ENDS_EQUAL = "rating-ends-equal"
    RATING_ENDS_MISSING = "rating-ends-missing"
    LABEL_FROM_VALUE = "label-from-value"
    LABEL_IS_SENTENCE = "label-is-sentence"
    EXPLANATION_NOT_TEXT = "explanation-not-text"
    # Reasons to refuse.
    INVALID_JSON = "invalid-json"
    NULL_ITEM = "null-item"
    NO_CLAIM = "no-claim"
    NO_URL = "no-url"
    NO_RATING = "no-rating"
    FAILED = "failed"
    # Of all of a body.
    CUT_SHORT = "cut-short"


@dataclass(frozen=True)
class Note:
    """One repair or refusal, in words."""

    code: str
    detail: str


class RecordRefused(Exception):
    """The record cannot be taken in; the note says why."""

    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(detail)
        self.note = Note(code, detail)


class Notes:
    """The repairs of one record, each said once."""

    def __init__(self, first: tuple[Note, ...] = ()) -> None:
        self._said: dict[Note, None] = dict.fromkeys(first)

    def add(self, code: Code, detail: str) -> None:
        """Say it."""
        self._said[Note(code, detail)] = None

    def all(self) -> tuple[Note, ...]:
        """In the order in which they were said."""
        return tuple(self._said)
