"""JSON as it is found on pages: read strictly first, and repaired only where that fails."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

from claims.claimreview.notes import Code, Note, RecordRefused

_MAX_QUOTES = 60
_DECODER = json.JSONDecoder(
    strict=False,
    parse_constant=lambda _: None,
    parse_int=lambda digits: int(digits) if len(digits) < 20 else digits,
)
_MISSING = "Expecting ',' delimiter"


def loads(text: str) -> tuple[list[object], tuple[Note, ...]]:
    """The values in the text, which may be several one after another, and what was repaired.

    Raises RecordRefused, with the line and column of the first error, where nothing helps.
    """
    try:
        return _values(text), _control_characters(text)
    except (ValueError, RecursionError) as error:
        first = error
    notes: list[Note] = []
    for code, detail, repair in _REPAIRS:
        repaired = repair(text)
        if repaired is None or repaired == text:
            continue
        text = repaired
        notes.append(Note(code, detail))
        try:
            return _values(text), (*notes, *_control_characters(text))
        except (ValueError, RecursionError):
            continue
    raise RecordRefused(Code.INVALID_JSON, _said(first))


def _said(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg} at line {error.lineno}, column {error.colno} of the block"
    return "not JSON: nested too deeply" if isinstance(error, RecursionError) else f"not JSON: {error}"


def _values(text: str) -> list[object]:
    values, at = [], 0
    text = text.lstrip("\ufeff")
    while at < len(text):
        found = re.compile(r"[\s;]*").match(text, at)
        at = found.end() if found else at
        if at >= len(text):
            break
        value, at = _DECODER.raw_decode(text, at)
        values.append(value)
    if not any(isinstance(value, dict | list) for value in values):
        raise ValueError("there is no object in it")
    return values


def _control_characters(text: str) -> tuple[Note, ...]:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg.startswith("Invalid control character"):
            return (Note(Code.CONTROL_CHARACTERS, "line breaks or other control characters inside a text"),)
    except (ValueError, RecursionError):
        pass
    return ()


def _unwrapped(text: str) -> str:
    """Without the comments and markers that surround a script."""
    text = re.sub(r"<!--|-->|(?://|/\*|(?<!\s))\s*+(?:<!\[CDATA\[|\]\]>)\s*(?:\*/)?", "", text)
    text = re.sub(r"^\s*//[^\n]*\n", "", text)
    return text.strip().rstrip(";")


def _unescaped(text: str) -> str | None:
    """What was escaped as a text of JSON once too often."""
    if not re.match(r'\s*(?:\\[nrt]|\s|[\[{])*\\"|\s*(?:\\[nrt]|\s)+[\[{]', text):
        return None
    inner = re.sub(r'(?<!\\)((?:\\\\)*)"', r"\1\\\"", text.strip())
    try:
        value = json.loads(f'"{inner}"', strict=False)
    except ValueError:
        value = re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text)
    return str(value)


_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def _entities(text: str) -> str | None:
    if "&quot;" not in text and "&#34;" not in text:
        return None
    return html.unescape(text)


def _plain_quotes(text: str) -> str | None:
    return re.sub("[“”„]", '"', text) if '"' not in text else None


def _right_escapes(text: str) -> str:
    r"""Backslashes that JSON does not know, as in \' or \x, dropped."""
    return re.sub(r'\\(u[0-9a-fA-F]{4}|["\\/bfnrt])|\\', lambda found: found[0] if found[1] else "", text)


def _no_trailing_commas(text: str) -> str:
    return re.sub(r",(\s*[}\]])", r"\1", re.sub(r",\s*(?:,\s*)+", ",", text))


def _more_commas(text: str) -> str:
    text = re.sub(r'([}\]"])([^\S\n]*+\n\s*+)(")', r"\1,\2\3", text)
    return re.sub(r"\}(\s*)\{", r"},\1{", text) if text.lstrip().startswith("[") else text


def _escaped_quotes(text: str) -> str | None:
    """With the quotation marks escaped that end a text where none can end."""
    for _ in range(_MAX_QUOTES):
        try:
            _values(text)
        except json.JSONDecodeError as error:
            last = text.rfind('"', 0, error.pos)
            if last < 1 or not error.msg.startswith((_MISSING, "Expecting ':'", "Expecting property name")):
                return None
            text = f"{text[:last]}\\{text[last:]}"
        except (ValueError, RecursionError):
            return None
        else:
            return text
    return None


_REPAIRS: tuple[tuple[Code, str, Callable[[str], str | None]], ...] = (
    (Code.WRAPPED, "comments or markers around the JSON were taken away", _unwrapped),
    (Code.ESCAPED_TWICE, "the JSON was escaped once too often", _unescaped),
    (Code.HTML_ENTITIES, "the JSON was written with HTML entities", _entities),
    (Code.UNESCAPED_QUOTES, "the JSON was written with typographic quotation marks", _plain_quotes),
    (Code.WRONG_ESCAPE, "backslashes before characters that need none were taken away", _right_escapes),
    (Code.TRAILING_COMMA, "commas with nothing after them were taken away", _no_trailing_commas),
    (Code.MISSING_COMMA, "commas were missing between members", _more_commas),
    (Code.UNESCAPED_QUOTES, "quotation marks inside a text were not escaped", _escaped_quotes),
)
