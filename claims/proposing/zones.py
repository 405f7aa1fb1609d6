"""What stands between a reporting verb and the words it reports: the listener, the occasion, the date."""

from __future__ import annotations

from dataclasses import dataclass, field

from claims.proposing.carriers import Carrier
from claims.proposing.clauses import Clause
from claims.proposing.genitives import complement_end
from claims.proposing.lexicon.base import Verb
from claims.proposing.lexicon.media import PLATFORMS
from claims.proposing.tokens import QUOTED

_MAX_ZONE = 30


@dataclass(slots=True)
class Zone:
    """What follows the verb: the carriers told, the characters to look for dates in, where the content
    starts.
    """

    carriers: list[Carrier] = field(default_factory=list)
    end: int = 0
    explicit: bool = False
    """A 'that', a colon or a quotation follows."""
    comma: bool = False
    """A comma follows."""


def zone_after(clause: Clause, position: int, verb: int) -> Zone:
    """Reads over the listener, the occasion and the date, up to what is reported."""
    zone = Zone(end=position)
    at = _skip_small(clause, position)
    cited = 0
    if at < len(clause.tokens) and (verb & Verb.TELL or clause.lexicon.dative_carriers):
        at = _listener(clause, at, zone, tell=bool(verb & Verb.TELL))
    for _ in range(12):
        if at >= len(clause.tokens) or _opens_content(clause, at, zone):
            break
        if clause.lexicon.inverted and clause.cites(at):
            cited = at
            at = next((i for i in range(at, len(clause.tokens)) if clause.is_boundary(i)), len(clause.tokens))
            continue
        moved = _adverbial(clause, at)
        if moved == at and clause.lexicon.lemmas and clause.lows[at] in clause.lexicon.listeners:
            moved = _behind_genitives(clause, at + 1)
        if moved == at and clause.lexicon.nouns_capitalised:  # 'sagte Holt am Montag dem „Boten“'
            moved = _listener(clause, at, zone, tell=False)
        if moved == at:
            break
        at = moved
    resumed = zone.comma and (_behind_citing(clause, at) or _behind_date(clause, position, at))
    if resumed:
        zone.comma, zone.explicit, zone.end = False, True, resumed
    zone.end = zone.end if zone.explicit else at
    if not zone.explicit and not zone.comma:
        _look_ahead(clause, at, zone)
    zone.carriers += clause.carriers.within(clause.tokens[position : cited or zone.end])
    return zone


def _behind_date(clause: Clause, start: int, comma: int) -> int:
    """Where the content of 'said on Monday, 9 March, in Velmar that …' starts; 0 where it does not."""
    if "," not in clause.lows[start:comma]:
        return 0
    at = skip_adverbials(clause, comma + 1)
    at += clause.lows[at : at + 1] == (",",)
    return at + 1 if at > comma + 1 and not clause.lexicon.that.isdisjoint(clause.lows[at : at + 1]) else 0


def _behind_citing(clause: Clause, comma: int) -> int:
    """Where the content of 'reported, citing two officials, that …' starts; 0 where nothing is cited."""
    lex, tokens = clause.lexicon, clause.tokens
    if comma + 1 >= len(tokens) or not clause.cites(comma + 1):
        return 0
    closing = next((i for i in range(comma + 1, len(tokens) - 1) if tokens[i].text == ","), 0)
    return closing + 2 if closing and tokens[closing + 1].low in lex.that else 0


def skip_adverbials(clause: Clause, at: int, *, of_whom: bool = True) -> int:
    """The token after the dates, occasions and small words that start at `at`.

    `of_whom`: also over the genitives behind an occasion, which may name who speaks: 'в сообщении ведомства'.
    """
    for _ in range(6):
        moved = _adverbial(clause, at, of_whom=of_whom) if at < len(clause.tokens) else at
        if moved == at:
            break
        at = moved + _closes_date(clause, at, moved)
    return at


def _closes_date(clause: Clause, start: int, end: int) -> int:
    """1 for the second comma of 'повідомив у п'ятницю, 6 листопада, мер …'."""
    if end >= len(clause.tokens) or clause.lows[end] != ",":
        return 0
    return int("," in clause.lows[start:end] and clause.after_dated(start) == end)


def skip_listener(clause: Clause, at: int) -> int:
    """The token after a bare name or listener in the dative at `at` ('розповів Суспільному речник …')."""
    if not clause.lexicon.dative_carriers or at >= len(clause.tokens):
        return at
    if clause.lexicon.lemmas and clause.lows[at] in clause.lexicon.listeners:
        return at + 1
    return _listener(clause, at, Zone(), tell=False)


def _skip_small(clause: Clause, at: int) -> int:
    lex = clause.lexicon
    while at < len(clause.tokens) and clause.tokens[at].low in lex.after_verb:
        at += 1
    return at


def _opens_content(clause: Clause, at: int, zone: Zone) -> bool:
    lex = clause.lexicon
    token = clause.tokens[at]
    if token.low in lex.that and not lex.that_after_comma:
        zone.explicit, zone.end = True, at + 1
    elif token.text == ":" or token.low == QUOTED:
        zone.explicit, zone.end = True, at + (token.text == ":")
    elif token.text == ",":
        following = clause.tokens[at + 1].low if at + 1 < len(clause.tokens) else ""
        if following in lex.that or following == QUOTED:
            zone.explicit, zone.end = True, at + 2 - (following == QUOTED)
        else:
            zone.comma = True
    else:
        return False
    return True


