"""What the public page of a claim shows, arranged for its template. No queries of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, time
from uuid import UUID

from claims.models import Appearance, Claim, Evidence, Sighting, Verdict
from claims.moments import Absorbed, ClaimView, day_said
from claims.public.addresses import public_url, web_address
from claims.public.queries import NORMALISED
from claims.public.words import Words
from claims.rules import SIDES, Kind, Normalised

_KINDS = {
    Kind.INITIAL: "Verdict",
    Kind.UPDATE: "Update",
    Kind.CORRECTION: "Correction",
    Kind.RETRACTION: "Retraction",
}


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A verdict in a word or two: the publisher's own, what that means, and the side it is on, for colour."""

    label: str
    meaning: str
    side: str


@dataclass(frozen=True, kw_only=True)
class EvidenceItem:
    """A piece of evidence. An address is '' where no link may lead there."""

    stance: str
    url: str
    archive_url: str
    excerpt: Words
    broken: bool


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """One row of a publisher's history. `mark` None: retracted.

    `day_only`: it took effect with a day and at no hour that anybody named. `recorded_apart`: the registry
    knew of it at another moment than that from which it holds.
    """

    verdict: Verdict
    day_only: bool
    recorded_apart: bool
    kind: str
    mark: Mark | None
    scale: str
    summary: Words
    explanation: Words
    reason: Words
    note: Words
    earlier_wording: Words
    review_url: str
    api_url: str
    proof_url: str
    evidence: list[EvidenceItem]


@dataclass(frozen=True, kw_only=True)
class History:
    """What a publisher held of a claim, the newest row first; the first one is what holds."""

    publisher: str
    publisher_id: UUID
    site: str
    rows: list[HistoryRow]

    @property
    def retracted(self) -> bool:
        """Whether nothing is held any more."""
        return self.rows[0].mark is None


@dataclass(frozen=True, kw_only=True)
class AppearanceItem:
    """Where the claim was found, and who said it to whom."""

    appearance: Appearance
    quote: Words
    outlet: str
    title: Words
    url: str


@dataclass(frozen=True, kw_only=True)
class SightingItem:
    """Where others report the claim, and whose they say it is; `unnamed`: whose, where nobody is named."""

    sighting: Sighting
    unnamed: str
    urls: list[str]


@dataclass(frozen=True, kw_only=True)
class AbsorbedItem:
    """A claim that was merged into this one, with its histories and its own evidence."""

    text: Words
    histories: list[History]
    evidence: list[EvidenceItem]


@dataclass(frozen=True, kw_only=True)
class ClaimPage:
    """The whole page."""

    claim: Claim
    text: Words
    said_by: list[str]
    variants: list[Words]
    conflict: bool
    histories: list[History]
    absorbed: list[AbsorbedItem]
    appearances: list[AppearanceItem]
    sightings: list[SightingItem]
    evidence: list[EvidenceItem]
    description: str


def claim_page(view: ClaimView, verdicts: Iterable[Verdict]) -> ClaimPage:
    """The page of a claim of claim_detail; `verdicts` are of claim_family_verdicts (public_selectors)."""
    rows = list(verdicts)
    claim = view.claim
    merged = [one.claim for one in view.merged_claims]
    text = Words(claim.text, claim.language)
    histories = _histories(claim, rows, view.evidence)
    said_by = _said_by(view)
    return ClaimPage(
        claim=claim,
        text=text,
        said_by=said_by,
        variants=[Words(variant.text, variant.language) for variant in claim.variants.all()],
        conflict=view.verdicts_conflict,
        histories=histories,
        absorbed=[_absorbed(one, rows) for one in view.merged_claims],
        appearances=[_appearance(row) for row in sorted(view.appearances, key=day_said)],
        sightings=[item for one in (claim, *merged) for item in _sightings(one)],
        evidence=_of_claim(claim, view.evidence),
        description=_description(said_by, histories),
    )


def _absorbed(merged: Absorbed, verdicts: Iterable[Verdict]) -> AbsorbedItem:
    claim, evidence = merged.claim, merged.evidence
    return AbsorbedItem(
        text=Words(claim.text, claim.language),
        histories=_histories(claim, verdicts, evidence),
        evidence=_of_claim(claim, evidence),
    )


def mark(verdict: Verdict) -> Mark | None:
    """The verdict in a word; None for a retraction. Reads its rating."""
    if verdict.rating is None:
        return None
    normalised = Normalised(verdict.rating.normalised)
    side = SIDES[normalised]
    return Mark(
        label=verdict.original_label or verdict.rating.label,
        meaning=NORMALISED[normalised],
        side=side.value if side else "none",
    )


