"""The segments of the index that matching reads: written once, made one when they are many, and dropped.

Only who holds the lock of `match_index` changes them.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping

from django.db import connection, transaction

from claims.matching.segments import rows, term_ranges, to_merge
from claims.models import MatchPosting, MatchSegment

# What segments hold of some terms, put into a new one.
_UNITE = (
    """
INSERT INTO claims_matchposting (term, segment, documents, numbers)
SELECT term, %(new)s, sum(documents), string_agg(numbers, '' ORDER BY segment)
  FROM claims_matchposting WHERE term BETWEEN %(least)s AND %(most)s AND segment = ANY(%(old)s)
 GROUP BY term
    """,
    """
DELETE FROM claims_matchposting WHERE term BETWEEN %(least)s AND %(most)s AND segment = ANY(%(old)s)
    """,
)


def match_segment_add(*, inverted: Mapping[int, array[int]], documents: int) -> None:
    """Write what is in a number of documents, by term, as a segment of its own."""
    segment = MatchSegment.objects.create(documents=documents).pk
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy("COPY claims_matchposting (term, segment, documents, numbers) FROM STDIN") as copy,
    ):
        for number, count, packed in rows(inverted):
            copy.write_row((number, segment, count, packed))


def match_segments_merge(*, above: int = 0) -> None:
    """Make small segments one, of those later than `above`, for as long as there are too many of a size."""
    while old := to_merge(dict(MatchSegment.objects.filter(pk__gt=above).values_list("pk", "documents"))):
        match_segments_unite(old=old)


def match_segments_unite(*, old: Collection[int]) -> None:
    """Make them one: of large ones some terms after others, so that little room is taken twice.

    Where this is broken off, the terms that were moved are found all the same, and the next merge goes on.
    """
    if len(old) < 2:
        return
    segments = list(old)
    total = sum(MatchSegment.objects.filter(pk__in=segments).values_list("documents", flat=True))
    new = MatchSegment.objects.create(documents=0).pk
    ranges = term_ranges(total)
    for least, most in ranges:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in _UNITE:
                cursor.execute(statement, {"new": new, "old": segments, "least": least, "most": most})
        if len(ranges) > 1:
            _vacuum()
    with transaction.atomic():
        MatchSegment.objects.filter(pk=new).update(documents=total)
        MatchSegment.objects.filter(pk__in=segments).delete()


def match_segments_drop(*, until: int) -> None:
    """Forget the segments up to this one."""
    with transaction.atomic():
        MatchPosting.objects.filter(segment__lte=until).delete()
        MatchSegment.objects.filter(pk__lte=until).delete()
    _vacuum()


def _vacuum() -> None:
    """Give the room that was left to what is written next; in a transaction it is not left yet."""
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (SKIP_LOCKED) claims_matchposting")
