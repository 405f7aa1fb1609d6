"""Whom he, she, they and it mean."""

from __future__ import annotations

from claims.proposing.members import Person, before
from claims.proposing.organisations import last_organisation
from claims.proposing.roster import NEAR, Roster, Speaker, person_speaker
from claims.proposing.source import Kind, Source


def by_pronoun(roster: Roster, source: Source, at: int) -> Speaker | None:
    """Whom a pronoun at that place means; None where nobody fits."""
    if source.gender in ("m", "f"):
        return last_person(roster, at, source.gender, unnamed=True)
    near = [speaker for _, speaker in roster.spoke_near(at)]
    if source.gender == "n":
        strangers = (s for s in near[:2] if s.person is None or not s.person.gender)
        return last_organisation(roster, at) or next(strangers, None)
    return next((s for s in near if s.plural), near[0] if near else None)


def last_person(roster: Roster, at: int, gender: str, *, unnamed: bool = False) -> Speaker | None:
    """The last one to speak, unless somebody else has been the subject of a sentence since.

    With `unnamed`, a teacher without a name who spoke last is meant too.
    """
    spoken, since = None, at - NEAR
    for offset, speaker in roster.spoke_near(at):
        kinds = (Kind.ROLE, Kind.OTHER, Kind.PERSON)
        stranger = unnamed and speaker.person is None and speaker.kind in kinds and not speaker.plural
        if stranger or (speaker.person and speaker.person.may_be(gender)):
            spoken, since = speaker, offset
            break
    newer = _first_fitting(roster.mentions.subjects, since + 1, at, gender)
    if newer is not None:
        return person_speaker(newer)
    if spoken is not None:
        return spoken
    mentioned = _first_fitting(roster.mentions.people, at - NEAR, at, gender)
    return person_speaker(mentioned) if mentioned else None


def _first_fitting(mentions: list[tuple[int, Person]], start: int, end: int, gender: str) -> Person | None:
    return next((p for _, p in before(mentions, start, end) if p.may_be(gender)), None)
