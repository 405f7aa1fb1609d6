"""The `reviewRating` of a review: a label for certain, a value only where its scale makes sense."""

from __future__ import annotations

from decimal import Decimal

from claims.claimreview.notes import Code, Notes, RecordRefused
from claims.claimreview.review import Rating
from claims.claimreview.shape import Thing, things
from claims.claimreview.values import number_of, text_of

LABEL_MAX = 200
# Of schema.org: what holds where a rating does not say.
_WORST, _BEST = Decimal(1), Decimal(5)
_PREFIX_WORDS = 4


def rating_of(value: object, notes: Notes) -> Rating:
    """The rating. Raises RecordRefused where there is neither a label nor a value."""
    found = things(value, notes, "reviewRating", under="alternatename")
    thing = found[0] if found else Thing({})
    number, worst, best = _scale(thing, notes)
    explanation = thing.get("ratingExplanation")
    if isinstance(explanation, int | float) and not isinstance(explanation, bool):
        notes.add(Code.EXPLANATION_NOT_TEXT, f"ratingExplanation is a number: {explanation}")
        explanation = None
    said = text_of(explanation, notes, "ratingExplanation")
    label = text_of(thing.get("alternateName") or thing.get("name"), notes, "alternateName")
    if label:
        label, said = _short(label, said, notes)
    elif number is not None:
        label = _plain(number)
        notes.add(Code.LABEL_FROM_VALUE, "the rating has no label (alternateName); its value was taken")
    else:
        raise RecordRefused(Code.NO_RATING, "the rating has neither a label (alternateName) nor a value")
    return Rating(label=label, value=number, worst=worst, best=best, explanation=said)


def _short(label: str, explanation: str, notes: Notes) -> tuple[str, str]:
    """`FALSE: the pictures are …` is a label and its explanation; what is too long is cut and kept there."""
    head, colon, rest = label.partition(":")
    if colon and rest.strip() and len(head.split()) <= _PREFIX_WORDS and not explanation:
        notes.add(Code.LABEL_IS_SENTENCE, "the label goes on as a sentence, which became the explanation")
        return head.strip(), rest.strip()
    if len(label) <= LABEL_MAX:
        return label, explanation
    notes.add(Code.LABEL_IS_SENTENCE, "the label is longer than a label may be; the explanation has it whole")
    cut = label[: LABEL_MAX - 1].rsplit(" ", 1)[0]
    return f"{cut}…", explanation or label


def _scale(thing: Thing, notes: Notes) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The value between its ends; none of the three where they make no sense together."""
    value = number_of(thing.get("ratingValue"), notes, "ratingValue")
    if value is None:
        return None, None, None
    worst = number_of(thing.get("worstRating"), notes, "worstRating")
    best = number_of(thing.get("bestRating"), notes, "bestRating")
    if worst is None or best is None:
        worst, best = _WORST if worst is None else worst, _BEST if best is None else best
        notes.add(
            Code.RATING_ENDS_MISSING,
            f"the ends of the scale were taken for {_plain(worst)} and {_plain(best)}",
        )
    if worst > best:
        notes.add(Code.RATING_ENDS_SWAPPED, f"worst {_plain(worst)} and best {_plain(best)} were swapped")
        worst, best = best, worst
    if worst == best:
        notes.add(Code.RATING_ENDS_EQUAL, f"worst and best are both {_plain(best)}; the value means nothing")
        return None, None, None
    if not worst <= value <= best:
        notes.add(
            Code.RATING_OUT_OF_RANGE,
            f"the value {_plain(value)} is not between {_plain(worst)} and {_plain(best)}",
        )
        return None, None, None
    return value, worst, best


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