def _histories(claim: Claim, verdicts: Iterable[Verdict], evidence: Iterable[Evidence]) -> list[History]:
    """One for each publisher: first who holds something, and of them who spoke last."""
    given = list(evidence)
    of_publisher: dict[UUID, list[Verdict]] = {}
    for row in verdicts:
        if row.claim_id == claim.pk:
            of_publisher.setdefault(row.publisher_id, []).append(row)
    histories = [_history(claim, rows, given) for rows in of_publisher.values()]
    return sorted(histories, key=lambda history: history.retracted)


def _history(claim: Claim, rows: list[Verdict], evidence: list[Evidence]) -> History:
    rows = sorted(rows, key=lambda row: row.seq, reverse=True)
    latest = rows[0]
    return History(
        publisher=latest.publisher.name,
        publisher_id=latest.publisher_id,
        site=f"https://{latest.publisher.domain}/" if latest.publisher.domain else "",
        rows=[_row(claim, row, evidence) for row in rows],
    )


def _row(claim: Claim, verdict: Verdict, evidence: list[Evidence]) -> HistoryRow:
    language = verdict.language or claim.language
    return HistoryRow(
        verdict=verdict,
        day_only=verdict.effective_at.astimezone(UTC).time() == time(),
        recorded_apart=verdict.effective_at != verdict.recorded_at,
        kind=_KINDS[Kind(verdict.kind)],
        mark=mark(verdict),
        scale=_scale(verdict),
        summary=Words(verdict.summary, language),
        explanation=Words(verdict.explanation, language),
        reason=Words(verdict.reason, language),
        note=Words(verdict.note, language),
        earlier_wording=Words("" if verdict.claim_text == claim.text else verdict.claim_text, claim.language),
        review_url=web_address(verdict.review_url),
        api_url=public_url(f"/api/v1/verdicts/{verdict.id}"),
        proof_url=public_url(f"/api/v1/ledger/proofs/inclusion?verdict={verdict.id}"),
        evidence=[_evidence(row, language) for row in evidence if row.verdict_id == verdict.pk],
    )


def _scale(verdict: Verdict) -> str:
    """Where the label is between the ends of its scale; '' where it is not on the line."""
    rating = verdict.rating
    if rating is None or rating.value is None:
        return ""
    value, worst, best = (
        f"{number.normalize():f}" for number in (rating.value, rating.scale.worst, rating.scale.best)
    )
    return f"{value} on a scale from {worst} (worst) to {best} (best)"


def _of_claim(claim: Claim, evidence: Iterable[Evidence]) -> list[EvidenceItem]:
    """What was given for the claim as such."""
    return [_evidence(row, claim.language) for row in evidence if row.verdict_id is None]


def _evidence(row: Evidence, language: str) -> EvidenceItem:
    return EvidenceItem(
        stance=row.get_stance_display(),
        url=web_address(row.url),
        archive_url=web_address(row.archive_url),
        excerpt=Words(row.excerpt, language),
        broken=row.link_state == Evidence.LinkState.BROKEN,
    )


def _appearance(row: Appearance) -> AppearanceItem:
    article = row.article_version.article
    return AppearanceItem(
        appearance=row,
        quote=Words(row.sentence, article.language),
        outlet=article.source.name if article.source else "",
        title=Words(article.title or "an article without a title", article.language),
        url=web_address(article.url),
    )


def _sightings(claim: Claim) -> list[SightingItem]:
    """Those that tell an address or a sentence."""
    told = ((row, [url for url in map(web_address, row.places) if url]) for row in claim.sightings.all())
    return [
        SightingItem(
            sighting=row, unnamed=row.made_by.name if row.made_by else "Not known by whom", urls=urls
        )
        for row, urls in told
        if urls or row.sentence
    ]


def _said_by(view: ClaimView) -> list[str]:
    """The claimant; without one, whoever is named where it appeared, an outlet for what it says itself."""
    if view.claim.claimant:
        return [view.claim.claimant.name]
    read = [(row.claimant, row.article_version.article.source) for row in view.appearances]
    named = [claimant or (outlet.name if outlet else "") for claimant, outlet in read]
    named += [row.claimant for row in view.claim.sightings.all()]
    return list(dict.fromkeys(filter(None, named)))


def _description(said_by: list[str], histories: Iterable[History]) -> str:
    """A line for search results and link previews."""
    held = [
        f"{history.publisher}: {history.rows[0].mark.label if history.rows[0].mark else 'retracted'}"
        for history in histories
    ]
    said = f"Claimed by {', '.join(said_by)}. " if said_by else ""
    return f"{said}{'; '.join(held)}"
