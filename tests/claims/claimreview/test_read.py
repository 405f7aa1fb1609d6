from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from claims.claimreview.labels import normalised_of
from claims.claimreview.lenient_json import loads
from claims.claimreview.notes import RecordRefused
from claims.claimreview.records import Record, records_read
from claims.claimreview.review import Review
from claims.claimreview.split import LARGEST, TooLarge, pieces_of
from claims.claimreview.write import feed_element, feed_ends, graph, review_document

GOOD: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://desk.example.org/1",
    "claimReviewed": "The Velmar dam is 40 metres high.",
    "datePublished": "2026-03-01",
    "author": {"@type": "Organization", "name": "Control Desk", "url": "https://desk.example.org"},
    "reviewRating": {"@type": "Rating", "alternateName": "False"},
    "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Oda Brekke"}},
}


def one(text: str, **how: Any) -> Record:
    (record,) = records_read(text, **how)
    return record


def read(**members: Any) -> tuple[Review, list[str]]:
    record = one(json.dumps({**GOOD, **members}))
    assert record.review is not None, record.refusal
    return record.review, [str(note.code) for note in record.notes]


def refused(**members: Any) -> str:
    record = one(
        json.dumps({name: value for name, value in {**GOOD, **members}.items() if value is not None})
    )
    assert record.refusal is not None
    return str(record.refusal.code)


def test_a_good_one_needs_no_repair() -> None:
    review, notes = read()
    assert not notes
    assert review.claim == "The Velmar dam is 40 metres high."
    assert review.published == date(2026, 3, 1)
    assert (review.publisher.name, review.publisher.url) == ("Control Desk", "https://desk.example.org")


_TEXT = json.dumps(GOOD)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (_TEXT[:-1] + ",}", "trailing-comma"),
        (_TEXT.replace("Velmar dam", "Velmar\ndam"), "control-characters"),
        (_TEXT.replace("Velmar", '"Velmar"'), "unescaped-quotes"),
        (_TEXT.replace('", "claim', '"\n "claim'), "missing-comma"),
        (_TEXT.replace("Velmar", r"Velmar\'s"), "wrong-escape"),
        (_TEXT.replace('"', "&quot;"), "html-entities"),
        (_TEXT.replace('"', '\\"'), "escaped-twice"),
        (json.dumps(GOOD, indent=1).replace('"', '\\"').replace("\n", "\\n"), "escaped-twice"),
        (f"//<![CDATA[\n{json.dumps(GOOD, indent=1)}\n//]]>", "wrapped"),
        (f"<!-- {_TEXT} -->;", "wrapped"),
        (json.dumps({"@type": "ClaimReview", "properties": {k: [v] for k, v in GOOD.items() if k[0] != "@"}}),
         "nested-properties"),
    ],
)  # fmt: skip
def test_a_text_that_is_broken_is_repaired_and_says_so(text: str, code: str) -> None:
    record = one(text)
    assert record.review is not None, record.refusal
    assert record.review.url == GOOD["url"]
    assert [str(note.code) for note in record.notes] == [code]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"@context": "http://schema.org", "@graph": [{"@type": "WebPage"}, GOOD]}),
        json.dumps([GOOD]),
        json.dumps({**GOOD, "@type": ["Review", "http://schema.org/ClaimReview"]}),
        json.dumps({"raw": _TEXT}),
        f'<html><script type="application/ld+json">{_TEXT}</script><script>"ClaimReview"</script></html>',
        f'<SCRIPT type="application/ld+json; charset=utf-8">[{_TEXT}]</SCRIPT>',
        f"\ufeff{_TEXT}",
    ],
)
def test_it_is_found_wherever_it_stands(text: str) -> None:
    assert one(text).review is not None


def test_each_line_or_element_stands_or_falls_alone() -> None:
    lines = list(records_read(f"{_TEXT}\n{_TEXT[:-20]}\n\n{_TEXT}"))
    assert [(row.line, row.refusal and str(row.refusal.code)) for row in lines] == [
        (1, None),
        (2, "invalid-json"),
        (4, None),
    ]
    feed = json.dumps({"dataFeedElement": [{"item": [GOOD, None]}, {"item": None}]}, indent=1)
    codes = [row.refusal and str(row.refusal.code) for row in records_read(feed)]
    assert sorted(map(str, codes)) == ["None", "null-item", "null-item"]


