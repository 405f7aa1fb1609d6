"""The role that stands before or behind a name an article mentions."""

from __future__ import annotations

from collections.abc import Sequence

from claims.proposing.nounphrases import PhraseReader
from claims.proposing.tokens import Token

_ADJECTIVE = ("ий", "ій", "ська", "цька", "ний", "на", "ый", "ой", "ая")
_ROLE_REACH = 16


def role_before(phrases: PhraseReader, tokens: Sequence[Token], start: int, end: int) -> str | None:
    """'the ministry's spokeswoman' before 'Ana Ruiz', or 'Finance Minister' within the capital run."""
    lex = phrases.lexicon
    first = start
    while first > 0 and start - first < _ROLE_REACH:
        token = tokens[first - 1]
        if (
            not token.is_word
            or token.low in lex.auxiliaries
            or token.low in lex.verbs
            or token.low in lex.role_stops
            or token.low in lex.subordinators
        ):
            break
        first -= 1
        if token.low in lex.determiners:
            break
    words = list(tokens[first:end])
    if not lex.head_first:
        role_index = [i for i, t in enumerate(words) if phrases.is_role(t)]
        if not role_index or role_index[-1] != len(words) - 1:
            return None
    else:
        role_index = [i for i, t in enumerate(words) if phrases.is_role(t)]
        described = (
            bool(role_index)
            and role_index[0] > 0
            and words[role_index[0] - 1].low.endswith(_ADJECTIVE)
            and "-" not in words[role_index[0] - 1].text  # an agency's name
        )
        words = words[role_index[0] - described :] if role_index else []
    words = [t for t in words if t.low not in lex.honorifics]
    if len(words) > 2 and words[0].low in lex.documents and words[1].low in lex.by_words:
        words = words[2:]  # 'nach Angaben von Bürgermeisterin Weiss'
    while words and (words[0].low in lex.determiners or words[0].low in lex.openers):
        words = words[1:]
    if len(words) > 1 and words[0].low.endswith("'s"):
        words = words[1:]
    return phrases.text(words) if words else None


def role_after(phrases: PhraseReader, tokens: Sequence[Token], end: int) -> str | None:
    """The apposition after a name and a comma."""
    if end + 1 >= len(tokens) or tokens[end].text != ",":
        return None
    stop = next((i for i in range(end + 1, min(len(tokens), end + 26)) if tokens[i].text in ",;—–():"), 0)
    if not stop and tokens[-1].text in ".!" and len(tokens) - end < 20:
        stop = len(tokens) - 1
    words = list(tokens[end + 1 : stop]) if stop else []
    if words and words[0].text.isdigit() and stop + 1 < len(tokens):
        following = next(
            (i for i in range(stop + 1, min(len(tokens), stop + 20)) if tokens[i].text in ",."), 0
        )
        words = list(tokens[stop + 1 : following])
    if (
        not words
        or words[0].low in phrases.lexicon.verbs
        or any(t.low in phrases.lexicon.auxiliaries for t in words[:3])
    ):
        relative = words and words[0].low in phrases.lexicon.relative
        return phrases.role(words) if relative else None
    return phrases.role(words[:14])
