"""Candidates, claims and appearances; rating scales; verdicts, evidence and the log of verdicts."""

from claims.models.candidate import Candidate, Suggestion
from claims.models.claim import Appearance, Claim, ClaimTopic, Topic, Variant
from claims.models.cluster import Cluster, ClusterOutlet
from claims.models.correction import ClaimCorrection
from claims.models.document import NEVER, ClaimDocument
from claims.models.duplicate import Duplicate
from claims.models.evidence import Evidence
from claims.models.imports import ImportedRow, ImportJob, ImportNote, ImportPart
from claims.models.ledger import LedgerCheckpoint, LedgerEntry, LedgerHead, LedgerNode
from claims.models.matching import (
    MatchDocument,
    MatchLexeme,
    MatchPending,
    MatchPosting,
    MatchSegment,
    MatchUnembedded,
)
from claims.models.merge import ClaimMerge
from claims.models.rating import Rating, RatingScale
from claims.models.sighting import ImportedReview, MetReview, Sighting
from claims.models.source_merge import SourceMerge
from claims.models.verdict import CurrentVerdict, Verdict, VerdictDraft
from claims.models.words import ClaimWords

__all__ = [
    "NEVER",
    "Appearance",
    "Candidate",
    "Claim",
    "ClaimCorrection",
    "ClaimDocument",
    "ClaimMerge",
    "ClaimTopic",
    "ClaimWords",
    "Cluster",
    "ClusterOutlet",
    "CurrentVerdict",
    "Duplicate",
    "Evidence",
    "ImportJob",
    "ImportNote",
    "ImportPart",
    "ImportedReview",
    "ImportedRow",
    "LedgerCheckpoint",
    "LedgerEntry",
    "LedgerHead",
    "LedgerNode",
    "MatchDocument",
    "MatchLexeme",
    "MatchPending",
    "MatchPosting",
    "MatchSegment",
    "MatchUnembedded",
    "MetReview",
    "Rating",
    "RatingScale",
    "Sighting",
    "SourceMerge",
    "Suggestion",
    "Topic",
    "Variant",
    "Verdict",
    "VerdictDraft",
]