def _listener(clause: Clause, at: int, zone: Zone, *, tell: bool) -> int:
    """Reads over whoever was told; a named outlet among them is a carrier."""
    lex = clause.lexicon
    if clause.after_dated(at) > at:
        return at
    carriers, end = clause.carriers.at(clause.tokens, at)
    if not tell:
        named = lex.nouns_capitalised
        carriers = [c for c in carriers if c.generic or (named and c.quoted) or _is_dative(clause, c.name)]
        if not carriers:
            return at
    zone.carriers += carriers
    if carriers or not tell:
        return end
    for index in range(at, min(len(clause.tokens), at + 6)):
        if clause.tokens[index].low in lex.listeners:
            return _behind_genitives(clause, index + 1)
        low = clause.tokens[index].low
        if clause.is_boundary(index) or low in lex.that or low in lex.prepositions:
            return index
    return end if end > at else min(at + 1, len(clause.tokens))


def _behind_genitives(clause: Clause, at: int) -> int:
    """The token after whose listeners they are: 'депутатам Верховної Ради'."""
    if not clause.lexicon.lemmas:
        return at
    while at < len(clause.tokens) and clause.tokens[at].is_capital and clause.tokens[at].is_word:
        at += 1
    return complement_end(clause.tokens, at, clause.phrases)


def _is_dative(clause: Clause, name: str) -> bool:
    return name.lower().endswith(clause.lexicon.dative_endings)


def _adverbial(clause: Clause, at: int, *, of_whom: bool = True) -> int:
    """The token after one date, adverb or 'in an interview with …' at `at`; `at` where there is none."""
    lex = clause.lexicon
    token = clause.tokens[at]
    after = clause.after_dated(at)
    if after > at:
        return after
    # 'said both were safe': there the word is the subject of what is reported.
    small = token.low in lex.pre_verb and token.low not in lex.auxiliaries | lex.determiners
    if small or token.low in lex.after_verb or token.text == ".":
        return at + 1
    if (
        at + 1 < len(clause.tokens)
        and token.low in lex.prepositions
        and (after := clause.after_date(at + 1)) > at + 1
    ):
        return after
    if token.low in lex.prepositions:
        return _prepositional(clause, at, of_whom=of_whom)
    return at


def _prepositional(clause: Clause, at: int, *, of_whom: bool) -> int:
    lex = clause.lexicon
    for index in range(at + 1, min(len(clause.tokens), at + 7)):
        token = clause.tokens[index]
        if clause.is_boundary(index) or token.low in lex.that or token.low in lex.breakers:
            return at
        if token.low in PLATFORMS:
            return index + 1 + _is_channel(clause, index + 1)
        if token.low in lex.statement_nouns or token.low in lex.listeners:
            return _chained(clause, index + 1, of_whom=of_whom)
        if token.is_capital and index <= at + 2 and clause.tokens[at].low in lex.place_words:
            return next(
                (i for i in range(index, len(clause.tokens)) if not clause.tokens[i].is_capital), index
            )
    return at


def _is_channel(clause: Clause, at: int) -> int:
    """1 for the 'channel' of 'on his Telegram channel'."""
    return int(at < len(clause.tokens) and clause.tokens[at].low in clause.lexicon.statement_nouns)


def _chained(clause: Clause, at: int, *, of_whom: bool) -> int:
    """After 'interview': 'with the BBC', 'on Monday', 'of the council'."""
    lex = clause.lexicon
    while at < len(clause.tokens) and clause.tokens[at].low in lex.statement_nouns:
        at += 1
    if at == len(clause.tokens) or clause.after_dated(at) > at:
        return at
    if lex.dative_carriers and clause.lows[at] not in lex.carrier_links:
        told = clause.carriers.at(clause.tokens, at)[1]
        reads_on = told == at and of_whom and lex.lemmas
        return complement_end(clause.tokens, at, clause.phrases) if reads_on else told
    if at + 1 >= len(clause.tokens):
        return at
    if clause.lows[at] not in lex.carrier_links and clause.lows[at] not in lex.connectors:
        return at
    carriers, end = clause.carriers.at(clause.tokens, at + 1)
    if carriers or end > at + 1:
        return end
    for index in range(at + 1, min(len(clause.tokens), at + 5)):
        if clause.lows[index] in lex.listeners or clause.lows[index] in lex.statement_nouns:
            return index + 1
        if clause.is_boundary(index):
            break
    return at


def _look_ahead(clause: Clause, at: int, zone: Zone) -> None:
    """'said after a long meeting with his deputies that …': a 'that' further on, behind a preposition."""
    lex = clause.lexicon
    if at >= len(clause.tokens):
        return
    if not any(
        clause.lows[at] in some for some in (lex.prepositions, lex.adjunct_openers, lex.postmodifiers)
    ):
        return
    for index in range(at, min(len(clause.tokens), at + _MAX_ZONE)):
        if clause.tokens[index].low in lex.that and (
            not lex.that_after_comma or clause.tokens[index - 1].text == ","
        ):
            zone.explicit, zone.end = True, index + 1
            return
        if clause.tokens[index].low == QUOTED or clause.tokens[index].low in lex.breakers:
            return
        if clause.tokens[index].text == ":":
            zone.explicit, zone.end = True, index + 1
            return
