"""What a noun phrase says about whoever it names: a person with a role, an organisation, a study, some posts.

The phrase has been cut out by its neighbours (a reporting verb, a comma, 'according to'); here it is only read.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from claims.proposing.lexicon.base import MEDIA, MEDIA_WORDS, PLATFORMS, Lexicon
from claims.proposing.lexicon.names import is_given
from claims.proposing.tokens import QUOTED, Token

_MAX_TOKENS = 24
_MAX_NAME = 60
_OPENING = frozenset("“«‹„")
_CLOSING = frozenset("”»›")
_MARKS = frozenset("\"'“”„«»‹›‘’")


class Kind(enum.Enum):
    """What sort of source a noun phrase names."""

    PERSON = "person"
    NAME = "name"
    """A capitalised name that may be a person's or an organisation's."""
    PRONOUN = "pronoun"
    ROLE = "role"
    ORGANISATION = "organisation"
    GROUP = "group"
    DOCUMENT = "document"
    POSTS = "posts"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody or something that says things.

    `text` is the phrase as written without its article; `name` the proper name in it, if any; `head` its noun in
    lower case; `issuer` the phrase of whoever issued a document; `via` the carriers it names itself (a journal,
    a network).
    """

    kind: Kind
    text: str
    name: str = ""
    role: str | None = None
    head: str = ""
    definite: bool = False
    gender: str = ""
    via: tuple[str, ...] = ()
    issuer: tuple[Token, ...] = ()
    acronym: str = ""
    oblique: bool = False
    """It stands in another case than the nominative ('за словами …')."""
    owner: str = ""
    """The gender of a possessive before it: its data."""
    start: int = 0
    end: int = 0


def is_media(name: str) -> bool:
    """Whether a name alone gives away an outlet."""
    parts = name.lower().split()
    return any(part in MEDIA for part in parts) or (len(parts) > 0 and any(part in MEDIA_WORDS for part in parts))


def quoted_name(article: str, start: int) -> str:
    """The whole of a short name in quotation marks that starts at `start`; '' where there are none."""
    mark = article[start - 1 : start]
    closing = {"«": "»", "“": "”", "„": "“", '"': '"', "»": "«", "‹": "›"}.get(mark)
    end = article.find(closing, start, start + _MAX_NAME) if closing else -1
    return " ".join(article[start:end].split()) if end > start else ""


