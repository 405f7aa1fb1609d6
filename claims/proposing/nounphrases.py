"""What a noun phrase says about whoever it names: a person with a role, an organisation, a study, some
posts.

The phrase has been cut out by its neighbours (a reporting verb, a comma, 'according to'); here it is only
read.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set
from functools import lru_cache

from claims.proposing.common_nouns import common
from claims.proposing.lexicon.base import Lexicon
from claims.proposing.per_word import PerWord
from claims.proposing.phrase_words import PhraseWords
from claims.proposing.proper_names import named
from claims.proposing.source import Kind, Source, is_outlet_noun, quoted_name
from claims.proposing.tokens import QUOTED, Token, alone

_MAX_TOKENS = 24
_OPENING = frozenset("“«‹„")
_CLOSING = frozenset("”»›")
_MARKS = frozenset("\"'“”„«»‹›‘’")
_SIGNS = _MARKS | {"("}
_NOWHERE: Set[int] = frozenset()


class PhraseReader(PhraseWords):
    """Reads noun phrases in one language; `article` is the text the tokens point into."""

    def source(self, tokens: Sequence[Token]) -> Source | None:
        """The source a whole phrase names, or None where it names none."""
        if len(tokens) != 1 or not tokens[0].is_word or tokens[0].low in self.lexicon.breakers:
            return self.read(tokens)
        found = _alone(self.lexicon)[tokens[0].text]
        return found and found.moved(tokens[0].start, tokens[0].end)

    def read(self, tokens: Sequence[Token]) -> Source | None:
        """The same, found out anew."""
        lex = self.lexicon
        after_mark, acronym = _NOWHERE, ""
        if not _SIGNS.isdisjoint([t.text for t in tokens]):
            outlet = self._quoted_outlet(tokens)
            if outlet is not None:
                return outlet
            after_mark = {t.start for mark, t in itertools.pairwise(tokens) if mark.text in _CLOSING}
            tokens, acronym = self._without_acronym([t for t in tokens if t.text not in _MARKS])
        if not tokens or len(tokens) > _MAX_TOKENS:
            return None
        if len(tokens) == 1 and tokens[0].low in lex.pronouns:
            token = tokens[0]
            return Source(
                Kind.PRONOUN, token.text, head=token.low, gender=lex.pronouns[token.low],
                definite=True, start=token.start, end=token.end,
            )  # fmt: skip
        owner = lex.possessives.get(tokens[0].low, "")
        definite = tokens[0].low in lex.definite or tokens[0].low.endswith("'s")
        while tokens and tokens[0].low in lex.articles and not self._is_named(tokens):
            tokens = tokens[1:]
        tokens = written = self._without_relative(self._without_partitive(tokens))
        while tokens and tokens[0].low in lex.determiners and not self._is_named(tokens):
            tokens = tokens[1:]
        if not tokens or self._is_broken(tokens) or tokens[-1].low in lex.conjunctions:
            return None
        if len(tokens) == 1 and (tokens[0].low in lex.prepositions or tokens[0].low in lex.leaning):
            return None  # 'we'
        found = (
            (self._outlet(tokens) if lex.lemmas else None)
            or named(self, tokens, after_mark)
            or common(self, tokens, written, definite=definite)
        )
        if found is None:
            return None
        return found._replace(acronym=acronym, owner=owner, start=tokens[0].start, end=tokens[-1].end)

    def _outlet(self, tokens: Sequence[Token]) -> Source | None:
        """'Українська правда', 'проєкту DeepState': an adjective and a noun; a noun and a foreign name."""
        if len(tokens) < 2 or tokens[0].text.isascii():
            return None
        if len(tokens) == 2 and tokens[0].is_capital and tokens[1].text.islower():
            if not is_outlet_noun(tokens[1].low):
                return None
            name = self.text(tokens)
        elif (tokens[0].text.islower() or self.opens(tokens[0])) and all(
            t.is_capital and t.text.isascii() for t in tokens[1:]
        ):
            if not (self.is_organisation(tokens[0]) or tokens[0].low in self.lexicon.generic_outlets):
                return None
            name = self.text(tokens[1:])
        else:
            return None
        return Source(Kind.ORGANISATION, name, name=name, head=tokens[-1].low, definite=True)

    def _is_named(self, tokens: Sequence[Token]) -> bool:
        """'The Guardian': a capital article inside a sentence is part of the name."""
        if (
            len(tokens) < 2
            or not tokens[0].is_capital
            or not tokens[1].is_capital
            or self.lexicon.nouns_capitalised
        ):
            return False
        return not self.opens(tokens[0])

    def _quoted_outlet(self, tokens: Sequence[Token]) -> Source | None:
        """'видання «Степові вісті»', '«Обрій»': an outlet or organisation by its name in quotation marks
        alone.
        """
        lex = self.lexicon
        opening = next((i for i, t in enumerate(tokens) if t.text in _OPENING), -1)
        if opening < 0 or opening > 3 or tokens[-1].text not in _MARKS or len(tokens) - opening < 3:
            return None
        before = [t for t in tokens[:opening] if t.low not in lex.determiners and t.low not in lex.adjectives]
        if not all(t.low in lex.generic_outlets or self.is_organisation(t) for t in before):
            return None
        name = quoted_name(self.article, tokens[opening + 1].start)
        if not name or not name[0].isupper():
            return None
        head = before[-1].low if before else name.lower()
        return Source(
            Kind.ORGANISATION,
            name,
            name=name,
            head=head,
            definite=True,
            start=tokens[0].start,
            end=tokens[-1].end,
        )

    def _without_partitive(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """'one of the posts' → 'posts'."""
        lex = self.lexicon
        if len(tokens) > 2 and tokens[0].low in lex.partitives and tokens[1].low in lex.of_words:
            tokens = tokens[2:]
            while tokens and tokens[0].low in lex.articles:
                tokens = tokens[1:]
        return tokens

    def _without_acronym(self, tokens: list[Token]) -> tuple[list[Token], str]:
        texts = [t.text for t in tokens]
        if ")" not in texts or "(" not in texts:
            return tokens, ""
        left, right = texts.index("("), texts.index(")")
        if not left or right < left or right - left > 5:
            return tokens, ""
        inside = texts[left + 1 : right]
        acronym = inside[0] if len(inside) == 1 and inside[0].isupper() else ""
        return tokens[:left] + tokens[right + 1 :], acronym

    def _without_relative(self, tokens: Sequence[Token]) -> Sequence[Token]:
        for index, token in enumerate(tokens):
            if index and token.low in self.lexicon.relative:
                return tokens[:index]
        return tokens

    def _is_broken(self, tokens: Sequence[Token]) -> bool:
        lex = self.lexicon
        if tokens[0].low in lex.pronouns:
            return True
        for i, t in enumerate(tokens):
            if not t.is_word:
                if t.low == QUOTED or t.text in ",;:!?()—–":
                    return True
            elif t.low in lex.breakers:
                named = t.is_capital and not self.opens(t)  # 'Will Moy' is a name
                joins = t.low in lex.particles and 0 < i < len(tokens) - 1 and tokens[i + 1].is_capital
                if not named and not joins:
                    return True
            if lex.finite_endings and self._is_finite(t):
                return True
        return False

    def _is_finite(self, token: Token) -> bool:
        """Whether only a verb ends like that."""
        lex = self.lexicon
        if len(token.low) <= 5 or not token.low.endswith(lex.finite_endings):
            return False
        listed = self.is_role(token) or self.is_organisation(token) or token.low in lex.groups
        return not (token.is_capital or listed)


@lru_cache(maxsize=16)
def _alone(lexicon: Lexicon) -> PerWord[Source | None]:
    """What a word names that is a whole phrase: wherever it stands the same."""
    return PerWord(lambda word: PhraseReader(word, lexicon).read([alone(word)]))
