import datetime as dt

import pytest

from claims.proposing import dates
from claims.proposing.language import lexicon_for
from claims.proposing.tokens import tokenise

SUNDAY = dt.date(2025, 12, 28)


def read(
    text: str, published: dt.date | None = SUNDAY, language: str = "en"
) -> list[tuple[str, str | None, str]]:
    lexicon = lexicon_for(language)
    found = dates.find(text, tokenise(text, 0, len(text), elisions=lexicon.elisions), lexicon)
    said = [dates.resolve(expression, published) for expression in found]
    return [(s.text, s.date.isoformat() if s.date else None, s.precision) for s in said]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "on 28 December", ("28 December", "2025-12-28", "day")),
        ("en", "on December 28", ("December 28", "2025-12-28", "day")),
        ("en", "on 31 December", ("31 December", "2024-12-31", "day")),
        ("en", "on the 5th of June 2021", ("5th of June 2021", "2021-06-05", "day")),
        ("en", "It broke on 3 March.", ("3 March", "2025-03-03", "day")),
        ("en", "on Dec. 3, 2024", ("Dec. 3, 2024", "2024-12-03", "day")),
        ("en", "on 2025-03-09", ("2025-03-09", "2025-03-09", "day")),
        ("en", "on Sunday", ("Sunday", "2025-12-28", "day")),
        ("en", "on Tuesday evening", ("Tuesday evening", "2025-12-23", "day")),
        ("en", "last Sunday", ("last Sunday", "2025-12-21", "day")),
        ("en", "yesterday", ("yesterday", "2025-12-27", "day")),
        ("en", "this morning", ("this morning", "2025-12-28", "day")),
        ("en", "last week", ("last week", "2025-12-15", "week")),
        ("en", "two weeks ago", ("two weeks ago", "2025-12-08", "week")),
        ("en", "last month", ("last month", "2025-11-01", "month")),
        ("en", "in March", ("March", "2025-03-01", "month")),
        ("en", "in March 2019", ("March 2019", "2019-03-01", "month")),
        ("en", "last year", ("last year", "2024-01-01", "year")),
        ("en", "in 2019", ("2019", "2019-01-01", "year")),
        ("en", "a 2019 study", ("2019", "2019-01-01", "year")),
        ("uk", "28 грудня", ("28 грудня", "2025-12-28", "day")),
        ("uk", "у вівторок", ("вівторок", "2025-12-23", "day")),
        ("uk", "минулого тижня", ("минулого тижня", "2025-12-15", "week")),
        ("uk", "9 березня 2024 року", ("9 березня 2024 року", "2024-03-09", "day")),
        ("uk", "два дні тому", ("два дні тому", "2025-12-26", "day")),
        ("ru", "28 декабря", ("28 декабря", "2025-12-28", "day")),
        ("ru", "в понедельник", ("понедельник", "2025-12-22", "day")),
        ("de", "am 28. Dezember", ("28. Dezember", "2025-12-28", "day")),
        ("de", "am Dienstag", ("Dienstag", "2025-12-23", "day")),
        ("de", "vor zwei Wochen", ("vor zwei Wochen", "2025-12-08", "week")),
        ("es", "el 28 de diciembre", ("28 de diciembre", "2025-12-28", "day")),
        ("es", "ayer", ("ayer", "2025-12-27", "day")),
        ("fr", "le 28 décembre", ("28 décembre", "2025-12-28", "day")),
        ("fr", "mardi dernier", ("mardi dernier", "2025-12-23", "day")),
        ("fr", "il y a trois jours", ("il y a trois jours", "2025-12-25", "day")),
    ],
)
def test_an_expression_means_a_day_a_week_a_month_or_a_year(
    language: str, text: str, expected: tuple[str, str, str]
) -> None:
    assert read(text, language=language) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 28 December", ("28 December", None, "day")),
        ("on Tuesday", ("Tuesday", None, "day")),
        ("last week", ("last week", None, "week")),
        ("on 28 December 2024", ("28 December 2024", "2024-12-28", "day")),
        ("in 2019", ("2019", "2019-01-01", "year")),
    ],
)
def test_without_the_articles_date_only_a_full_date_is_known(
    text: str, expected: tuple[str, str | None, str]
) -> None:
    assert read(text, published=None) == [expected]


def test_the_29th_of_february_goes_back_to_a_leap_year() -> None:
    assert read("on 29 February") == [("29 February", "2024-02-29", "day")]


@pytest.mark.parametrize(
    "text", ["he may go", "they march on", "31 people", "page 12", "45 December", "at 12.30"]
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["on 31 June", "9999-99-99", "31.02.2024"])
def test_a_day_that_never_was_has_no_date(text: str) -> None:
    assert all(date is None for _, date, _ in read(text))


def test_the_first_day_of_time_has_no_week_before() -> None:
    assert read("last year", dt.date(1, 1, 1)) == [("last year", None, "year")]
