"""The fact-checkers' desk: the queue of candidates, claims, verdicts, rating scales and topics."""

from claims.admin.candidates import CandidateAdmin
from claims.admin.claims import ClaimAdmin
from claims.admin.drafts import VerdictDraftAdmin
from claims.admin.scales import RatingScaleAdmin, TopicAdmin
from claims.admin.verdicts import VerdictAdmin

__all__ = [
    "CandidateAdmin",
    "ClaimAdmin",
    "RatingScaleAdmin",
    "TopicAdmin",
    "VerdictAdmin",
    "VerdictDraftAdmin",
]