@pytest.mark.parametrize(
    ("rating", "wanted", "code"),
    [
        ({"ratingValue": "1", "bestRating": "5", "worstRating": 1}, (1, 1, 5), None),
        ({"ratingValue": 1, "bestRating": 1, "worstRating": 5}, (1, 1, 5), "rating-ends-swapped"),
        ({"ratingValue": 9, "bestRating": 5, "worstRating": 1}, (None, None, None), "rating-out-of-range"),
        ({"ratingValue": -1, "bestRating": -1, "worstRating": -1}, (None, None, None), "rating-ends-equal"),
        ({"ratingValue": 2}, (2, 1, 5), "rating-ends-missing"),
        ({"ratingValue": "2,5", "bestRating": 6, "worstRating": 0}, (Decimal("2.5"), 0, 6), None),
        ({"ratingValue": "4 out of 5"}, (4, 1, 5), "rating-ends-missing"),
        ({"ratingValue": "high"}, (None, None, None), "rating-not-a-number"),
        ({"ratingValue": ""}, (None, None, None), None),
    ],
)
def test_a_value_counts_only_where_its_scale_makes_sense(
    rating: dict[str, Any], wanted: tuple[Any, Any, Any], code: str | None
) -> None:
    review, notes = read(reviewRating={"alternateName": "Wrong", **rating})
    assert (review.rating.value, review.rating.worst, review.rating.best) == wanted
    assert review.rating.label == "Wrong"
    assert notes == ([code] if code else [])


@pytest.mark.parametrize(
    ("rating", "label", "explanation", "code"),
    [
        ({"ratingValue": "4.0", "bestRating": 5, "worstRating": 1}, "4", "", "label-from-value"),
        ({"ratingValue": 20, "bestRating": 100, "worstRating": 0}, "20", "", "label-from-value"),
        (
            {"alternateName": "Nobody knows that for certain: no."},
            "Nobody knows that for certain: no.",
            "",
            None,
        ),
        ({"alternateName": "FALSE: no.", "ratingExplanation": "Measured."}, "FALSE: no.", "Measured.", None),
        ({"alternateName": "Wrong", "ratingExplanation": 4}, "Wrong", "", "explanation-not-text"),
    ],
)
def test_a_label_is_what_the_rating_calls_itself_or_else_its_value(
    rating: dict[str, Any], label: str, explanation: str, code: str | None
) -> None:
    review, notes = read(reviewRating=rating)
    assert (review.rating.label, review.rating.explanation) == (label, explanation)
    assert notes == ([code] if code else [])


def test_a_label_that_goes_on_is_parted_from_its_explanation() -> None:
    review, notes = read(reviewRating={"alternateName": "FALSE: the pictures are of another dam."})
    assert (review.rating.label, review.rating.explanation) == ("FALSE", "the pictures are of another dam.")
    assert notes == ["label-is-sentence"]
    review, _ = read(reviewRating={"alternateName": "words " * 60})
    assert len(review.rating.label) <= 200
    assert review.rating.explanation.endswith("words")


@pytest.mark.parametrize(
    ("given", "wanted", "code"),
    [
        ("https://a.example/1, https://b.example/2 and https://c.example/3", 3, "several-urls"),
        ("https://archive.example/2020/https://a.example/1", 1, None),
        ("www.a.example/1", 1, "url-without-scheme"),
        ("https://desk.example.org/1/", 0, "self-link"),
        ("somewhere on the web", 0, "url-unusable"),
        ([{"@type": "CreativeWork", "url": "https://a.example/1"}, "https://a.example/1"], 1, None),
    ],
)
def test_appearances_are_told_apart_completed_or_left_out(given: Any, wanted: int, code: str | None) -> None:
    review, notes = read(itemReviewed={"@type": "Claim", "appearance": given})
    assert sum(len(item.appearances) for item in review.items) == wanted
    assert notes == ([code] if code else [])


def test_each_claimant_is_an_item() -> None:
    review, _ = read(
        itemReviewed={"author": [{"name": "Oda Brekke"}, {"name": "Ivo Lenz"}], "datePublished": "x"}
    )
    assert [item.claimant.name for item in review.items if item.claimant] == ["Oda Brekke", "Ivo Lenz"]


