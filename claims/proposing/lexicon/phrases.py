"""A list of phrases, found in a sentence by their first words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


class Phrases:
    """Phrases of one or more words in lower case; where two start alike, the longer one is found."""

    def __init__(self, listed: Iterable[tuple[str, ...]] = ()) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(set(listed), key=lambda phrase: (-len(phrase), phrase)):
            self._by_first.setdefault(phrase[0], []).append(phrase)
        self.telling = frozenset(max(phrase, key=len) for phrase in self)
        """The longest word of each phrase: where none of them stands, there is no phrase."""

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return (phrase for same in self._by_first.values() for phrase in same)

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
        firsts, past = self._by_first, 0
        for index, word in enumerate(words):
            if word in firsts and index >= past and (length := self.at(words, index)):
                past = index + length
                yield index, past


NO_PHRASES = Phrases()
