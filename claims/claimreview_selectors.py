"""The reviews that the registry has to show: one for each publisher's standing verdict on a claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypedDict
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from claims.claimreview.read import review_read
from claims.claimreview.review import Claimant, Correction, Day, Item, Publisher, Rating, Review
from claims.models import Appearance, Claim, Evidence, ImportedReview, Sighting, Verdict
from claims.moments import ClaimView, claim_now, day_known, day_reported, day_said
from claims.rules import Kind
from claims.selectors import claim_detail
from sources.models import Source

_BATCH = 200


def claims_reviewed() -> QuerySet[Claim]:
    """Published claims with all that their reviews say."""
    return claim_detail().filter(state=Claim.State.PUBLISHED)


def reviews_stream() -> Iterator[tuple[Claim, list[Review]]]:
    """Every published claim with its reviews, the oldest claim first, read a batch at a time."""
    last: tuple[datetime, UUID] | None = None
    while True:
        rows = claims_reviewed().order_by("created_at", "id")
        if last:
            rows = rows.extra(where=["(claims_claim.created_at, claims_claim.id) > (%s, %s)"], params=last)
        claims = list(rows[:_BATCH])
        found = claim_reviews([claim_now(claim) for claim in claims])
        yield from zip(claims, found, strict=True)
        if len(claims) < _BATCH:
            return
        last = claims[-1].created_at, claims[-1].pk


def claim_reviews(views: Sequence[ClaimView]) -> list[list[Review]]:
    """The reviews of each claim, and of what was merged into it; retracted verdicts have none."""
    standing = [[row for row in _rows(view) if row.rating] for view in views]
    verdicts = [row for rows in standing for row in rows]
    known = _Known.of(verdicts)
    return [[_review(row, view, known) for row in rows] for view, rows in zip(views, standing, strict=True)]


def _rows(view: ClaimView) -> list[Verdict]:
    """What was said last of the claim, and of those merged into it by who said nothing newer of the claim.

    On a merged claim a verdict is retracted at most: whoever judged it anew since did so on the claim.
    """
    newest = {row.publisher_id: _said_at(row) for row in view.verdicts}
    absorbed = [row for one in view.merged_claims for row in one.verdicts]
    return [
        *view.verdicts,
        *(row for row in absorbed if _said_at(row) >= newest.get(row.publisher_id, _said_at(row))),
    ]


def _said_at(row: Verdict) -> tuple[datetime, datetime]:
    return row.effective_at, row.recorded_at


class _HistoryRow(TypedDict):
    claim_id: UUID
    publisher_id: UUID
    seq: int
    kind: str
    note: str
    effective_at: datetime


class _Known:
    """What stands beside the verdicts, had in one query for each kind of thing."""

    def __init__(self) -> None:
        self.history: dict[tuple[UUID, UUID], list[_HistoryRow]] = defaultdict(list)
        self.imported: dict[UUID, ImportedReview] = {}
        self.sightings: dict[UUID, list[Sighting]] = defaultdict(list)
        self.citations: dict[UUID, list[str]] = defaultdict(list)

    @classmethod
    def of(cls, verdicts: Sequence[Verdict]) -> _Known:
        """All that the reviews of these verdicts need."""
        known = cls()
        claims = {row.claim_id for row in verdicts}
        rows = Verdict.objects.filter(claim__in=claims).order_by("seq")
        for row in rows.values("claim_id", "publisher_id", "seq", "kind", "note", "effective_at"):
            known.history[row["claim_id"], row["publisher_id"]].append(row)
        reviews = ImportedReview.objects.filter(verdict__in=[row.pk for row in verdicts])
        for review in reviews.order_by("created_at"):
            if review.verdict_id:
                known.imported[review.verdict_id] = review
        reported = Sighting.objects.filter(claim__in=claims).select_related("review", "claim__claimant")
        for sighting in reported:
            known.sightings[sighting.claim_id].append(sighting)
        cited = Evidence.objects.filter(verdict__in=[row.pk for row in verdicts]).exclude(url="")
        for verdict_id, url in cited.order_by("created_at", "id").values_list("verdict_id", "url"):
            known.citations[verdict_id].append(url)
        return known

    def chain(self, verdict: Verdict) -> list[_HistoryRow]:
        """The publisher's rows up to this one, since the last retraction."""
        every = self.history[verdict.claim_id, verdict.publisher_id]
        rows = [row for row in every if row["seq"] <= verdict.seq]
        ends = [at for at, row in enumerate(rows) if row["kind"] == Kind.RETRACTION]
        return rows[ends[-1] + 1 :] if ends else rows


