"""Noun phrases without a proper name: officials, a study, posts on a network."""

from __future__ import annotations

from collections.abc import Sequence

from claims.proposing.lexicon.media import PLATFORMS
from claims.proposing.phrase_words import PhraseWords
from claims.proposing.source import Kind, Source
from claims.proposing.tokens import Token

_PARENT = ("mum-of-", "dad-of-", "mother-of-", "father-of-", "mom-of-")
"""'the dad-of-three': somebody named before."""


def common(
    reader: PhraseWords, tokens: Sequence[Token], written: Sequence[Token], *, definite: bool
) -> Source | None:
    lex = reader.lexicon
    asked_by, at = _asked_before(reader, tokens)
    tokens, written = tokens[at:], tokens[at:] if at else written
    head_tokens, rest = reader.head(tokens)
    head = _head_noun(reader, head_tokens)
    if head is None:
        return None
    via = asked_by or _asked_by(reader, rest) or _posting_on(reader, rest)
    if len(written) > 1 and written[0].low in lex.single:
        written = written[1:]
    text = reader.lowered(head_tokens if via else written)
    low = "year-old" if head.low.endswith("year-old") or head.low.startswith(_PARENT) else head.low
    if low in lex.documents:
        return _document(reader, head_tokens, rest, Kind.DOCUMENT, definite=definite)
    if low in lex.posts:
        return _document(reader, head_tokens, rest, Kind.POSTS, definite=definite)
    gender = "f" if low in lex.female_words else "m" if low in lex.male_words else ""
    for kind, listed in (
        (Kind.ROLE, lex.roles),
        (Kind.ORGANISATION, lex.organisations),
        (Kind.GROUP, lex.groups),
    ):
        if reader.matches(low, listed):
            return Source(kind, text, head=low, definite=definite, gender=gender, via=via)
    if low in lex.role_plain:
        return Source(Kind.ROLE, text, head=low, definite=definite, gender=gender)
    if len(tokens) > 6 or not all(t.is_word or t.text in ".-'" for t in tokens):
        return None
    return Source(Kind.OTHER, text, head=low, definite=definite)


def _asked_by(reader: PhraseWords, rest: Sequence[Token]) -> tuple[str, ...]:
    """'economists polled by Reuters': who asked them."""
    lex = reader.lexicon
    if len(rest) < 3:
        return ()
    asked = rest[0].low in lex.asked and rest[1].low in lex.by_words
    published = rest[0].low in lex.published_in and rest[1].low in lex.appeared_in
    return tuple(reader.where(rest[2:])) if asked or published else ()


def _asked_before(reader: PhraseWords, tokens: Sequence[Token]) -> tuple[tuple[str, ...], int]:
    """'опитані Reuters економісти': who asked them, and where the noun stands."""
    lex = reader.lexicon
    noun = next((i for i, t in enumerate(tokens) if i > 1 and (t.low in lex.groups or reader.is_role(t))), 0)
    if not noun or tokens[0].low not in lex.asked:
        return (), 0
    asked_by = tuple(reader.where(tokens[1:noun]))
    return asked_by, noun if asked_by else 0


def _posting_on(reader: PhraseWords, rest: Sequence[Token]) -> tuple[str, ...]:
    """'users on TikTok'."""
    if len(rest) != 2 or rest[0].low not in reader.lexicon.on_words or rest[1].low not in PLATFORMS:
        return ()
    return (PLATFORMS[rest[1].low],)


def _head_noun(reader: PhraseWords, tokens: Sequence[Token]) -> Token | None:
    words = [t for t in tokens if t.is_word]
    if not words:
        return None
    if not reader.lexicon.head_first:
        return words[-1]
    lex = reader.lexicon
    listed = (lex.documents, lex.posts, lex.roles, lex.organisations, lex.groups, lex.role_plain)
    return next((t for t in words if any(t.low in some for some in listed)), words[0])


def _document(
    reader: PhraseWords, head: Sequence[Token], rest: Sequence[Token], kind: Kind, *, definite: bool
) -> Source | None:
    """A study, data, posts: who issued it and where it appeared."""
    lex = reader.lexicon
    words = [t for t in head if t.low not in lex.fresh and not t.text[0].isdigit()]
    words = [t for t in words if t.low not in lex.determiners] or list(head)
    noun = next((t for t in reversed(words) if t.low in lex.documents or t.low in lex.posts), words[-1])
    owner = [t for t in words[: words.index(noun)] if t.is_capital and t.low not in lex.plain_modifiers]
    via: list[str] = []
    issuer: tuple[Token, ...] = ()
    if owner:
        platform = PLATFORMS.get(owner[-1].low)
        if platform:
            via.append(platform)
            words = [t for t in words if t is not owner[-1]]
        elif noun.low in lex.transparent:
            issuer = tuple(words[: words.index(noun)])
    for index, token in enumerate(rest):
        if token.low in lex.issued_by and not issuer and not via:
            issuer = _issuer(reader, rest[index + 1 :])
            break
        if token.low in lex.appeared_in:
            via.extend(reader.where(rest[index + 1 :]))
    following = words[words.index(noun) + 1 :]
    if lex.head_first and not issuer and not via and _names_issuer(reader, following):
        issuer, words = _issuer(reader, following), words[: words.index(noun) + 1]
    text = reader.lowered(words) if len(words) < 2 or not via else " ".join(t.text for t in words)
    if kind is Kind.POSTS or noun.low not in lex.transparent:
        issuer = issuer if kind is Kind.DOCUMENT and not via else ()
    return Source(kind, text, head=noun.low, definite=definite, via=tuple(via), issuer=issuer)


def _names_issuer(reader: PhraseWords, following: Sequence[Token]) -> bool:
    """Whether 'звіті поліції за 2025 рік' and 'informe del Banco' name whose document it is."""
    if any(t.is_capital for t in following):
        return True
    return bool(reader.lexicon.lemmas and following) and reader.is_organisation(following[0])


def _issuer(reader: PhraseWords, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The issuer's phrase, as far as the next adverbial."""
    lex = reader.lexicon
    for index, token in enumerate(tokens):
        adverbial = token.low in lex.prepositions and token.low not in lex.connectors
        dated = any(t.low in lex.units for t in tokens[index + 1 : index + 2])  # 'за 2025 рік'
        if index and (adverbial or dated or token.low in lex.on_words or token.low in lex.months):
            return tuple(tokens[:index])
    return tuple(tokens)
