"""Who made the claim, when and where: the `itemReviewed` of a review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from claims.claimreview.notes import Code, Notes
from claims.claimreview.review import Claimant, Item
from claims.claimreview.shape import Thing, things
from claims.claimreview.values import period_of, same_page, text_of, urls_of

NAME_MAX = 500


def items_of(value: object, notes: Notes, review_url: str) -> tuple[Item, ...]:
    """One for each claimant. An address that leads back to the review is none of the claim's."""
    found: dict[Item, None] = {}
    for thing in things(value, notes, "itemReviewed"):
        claimants = [
            _claimant(one, notes, review_url) for one in things(thing.get("author"), notes, "author")
        ]
        known = [claimant for claimant in claimants if claimant]
        first, appearances = _places(thing, notes, review_url)
        said_on, precision = _said_on(thing, notes, review_url)
        who: list[Claimant | None] = [*known] or [None]
        for claimant in who:
            item = Item(
                claimant=claimant,
                said_on=said_on,
                said_on_precision=precision,
                first_appearance=first,
                appearances=tuple(appearances),
            )
            if item != Item():
                found[item] = None
    return tuple(found)


def _said_on(thing: Thing, notes: Notes, review_url: str) -> tuple[date | None, str]:
    """When it was made, as the claim itself tells; else the first appearance, else the earliest one."""
    told = period_of(thing.get("datePublished"), notes, "itemReviewed.datePublished")
    if told[0]:
        return told
    for member in ("firstAppearance", "appearance"):
        name = f"itemReviewed.{member}.datePublished"
        works = _works(thing.get(member), review_url)
        days = [period_of(work.get("datePublished"), notes, name) for work in works]
        if known := [(day, precision) for day, precision in days if day]:
            return min(known)
    return told


def _works(value: object, review_url: str) -> Iterator[Thing]:
    """Those in which the claim appeared, without the review itself, which was noted with its address."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            urls = urls_of(one, Notes(), "")
            if not urls or any(not same_page(url, review_url) for url in urls):
                yield Thing.of(one, Notes())


def _places(thing: Thing, notes: Notes, review_url: str) -> tuple[str, list[str]]:
    def others(member: str) -> list[str]:
        urls = urls_of(thing.get(member), notes, f"itemReviewed.{member}")
        kept = [url for url in urls if not same_page(url, review_url)]
        if len(kept) < len(urls):
            notes.add(Code.SELF_LINK, f"itemReviewed.{member} leads back to the review")
        return kept

    first = others("firstAppearance")
    listed = [url for member in ("appearance", "url", "sameAs") for url in others(member)]
    return (first[0] if first else ""), list(dict.fromkeys([*first[1:], *listed]))


def _claimant(thing: Thing, notes: Notes, review_url: str) -> Claimant | None:
    name = text_of(thing.get("name"), notes, "itemReviewed.author.name")
    if len(name) > NAME_MAX:
        notes.add(Code.TOO_LONG, f"the claimant's name was cut at {NAME_MAX} characters")
    if not name:
        return None
    urls = urls_of(thing.get("sameAs"), notes, "itemReviewed.author.sameAs")
    kept = [url for url in urls if not same_page(url, review_url)]
    if len(kept) < len(urls):
        notes.add(Code.SELF_LINK, "itemReviewed.author.sameAs leads back to the review")
    return Claimant(
        name=name[:NAME_MAX].strip(),
        organisation=any(kind.lower().endswith("organization") for kind in thing.kinds),
        job_title=text_of(thing.get("jobTitle"), notes, "jobTitle")[:NAME_MAX].strip(),
        same_as=tuple(kept),
    )