class PhraseReader:
    """Reads noun phrases in one language; `article` is the text the tokens point into."""

    def __init__(self, article: str, lexicon: Lexicon) -> None:
        self._article = article
        self._lexicon = lexicon

    def source(self, tokens: Sequence[Token]) -> Source | None:
        """The source a whole phrase names, or None where it names none."""
        lex = self._lexicon
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
        if not tokens or self._is_broken(tokens):
            return None
        found = self._named(tokens, after_mark) or self._common(tokens, written, definite=definite)
        if found is None:
            return None
        return replace(found, acronym=acronym, owner=owner, start=tokens[0].start, end=tokens[-1].end)

    def _is_named(self, tokens: Sequence[Token]) -> bool:
        """'The Guardian': a capital article inside a sentence is part of the name."""
        return False if len(tokens) < 2 else tokens[0].text == "The" and is_media(tokens[1].text) and len(tokens) == 2

    def _without_partitive(self, tokens: list[Token]) -> list[Token]:
        """'one of the posts' → 'posts'."""
        lex = self._lexicon
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

    def _without_relative(self, tokens: list[Token]) -> list[Token]:
        for index, token in enumerate(tokens):
            if index and token.low in self._lexicon.relative:
                return tokens[:index]
        return tokens

    def _is_broken(self, tokens: Sequence[Token]) -> bool:
        lex = self._lexicon
        return any(
            t.low in lex.breakers or t.low == QUOTED or t.text in ",;:!?()—–" or (t.low in lex.pronouns and i == 0)
            for i, t in enumerate(tokens)
        )

    def text(self, tokens: Sequence[Token]) -> str:
        """The article's own characters, line breaks as spaces."""
        start, end = tokens[0].start, tokens[-1].end
        text = self._article[start:end]
        if self._article[end : end + 1] in _CLOSING and _OPENING.intersection(text) and not _CLOSING.intersection(text):
            text += self._article[end]
        return " ".join(text.split())

    def is_role(self, token: Token) -> bool:
        """Whether the word is what somebody does: minister, spokeswoman."""
        return self._in(token.low, self._lexicon.roles)

    def _in(self, word: str, listed: frozenset[str]) -> bool:
        if word in listed:
            return True
        if "-" in word and word.rsplit("-", 1)[1] in listed:
            return True
        if self._lexicon.nouns_capitalised:
            return any(word.endswith(noun) for noun in listed if len(noun) > 4)
        return False

    def is_organisation(self, token: Token) -> bool:
        """Whether the word names a kind of organisation: ministry, institute."""
        return self._in(token.low, self._lexicon.organisations)

    # -- phrases with a proper name

    def _named(self, tokens: Sequence[Token], after_mark: Set[int]) -> Source | None:
        head, rest = self._head(tokens)
        if self._lexicon.head_first and len(tokens) > 2 and tokens[-1].is_capital and is_given(tokens[-2].text):
            head, rest = tokens, ()
        run = self._name_run(head)
        if run == len(head):
            return None
        name, before = head[run:], head[:run]
        if self._is_compound(name):
            return self._organisation(list(name) + self._proper_rest(rest), list(before))
        cut = max([self._name_start(name), *(i for i, t in enumerate(name) if t.start in after_mark)])
        role_tokens, name = (list(before) + list(name[:cut]), name[cut:]) if cut else (list(before), name)
        if not name:
            return None
        described = len(name) > 1 and name[0].low in self._lexicon.companies | self._lexicon.generic_outlets
        if any(self.is_organisation(t) for t in name[described:]) and not self._given(name):
            return self._organisation(list(head[run + cut :]) + self._proper_rest(rest), role_tokens)
        if cut == 0 and len(name) > 1 and name[0].low in self._lexicon.companies | self._lexicon.generic_outlets:
            name = name[1:]
        if before and not cut and not self._introduces(before):
            return None
        text = self.text(name).removesuffix("'s").removesuffix("’s")
        honorific = self._honorific(role_tokens)
        role = self._role_text(role_tokens)
        kind = Kind.PERSON if len(name) > 1 or role or honorific else Kind.NAME
        if kind is Kind.NAME and (text.isupper() or is_media(text)):
            kind = Kind.ORGANISATION
        if kind is Kind.PERSON and not role and not honorific and is_media(text):
            kind = Kind.ORGANISATION
        if rest and rest[0].low in self._lexicon.issued_by and role is None and kind is Kind.PERSON:
            role = self.text(rest[1:]) if len(rest) > 1 else None
        return Source(kind, text, name=text, role=role, head=name[-1].low, definite=True, gender=honorific)

    def _head(self, tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
        """The phrase up to what modifies its noun, and the rest."""
        lex = self._lexicon
        for index in range(1, len(tokens)):
            token = tokens[index]
            if token.low in lex.postmodifiers and not token.is_capital and not self._inside_name(tokens, index):
                return tokens[:index], tokens[index:]
        return tokens, ()

    def _inside_name(self, tokens: Sequence[Token], index: int) -> bool:
        lex = self._lexicon
        if tokens[index].low not in lex.connectors or not tokens[index - 1].is_capital:
            return False
        following = index + 1
        while following < len(tokens) and tokens[following].low in lex.connectors:
            following += 1
        if following >= len(tokens) or not tokens[following].is_capital:
            return False
        return any(self.is_organisation(t) for t in tokens[:index])

    def _name_run(self, tokens: Sequence[Token]) -> int:
        """Where the capital run at the end of a phrase starts; its length where there is none."""
        lex = self._lexicon
        start = len(tokens)
        if len(tokens) == 1 and self._is_listed(tokens[0]):
            return start
        for index in range(len(tokens) - 1, -1, -1):
            token = tokens[index]
            if token.is_capital and not (lex.nouns_capitalised and self._is_common_noun(tokens, index)):
                start = index
            elif start < len(tokens) and self._joins(tokens, index):
                continue
            else:
                break
        return start

    def _is_listed(self, token: Token) -> bool:
        """A common noun that is capital only because its sentence starts there: Posts, Researchers."""
        lex = self._lexicon
        if token.text.isupper() and len(token.text) > 1:
            return False
        listed = lex.documents | lex.posts | lex.groups | lex.role_plain
        return token.low in listed or self.is_role(token) or self.is_organisation(token)

    def _is_common_noun(self, tokens: Sequence[Token], index: int) -> bool:
        """German: a capital word right behind an article or a lower-case adjective is a common noun."""
        return len(tokens) == 1 or (index > 0 and tokens[index - 1].text.islower() and index == len(tokens) - 1)

    def _joins(self, tokens: Sequence[Token], index: int) -> bool:
        token = tokens[index]
        if token.low in self._lexicon.particles or token.low in self._lexicon.connectors:
            return index > 0 and any(t.is_capital for t in tokens[:index])
        return token.text in ".&" and index > 0 and (len(tokens[index - 1].text) <= 2 or token.text == "&")

    def _is_compound(self, name: Sequence[Token]) -> bool:
        """'Chamber of Physicians', 'Ministry of the Interior': an organisation's noun and what it is of."""
        lex = self._lexicon
        return any(
            self.is_organisation(t) and name[i + 1].low in lex.connectors and not self.is_role(t)
            for i, t in enumerate(name[:-2])
        )

    def _name_start(self, name: Sequence[Token]) -> int:
        """Where the person's own name starts in a capital run that may open with a role or a place."""
        cut = self._after_last_role(name)
        if self._lexicon.head_first and cut < len(name):
            given = [i for i in range(cut, len(name) - 1) if is_given(name[i].text)]
            if given:
                return given[0]
        return cut

    def _after_last_role(self, name: Sequence[Token]) -> int:
        lex = self._lexicon
        last = -1
        for index, token in enumerate(name):
            if self.is_role(token) or token.low in lex.honorifics or token.low in lex.groups:
                last = index
                if index + 1 < len(name) and name[index + 1].text == ".":
                    last += 1
        if last == len(name) - 1 or last < 0:
            return 0 if last < 0 else len(name)
        return last + 1

    def _given(self, name: Sequence[Token]) -> bool:
        return len(name) >= 2 and not any(self.is_organisation(t) for t in name[-2:])

    def _introduces(self, before: Sequence[Token]) -> bool:
        """Whether lower-case words before a name are its bearer's description, not some other clause."""
        lex = self._lexicon
        plain = [t for t in before if t.low not in lex.determiners]
        if len(plain) <= 3 and not lex.head_first and all(
            t.is_word and not t.text[0].isdigit() and t.low not in lex.prepositions | lex.auxiliaries | lex.conjunctions
            and t.low not in lex.verbs for t in plain
        ):  # fmt: skip
            return True
        return any(
            self.is_role(t) or self.is_organisation(t) or t.low in self._lexicon.groups
            or t.low in self._lexicon.generic_outlets or t.low in self._lexicon.fresh or t.low.endswith("'s")
            or t.low in self._lexicon.adjectives
            for t in before
        )  # fmt: skip

    def _honorific(self, tokens: Sequence[Token]) -> str:
        found = {t.low for t in tokens} & self._lexicon.honorifics
        for word in found:
            if word in self._lexicon.female_words:
                return "f"
            if word in self._lexicon.male_words:
                return "m"
        return "?" if found else ""

    def _role_text(self, tokens: list[Token]) -> str | None:
        lex = self._lexicon
        kept = [t for t in tokens if t.low not in lex.honorifics and t.text != "."]
        while kept and kept[0].low in lex.determiners:
            kept = kept[1:]
        if not kept or (not any(self.is_role(t) for t in kept) and not self._describes_person(kept)):
            return None
        return self.text(kept)

    def _describes_person(self, kept: Sequence[Token]) -> bool:
        """'two-time champion' before a full name: lower-case words that name no organisation."""
        lex = self._lexicon
        return not lex.head_first and kept[-1].text.islower() and not any(
            self.is_organisation(t) or t.low in lex.generic_outlets or t.low in lex.adjectives for t in kept
        )  # fmt: skip

    def _proper_rest(self, rest: Sequence[Token]) -> list[Token]:
        """'of the Interior' after 'Ministry': as far as it is capital."""
        last = 0
        for index, token in enumerate(rest):
            if token.is_capital:
                last = index + 1
            elif token.low not in self._lexicon.connectors:
                break
        return list(rest[:last])

    def _organisation(self, name: list[Token], described: list[Token]) -> Source:
        lex = self._lexicon
        head = next((t.low for t in reversed(name) if self.is_organisation(t)), name[-1].low)
        if described and not lex.nouns_capitalised and described[-1].is_capital:
            name = [described[-1], *name]
        text = self.text(name)
        return Source(Kind.ORGANISATION, text, name=text, head=head, definite=True)

    # -- phrases without one

    def _common(
        self, tokens: Sequence[Token], written: Sequence[Token], *, definite: bool
    ) -> Source | None:
        lex = self._lexicon
        head_tokens, rest = self._head(tokens)
        head = self._head_noun(head_tokens)
        if head is None:
            return None
        via = self._asked_by(rest) or self._posting_on(rest)
        text = self._lowered(head_tokens if via else written)
        low = "year-old" if head.low.endswith("year-old") else head.low
        if low in lex.documents:
            return self._document(head_tokens, rest, Kind.DOCUMENT, definite=definite)
        if low in lex.posts:
            return self._document(head_tokens, rest, Kind.POSTS, definite=definite)
        gender = "f" if low in lex.female_words else "m" if low in lex.male_words else ""
        for kind, listed in ((Kind.ROLE, lex.roles), (Kind.ORGANISATION, lex.organisations), (Kind.GROUP, lex.groups)):
            if self._in(low, listed):
                return Source(kind, text, head=low, definite=definite, gender=gender, via=via)
        if low in lex.role_plain:
            return Source(Kind.ROLE, text, head=low, definite=definite, gender=gender)
        if len(tokens) > 6 or not all(t.is_word or t.text in ".-'" for t in tokens):
            return None
        return Source(Kind.OTHER, text, head=low, definite=definite)

    def _asked_by(self, rest: Sequence[Token]) -> tuple[str, ...]:
        """'economists polled by Reuters': who asked them."""
        lex = self._lexicon
        if len(rest) < 3 or rest[0].low not in lex.asked or rest[1].low not in lex.by_words:
            return ()
        return tuple(self._where(rest[2:]))

    def _posting_on(self, rest: Sequence[Token]) -> tuple[str, ...]:
        """'users on TikTok'."""
        if len(rest) != 2 or rest[0].low not in self._lexicon.on_words or rest[1].low not in PLATFORMS:
            return ()
        return (PLATFORMS[rest[1].low],)

    def _lowered(self, tokens: Sequence[Token]) -> str:
        """The text, without the capital that only the start of a sentence gave a common noun."""
        text = self.text(tokens)
        first = tokens[0]
        plain = self._is_listed(first) or first.low in self._lexicon.common_capitals
        if first.is_capital and not self._lexicon.nouns_capitalised and plain:
            return text[0].lower() + text[1:]
        return text

    def _head_noun(self, tokens: Sequence[Token]) -> Token | None:
        words = [t for t in tokens if t.is_word]
        if not words:
            return None
        if not self._lexicon.head_first:
            return words[-1]
        lex = self._lexicon
        listed = (lex.documents, lex.posts, lex.roles, lex.organisations, lex.groups, lex.role_plain)
        return next((t for t in words if any(t.low in some for some in listed)), words[0])

    def _document(
        self, head: Sequence[Token], rest: Sequence[Token], kind: Kind, *, definite: bool
    ) -> Source | None:
        """A study, data, posts: who issued it and where it appeared."""
        lex = self._lexicon
        words = [t for t in head if t.low not in lex.fresh and not t.text[0].isdigit()]
        words = [t for t in words if t.low not in lex.determiners] or list(head)
        noun = next((t for t in reversed(words) if t.low in lex.documents | lex.posts), words[-1])
        owner = [t for t in words[: words.index(noun)] if t.is_capital]
        via: list[str] = []
        issuer: tuple[Token, ...] = ()
        if owner:
            platform = PLATFORMS.get(owner[-1].low)
            if platform:
                via.append(platform)
                words = [t for t in words if t not in owner]
            elif noun.low in lex.transparent:
                issuer = tuple(words[: words.index(noun)])
        for index, token in enumerate(rest):
            if token.low in lex.issued_by and not issuer and not via:
                issuer = self._issuer(rest[index + 1 :])
                break
            if token.low in lex.appeared_in:
                via.extend(self._where(rest[index + 1 :]))
        following = words[words.index(noun) + 1 :]
        if lex.head_first and not issuer and not via and any(t.is_capital for t in following):
            issuer, words = tuple(following), words[: words.index(noun) + 1]
        text = self._lowered(words)
        if kind is Kind.POSTS or noun.low not in lex.transparent:
            issuer = issuer if kind is Kind.DOCUMENT and not via else ()
        return Source(kind, text, head=noun.low, definite=definite, via=tuple(via), issuer=issuer)

    def _issuer(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The issuer's phrase, as far as the next adverbial."""
        lex = self._lexicon
        for index, token in enumerate(tokens):
            if index and token.low in lex.prepositions - lex.connectors | lex.on_words | lex.months.keys():
                return tuple(tokens[:index])
        return tuple(tokens)

    def _where(self, tokens: Sequence[Token]) -> list[str]:
        """The journal or network after 'in' or 'on'."""
        lex = self._lexicon
        run: list[Token] = []
        for token in tokens:
            if token.is_capital or (run and token.low in lex.connectors):
                run.append(token)
            elif run:
                break
            elif token.low not in lex.determiners | lex.generic_outlets | lex.adjectives:
                return []
        while run and not run[-1].is_capital:
            run.pop()
        if not run or run[0].low in lex.months or run[0].low in lex.weekdays:
            return []
        name = quoted_name(self._article, run[0].start) or self.text(run)
        return [PLATFORMS.get(name.lower(), name)]