@pytest.mark.parametrize(
    ("given", "wanted", "code"),
    [
        ("2020-03-27T10:46:13+0200", datetime(2020, 3, 27, 8, 46, 13, tzinfo=UTC), None),
        ("2020-06-23 20:02", datetime(2020, 6, 23, 20, 2, tzinfo=UTC), "date-without-zone"),
        ("2023-01-24T13:32:06.838Z", datetime(2023, 1, 24, 13, 32, 6, 838000, tzinfo=UTC), None),
        ("5 June 2020", date(2020, 6, 5), None),
        ("June 5, 2020", date(2020, 6, 5), None),
        ("2020-13-45", None, "date-unreadable"),
        ("05/06/2020", None, "date-unreadable"),
        ("0000-00-00", None, "date-unreadable"),
    ],
)
def test_dates_are_read_as_they_are_written(given: str, wanted: Any, code: str | None) -> None:
    review, notes = read(dateModified=given)
    assert review.modified == wanted
    assert notes == ([code] if code else [])


@pytest.mark.parametrize(
    ("given", "wanted", "precision", "code"),
    [
        ("2026-04", date(2026, 4, 1), "month", None),
        ("2026/4", date(2026, 4, 1), "month", None),
        ("2026", date(2026, 1, 1), "year", None),
        (2026, date(2026, 1, 1), "year", None),
        ("2026-04-01", date(2026, 4, 1), "day", None),
        ("2026-04-01T23:30:00-0500", date(2026, 4, 1), "day", None),
        ("2026-13", None, "day", "date-unreadable"),
        ("2026-00", None, "day", "date-unreadable"),
        ("1026", None, "day", "date-unreadable"),
        ("04", None, "day", "date-unreadable"),
    ],
)
def test_a_claim_is_of_a_month_or_a_year_where_no_more_is_told(
    given: Any, wanted: date | None, precision: str, code: str | None
) -> None:
    item = {"author": {"name": "Oda Brekke"}, "datePublished": given}
    review, notes = read(itemReviewed=item)
    assert [(one.said_on, one.said_on_precision) for one in review.items] == [(wanted, precision)]
    assert notes == ([code] if code else [])
    again = one(json.dumps(graph([review])))
    assert (again.review, again.notes) == (review, ())


def _work(number: int, day: Any) -> dict[str, Any]:
    return {"@type": "Article", "url": f"https://outlet.example/{number}", "datePublished": day}


_OF_ITSELF = {"url": f"{GOOD['url']}#claim", "datePublished": "2026-03-01"}


@pytest.mark.parametrize(
    ("item", "wanted", "codes"),
    [
        ({"firstAppearance": _work(1, "2026-02-03T23:30:00-05:00")}, (date(2026, 2, 3), "day"), []),
        ({"firstAppearance": _work(1, "2026-02")}, (date(2026, 2, 1), "month"), []),
        (
            {"firstAppearance": _work(1, "2026-02-03"), "appearance": _work(2, "2026-01-01")},
            (date(2026, 2, 3), "day"),
            [],
        ),
        ({"appearance": [_work(1, "2026-02-05"), _work(2, "2026-02-04")]}, (date(2026, 2, 4), "day"), []),
        ({"appearance": [_work(1, ""), "https://a.example/"]}, (None, "day"), []),
        (
            {"firstAppearance": _work(1, "x"), "appearance": _work(2, "2026")},
            (date(2026, 1, 1), "year"),
            ["date-unreadable"],
        ),
        (
            {"firstAppearance": {"name": "A speech", "datePublished": "2026-02-03"}},
            (date(2026, 2, 3), "day"),
            [],
        ),
        ({"firstAppearance": _OF_ITSELF}, (None, "day"), ["self-link"]),
        (
            {"datePublished": "2026-01-31", "firstAppearance": _work(1, "x"), "appearance": _work(2, "2026")},
            (date(2026, 1, 31), "day"),
            [],
        ),
    ],
)
def test_a_claim_is_of_the_day_on_which_it_appeared_where_it_tells_none_itself(
    item: dict[str, Any], wanted: tuple[date | None, str], codes: list[str]
) -> None:
    review, notes = read(itemReviewed={"author": {"name": "Oda Brekke"}, **item})
    assert [(one.said_on, one.said_on_precision) for one in review.items] == [wanted]
    assert notes == codes
    again = one(json.dumps(graph([review])))
    assert (again.review, again.notes) == (review, ())


def test_a_review_is_published_on_a_day_and_not_in_a_month() -> None:
    review, notes = read(datePublished="2026-04")
    assert (review.published, notes) == (None, ["date-unreadable", "no-date"])


