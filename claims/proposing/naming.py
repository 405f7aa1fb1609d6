"""Whether a claimant is somebody who can be known elsewhere by that name, and what."""

from __future__ import annotations

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.roster import Speaker
from claims.proposing.source import Kind, is_media
from claims.proposing.types import ClaimantKind


def kind_of(speaker: Speaker, lexicon: Lexicon) -> ClaimantKind:
    """A person or an organisation with a name of its own, or somebody who has none in the article."""
    name = speaker.name
    if speaker.plural or not any(word[:1].isupper() for word in name.split()):
        return "unnamed"
    if speaker.person is not None:
        return "person"
    if speaker.kind is Kind.ORGANISATION or is_media(name):
        # German writes every noun with a capital: 'Polizei' is no name.
        common = name.lower() in lexicon.organisations or name.lower() in lexicon.groups
        return "unnamed" if common else "organisation"
    if speaker.kind in (Kind.PERSON, Kind.NAME):
        return "organisation" if name.isupper() and len(name) > 1 else "person"
    return "unnamed"
