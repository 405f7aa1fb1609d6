"""Who made the claim, when and where: the `itemReviewed` of a review."""

from __future__ import annotations

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
        said_on, precision = period_of(thing.get("datePublished"), notes, "itemReviewed.datePublished")
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
