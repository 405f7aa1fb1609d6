"""A list of phrases, found in a sentence by their first words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


class Phrases:
    """Phrases of one or more words in lower case; where two start alike, the longer one is found."""

    def __init__(self, listed: Iterable[tuple[str, ...]] = ()) -> None:
        self._listed = sorted(set(listed), key=lambda phrase: (-len(phrase), phrase))
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        self._by_longest: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for phrase in self._listed:
            longest = max(phrase, key=len)
            self._by_first.setdefault(phrase[0], []).append(phrase)
            self._by_longest.setdefault(longest, []).append((phrase.index(longest), phrase))
        self.telling = frozenset(self._by_longest)
        """The longest word of each phrase: where none of them stands, there is no phrase."""

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self._listed)

    def __contains__(self, phrase: tuple[str, ...]) -> bool:
        return phrase in self._by_first.get(phrase[0] if phrase else "", ())

    def at(self, words: Sequence[str], index: int) -> int:
        """How many words the phrase has that starts at a word; 0 where none does."""
        for phrase in self._by_first.get(words[index], ()):
            if tuple(words[index : index + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def within(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where phrases stand, as numbers of words (start, end), in order and without overlaps."""
        if self.telling.isdisjoint(words):
            return
        found: list[tuple[int, int]] = []
        for index in [at for at, word in enumerate(words) if word in self._by_longest]:
            for offset, phrase in self._by_longest[words[index]]:
                start = index - offset
                if start >= 0 and tuple(words[start : start + len(phrase)]) == phrase:
                    found.append((start, -len(phrase)))
        past = 0
        for start, shortness in sorted(found):
            if start >= past:
                past = start - shortness
                yield start, past


NO_PHRASES = Phrases()
