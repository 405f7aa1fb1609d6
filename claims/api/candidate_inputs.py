"""What the operations on candidates and their proposers take."""

from __future__ import annotations

from rest_framework import serializers

from claims.models import Candidate
from claims.models.utterance import NAME_MAX
from common.api.fields import Choice, Input, PageQuery, Query
from common.lengths import TEXT_LENGTH

_LARGEST_SEQ = 2**31 - 1


class CandidateQuery(PageQuery):
    """Which candidates. All that is given must hold."""

    state = Choice(required=False, choices=Candidate.State.values)
    article = serializers.UUIDField(required=False)
    claimant = serializers.CharField(
        required=False, max_length=500, help_text="Who asserts it, as the article names them, in any case."
    )
    min_score = serializers.FloatField(required=False, min_value=0, max_value=1)
    cluster = serializers.UUIDField(required=False, help_text="Those that say the same thing.")
    grouped = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Only undecided ones, and of those that say the same only the one that leads.",
    )


class ProposerQuery(Query):
    """Which decisions count."""

    since = serializers.DateTimeField(required=False, help_text="Decided at or after this moment.")
    until = serializers.DateTimeField(required=False, help_text="Decided before this moment.")
    period = Choice(required=False, choices=["week", "month"], default="month")


class AcceptInput(Input):
    """How a candidate becomes a claim."""

    text = serializers.CharField(required=False, max_length=TEXT_LENGTH, help_text="A better wording.")
    claimant = serializers.UUIDField(
        required=False,
        help_text="The source meant; else the one named so in the article, or a new one.",
    )
    addressee = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=NAME_MAX,
        help_text="The party the claimant spoke to, empty for none; else as proposed.",
    )
    reason = serializers.CharField(required=False, max_length=TEXT_LENGTH)
    whole_cluster = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Decide the undecided others of its cluster with it, at most 1,000 at once.",
    )


class MergeInput(Input):
    """The claim that a candidate is one more appearance of."""

    claim = serializers.UUIDField()
    reason = serializers.CharField(required=False, max_length=TEXT_LENGTH)
    whole_cluster = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Decide the undecided others of its cluster with it, at most 1,000 at once.",
    )


class RejectInput(Input):
    """Why a candidate is no claim."""

    reason = serializers.CharField(max_length=TEXT_LENGTH)
    whole_cluster = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Decide the undecided others of its cluster with it, at most 1,000 at once.",
    )


class ReopenInput(Input):
    """What of a decision is taken back, and why."""

    reason = serializers.CharField(
        required=False, max_length=TEXT_LENGTH, help_text="Kept in the history that the desk shows."
    )
    together = serializers.BooleanField(
        required=False, default=False, help_text="Also of those of its cluster that were decided with it."
    )
