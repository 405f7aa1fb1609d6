"""Candidates, claims and appearances; rating scales; verdicts, evidence and the log of verdicts."""

from claims.models.candidate import Candidate, Suggestion
from claims.models.claim import Appearance, Claim, Topic, Variant
from claims.models.evidence import Evidence
from claims.models.ledger import LedgerCheckpoint, LedgerEntry, LedgerHead, LedgerNode
from claims.models.merge import ClaimMerge
from claims.models.rating import Rating, RatingScale
from claims.models.verdict import CurrentVerdict, Verdict, VerdictDraft

__all__ = [
    "Appearance",
    "Candidate",
    "Claim",
    "ClaimMerge",
    "CurrentVerdict",
    "Evidence",
    "LedgerCheckpoint",
    "LedgerEntry",
    "LedgerHead",
    "LedgerNode",
    "Rating",
    "RatingScale",
    "Suggestion",
    "Topic",
    "Variant",
    "Verdict",
    "VerdictDraft",
]