def _review(verdict: Verdict, view: ClaimView, known: _Known) -> Review:
    chain = known.chain(verdict)
    published: Day = chain[0]["effective_at"]
    last = chain[-1]["effective_at"]
    # A row may hold from before the first one; nothing is modified before it is published.
    modified: Day | None = last if last > published else None
    corrections = [
        Correction(text=row["note"], published=row["effective_at"])
        for row in chain
        if row["kind"] == Kind.CORRECTION
    ]
    if stated := known.imported.get(verdict.pk):
        # What its markup said of the review's own history is more than the rows here know.
        said, _ = review_read(stated.document)
        published, modified = said.published or published, said.modified
        corrections = list(said.corrections)
    url = verdict.review_url or f"{settings.PUBLIC_URL}/claims/{verdict.claim_id}#{verdict.publisher_id}"
    return Review(
        url=url,
        claim=verdict.claim_text,
        publisher=_publisher(verdict.publisher, url),
        rating=_rating(verdict),
        items=_items(verdict, view, known),
        published=published,
        modified=modified,
        language=verdict.language,
        body=verdict.explanation,
        citations=tuple(dict.fromkeys(known.citations[verdict.pk])),
        corrections=tuple(corrections),
    )


def _publisher(source: Source, url: str) -> Publisher:
    review = urlsplit(url)
    where = f"{review.scheme}://{review.netloc.removeprefix('www.')}" if review.netloc else ""
    return Publisher(
        name=source.name,
        url=f"https://{source.domain}" if source.domain else where,
        corrections_policy=source.corrections_policy_url,
        fact_checking_policy=source.methodology_url,
    )


def _rating(verdict: Verdict) -> Rating:
    rating = verdict.rating
    if rating is None:
        raise ValueError("a retracted verdict has no review")
    return Rating(
        label=verdict.original_label or rating.label,
        value=rating.value,
        worst=rating.scale.worst,
        best=rating.scale.best,
        explanation=verdict.summary,
    )


def _items(verdict: Verdict, view: ClaimView, known: _Known) -> tuple[Item, ...]:
    """What the registry read itself, then what this publisher and whoever sent the claim report."""
    reported = [
        row for row in known.sightings[verdict.claim_id] if row.publisher_id in (None, verdict.publisher_id)
    ]
    items = {*_read(view), *(_reported(row) for row in reported)}
    if not items and view.claim.claimant:
        items = {Item(claimant=_claimant(view.claim.claimant))}
    return tuple(sorted(items, key=_order))


def _order(item: Item) -> tuple[str, str, str, tuple[str, ...]]:
    name = item.claimant.name if item.claimant else ""
    return (str(item.said_on or ""), name, item.first_appearance, item.appearances)


def _read(view: ClaimView) -> Iterable[Item]:
    """The claim's appearances in articles: an item for each claimant, as the articles name them."""
    of: dict[tuple[str, str], list[Appearance]] = defaultdict(list)
    for row in sorted(view.appearances, key=day_said):
        of[row.claimant, row.role].append(row)
    for (name, role), rows in of.items():
        urls = [row.article_version.article.url for row in rows]
        public = tuple(dict.fromkeys(url for url in urls if url.startswith("http")))
        known = view.claim.claimant
        same = known if known and name in {known.name, *known.aliases} else None
        yield Item(
            claimant=_claimant(same, role) if same else Claimant(name=name, job_title=role) if name else None,
            said_on=next(filter(None, map(day_known, rows)), None),
            first_appearance=public[0] if public else "",
            appearances=public[1:],
        )


def _claimant(source: Source, role: str = "") -> Claimant:
    return Claimant(
        name=source.name,
        organisation=source.kind != Source.Kind.PERSON,
        job_title=role,
        same_as=tuple(source.same_as),
    )


def _reported(row: Sighting) -> Item:
    return Item(
        claimant=_claimant_reported(row),
        said_on=day_reported(row),
        first_appearance=row.first_url,
        appearances=tuple(row.urls),
    )


def _claimant_reported(row: Sighting) -> Claimant | None:
    if row.made_by:
        return _claimant(row.made_by, row.role)
    named = Claimant(
        name=row.claimant,
        organisation=row.organisation,
        job_title=row.role,
        same_as=tuple(row.same_as),
    )
    return named if row.claimant else None
