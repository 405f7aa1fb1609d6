"""From pages to articles: all of the text, nothing around it, and what the page says about itself."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from lxml import html

from ingest.boilerplate import prune_related
from ingest.extraction import MAX_CHARS, Extracted, NothingExtracted, extract, extract_text
from tests.ingest.pages import BARE_DIVS, CLUTTER, CUT_IN_PARTS, LAYOUTS, PARAGRAPHS, SEMANTIC, TABLES

URL = "https://alder-gazette.example/2026/11/velmar-bridge?from=front"
REAL_PAGES = Path(__file__).resolve().parents[3] / "shared" / "data" / "extraction"
F1_FLOOR = 0.96
SAMPLE_EVERY = 4
SENTENCE = "The council of Velmar approved the harbour bridge on Monday, officials said. "


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_article_is_found_whole_and_alone(layout: str) -> None:
    assert extract(LAYOUTS[layout], URL).text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_around_it_is_taken_along(layout: str) -> None:
    text = extract(LAYOUTS[layout], URL).text
    assert not [words for words in CLUTTER if words in text]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_the_page_says_about_itself_is_read(layout: str) -> None:
    found = extract(LAYOUTS[layout], URL)
    assert (found.title, found.byline, found.site_name, found.language) == (
        "Velmar approves harbour bridge",
        "Nora Vint",
        "Alder Gazette",
        "en",
    )
    assert found.canonical_url == "https://alder-gazette.example/2026/11/velmar-bridge"
    assert found.description == "After seven years, a vote."


@pytest.mark.parametrize(
    ("page", "at", "precision"),
    [
        (SEMANTIC, datetime(2026, 11, 2, 18, 5, tzinfo=timezone(timedelta(hours=1))), "time"),
        (BARE_DIVS, datetime(2026, 11, 2, 18, 5, tzinfo=UTC), "time"),
        (TABLES, datetime(2026, 11, 2, tzinfo=UTC), "day"),
    ],
)
def test_the_date_is_as_exact_as_the_page_gives_it(page: str, at: datetime, precision: str) -> None:
    found = extract(page, URL)
    assert (found.published_at, found.published_precision) == (at, precision)
    assert found.published_at is not None
    assert found.published_at.utcoffset() == at.utcoffset()


def test_a_date_in_the_address_is_better_than_none_and_one_in_the_text_is_not() -> None:
    dated = extract(CUT_IN_PARTS, "https://alder-gazette.example/2026/10/31/velmar-bridge")
    assert (dated.published_at, dated.published_precision) == (datetime(2026, 10, 31, tzinfo=UTC), "day")
    page = (
        CUT_IN_PARTS.replace("on Monday", "on 2 November 2024")
        .replace("/2026/11/", "/")
        .replace("2026", "MMXXVI")
    )
    assert extract(page, "https://alder-gazette.example/velmar-bridge").published_at is None


@pytest.mark.parametrize(
    ("written", "at", "precision"),
    [
        ("2026-11-02T18:05:00", datetime(2026, 11, 2, 18, 5, tzinfo=UTC), "day"),
        ("2026-11-02T18:05:00.123Z", datetime(2026, 11, 2, 18, 5, 0, 123000, tzinfo=UTC), "time"),
        ("Mon, 02 Nov 2026 18:05:00 +0000", datetime(2026, 11, 2, 18, 5, tzinfo=UTC), "time"),
        ("2026-11-02", datetime(2026, 11, 2, tzinfo=UTC), "day"),
    ],
)
def test_a_date_is_read_in_the_ways_it_is_written(written: str, at: datetime, precision: str) -> None:
    found = extract(BARE_DIVS.replace("2026-11-02T18:05:00Z", written), None)
    assert (found.published_at, found.published_precision) == (at, precision)


BEYOND = "Mon, 20 Nov 1995 19:12:08 +99999999999999999999"


@pytest.mark.parametrize(
    "written", ["yesterday", "1026-11-02T00:00:00Z", "9999-11-02T00:00:00Z", "2026-13-45", "", BEYOND]
)
def test_a_date_that_is_none_is_left_out(written: str) -> None:
    page = re.sub(r"/2026/11|© 2026", "", BARE_DIVS.replace("2026-11-02T18:05:00Z", written))
    assert extract(page, None).published_at is None


def test_a_date_after_the_latest_that_there_can_be_is_passed_over_for_the_next() -> None:
    page = re.sub(r"/2026/11|© 2026", "", BARE_DIVS.replace("2026-11-02T18:05:00Z", "2032-11-02T18:05:00Z"))
    latest = datetime(2026, 11, 3, tzinfo=UTC)
    assert extract(page, None, latest=latest).published_at is None
    dated = page.replace("</head>", '<meta name="date" content="2026-11-02"></head>')
    assert extract(dated, None, latest=latest).published_at == datetime(2026, 11, 2, tzinfo=UTC)
    of_page = "https://alder-gazette.example/2032/10/31/velmar-bridge"
    assert extract(page, of_page, latest=latest).published_at is None


def test_structured_data_that_is_broken_still_shows_its_date() -> None:
    page = SEMANTIC.replace('"@context"', '"@context').replace("2020-01-01T00:00:00Z", "2026-11-02T17:05:00Z")
    assert extract(page, None).published_at == datetime(2026, 11, 2, 17, 5, tzinfo=UTC)


def test_the_language_is_the_texts_own_and_the_declared_one_where_it_is_unsure() -> None:
    german = (
        "<p>Der Rat von Velmar hat am Montag die neue Hafenbrücke gebilligt, teilte die Stadt mit.</p>" * 3
    )
    assert extract(f'<html lang="en"><body><article>{german}</article></body></html>', None).language == "de"
    numbers = "<p>" + "1 2 3 4 5 6 7 8 9 10. " * 20 + "</p>"
    assert (
        extract(f'<html lang="uk-UA"><body><article>{numbers}</article></body></html>', None).language == "uk"
    )


def test_the_same_page_gives_the_same_article_again() -> None:
    first = {name: extract(page, URL) for name, page in LAYOUTS.items()}
    assert {name: extract(page, URL) for name, page in reversed(LAYOUTS.items())} == first


def test_offsets_are_those_of_the_text_on_one_line_a_paragraph() -> None:
    text = extract(SEMANTIC, URL).text
    for paragraph in PARAGRAPHS:
        start = text.index(paragraph)
        assert text[start : start + len(paragraph)] == paragraph
    assert not re.search(r"[\r\t]|\n\n|  | \n|\n |^\s|\s$", text)


@pytest.mark.parametrize(
    "line",
    [
        "The minister said people should subscribe to the council newsletter.",
        "“Follow us,” the officer told them, according to the report.",
        "Photo radars were installed at 12 crossings, the police said.",
        "More than 400 people were hurt.",
        "Readers also wrote to the paper about the price of fish.",
        "Source code of the voting system was published on Friday.",
    ],
)
def test_a_sentence_that_only_begins_like_clutter_stays(line: str) -> None:
    page = SEMANTIC.replace(PARAGRAPHS[2], line)
    assert line in extract(page, URL).text.split("\n")


def test_a_paragraph_that_begins_like_a_link_to_more_and_goes_on_stays() -> None:
    prose = "the mayor told the council that the weir had held, as " + "they had hoped, " * 9
    page = f"<div><p>See also: {prose}<a href=x>minutes</a></p><p>See also: <a href=y>The weir</a></p></div>"
    tree = html.fromstring(page)
    prune_related(tree)
    assert [part.text_content()[:20] for part in tree] == ["See also: the mayor "]


def test_a_list_of_links_goes_and_a_single_one_stays() -> None:
    tree = html.fromstring("<div><ul><li><a>One</a></ul><ul><li><a>Two</a><li><a>Three</a></ul></div>")
    prune_related(tree)
    assert [part.text_content() for part in tree] == ["One"]


def test_characters_that_cannot_be_stored_are_replaced_one_for_one() -> None:
    assert extract_text("a\x00b\ud800c").text == "a\ufffdb\ufffdc"
    assert "\x00" not in extract(SEMANTIC.replace("Monday", "Mon\x00day\udfff"), URL).text


@pytest.mark.parametrize(
    "page",
    [
        "",
        " \n",
        "just words, no page",
        "<html><body></body></html>",
        "<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "<html><body><script>render()</script></body></html>",
        "%PDF-1.7 \x00\x01",
        "x" * (MAX_CHARS + 1),
    ],
)
def test_a_page_without_an_article_says_what_to_do(page: str) -> None:
    with pytest.raises(NothingExtracted, match=r"text|article"):
        extract(page, URL)


def test_plain_text_is_taken_as_it_is() -> None:
    text = "  Headline\n\n\tA line, “quoted”.\u00a0 Fu\u0308nf \n- a list\n"
    assert extract_text(text) == Extracted(text=text, language=extract_text(text).language)


def test_the_line_endings_of_a_plain_text_become_one_kind() -> None:
    assert extract_text("a\r\nb\rc\n\r\nd").text == "a\nb\nc\n\nd"


@pytest.mark.parametrize("text", ["", " \r\n\t", "x" * (MAX_CHARS + 1)])
def test_a_plain_text_without_words_or_without_end_is_refused(text: str) -> None:
    with pytest.raises(NothingExtracted):
        extract_text(text)


def attributes(number: int, tags: int) -> str:
    return f"<div {' '.join(f'a{n}' for n in range(number))}>x</div>" * tags


@pytest.mark.parametrize(
    "page",
    [
        "<p>" + SENTENCE * 20 + attributes(500_000, 1),
        "<p>" + SENTENCE * 20 + "<a x=\">\" " + " ".join(f"a{n}" for n in range(500_000)) + ">",
        "<div>" * 100_000 + SENTENCE * 20,
        ("<div>" * 240 + SENTENCE + "</div>" * 240) * 120,
        "<p>x</p>" * 100_000,
    ],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_a_page_built_to_take_long_is_refused(page: str) -> None:
    with pytest.raises(NothingExtracted, match=r"[Pp]aste"):
        extract(f"<html><body><article>{page}</article></body></html>", URL)


@pytest.mark.parametrize(
    "page",
    [
        "<ul>" + "<li><a href=x>Read also</a></li>" * 9_000 + "</ul>",
        "<p class='" + "article " * 500_000 + "'>x</p>",
        "<p>" + " " * 5_000_000 + "</p>",
        "<p>" + "a" * 5_000_000 + "</p>",
        "<p>" + "2026-11-12 11/12/2026 " * 100_000 + "</p>",
        "<" * 2_000_000,
        "<!--" * 1_000_000,
        "<p>" + '<a "' * 1_000 + "</p>",
        '<script type="application/ld+json">' + '{"a":' * 100_000 + '"datePublished"</script>',
        '<script type="application/ld+json">{"datePublished": [' + "1," * 490_000 + "1]}</script>",
        ("<div>" * 240 + "Read also" + "</div>" * 240) * 30,
        "<p>" + "[" * 1_000_000 + "</p>",
        "<p>" + "a@" * 500_000 + "</p>",
    ],
)
@pytest.mark.timeout(20)
def test_a_strange_page_is_read_in_bounded_time(page: str) -> None:
    article = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    found = extract(f"<html><head></head><body><article>{article}</article>{page}</body></html>", URL)
    assert PARAGRAPHS[0] in found.text


def token_f1(text: str, truth: str) -> float:
    found, wanted = (Counter(re.findall(r"\w+", words)) for words in (text, truth))
    shared = (found & wanted).total()
    return 2 * shared / (found.total() + wanted.total()) if shared else 0.0


@pytest.mark.skipif(
    not REAL_PAGES.is_dir(), reason="no real pages beside the project (../shared/data/extraction)"
)
def test_real_pages_are_read_as_people_would() -> None:
    truth = json.loads((REAL_PAGES / "ground-truth.json").read_text(encoding="utf-8"))
    scores = []
    for name in sorted(truth)[::SAMPLE_EVERY]:
        page = gzip.decompress((REAL_PAGES / "html" / f"{name}.html.gz").read_bytes()).decode(
            "utf-8", "replace"
        )
        found = extract(page, truth[name]["url"])
        scores.append(token_f1(found.text, truth[name]["articleBody"]))
    assert sum(scores) / len(scores) >= F1_FLOOR
