"""Why a claim was found and what speaks against it, as data and in words for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from claims.matching.contrast import Contrast
from claims.matching.side import Side
from claims.matching.types import Correction, Explanation, Field

_WORDS = 6
_LONGEST_REASON = 200
_SHOWN = 300


def explain(
    text: Side,
    claim: Side,
    differs: Contrast,
    meant: Mapping[str, Sequence[str]],
    *,
    own_wording: bool,
    closeness: float | None,
) -> Explanation:
    """What the two share, the rarest first, and where they differ; `closeness` where they are close."""
    written = text.reading.written
    shared = sorted(
        filter(claim.weights.__contains__, text.weights), key=text.weights.__getitem__, reverse=True
    )
    names = {name.casefold() for name in differs.names_shared}
    words = [
        written[stem]
        for stem in shared
        if stem not in text.reading.numbers and stem in written and written[stem].casefold() not in names
    ]
    corrected = [
        Correction(written=written.get(stem, stem), read=lexeme)
        for stem, lexemes in meant.items()
        if stem not in claim.weights
        for lexeme in lexemes
        if lexeme in claim.weights
    ]
    field = Field.TEXT if own_wording else Field.VARIANT
    if not shared and not corrected and closeness is None:
        field = Field.FACT_CHECK
    return Explanation(
        field=field,
        wording=claim.reading.cleaned[:_SHOWN],
        shared_words=tuple(words[:_WORDS]),
        shared_names=differs.names_shared[:_WORDS],
        shared_numbers=differs.numbers_shared[:_WORDS],
        numbers_only_in_text=differs.numbers_only_in_text[:_WORDS],
        numbers_only_in_claim=differs.numbers_only_in_claim[:_WORDS],
        names_only_in_text=differs.names_only_in_text[:_WORDS],
        names_only_in_claim=differs.names_only_in_claim[:_WORDS],
        negation_differs=differs.negation_differs,
        direction_differs=differs.direction_differs,
        dates_differ=differs.dates_differ,
        spelling_corrected=tuple(corrected[:_WORDS]),
        closeness=closeness,
    )


def reasons_of(explanation: Explanation) -> tuple[str, ...]:
    """The explanation as sentences' beginnings, what matters most first; each at most 200 characters."""
    return tuple(reason[:_LONGEST_REASON] for reason in _reasons(explanation))


def _reasons(why: Explanation) -> Iterator[str]:
    yield from _against(why)
    if why.shared_names:
        yield f"both name {_list(why.shared_names)}"
    if why.shared_numbers:
        yield f"both have the figure {_list(why.shared_numbers)}"
    if why.shared_words:
        yield f"shares {_list(why.shared_words)}"
    if why.closeness is not None:
        yield f"close in meaning ({why.closeness:.2f})"
    for each in why.spelling_corrected:
        yield f"{each.written} read as {each.read}"
    if why.field is Field.FACT_CHECK:
        yield "found in its fact-check"
    elif why.field is Field.VARIANT:
        yield f"in another wording: {why.wording}"


def _against(why: Explanation) -> Iterator[str]:
    if why.numbers_only_in_text and why.numbers_only_in_claim:
        yield f"numbers differ: {_list(why.numbers_only_in_text)} against {_list(why.numbers_only_in_claim)}"
    if why.negation_differs:
        yield "one denies what the other says"
    if why.direction_differs:
        yield "they say the opposite, or another share, place or currency"
    if why.dates_differ:
        yield "they are about different times"
    if why.names_only_in_text and why.names_only_in_claim:
        yield f"names differ: {_list(why.names_only_in_text)} against {_list(why.names_only_in_claim)}"


def _list(words: Sequence[str]) -> str:
    return ", ".join(words)
