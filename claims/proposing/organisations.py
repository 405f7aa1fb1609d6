"""Which organisation a mention means: a ministry by its noun, a company that spoke before, the newspaper."""

from __future__ import annotations

from itertools import islice

from claims.proposing.inflection import phrase_nominative
from claims.proposing.lexicon.media import MEDIA, PLATFORMS
from claims.proposing.members import before
from claims.proposing.roster import NEAR, Roster, Speaker
from claims.proposing.source import Kind, Source, is_media

_BODIES = (Kind.ORGANISATION, Kind.NAME)
_JUST = 500
"""Characters within which the organisation that spoke last may be described anew."""
_MAX_CANDIDATES = 200
"""As many mentions are looked at, at most, to find the bearer of a noun."""
_MAX_WRITTEN = 20
_MAX_DESCRIPTION = 40
_MAX_ADJECTIVES = 3
"""Words that may describe a noun the first time it is written."""


def organisation(roster: Roster, source: Source, at: int) -> Speaker:
    """The organisation a source means, by its fullest name."""
    if source.oblique and roster.lexicon.lemmas:
        text = phrase_nominative(source.text.split(), roster.lexicon.lemmas, roster.lexicon.code)
        source = source._replace(text=text, name=text if source.name else "", oblique=False)
    source = _without_genitive(roster, _the_same(roster, source))
    known = roster.organisation_named(source.name or source.text) or (
        roster.organisation_named(source.acronym) if source.acronym else None
    )
    if known is not None:
        return Speaker(known.name, kind=Kind.ORGANISATION)
    definite = source.definite or bool(roster.lexicon.lemmas)
    if not source.name and " " in source.text and (spoken := _just_spoken(roster, source, at)) is not None:
        return spoken
    if (source.name and not _is_noun(roster, source)) or not definite or " " in source.text:
        return Speaker(source.text, kind=Kind.ORGANISATION)
    head = roster.lexicon.lemmas.get(source.head, source.head)
    named = islice(before(roster.mentions.organisations, 0, at), _MAX_CANDIDATES)
    bearer = next((o for _, o in named if {head, source.head} & o.heads), None)
    if bearer is not None:
        longer = (s for _, s in islice(reversed(roster.spoke), _MAX_CANDIDATES) if _extends(s, bearer.name))
        return next(longer, None) or Speaker(bearer.name, kind=Kind.ORGANISATION)
    if source.head in roster.lexicon.generic_outlets:
        return Speaker(last_outlet(roster, at) or source.text, kind=Kind.ORGANISATION)
    if head in roster.lexicon.companies:
        recent = (s for _, s in islice(reversed(roster.spoke), _MAX_CANDIDATES))
        spoken = next((s for s in recent if s.person is None and s.name[:1].isupper()), None)
        if spoken is not None:
            return spoken
    return (
        _described(roster, source)
        or _written_out(roster, source, at)
        or Speaker(source.text, kind=Kind.ORGANISATION)
    )


def _written_out(roster: Roster, source: Source, at: int) -> Speaker | None:
    """'the office' for 'the national audit office', which the article last wrote before it."""
    lex = roster.lexicon
    if not lex.fills_pronouns or not source.definite:
        return None
    end = at
    for _ in range(_MAX_WRITTEN):
        end = roster.article.rfind(f" {source.head}", 0, end)
        if end < 0:
            return None
        _, the, words = roster.article[max(0, end - _MAX_DESCRIPTION) : end].rpartition("he ")
        before_noun = words.split()
        grammar = (
            lex.prepositions,
            lex.conjunctions,
            lex.determiners,
            lex.auxiliaries,
            lex.verbs,
            lex.same_words,
        )
        if (
            the
            and 1 <= len(before_noun) <= _MAX_ADJECTIVES
            and all(w.isalpha() and not any(w in some for some in grammar) for w in before_noun)
        ):
            return Speaker(f"{words} {source.head}", kind=Kind.ORGANISATION)
    return None


def _the_same(roster: Roster, source: Source) -> Source:
    """'the office' for 'the same office'."""
    first, _, rest = source.text.partition(" ")
    same = rest and first.lower() in roster.lexicon.same_words
    return source._replace(text=rest, definite=True) if same else source


def _described(roster: Roster, source: Source) -> Speaker | None:
    """'the office' after 'the city's office for statistics' has spoken."""
    recent = (s for _, s in islice(reversed(roster.spoke), _MAX_CANDIDATES))
    return next(
        (s for s in recent if s.kind is Kind.ORGANISATION and source.head in s.name.lower().split()), None
    )


def _is_noun(roster: Roster, source: Source) -> bool:
    """Whether the name is a noun written large: 'в Інституті', of whom the article named before."""
    lex = roster.lexicon
    plain = lex.lemmas.get(source.name.lower(), "")
    return plain in lex.organisations and not source.name.isupper()


def _just_spoken(roster: Roster, source: Source, at: int) -> Speaker | None:
    """'the U.N. agency' right after the organisation it describes anew."""
    lex = roster.lexicon
    if lex.lemmas or not source.definite or source.head not in lex.companies or not roster.spoke:
        return None
    offset, last = roster.spoke[-1]
    near = last.kind is Kind.ORGANISATION and last.name[:1].isupper() and at - offset < _JUST
    return last if near else None


def _extends(speaker: Speaker, name: str) -> bool:
    """Whether an organisation that spoke bears the name with more behind it: 'штаб з питань …'."""
    return speaker.kind is Kind.ORGANISATION and speaker.name.startswith(name + " ")


def _without_genitive(roster: Roster, source: Source) -> Source:
    """German 'nach Angaben des Ministeriums'."""
    stem = source.text[:-1]
    if not (
        roster.lexicon.nouns_capitalised and source.oblique and source.text.endswith("s") and " " not in stem
    ):
        return source
    known = stem.lower().endswith(tuple(roster.lexicon.organisations))
    return (
        source._replace(text=stem, name=stem if source.name else "", head=stem.lower()) if known else source
    )


def last_organisation(roster: Roster, at: int) -> Speaker | None:
    """The organisation that spoke or was named last."""
    spoken = next(((o, s) for o, s in roster.spoke_near(at) if s.person is None and s.kind in _BODIES), None)
    named = next(before(roster.mentions.organisations, at - NEAR, at), None)
    if named is not None and (spoken is None or named[0] > spoken[0]):
        return Speaker(named[1].name, kind=Kind.ORGANISATION)
    return spoken[1] if spoken else None


def last_outlet(roster: Roster, at: int) -> str | None:
    """The outlet 'the newspaper' means: the last carrier, else the last outlet named."""
    if roster.carried:
        return roster.carried[-1]
    named = (o for _, o in islice(before(roster.mentions.organisations, 0, at), _MAX_CANDIDATES))
    return next((o.name for o in named if is_media(o.name)), None)


def carrier_nominative(roster: Roster, name: str) -> str:
    """A carrier's name in the nominative, as the article has it if it does."""
    if roster.organisation_named(name) or name in PLATFORMS.values() or name.lower() in MEDIA:
        return name
    parts = name.split()
    seen = [roster.seen_nominative(part) for part in parts]
    if len(parts) == 1 and seen[0]:
        return seen[0]
    return phrase_nominative(parts, roster.lexicon.lemmas, roster.lexicon.code)
