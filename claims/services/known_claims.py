"""A row that was taken in before and says something else now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction

from claims.exchange.heard import Heard, Place
from claims.exchange.row import CLAIM, WORDS, ClaimRow, SightingRow, VerdictRow
from claims.models import Claim, CurrentVerdict, ImportedRow, Rating, Sighting, Verdict
from claims.rules import Kind
from claims.services.corrections import claim_reword
from claims.services.documents import claims_hold, documents_refresh
from claims.services.new_claims import sightings_of, verdicts_once
from claims.services.row_references import References, references_for
from claims.services.verdicts import Statement, verdict_record
from sources.models import Source

_REASON = "The row that it was imported from changed."
_PLACE = ("claimant", "organisation", "role", "same_as", "first_url", "urls")
"""What of a sighting is none of its words: by whom and where."""


@transaction.atomic
def claim_row_update(
    *, row: ClaimRow, owner: User, at: Place | None = None, parts: Collection[str] | None = None
) -> bool:
    """Bring what came of the row up to what it says now; whether anything changed.

    It is compared with what the sender said before, and not with what the desk made of that since: only what
    the sender says anew is taken over, a verdict as a further row of its publisher's. What the row no longer
    mentions stays. With the place that it stands `at`, what the sender said earlier, and no longer, is held
    until the import's end; only such `parts` are then taken over, as names of them in ImportedRow.said. Of a
    row that was taken in by a version that did not note what it said, what the claim or the publisher once
    said is not new. The owner has a row of that key. Raises as verdict_record, and RowRefused for two
    verdicts of one publisher.
    """
    known = ImportedRow.objects.select_for_update(of=("self",)).get(owner=owner, key=row.key)
    if known.digest == row.digest:
        return False
    claims_hold(claim_ids=[known.claim_id])
    claim = Claim.objects.get(pk=known.claim_id)
    noted = CLAIM in known.said
    heard = Heard(known.said, last=known.digest, row=row.digest, at=at if noted else None)
    if heard.knows_row:
        changed = _say_again(claim, row, owner, heard, parts)
    else:
        changed = _say_anew(claim, row, owner, heard, noted)
    if changed:
        heard.note_changed()
    # A row after which something is held, or that was taken over in part, is looked at whenever it comes.
    known.digest = "" if heard.holds or parts is not None else row.digest
    known.save(update_fields=["digest", "said"])
    if changed:
        documents_refresh(claim_ids=[claim.pk])
    return changed


def _say_again(claim: Claim, row: ClaimRow, owner: User, heard: Heard, parts: Collection[str] | None) -> bool:
    """A row that was sent before says nothing but what its sender may have returned to.

    Nothing that it mentions is looked up before, or made anew where the desk took it away.
    """

    def is_new(of: str, digest: str) -> bool:
        return (parts is None or of in parts) and heard.is_new(of, digest)

    is_reworded = is_new(CLAIM, row.claim_digest())
    verdicts = tuple([one for one in row.verdicts if is_new(one.judged.of(), one.digest())])
    if not is_reworded and not verdicts:
        return False
    returned = row._replace(
        claimant=row.claimant if is_reworded else None, topics=(), sightings=(), verdicts=verdicts
    )
    references = references_for([returned])
    changed = is_reworded and _claim(claim, row, references, owner)
    for verdict in verdicts_once(verdicts, references):
        changed |= _verdict(claim, *references.of(verdict), verdict, owner)
    return changed


def _say_anew(claim: Claim, row: ClaimRow, owner: User, heard: Heard, noted: bool) -> bool:
    references, changed = references_for([row]), False
    was_said: Callable[[], bool] = partial(_was_corrected, claim, row)
    if heard.is_new(CLAIM, row.claim_digest(), was_said=was_said) and (noted or not was_said()):
        changed = _claim(claim, row, references, owner)
    changed |= _topics(claim, references)
    changed |= _sightings(claim, row)
    for verdict in verdicts_once(row.verdicts, references):
        publisher, rating = references.of(verdict)
        was_said = partial(_was_held, claim, publisher, rating, verdict)
        anew = heard.is_new(
            verdict.judged.of(), verdict.digest(), formerly=publisher.pk.hex, was_said=was_said
        )
        if anew and (noted or not was_said()):
            changed |= _verdict(claim, publisher, rating, verdict, owner)
    return changed


def _was_corrected(claim: Claim, row: ClaimRow) -> bool:
    """Whether the desk put right what the row says."""
    return claim.corrections.filter(text=row.text).exists()


def _was_held(claim: Claim, publisher: Source, rating: Rating, row: VerdictRow) -> bool:
    """Whether a row of the publisher's says just that, be it the last or not."""
    rows = Verdict.objects.filter(claim__in={claim.pk, claim.survivor_id or claim.pk}, publisher=publisher)
    return rows.filter(
        rating__label=rating.label,
        rating__value=rating.value,
        original_label=row.original_label or rating.label,
        summary=row.summary,
        explanation=row.explanation,
        review_url=row.review_url,
    ).exists()


