"""What single words of a noun phrase are: a role, an organisation, a name, the phrase's head."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from claims.proposing.lexicon.base import Lexicon
from claims.proposing.lexicon.media import PLATFORMS
from claims.proposing.per_word import MAX_KEPT, PerWord
from claims.proposing.source import quoted_name
from claims.proposing.tokens import Token

_OPENING = frozenset("“«‹„")
_CLOSING = frozenset("”»›")
_MAX_TOKENS = 24


class PhraseWords:
    """Answers about words in one language; `article` is the text the tokens point into."""

    def __init__(self, article: str, lexicon: Lexicon) -> None:
        self.article = article
        self.lexicon = lexicon
        self._roles, self._organisations = _roles(lexicon), _organisations(lexicon)

    def opens(self, token: Token) -> bool:
        """Whether the word opens a sentence, so that its capital says nothing."""
        before = self.article[max(0, token.start - 3) : token.start].rstrip(" ")
        return not before or before[-1] in '.!?\n\r:“„«"—–-…'

    def text(self, tokens: Sequence[Token]) -> str:
        """The article's own characters, line breaks as spaces."""
        if len(tokens) == 1 and tokens[0].is_word:
            return tokens[0].text
        start, end = tokens[0].start, tokens[-1].end
        text = self.article[start:end]
        if (
            self.article[end : end + 1] in _CLOSING
            and _OPENING.intersection(text)
            and not _CLOSING.intersection(text)
        ):
            text += self.article[end]
        elif self.article[end : end + 1] == '"' and text.count('"') % 2:
            text += '"'
        return " ".join(text.split())

    def is_role(self, token: Token) -> bool:
        """Whether the word is what somebody does: minister, spokeswoman."""
        return self._roles[token.low]

    def role(self, tokens: Sequence[Token]) -> str | None:
        """The role an apposition gives, as written, without its article, an age, or what follows from
        'since' on.
        """
        lex = self.lexicon
        tokens = list(tokens)
        while tokens and (
            tokens[0].text[0].isdigit() or tokens[0].low in lex.determiners or tokens[0].text == ","
        ):
            tokens = tokens[1:]
        if len(tokens) > 1 and tokens[0].is_capital and tokens[0].low.endswith("'s"):
            tokens = tokens[1:]
        if not tokens or len(tokens) > _MAX_TOKENS:
            return None
        if tokens[0].low in lex.conjunctions or tokens[0].low in lex.role_stops:
            return None
        if tokens[0].low in lex.relative:
            return self.text(tokens) if any(t.low in lex.office_verbs for t in tokens[1:4]) else None
        end = next(
            (i for i, t in enumerate(tokens) if t.low in lex.relative or t.low in lex.since_words),
            len(tokens),
        )
        tokens = tokens[:end]
        while tokens and not tokens[-1].is_word:
            tokens = tokens[:-1]
        return self.text(tokens) if any(self.is_role(t) for t in tokens[:8]) else None

    def matches(self, word: str, listed: frozenset[str]) -> bool:
        return _matches(word, listed, self.lexicon)

    def is_organisation(self, token: Token) -> bool:
        """Whether the word names a kind of organisation: ministry, institute."""
        return self._organisations[token.low]

    def head(self, tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
        """The phrase up to what modifies its noun, and the rest."""
        lex = self.lexicon
        for index in range(1, len(tokens)):
            token = tokens[index]
            if (
                token.low in lex.postmodifiers
                and not token.is_capital
                and not self._inside_name(tokens, index)
            ):
                return tokens[:index], tokens[index:]
        return tokens, ()

    def _inside_name(self, tokens: Sequence[Token], index: int) -> bool:
        lex = self.lexicon
        if tokens[index].low not in lex.connectors or not tokens[index - 1].is_capital:
            return False
        following = index + 1
        while following < len(tokens) and tokens[following].low in lex.connectors:
            following += 1
        if following >= len(tokens) or not tokens[following].is_capital:
            return False
        return any(self.is_organisation(t) for t in tokens[:index])

    def is_listed(self, token: Token) -> bool:
        """A common noun that is capital only because its sentence starts there: Posts, Researchers."""
        lex = self.lexicon
        if token.text.isupper() and len(token.text) > 1:
            return False
        low = token.low
        if low in lex.documents or low in lex.posts or low in lex.groups or low in lex.role_plain:
            return True
        return self.is_role(token) or self.is_organisation(token)

    def lowered(self, tokens: Sequence[Token]) -> str:
        """The text, without the capital that only the start of a sentence gave a common noun."""
        text = self.text(tokens)
        first = tokens[0]
        plain = self.is_listed(first) or first.low in self.lexicon.common_capitals
        if (first.text.isupper() and len(first.text) > 1) or first.low.endswith(("'s", "’s")):
            return text
        if first.is_capital and not self.lexicon.nouns_capitalised and plain:
            return text[0].lower() + text[1:]
        return text

    def where(self, tokens: Sequence[Token]) -> list[str]:
        """The journal or network after 'in' or 'on'."""
        lex = self.lexicon
        run: list[Token] = []
        for token in tokens:
            joins = token.low in lex.connectors and token.low not in lex.on_words | lex.conjunctions
            if token.is_capital or (run and (joins or token.text == "&")):
                run.append(token)
            elif run:
                break
            elif token.low not in lex.determiners | lex.generic_outlets | lex.adjectives:
                return []
        while run and not run[-1].is_capital:
            run.pop()
        if not run or run[0].low in lex.months or run[0].low in lex.weekdays:
            return []
        name = quoted_name(self.article, run[0].start) or self.text(run)
        first = PLATFORMS.get(name.lower(), name)
        return [first, *(p for p in self._networks(tokens, run[-1]) if p != first)]

    def _networks(self, tokens: Sequence[Token], last: Token) -> list[str]:
        """The further ones of 'on X, Facebook and TikTok'."""
        found = []
        for token in tokens:
            if token.start <= last.start or token.text == "," or token.low in self.lexicon.conjunctions:
                continue
            if token.low not in PLATFORMS or not token.is_capital:
                break
            found.append(PLATFORMS[token.low])
        return found


def _matches(word: str, listed: frozenset[str], lexicon: Lexicon) -> bool:
    if word in listed:
        return True
    if "-" in word and word.rsplit("-", 1)[1] in listed:
        return True
    if lexicon.nouns_capitalised:
        forms = (word, word.removesuffix("s"))  # 'des Verkehrsforschers'
        return any(form.endswith(noun) for form in forms for noun in listed if len(noun) > 4)
    return False


@lru_cache(maxsize=16)
def _roles(lexicon: Lexicon) -> PerWord[bool]:
    """Whether a word is a role."""
    endings = lexicon.role_endings

    def is_role(word: str) -> bool:
        if len(word) > MAX_KEPT:
            return False
        ends = bool(endings) and len(word) > 6 and word.endswith(endings)
        return ends or _matches(word, lexicon.roles, lexicon)

    return PerWord(is_role)


@lru_cache(maxsize=16)
def _organisations(lexicon: Lexicon) -> PerWord[bool]:
    """Whether a word names a kind of organisation."""
    return PerWord(lambda word: len(word) <= MAX_KEPT and _matches(word, lexicon.organisations, lexicon))
