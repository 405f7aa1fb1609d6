"""Candidates, claims and appearances; rating scales; verdicts and evidence."""

from claims.models.candidate import Candidate, Suggestion
from claims.models.claim import Appearance, Claim, Topic, Variant
from claims.models.rating import Rating, RatingScale
from claims.models.verdict import CurrentVerdict, Evidence, Verdict

__all__ = [
    "Appearance",
    "Candidate",
    "Claim",
    "CurrentVerdict",
    "Evidence",
    "Rating",
    "RatingScale",
    "Suggestion",
    "Topic",
    "Variant",
    "Verdict",
]
