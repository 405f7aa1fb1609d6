"""How well a proposer finds the claims of an article and who stands behind them.

A proposal answers a gold claim when it covers at least half of the claim's text. The pairing is one to one,
the pairs that share most first: a proposal that runs over two claims answers one of them and leaves the other
missed, and the second proposal for a claim counts as unasked. Claimant, role, via, addressee, date and quote
are judged on the answered claims.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from claims.evaluation.gold import GoldArticle, GoldClaim, SaidOn, overlap
from claims.evaluation.metrics import ratio
from claims.evaluation.names import same_name, same_names
from claims.proposing.types import ArticleText, Incomplete, Proposal, Proposer

_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over any number of articles; they add up."""

    articles: int = 0
    claims: int = 0
    proposals: int = 0
    matched: int = 0
    claimant: int = 0
    role: int = 0
    via: int = 0
    via_sentence_only: int = 0
    addressee: int = 0
    addressed: int = 0
    addressed_right: int = 0
    addressees_proposed: int = 0
    said_on: int = 0
    said_on_sentence_only: int = 0
    quote: int = 0
    not_claims: int = 0
    not_claims_proposed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Attribution:
    """Shares (0..1). The accuracies are over matched claims.

    `*_sentence_only` is the second reading of the gold: what a sentence carries on from earlier ones is
    expected to be absent (no via, no date). `proposed_not_claims` is the share of the gold's not_claims that
    were proposed. Few claims have an addressee: `addressed` counts the matched ones that do, and recall and
    precision are over the addressees expected and proposed.
    """

    articles: int
    claims: int
    proposals: int
    recall: float
    precision: float
    claimant: float
    role: float
    via: float
    via_sentence_only: float
    addressee: float
    addressed: int
    addressee_recall: float
    addressee_precision: float
    said_on: float
    said_on_sentence_only: float
    quote: float
    not_claims: int
    not_claims_proposed: int
    proposed_not_claims: float


def evaluate(corpus: Sequence[GoldArticle], proposer: Proposer) -> dict[str, Attribution]:
    """The figures over everything ("all") and of each language."""
    tallies: dict[str, Tally] = {}
    total = Tally()
    for article in corpus:
        given = ArticleText(article.text, language=article.language or None, published=article.published)
        tally = compare(article, _proposals(proposer, given))
        language = article.language or "unknown"
        tallies[language] = tallies.get(language, Tally()) + tally
        total += tally
    return {"all": shares(total)} | {language: shares(tallies[language]) for language in sorted(tallies)}


def _proposals(proposer: Proposer, article: ArticleText) -> Sequence[Proposal]:
    """What it found; what it could not read counts as missed."""
    try:
        return proposer.propose(article)
    except Incomplete as incomplete:
        return incomplete.found


def compare(article: GoldArticle, proposals: Sequence[Proposal]) -> Tally:
    """The counts of one article."""
    matched = pair(article.claims, proposals)
    right = [_judge(article.claims[g], proposals[p], article.language) for g, p in matched]
    spans = [(proposal.start, proposal.end) for proposal in proposals]
    return Tally(
        articles=1,
        claims=len(article.claims),
        proposals=len(proposals),
        matched=len(matched),
        not_claims=len(article.not_claims),
        not_claims_proposed=sum(
            any(_covers(span, wrong) >= _ENOUGH for span in spans) for wrong in article.not_claims
        ),
        addressed=sum(article.claims[g].addressee is not None for g, _ in matched),
        addressees_proposed=sum(proposals[p].addressee is not None for _, p in matched),
        addressed_right=sum(
            answer["addressee"] and article.claims[g].addressee is not None
            for (g, _), answer in zip(matched, right, strict=True)
        ),
        **{name: sum(answer[name] for answer in right) for name in _JUDGED},
    )


def pair(claims: Sequence[GoldClaim], proposals: Sequence[Proposal]) -> list[tuple[int, int]]:
    """Positions of claims and of the proposals that answer them, in the order of the claims."""
    possible = []
    for g, claim in enumerate(claims):
        for p, proposal in enumerate(proposals):
            share = _covers((proposal.start, proposal.end), claim.span)
            if share >= _ENOUGH:
                excess = proposal.end - proposal.start - (claim.span[1] - claim.span[0])
                possible.append((-share, abs(excess), g, p))
    claims_left, proposals_left = set(range(len(claims))), set(range(len(proposals)))
    found = []
    for _, _, g, p in sorted(possible):
        if g in claims_left and p in proposals_left:
            claims_left.discard(g)
            proposals_left.discard(p)
            found.append((g, p))
    return sorted(found)


def shares(tally: Tally) -> Attribution:
    """The counts as shares."""
    return Attribution(
        articles=tally.articles,
        claims=tally.claims,
        proposals=tally.proposals,
        recall=ratio(tally.matched, tally.claims),
        precision=ratio(tally.matched, tally.proposals),
        addressed=tally.addressed,
        addressee_recall=ratio(tally.addressed_right, tally.addressed),
        addressee_precision=ratio(tally.addressed_right, tally.addressees_proposed),
        not_claims=tally.not_claims,
        not_claims_proposed=tally.not_claims_proposed,
        proposed_not_claims=ratio(tally.not_claims_proposed, tally.not_claims),
        **{name: ratio(getattr(tally, name), tally.matched) for name in _JUDGED},
    )


_JUDGED = (
    *("claimant", "role", "via", "via_sentence_only", "addressee"),
    *("said_on", "said_on_sentence_only", "quote"),
)


def _judge(gold: GoldClaim, proposal: Proposal, language: str) -> dict[str, bool]:
    given = proposal.said_on and SaidOn(proposal.said_on.date, proposal.said_on.precision)
    own_via = () if gold.continued else gold.via
    own_date = None if gold.continued else gold.said_on
    return {
        "claimant": same_name(gold.claimant, proposal.claimant, language),
        "role": same_name(gold.role, proposal.role, language),
        "via": same_names(gold.via, proposal.via, language),
        "via_sentence_only": same_names(own_via, proposal.via, language),
        "addressee": same_name(gold.addressee, proposal.addressee, language),
        "said_on": given == gold.said_on,
        "said_on_sentence_only": given == own_date,
        "quote": proposal.quote == gold.quote,
    }


def _covers(span: tuple[int, int], wanted: tuple[int, int]) -> float:
    """The share of `wanted` that lies in `span`."""
    return ratio(overlap(span, wanted), wanted[1] - wanted[0])
