"""Expressions of time in a text, and the day, week, month or year each of them means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.per_word import PerWord
from claims.proposing.tokens import Token
from claims.proposing.types import Precision, SaidOn

_FUTURE_DAYS = 2
"""A date this many days after publication may still be a matter of time zones; a later one was last year's.
"""
_NAMED_AFTER_DAY = re.compile(r" [A-Z][a-z]+")
_LETTER = re.compile(r"(?<![\\?])[^\W\d_]")
"""A letter of a pattern that stands for itself."""
_INNER = re.compile(r"\b\w")
"""Where a word starts."""
_REACH = 5
"""Tokens before the word that tells of time, within which its expression starts: 14/03/2024."""
_ARTICLE = re.compile(r"\b[Tt]he $")
_BETWEEN = re.compile(r"(?:,\s|\s(?P<bracket>\()|\s)(?:the |dem |den |der |el |le )?")
"""What may stand between a weekday and the date of the same day."""
_MAX_BETWEEN = 8
_PRECISIONS: dict[str, Precision] = {"day": "day", "week": "week", "month": "month", "year": "year"}


class DateExpression(NamedTuple):
    """An expression of time at `start`..`end`; the fields it does not name are None."""

    start: int
    end: int
    text: str
    precision: Precision
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    offset: int | None = None
    """How many units of `precision` from the article's own date."""
    last: bool = False


