"""Rating scales: a change of one is a new version, and the verdicts given on the old one keep theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import ProtectedError

from claims.models import Rating, RatingScale
from claims.roles import Right
from claims.rules import Normalised
from claims.services.rights import right_require
from claims.services.turns import turn_take
from common.changes import changes_record
from common.errors import Conflict, Invalid, NotFound
from common.models import Change

RESOURCE = "rating-scales"
_KEPT = "SELECT FROM claims_ratingscale WHERE id = ANY(%s) ORDER BY id FOR SHARE"


@dataclass(frozen=True, kw_only=True)
class Label:
    """A label of a scale: `value` lies between the scale's ends, None: it is not on the line."""

    label: str
    normalised: Normalised = Normalised.UNMAPPED
    value: Decimal | None = None


@transaction.atomic
def scale_version_add(*, scale_id: UUID, actor: User, changes: Sequence[Label] = ()) -> RatingScale:
    """A new version of a scale: the labels of the newest one, with these put in their place or added.

    Raises Refused, NotFound, Invalid (an empty label, one named twice, a value beyond the scale's ends).
    """
    right_require(actor=actor, right=Right.MANAGE_SCALE)
    asked = RatingScale.objects.filter(pk=scale_id).first()
    if asked is None:
        raise NotFound(f"there is no rating scale {scale_id}")
    scale_turn_take(publisher_id=asked.publisher_id, name=asked.name)
    last = RatingScale.objects.filter(publisher=asked.publisher_id, name=asked.name).latest("version")
    scales_keep(scale_ids=[last.pk])
    last.refresh_from_db()
    labels = {
        rating.label: Label(label=rating.label, value=rating.value, normalised=Normalised(rating.normalised))
        for rating in last.ratings.all()
    }
    new = RatingScale.objects.create(
        publisher_id=last.publisher_id,
        name=last.name,
        version=last.version + 1,
        worst=last.worst,
        best=last.best,
    )
    labels |= _checked(changes, new)
    Rating.objects.bulk_create(
        Rating(scale=new, label=row.label, value=row.value, normalised=row.normalised)
        for row in labels.values()
    )
    scales_note(scale_ids=[new.id], kind=Change.Kind.CREATED)
    return new


@transaction.atomic
def scale_delete(*, scale_id: UUID, actor: User) -> None:
    """Remove a scale on which no verdict was given or drafted. Raises Refused, NotFound, Conflict."""
    right_require(actor=actor, right=Right.MANAGE_SCALE)
    scale = scale_hold(scale_id=scale_id)
    try:
        with transaction.atomic():
            scale.ratings.all().delete()
            scale.delete()
    except ProtectedError as error:
        raise Conflict("verdicts were given or drafted on the scale, which mean what it says") from error
    scales_note(scale_ids=[scale_id], kind=Change.Kind.DELETED)


def scale_hold(*, scale_id: UUID) -> RatingScale:
    """Lock a scale until the transaction ends, so that no verdict is given on it meanwhile. Raises NotFound.

    Whoever changes a scale or its labels holds it first, and then looks whether it is in use.
    """
    scale = RatingScale.objects.select_for_update().filter(pk=scale_id).first()
    if scale is None:
        raise NotFound(f"there is no rating scale {scale_id}")
    return scale


def scales_keep(*, scale_ids: Iterable[UUID]) -> None:
    """See to it that nobody changes these scales or their labels until the transaction ends.

    Whoever gives a verdict keeps its scale, and only then reads what its label is: of any number none waits
    for another, but each for whoever holds the scale. Scales are kept after the claim is locked.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [list(scale_ids)])


def scale_turn_take(*, publisher_id: UUID | None, name: str) -> None:
    """Wait until nobody else makes a version of the publisher's scale of that name; then it is our turn."""
    turn_take(f"scale:{publisher_id}:{name}")


def scales_note(*, scale_ids: Iterable[UUID], kind: Change.Kind) -> None:
    """Tell the stream of changes that these scales became, changed or went, in the transaction of it."""
    changes_record(RESOURCE, [(scale_id, kind) for scale_id in scale_ids])


def value_check(*, label: str, value: Decimal | None, scale: RatingScale) -> None:
    """Raises Invalid where the value is not between the ends of the scale."""
    low, high = sorted((scale.worst, scale.best))
    if value is not None and not low <= value <= high:
        raise Invalid(f"{label}: the value must lie from {low} to {high}", field="ratings")


def _checked(changes: Sequence[Label], scale: RatingScale) -> dict[str, Label]:
    checked: dict[str, Label] = {}
    for row in changes:
        name = row.label.strip()
        if not name or name in checked:
            raise Invalid("name each label once, and none with an empty text", field="ratings")
        value_check(label=name, value=row.value, scale=scale)
        checked[name] = Label(label=name, value=row.value, normalised=row.normalised)
    return checked