def _claim(claim: Claim, row: ClaimRow, references: References, owner: User) -> bool:
    claimant = references.claimants[row.claimant.name] if row.claimant else claim.claimant
    language = row.language or claim.language
    made = claim_reword(
        claim=claim, text=row.text, language=language, claimant=claimant, actor=owner, reason=_REASON
    )
    return made is not None


def _topics(claim: Claim, references: References) -> bool:
    """Topics that the claim has not; whether there were any."""
    slugs = set(claim.topics.values_list("slug", flat=True))
    if missing := references.topics.keys() - slugs:
        claim.topics.add(*(references.topics[slug] for slug in missing))
    return bool(missing)


def _sightings(claim: Claim, row: ClaimRow) -> bool:
    """Sightings that the claim has not, and words of those that it has; whether there were any.

    One that says the same as another, and more of its words or when it was, takes its place: it is no
    further one.
    """
    have: dict[object, list[Sighting]] = defaultdict(list)
    for known in Sighting.objects.filter(claim=claim, review=None).order_by("id"):
        have[_values(known, _PLACE)].append(known)
    changed = False
    for one in sightings_of(row, claim.claimant):
        alike = have[_values(one, _PLACE)]
        if any(_tells(known, one) for known in alike):
            continue
        lacking = next((known for known in alike if _tells(one, known)), None)
        sighting = lacking or Sighting(claim=claim)
        for name, value in one._asdict().items():
            setattr(sighting, name, value)
        sighting.save()
        if not lacking:
            alike.append(sighting)
        changed = True
    return changed


def _tells(one: Sighting | SightingRow, other: Sighting | SightingRow) -> bool:
    """Whether all words of the other are there, too, and when it was said."""
    both = zip(_told(one), _told(other), strict=True)
    return all(not theirs or theirs == ours for ours, theirs in both)


def _told(one: Sighting | SightingRow) -> tuple[object, ...]:
    return (*_values(one, WORDS), one.said_on and (one.said_on, one.said_on_precision))


def _values(one: Sighting | SightingRow, names: Iterable[str]) -> tuple[object, ...]:
    found = (getattr(one, name) for name in names)
    return tuple(tuple(value) if isinstance(value, list) else value for value in found)


def _statement(verdict: VerdictRow) -> Statement:
    return Statement(
        summary=verdict.summary,
        explanation=verdict.explanation,
        original_label=verdict.original_label,
        language=verdict.language,
        review_url=verdict.review_url,
        effective_at=verdict.effective_at,
    )


def _verdict(claim: Claim, publisher: Source, rating: Rating, row: VerdictRow, owner: User) -> bool:
    claim_id = claim.survivor_id or claim.pk
    current = CurrentVerdict.objects.filter(claim=claim_id, publisher=publisher).select_related("verdict")
    pointer = current.first()
    last = pointer.verdict if pointer else None
    if last and not _differs(last, rating, row):
        return False
    stands = last is not None and last.rating_id is not None
    verdict_record(
        claim_id=claim_id,
        publisher_id=publisher.pk,
        kind=Kind.UPDATE if stands else Kind.INITIAL,
        rating_id=rating.pk,
        reason=_REASON if stands else "",
        actor=owner,
        compared=True,
        statement=_statement(row),
    )
    return True


def _differs(last: Verdict, rating: Rating, row: VerdictRow) -> bool:
    return (
        last.rating_id != rating.pk
        or last.original_label != (row.original_label or rating.label)
        or (last.summary, last.explanation, last.review_url) != (row.summary, row.explanation, row.review_url)
    )