def find(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> list[DateExpression]:
    """The expressions of time in a sentence of `text` with these tokens, in order, without overlaps."""
    pattern = _pattern(lexicon)
    if pattern is None:
        return []
    start, end = tokens[0].start, tokens[-1].end
    found: list[DateExpression] = []
    for match in _matches(pattern, text, tokens, lexicon):
        if match.start() > start and match.group()[0].isupper() and match.group("rel"):
            continue  # 'Epidemics Today' is a name
        if _NAMED_AFTER_DAY.match(text, match.end(), end) and _ARTICLE.search(
            text, max(start, match.start() - 5), match.start()
        ):
            continue  # and so is 'The Sunday Record'
        expression = _read(match, lexicon)
        if expression is None:
            continue
        joined = _joined(found[-1], expression, text, end) if found else None
        found[-1:] = [joined] if joined else [*found[-1:], expression]
    return found


def _joined(weekday: DateExpression, day: DateExpression, text: str, end: int) -> DateExpression | None:
    """'Monday, 9 March' and 'Monday (9 March)' as one expression, of the day named by its date."""
    if weekday.weekday is None or day.day is None or day.start - weekday.end > _MAX_BETWEEN:
        return None
    between = _BETWEEN.fullmatch(text, weekday.end, day.start)
    if between is None:
        return None
    closed = between["bracket"] is not None and text[day.end : min(day.end + 1, end)] == ")"
    if between["bracket"] is not None and not closed:
        return None
    past = day.end + closed
    return day._replace(start=weekday.start, end=past, text=" ".join(text[weekday.start : past].split()))


def _matches(
    pattern: re.Pattern[str], text: str, tokens: Sequence[Token], lexicon: Lexicon
) -> Iterator[re.Match[str]]:
    """The pattern's matches, looked for in lower case: ignoring case everywhere takes twice as long."""
    places = _places(tokens, lexicon)
    if not places:
        return
    start, end = tokens[0].start, tokens[-1].end
    low = text[start:end].lower()
    if len(low) != end - start:
        yield from pattern.finditer(text, start, end)
        return
    quick, past = _lower_case(lexicon), 0
    for place in places:
        rough = quick.match(low, place - start) if place - start >= past else None
        if rough is not None:
            past = rough.end()
            match = pattern.match(text, place, end)
            if match is not None:
                yield match


def _places(tokens: Sequence[Token], lexicon: Lexicon) -> list[int]:
    """Where an expression of time may start: up to some words before one that tells of time."""
    known = _words_of_time(lexicon)
    found: list[int] = []
    past = 0
    for index in [i for i, t in enumerate(tokens) if known[t.low]]:
        for token in tokens[max(past, index - _REACH) : index + 1]:
            if token.text.isalnum():
                found.append(token.start)
            else:  # 'mid-March'
                found += [token.start + inner.start() for inner in _INNER.finditer(token.text)]
        past = index + 1
    return found


@lru_cache(maxsize=16)
def _words_of_time(lexicon: Lexicon) -> PerWord[bool]:
    """Whether a word is one of which every expression of time holds one."""
    relative = {max(phrase.split(), key=len) for phrase in lexicon.relative_dates}
    names = _either({*lexicon.months, *lexicon.weekdays, *relative})
    telling = re.compile(rf"(?:19|20)\d\d|\b(?:(?:{names})\b|{_either(lexicon.units)})")
    return PerWord(lambda word: telling.search(word) is not None)


def resolve(expression: DateExpression, published: dt.date | None) -> SaidOn:
    """When the expression means, for an article of that day: never after it (but for time zones)."""
    try:
        date = _date(expression, published)
    except (ValueError, OverflowError):
        date = None
    return SaidOn(expression.text, date, expression.precision)


def _date(expression: DateExpression, published: dt.date | None) -> dt.date | None:
    if expression.year is not None:
        return dt.date(expression.year, expression.month or 1, expression.day or 1)
    if published is None:
        return None
    if expression.weekday is not None:
        back = (published.weekday() - expression.weekday) % 7
        return published - dt.timedelta(days=back or (7 if expression.last else 0))
    if expression.offset is not None:
        return _shifted(published, expression.precision, expression.offset)
    if expression.month is not None:
        return _latest(expression.month, expression.day or 1, published)
    return None


def _latest(month: int, day: int, published: dt.date) -> dt.date:
    """The last time that day came round; 29 February goes back to a leap year."""
    for year in range(published.year + 1, published.year - 8, -1):
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue
        if date <= published + dt.timedelta(days=_FUTURE_DAYS):
            return date
    raise ValueError("no such day")


def _shifted(published: dt.date, precision: Precision, offset: int) -> dt.date:
    if precision == "day":
        return published + dt.timedelta(days=offset)
    if precision == "week":
        return published - dt.timedelta(days=published.weekday()) + dt.timedelta(weeks=offset)
    if precision == "month":
        months = published.year * 12 + published.month - 1 + offset
        return dt.date(months // 12, months % 12 + 1, 1)
    return dt.date(published.year + offset, 1, 1)


def _either(choices: Iterable[str]) -> str:
    return "|".join(
        sorted((re.escape(choice).replace(r"\ ", " ") for choice in choices), key=len, reverse=True)
    )


@lru_cache(maxsize=16)
def _pattern(lexicon: Lexicon) -> re.Pattern[str] | None:
    """One pattern of all a language's expressions; every branch is bounded, so it is linear."""
    if not lexicon.months:
        return None
    month, year = _either(lexicon.months), r"(?:19|20)\d\d"
    weekday = _either(lexicon.weekdays)
    branches = [
        rf"(?P<iy>{year})-(?P<im>\d\d)-(?P<id>\d\d)",
        (
            rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th|\.|er|º|-го)?\s(?:of |de |du )?(?P<m1>{month})\b\.?"
            rf"(?:,?\s(?:de |del )?(?P<y1>{year})\b{lexicon.year_suffix})?"
        ),
        (
            rf"(?P<m2>{month})\b\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d|:|[.,]\d)"
            rf"(?:,?\s(?P<y2>{year})\b)?"
        ),
        rf"(?P<m3>{month})\b,?\s(?:de |del )?(?P<y3>{year})\b",
        rf"(?P<nd>\d{{1,2}})[./](?P<nm>\d{{1,2}})[./](?P<ny>{year})\b",
        rf"(?P<rel>{_either(lexicon.relative_dates)})\b",
        rf"(?:(?P<last>{_either(lexicon.last_words) or '(?!)'})\s)?(?P<wd>{weekday})\b{lexicon.day_parts}",
    ]
    if lexicon.ago:
        branches.append(f"(?P<ago>{lexicon.ago})")
    if lexicon.month_prefix:
        branches.append(rf"(?<=\b){lexicon.month_prefix}\s(?P<m4>{month})\b(?!\s\d)")
    if lexicon.year_pattern:
        branches.append(lexicon.year_pattern)
    return re.compile(rf"\b(?:{'|'.join(branches)})", re.IGNORECASE)


@lru_cache(maxsize=16)
def _lower_case(lexicon: Lexicon) -> re.Pattern[str]:
    """The same pattern for a text in lower case."""
    pattern = _pattern(lexicon)
    source = pattern.pattern if pattern else "(?!)"
    return re.compile(_LETTER.sub(lambda letter: letter.group().lower(), source))


def _read(match: re.Match[str], lexicon: Lexicon) -> DateExpression | None:
    got = match.groupdict()
    start, text = match.start(), " ".join(match.group().rstrip(".").split())
    end = match.end() - match.group().endswith(".")
    if got["rel"]:
        unit, offset = lexicon.relative_dates[" ".join(got["rel"].lower().split())]
        return DateExpression(start, end, text, _PRECISIONS[unit], offset=offset)
    if got["wd"]:
        weekday = lexicon.weekdays[got["wd"].lower()]
        return DateExpression(start, end, text, "day", weekday=weekday, last=bool(got["last"]))
    if got.get("ago"):
        return _ago(match, text, lexicon)
    if got.get("y"):
        return DateExpression(match.start("y"), match.end("y"), got["y"], "year", year=int(got["y"]))
    if got.get("m4"):
        at = match.start("m4")
        return _in_text(match, at, end, "month", month=lexicon.months[got["m4"].lower()])
    return _calendar(match, got, text, lexicon)


def _calendar(
    match: re.Match[str], got: Mapping[str, str], text: str, lexicon: Lexicon
) -> DateExpression | None:
    start, end = match.start(), match.end() - match.group().endswith(".")
    for month, day, year in (("m1", "d1", "y1"), ("m2", "d2", "y2"), ("m3", "", "y3")):
        if got[month]:
            number = int(got[day]) if day else None
            if number is not None and not 1 <= number <= 31:
                return None
            return DateExpression(
                start, end, text, "day" if day else "month",
                int(got[year]) if got[year] else None, lexicon.months[got[month].lower()], number,
            )  # fmt: skip
    if got["iy"]:
        return DateExpression(start, end, text, "day", int(got["iy"]), int(got["im"]), int(got["id"]))
    if got["nd"]:
        return DateExpression(start, end, text, "day", int(got["ny"]), int(got["nm"]), int(got["nd"]))
    return None


def _in_text(match: re.Match[str], start: int, end: int, precision: Precision, month: int) -> DateExpression:
    return DateExpression(start, end, match.string[start:end], precision, month=month)


def _ago(match: re.Match[str], text: str, lexicon: Lexicon) -> DateExpression | None:
    number = match.group("n").lower()
    amount = int(number) if number.isdigit() else lexicon.small_numbers.get(number)
    unit = lexicon.units.get(match.group("u").lower())
    if amount is None or unit is None:
        return None
    return DateExpression(match.start(), match.end(), text, _PRECISIONS[unit], offset=-amount)
