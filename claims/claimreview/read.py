"""One ClaimReview object, as somebody published it, read into a Review; what cannot be is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from claims.claimreview.items import items_of
from claims.claimreview.notes import Code, Note, Notes, RecordRefused
from claims.claimreview.ratings import rating_of
from claims.claimreview.review import Correction, Publisher, Review
from claims.claimreview.shape import Thing, things
from claims.claimreview.values import day_of, text_of, urls_of
from claims.proposing.language import UNDETERMINED
from common.languages import is_language

_PERSON = {"person"}
_AUTHORS_PAGE = re.compile(r"(?:[a-z]+:)?+(?://[^/?#]*+)?+[^?#]*/author", re.IGNORECASE)
_WITHDRAWN = {"retracted", "withdrawn", "removed"}
_LANGUAGES = {"english": "en", "spanish": "es", "french": "fr", "german": "de", "portuguese": "pt"}
_LANGUAGES |= {"hindi": "hi", "arabic": "ar", "italian": "it", "ukrainian": "uk", "russian": "ru"}
NAME_MAX = 300


def review_read(
    found: Mapping[str, Any], *, base: str = "", notes: tuple[Note, ...] = ()
) -> tuple[Review, tuple[Note, ...]]:
    """The review and every repair that it took. Raises RecordRefused."""
    said = Notes(notes)
    thing = Thing.of(found, said)
    url = _address(thing, said, base)
    items = thing.get("itemReviewed")
    review = Review(
        url=url,
        claim=_claim(thing, said),
        publisher=_publisher(thing, said, url),
        rating=rating_of(thing.get("reviewRating"), said),
        items=items_of(items, said, url),
        published=day_of(thing.get("datePublished"), said, "datePublished")
        or day_of(thing.get("dateCreated"), said, "dateCreated"),
        modified=day_of(thing.get("dateModified"), said, "dateModified"),
        language=_language(thing, said),
        body=text_of(thing.get("reviewBody"), said, "reviewBody"),
        citations=_citations(thing, said, url),
        corrections=_corrections(thing, said),
        retracted=text_of(thing.get("creativeWorkStatus"), said, "creativeWorkStatus").lower() in _WITHDRAWN,
    )
    if review.published is None:
        said.add(
            Code.NO_DATE, "it does not say when it was published; its change, or its import, counts as that"
        )
    if review.modified == review.published:
        review = replace(review, modified=None)
    return review, said.all()


def _address(thing: Thing, said: Notes, base: str) -> str:
    page = thing.get("mainEntityOfPage")
    near = urls_of(page, Notes(), "mainEntityOfPage") or ([base] if base else [])
    found = urls_of(thing.get("url"), said, "url", base=near[0] if near else "")
    if found:
        return found[0]
    if near:
        said.add(Code.URL_FROM_PAGE, "it has no usable url; its page's was taken")
        return near[0].removesuffix("#webpage")
    raw = thing.get("url")
    detail = f"its url {raw!r} leads nowhere without its page's" if raw else "it has no url"
    raise RecordRefused(Code.NO_URL, detail)


def _claim(thing: Thing, said: Notes) -> str:
    if claim := text_of(thing.get("claimReviewed"), said, "claimReviewed"):
        return claim
    for item in things(thing.get("itemReviewed"), said, "itemReviewed"):
        for name in ("text", "name", "headline", "description"):
            # A name of few words is that of the medium, not of the statement.
            if len((text := text_of(item.get(name), said, name)).split()) >= 5:
                said.add(Code.CLAIM_FROM_ITEM, f"claimReviewed is missing; itemReviewed.{name} was taken")
                return text
    raise RecordRefused(Code.NO_CLAIM, "it does not say which claim it reviews (claimReviewed)")


def _publisher(thing: Thing, said: Notes, url: str) -> Publisher:
    authors = things(thing.get("author"), said, "author")
    publishers = things(thing.get("publisher"), said, "publisher")
    for one in (*(author for author in authors if not _is_person(author)), *publishers):
        if name := text_of(one.get("name"), said, "author.name")[:NAME_MAX]:
            return Publisher(
                name=name,
                url=_first(one, "url", said) or _first(one, "@id", said) or _site(url),
                corrections_policy=_first(one, "correctionsPolicy", said),
                fact_checking_policy=_first(one, "verificationFactCheckingPolicy", said)
                or _first(one, "publishingPrinciples", said),
            )
    if authors:
        said.add(Code.AUTHOR_IS_PERSON, "its author is a person; its publisher is known by the site only")
    else:
        said.add(Code.PUBLISHER_FROM_URL, "it does not name its publisher; the site was taken")
    return Publisher(name=host_of(url), url=_site(url))


def _is_person(author: Thing) -> bool:
    where = author.get("url")
    by_page = isinstance(where, str) and bool(_AUTHORS_PAGE.match(where))
    return by_page or any(kind.lower() in _PERSON for kind in author.kinds)


def _first(thing: Thing, member: str, said: Notes) -> str:
    found = urls_of(thing.get(member), said, member)
    return found[0] if found else ""


def host_of(url: str) -> str:
    """The host name, without 'www.'."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _site(url: str) -> str:
    return f"https://{urlsplit(url).hostname}"


def _language(thing: Thing, said: Notes) -> str:
    given = text_of(thing.get("inLanguage"), said, "inLanguage").replace("_", "-")
    if given.lower() in _LANGUAGES:
        return _LANGUAGES[given.lower()]
    if not given or given.lower() == UNDETERMINED:
        return ""
    if is_language(given):
        return given
    said.add(Code.LANGUAGE_UNKNOWN, f"inLanguage is no code of a language: {given[:60]!r}")
    return ""


def _citations(thing: Thing, said: Notes, url: str) -> tuple[str, ...]:
    return tuple(found for found in urls_of(thing.get("citation"), said, "citation") if found != url)


def _corrections(thing: Thing, said: Notes) -> tuple[Correction, ...]:
    found = []
    for one in things(thing.get("correction"), said, "correction", under="text"):
        if text := text_of(one.get("text") or one.get("name"), said, "correction"):
            published = day_of(one.get("datePublished"), said, "correction.datePublished")
            found.append(Correction(text=text, published=published))
    return tuple(found)
