"""Scales of publishers whose reviews are imported: of the labels met, and a new version with new ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from claims.claimreview import labels
from claims.claimreview.review import Rating as Met
from claims.models import Rating, RatingScale
from claims.rules import Normalised
from claims.services.scales import scale_turn_take, scales_keep, scales_note
from common.models import Change
from sources.models import Source

_LABEL_MAX = 200
_Label = tuple[str, Decimal | None]
_WORDS_ONLY = "ClaimReview, words only"
_NOT_SAID: Mapping[str, Normalised] = {}
# Of a scale of words alone nothing has a value; its ends stand there because a scale has some.
_ENDS = (Decimal(1), Decimal(5))


@transaction.atomic
def ratings_meet(
    *, publisher: Source, met: Iterable[Met], meanings: Mapping[str, Normalised] = _NOT_SAID
) -> list[Rating]:
    """A rating for each one met, in their order, on the publisher's own scales.

    There is a scale for each pair of ends, and one for labels without a value. Labels that it lacks make one
    new version, which also holds those it had. What a label means is taken from its last version, else from
    `meanings`, else from the list of common labels; unmapped is for a person to map. The ratings stay what
    they are until the transaction ends.
    """
    wanted = list(met)
    found: dict[tuple[str, str, Decimal | None], Rating] = {}
    # Always in the same order, since the turns at making versions are kept until the transaction ends.
    for name in sorted({_family(one) for one in wanted}):
        of_family = [one for one in wanted if _family(one) == name]
        for rating in _of_family(publisher, name, of_family, meanings):
            found.setdefault((name, rating.label, rating.value), rating)
    return [found[_family(one), one.label[:_LABEL_MAX], one.value] for one in wanted]


def ratings_known(met: Collection[tuple[UUID, Met]]) -> dict[tuple[UUID, Met], Rating]:
    """Of the labels, each met with a publisher, those that a scale of the publisher's own has; in few reads.

    Of several versions it is the newest one's. The ratings stay what they are until the transaction ends.
    """
    rows = Rating.objects.filter(
        scale__publisher__in={publisher for publisher, _ in met},
        label__in={one.label[:_LABEL_MAX] for _, one in met},
    )
    kept = set(rows.values_list("scale", flat=True))
    scales_keep(scale_ids=kept)
    of_scale = {
        (row.scale.publisher_id, row.scale.name, row.label, row.value): row
        for row in rows.filter(scale__in=kept).select_related("scale").order_by("scale__version")
    }
    named = {each: (each[0], _family(each[1]), each[1].label[:_LABEL_MAX], each[1].value) for each in met}
    return {each: of_scale[name] for each, name in named.items() if name in of_scale}


def _family(met: Met) -> str:
    if met.value is None or met.worst is None or met.best is None:
        return _WORDS_ONLY
    return f"ClaimReview {met.worst.normalize():f} to {met.best.normalize():f}"


def _of_family(
    publisher: Source, name: str, met: Sequence[Met], meanings: Mapping[str, Normalised]
) -> list[Rating]:
    """Every rating there then is, the newest version's first."""
    wanted = {(one.label[:_LABEL_MAX], one.value): one for one in met}
    versions = _versions(publisher, name)
    if _lacking(versions, wanted):
        scale_turn_take(publisher_id=publisher.pk, name=name)
        versions = _versions(publisher, name)
    while missing := _lacking(versions, wanted):
        # One label with two values needs two versions.
        now = {label: one for (label, _), one in reversed(missing.items())}
        versions.insert(0, _next_version(publisher, name, versions, now, meanings))
    return [rating for scale in versions for rating in scale.ratings.all()]


def _versions(publisher: Source, name: str) -> list[RatingScale]:
    """Every version of the scale with its ratings, the newest first."""
    scales = RatingScale.objects.filter(publisher=publisher, name=name)
    kept = list(scales.values_list("pk", flat=True))
    scales_keep(scale_ids=kept)
    return list(scales.filter(pk__in=kept).order_by("-version").prefetch_related("ratings"))


def _lacking(versions: Sequence[RatingScale], wanted: Mapping[_Label, Met]) -> dict[_Label, Met]:
    """What no version has."""
    known = {(rating.label, rating.value) for scale in versions for rating in scale.ratings.all()}
    return {key: one for key, one in wanted.items() if key not in known}


def _next_version(
    publisher: Source,
    name: str,
    versions: Sequence[RatingScale],
    more: Mapping[str, Met],
    meanings: Mapping[str, Normalised],
) -> RatingScale:
    last = versions[0] if versions else None
    first = next(iter(more.values()))
    worst, best = (first.worst, first.best) if first.value is not None else _ENDS
    scale = RatingScale.objects.create(
        publisher=publisher,
        name=name,
        version=last.version + 1 if last else 1,
        worst=worst or _ENDS[0],
        best=best or _ENDS[1],
    )
    kept = {rating.label: rating for rating in last.ratings.all()} if last else {}
    rows = [
        Rating(scale=scale, label=rating.label, value=rating.value, normalised=rating.normalised)
        for label, rating in kept.items()
        if label not in more
    ]
    for label, met in more.items():
        said = meanings.get(label) or labels.normalised_of(label)
        meaning = kept[label].normalised if label in kept else said
        rows.append(Rating(scale=scale, label=label, value=met.value, normalised=meaning))
    Rating.objects.bulk_create(rows)
    scales_note(scale_ids=[scale.pk], kind=Change.Kind.CREATED)
    return scale
