"""What is proposed in an article becomes candidates, of each version of its text only what is new in it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from claims.models import Candidate
from claims.models.utterance import NAME_MAX, SAID_ON_MAX, UTTERANCE_FIELDS
from claims.proposing.types import Proposal
from claims.services.clusters import clustering_hold, clusters_hold, clusters_recount
from common.directions import undirected
from common.errors import Invalid
from sources.models import ArticleVersion

State = Candidate.State
_Place = tuple[int, int, str]
_Said = tuple[str, str, dt.date | None]

# What a proposal says, besides the text.
_PROPOSED = (
    *UTTERANCE_FIELDS,
    *("text_edited", "claimant_kind", "language", "score", "reasons", "proposer", "proposer_version"),
)


@transaction.atomic
def candidates_propose(
    *, version: ArticleVersion, proposals: Sequence[Proposal], proposer: str, proposer_version: str
) -> int:
    """Store what a proposer finds in an article version, whose article is held.

    What says the same as a candidate of an earlier version, by the same claimant and of the same day, is no
    new one: where that was decided, it stays decided; where it still waits, it waits in this version. Of
    this version, what was decided stays as it is, what waits becomes what is proposed now, and what the
    proposer finds no more and nobody decided goes.

    Returns how many candidates the version now has. Raises Invalid where a proposal's sentence is not
    the version's text at its offsets: exact words are the point of a candidate.
    """
    rows: dict[_Place, Candidate] = {}
    for proposal in proposals:
        row = _row(version, proposal)
        if version.text[row.start : row.end] != row.sentence or not row.sentence:
            raise Invalid(f"{proposer} proposed words that are not in the article: {row.sentence[:80]!r}")
        row.proposer, row.proposer_version = proposer, proposer_version
        rows.setdefault(_place(row), row)
    reading = _compared(version, list(rows.values()), proposer)
    _renew(reading)
    Candidate.objects.bulk_create(reading.new, batch_size=500)
    return Candidate.objects.filter(article_version=version).count()


def _row(version: ArticleVersion, proposal: Proposal) -> Candidate:
    said_on = proposal.said_on
    return Candidate(
        article_version=version,
        text=undirected(proposal.text),
        text_edited=proposal.text_edited,
        sentence=proposal.sentence,
        start=proposal.start,
        end=proposal.end,
        quote=proposal.quote,
        claimant=_cut(proposal.claimant),
        claimant_kind=proposal.claimant_kind or "",
        role=_cut(proposal.role),
        via=[_cut(carrier) for carrier in proposal.via],
        addressee=_cut(proposal.addressee),
        said_on_text=_cut(said_on.text if said_on else "", SAID_ON_MAX),
        said_on=said_on.date if said_on else None,
        said_on_precision=said_on.precision if said_on else "",
        language=proposal.language or "",
        score=proposal.score,
        reasons=list(proposal.reasons),
    )


def _cut(words: str | None, longest: int = NAME_MAX) -> str:
    """What is longer than any name is none, and no reason to give up the article it is from."""
    return undirected(words or "")[:longest]


@dataclass(slots=True)
class _Reading:
    """What becomes of the proposals: `again` are undecided candidates with what is proposed of them now."""

    new: list[Candidate] = field(default_factory=list)
    again: list[tuple[Candidate, Candidate]] = field(default_factory=list)
    gone: list[Candidate] = field(default_factory=list)


def _compared(version: ArticleVersion, rows: Sequence[Candidate], proposer: str) -> _Reading:
    """Compare what is proposed in a version with the candidates of its article, of later versions first."""
    here: dict[_Place, Candidate] = {}
    decided: set[_Said] = set()
    waiting: dict[_Said, list[Candidate]] = defaultdict(list)
    known = Candidate.objects.filter(article_version__article=version.article_id)
    for candidate in known.order_by("-article_version__number", "start", "end", "id"):
        if candidate.article_version_id == version.pk:
            here[_place(candidate)] = candidate
        elif candidate.state == State.PENDING:
            waiting[_said(candidate)].append(candidate)
        else:
            decided.add(_said(candidate))
    reading = _Reading()
    for row in rows:
        there = here.pop(_place(row), None)
        if there is not None:
            if _may_renew(there, proposer) and _proposed(there) != _proposed(row):
                reading.again.append((there, row))
        elif _said(row) in decided:
            continue
        elif waiting[_said(row)]:
            reading.again.append((waiting[_said(row)].pop(0), row))
        else:
            reading.new.append(row)
    reading.gone = [candidate for candidate in here.values() if _may_renew(candidate, proposer)]
    return reading


def _place(candidate: Candidate) -> _Place:
    return candidate.start, candidate.end, candidate.text


def _said(candidate: Candidate) -> _Said:
    return candidate.text, candidate.claimant, candidate.said_on


def _may_renew(candidate: Candidate, proposer: str) -> bool:
    return candidate.state == State.PENDING and candidate.proposer == proposer


def _proposed(candidate: Candidate) -> dict[str, object]:
    return {name: getattr(candidate, name) for name in _PROPOSED}


def _renew(reading: _Reading) -> None:
    """Let those that still wait be what is proposed now; one of another language is grouped anew."""
    touched = [*(candidate for candidate, _ in reading.again), *reading.gone]
    if not touched:
        return
    clustering_hold()
    clusters = {candidate.cluster_id for candidate in touched if candidate.cluster_id}
    clusters_hold(cluster_ids=clusters)
    still = Candidate.objects.filter(pk__in=[one.pk for one in touched], state=State.PENDING)
    held = {one.pk: one for one in still.order_by("pk").select_for_update()}
    renewed = []
    for candidate, row in reading.again:
        if candidate.pk not in held:
            continue  # It was decided this moment.
        if candidate.language != row.language:
            candidate.cluster, candidate.leads = None, True
        for name, value in _proposed(row).items():
            setattr(candidate, name, value)
        renewed.append(candidate)
    Candidate.objects.bulk_update(renewed, [*_PROPOSED, "cluster", "leads"], batch_size=200)
    Candidate.objects.filter(pk__in=[one.pk for one in reading.gone if one.pk in held]).delete()
    clusters_recount(cluster_ids=clusters)
