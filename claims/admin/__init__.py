"""The fact-checkers' desk: candidates, claims and their duplicates, verdicts, scales, topics, imports."""

from claims.admin.candidates import CandidateAdmin
from claims.admin.claims import ClaimAdmin
from claims.admin.drafts import VerdictDraftAdmin
from claims.admin.duplicates import DuplicateAdmin
from claims.admin.imports import ImportJobAdmin
from claims.admin.scales import RatingScaleAdmin, TopicAdmin
from claims.admin.source_merges import SourceMergeAdmin
from claims.admin.verdicts import VerdictAdmin

__all__ = [
    "CandidateAdmin",
    "ClaimAdmin",
    "DuplicateAdmin",
    "ImportJobAdmin",
    "RatingScaleAdmin",
    "SourceMergeAdmin",
    "TopicAdmin",
    "VerdictAdmin",
    "VerdictDraftAdmin",
]
