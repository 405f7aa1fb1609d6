"""Which of the carriers of a statement are named between its claimant and the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claims.proposing.carriers import Carrier
from claims.proposing.lexicon.media import PLATFORMS
from claims.proposing.organisations import carrier_nominative, last_outlet
from claims.proposing.people import Cast
from claims.proposing.roster import Speaker
from claims.proposing.source import Kind, Source, is_media


def carriers(
    cast: Cast, via: Sequence[Carrier | Source], claimant: Speaker | None, at: int
) -> tuple[str, ...]:
    """The names of the carriers, outwards, each once; persons told and the outlet itself are left out."""
    names: list[str] = []
    for item in via:
        name = _carrier_name(cast, item, at)
        if name and name not in names and (claimant is None or name != claimant.name):
            names.append(name)
    cast.carried += [name for name in names if name not in PLATFORMS.values()]
    return tuple(names)


def _carrier_name(cast: Cast, item: Carrier | Source, at: int) -> str | None:
    if isinstance(item, Source):
        speaker = cast.resolve(item, at)
        return speaker.name if speaker and (speaker.name[:1].isupper() or item.kind is Kind.ROLE) else None
    if not item.name:
        return last_outlet(cast, at)
    if cast.lexicon.lemmas:
        name = cast.seen_nominative(item.name) if item.quoted else carrier_nominative(cast, item.name)
        item = replace(item, name=name or item.name)
    organisation = cast.organisation_named(item.name)
    if organisation is not None:
        return organisation.name
    if cast.person(item.name) is not None and not is_media(item.name):
        return None
    if cast.outlet and item.name.casefold() == cast.outlet.casefold():
        return None
    return item.name