def test_an_address_is_completed_from_its_page() -> None:
    text = json.dumps({**GOOD, "url": "/check/1"})
    assert str(one(text).refusal and one(text).refusal.code) == "no-url"  # type: ignore[union-attr]  # it was just asked
    review = one(text, base="https://desk.example.org/page").review
    assert review is not None
    assert review.url == "https://desk.example.org/check/1"
    head = '<html><link rel="canonical" href="https://desk.example.org/p">'
    page = f'{head}<script type="application/ld+json">{text}</script></html>'
    assert [row.review and row.review.url for row in records_read(page)] == [
        "https://desk.example.org/check/1"
    ]


def test_a_person_is_not_the_publisher() -> None:
    review, notes = read(author={"@type": "Person", "name": "Ada Krone"}, publisher={"name": "Control Desk"})
    assert review.publisher.name == "Control Desk"
    review, notes = read(author={"@type": "Person", "name": "Ada Krone"})
    assert (review.publisher.name, notes) == ("desk.example.org", ["author-is-person"])


def test_what_says_too_little_is_refused() -> None:
    assert refused(claimReviewed=None) == "no-claim"
    assert refused(url=None) == "no-url"
    assert refused(reviewRating=None) == "no-rating"
    assert refused(reviewRating={"alternateName": " "}) == "no-rating"


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000 + '"ClaimReview"', '{"a":' * 500 + _TEXT + "}" * 500, '{"@type": "ClaimReview", ' * 3],
)
def test_nothing_is_too_strange_to_be_refused(text: str) -> None:
    assert {record.refusal and str(record.refusal.code) for record in records_read(text)} == {"invalid-json"}


def test_what_was_written_is_read_without_repair_and_written_the_same() -> None:
    review, _ = read(
        correction={
            "@type": "CorrectionComment",
            "text": "We misread the table.",
            "datePublished": "2026-03-02",
        },
        citation=["https://data.example/1", "https://data.example/2"],
        inLanguage="en",
        reviewBody="It is 38.",
    )
    again = one(json.dumps(graph([review])))
    assert again.review == review
    assert not again.notes
    assert review_document(review)["correction"]["datePublished"] == "2026-03-02"


def test_a_feed_is_split_into_its_elements_whatever_its_size() -> None:
    review, _ = read()
    head, tail = feed_ends(name="All", url="https://registry.example/feed")
    element = json.dumps(feed_element([review], modified=datetime(2026, 3, 1, tzinfo=UTC)))
    feed = head + ",\n".join([element] * 5000) + tail
    chunks = (feed[at : at + 1000] for at in range(0, len(feed), 1000))
    pieces = list(pieces_of(chunks))
    assert len(pieces) == 5000
    assert {piece for _, piece in pieces} == {element}
    assert [line for line, _ in pieces] == list(range(1, 5001))


def test_a_page_beyond_all_measure_is_refused() -> None:
    with pytest.raises(TooLarge):
        list(pieces_of("<p>" * 100_000 for _ in range(LARGEST // 300_000 + 2)))


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("FALSO.", "false"),
        ("Pants on Fire!", "false"),
        ("Engañoso", "missing_context"),
        ("Half-true", "mixed"),
        ("錯誤", "false"),
        ("Маніпуляція", "missing_context"),
        ("really_false", "unmapped"),
        ("Not false", "unmapped"),
        ("🤥", "unmapped"),
    ],
)
def test_only_labels_without_a_doubt_are_mapped(label: str, meaning: str) -> None:
    assert str(normalised_of(label)) == meaning


@pytest.mark.parametrize("gap", [" ", "\n"])
def test_a_block_of_nothing_but_gaps_is_refused_in_one_pass(gap: str) -> None:
    # Looked through again from each of its places, it would take minutes.
    with pytest.raises(RecordRefused):
        loads(f'{{"a"{gap * 200_000}x}}')


def test_what_is_repeated_without_end_is_looked_at_once() -> None:
    # Looked at again from each of its places, each of these would take minutes.
    long = 200_000
    read(author={"@type": "Organization", "name": "Desk", "url": f"https://a.example{' ' * long}x"})
    read(author={"@type": "Organization", "name": "Desk", "url": f"//{'a' * long}"})
    assert not list(records_read("\\" * long))
    assert len(list(pieces_of(["[{x" + '\\"' * long + "}]"]))) == 1


def test_a_host_that_begins_with_author_is_no_authors_page() -> None:
    _, notes = read(author={"@type": "Organization", "name": "Desk", "url": "https://authority.example"})
    assert "author-is-person" not in notes
