"""Which of the carriers of a statement are named between its claimant and the article, and whom it was made
to.
"""

from __future__ import annotations

from collections.abc import Sequence

from claims.proposing.carriers import Carrier
from claims.proposing.lexicon.media import PLATFORMS
from claims.proposing.organisations import carrier_nominative, last_outlet
from claims.proposing.people import Cast
from claims.proposing.roster import Speaker
from claims.proposing.source import Kind, Source, is_media
from claims.proposing.tokens import Token


def carriers(
    cast: Cast, via: Sequence[Carrier | Source], claimant: Speaker | None, at: int
) -> tuple[str, ...]:
    """The names of the carriers, outwards, each once; persons told and the outlet itself are left out."""
    names: list[str] = []
    for item in via:
        name = _carrier_name(cast, item, at)
        if name and name not in names and (claimant is None or not _is_of(name, claimant.name)):
            names.append(name)
    cast.carried += [name for name in names if name not in PLATFORMS.values()]
    return tuple(names)


def spoken_to(
    cast: Cast, via: Sequence[Carrier | Source], told: Sequence[Token]
) -> tuple[str | None, Sequence[Carrier | Source]]:
    """Whom the words `told` name, as written, where that is no medium; and the carriers without them."""
    inside = [c for c in via if isinstance(c, Carrier) and told and told[0].start <= c.start < told[-1].end]
    if not told or any(_is_medium(cast, carrier, told) for carrier in inside):
        return None, via
    return cast.phrases.text(told), [item for item in via if item not in inside]


def _is_medium(cast: Cast, carrier: Carrier, phrase: Sequence[Token]) -> bool:
    """Whether somebody told is an outlet; `phrase` are the words. A name that gives nothing away is one's."""
    lex = cast.lexicon
    if not carrier.name:
        return lex.listeners.isdisjoint([t.low for t in phrase])  # 'журналістам'
    if carrier.quoted or carrier.generic or is_media(carrier.name):
        return True
    if lex.nouns_capitalised and carrier.name.lower().endswith(lex.dative_endings):
        return True  # 'der Presse-Agentur'
    return cast.person(carrier.name) is None and not any(cast.phrases.is_organisation(t) for t in phrase)


def _is_of(name: str, claimant: str) -> bool:
    """Whether a carrier is only the claimant's own name, or the beginning of it in another case."""
    if name == claimant:
        return True
    stem = name.casefold()[:-2]
    return " " not in name and len(stem) >= 4 and claimant.casefold().startswith(stem) and " " in claimant


def _carrier_name(cast: Cast, item: Carrier | Source, at: int) -> str | None:
    if isinstance(item, Source):
        speaker = cast.resolve(item, at)
        return speaker.name if speaker and (speaker.name[:1].isupper() or item.kind is Kind.ROLE) else None
    if not item.name:
        return last_outlet(cast, at)
    if cast.lexicon.lemmas:
        as_written = item.quoted and item.generic
        name = item.name if as_written else carrier_nominative(cast, item.name)
        item = item._replace(name=name or item.name)
    organisation = cast.organisation_named(item.name)
    if organisation is not None:
        return organisation.name
    marked = item.quoted or item.generic
    if not marked and cast.person(item.name) is not None and not is_media(item.name):
        return None
    if cast.outlet and item.name.casefold() == cast.outlet.casefold():
        return None
    return item.name
