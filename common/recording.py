"""The moments of what is recorded in rows of which the last holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet
from django.db.models.functions import Greatest, Now


def recorded_after(rows: QuerySet[Any]) -> datetime:
    """When something is recorded now: by the database's clock, and after whatever of `rows` was before.

    Whoever records holds what the rows are of, so that no other comes in between.
    """
    last = Max("recorded_at") + timedelta.resolution
    moment: datetime = rows.aggregate(moment=Greatest(last, Now()))["moment"]
    return moment
