"""What operations on claims, verdicts and candidates take."""

from __future__ import annotations

from rest_framework import serializers

from claims.models import Candidate, Claim, Evidence, VerdictDraft
from claims.rules import Kind, Normalised
from common.api.fields import Input, PageQuery, Query

_TEXT_LENGTH = 100_000
_LARGEST_SEQ = 2**31 - 1


class ClaimQuery(PageQuery):
    """Which claims. All that is given must hold."""

    q = serializers.CharField(
        required=False,
        max_length=500,
        help_text='Words, "phrases", -excluded, either or.',
    )
    state = serializers.ChoiceField(
        required=False,
        choices=Claim.State.values,
        default=Claim.State.PUBLISHED,
        help_text="`open` needs a key with candidates:read.",
    )
    claimant = serializers.UUIDField(required=False, help_text="The source that made it.")
    publisher = serializers.UUIDField(required=False, help_text="A source with a verdict on it.")
    normalised = serializers.ChoiceField(
        required=False, choices=[n.value for n in Normalised], help_text="What a current verdict says."
    )
    topic = serializers.SlugField(required=False, max_length=100)
    language = serializers.CharField(
        required=False, max_length=35, help_text="BCP 47; `en` finds `en-GB` too."
    )
    updated_since = serializers.DateTimeField(required=False, help_text="Changed at or after this moment.")
    conflict = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Whether its publishers contradict each other.",
    )


class MomentQuery(Query):
    """A moment in the past. Where only one of the two is given, the other is now."""

    as_of = serializers.DateTimeField(required=False, help_text="As it held at this moment.")
    known_at = serializers.DateTimeField(
        required=False, help_text="As far as the registry knew at this moment."
    )


class VerdictQuery(PageQuery):
    """Which verdicts."""

    publisher = serializers.UUIDField(required=False)


class HistoryQuery(VerdictQuery, MomentQuery):
    """Which verdicts on a claim."""


class VerdictWords(Input):
    """What a verdict says."""

    kind = serializers.ChoiceField(
        choices=[(k.value, k.name) for k in Kind],
        help_text="All but an initial one need a reason; a retraction has no rating.",
    )
    rating = serializers.UUIDField(required=False, allow_null=True, help_text="A rating of a rating scale.")
    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=_TEXT_LENGTH, help_text="Why it changes; public."
    )
    note = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=_TEXT_LENGTH,
        help_text="Of a correction, and required there: what was wrong, and what is right.",
    )
    summary = serializers.CharField(required=False, allow_blank=True, max_length=_TEXT_LENGTH)
    explanation = serializers.CharField(required=False, allow_blank=True, max_length=_TEXT_LENGTH)
    original_label = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="The label as printed; else the rating's."
    )
    language = serializers.CharField(required=False, allow_blank=True, max_length=35, help_text="BCP 47.")
    review_url = serializers.URLField(required=False, allow_blank=True, max_length=2048)
    effective_at = serializers.DateTimeField(required=False, help_text="From when it is held; else from now.")
    expected_seq = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=_LARGEST_SEQ,
        help_text="The publisher's last seq that you saw, 0 for none: 409 where there is a newer one.",
    )


class VerdictInput(VerdictWords):
    """A verdict to append."""

    publisher = serializers.UUIDField(help_text="A source that is a fact-checker.")


class DraftInput(VerdictInput):
    """A verdict to prepare."""

    claim = serializers.UUIDField()


class DraftChange(VerdictWords):
    """What to change of a draft; the rest stays."""

    kind = serializers.ChoiceField(choices=[(k.value, k.name) for k in Kind], required=False)


class DraftQuery(PageQuery):
    """Which drafts. All that is given must hold."""

    state = serializers.ChoiceField(
        required=False, choices=VerdictDraft.State.values, default=VerdictDraft.State.DRAFT
    )
    claim = serializers.UUIDField(required=False)


class EvidenceInput(Input):
    """Evidence, found at an address or in an article version, or both."""

    stance = serializers.ChoiceField(choices=[(s.value, s.name) for s in Evidence.Stance])
    url = serializers.CharField(required=False, allow_blank=True, max_length=2048)
    article_version = serializers.UUIDField(required=False)
    excerpt = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=_TEXT_LENGTH,
        help_text="The words that matter, verbatim.",
    )
    archive_url = serializers.CharField(required=False, allow_blank=True, max_length=2048)
    content_hash = serializers.CharField(
        required=False, allow_blank=True, max_length=64, help_text="SHA-256 of what the address held."
    )


class ClaimMergeInput(Input):
    """The claim that says the same, and why the two are one."""

    into = serializers.UUIDField()
    reason = serializers.CharField(max_length=_TEXT_LENGTH)


class UnmergeInput(Input):
    """Why the two are not one claim after all."""

    reason = serializers.CharField(max_length=_TEXT_LENGTH)


class ScaleQuery(PageQuery):
    """Which rating scales."""

    unmapped = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Only newest versions with a label that is mapped to nothing yet.",
    )


class LabelInput(Input):
    """A label of a rating scale, new or in the place of the one so called."""

    label = serializers.CharField(max_length=200)  # type: ignore[assignment]  # a field, not this one's label
    normalised = serializers.ChoiceField(choices=[(n.value, n.name) for n in Normalised])
    value = serializers.DecimalField(required=False, allow_null=True, max_digits=8, decimal_places=2)


class ScaleVersionInput(Input):
    """What changes with the new version; every other label stays."""

    ratings = LabelInput(many=True)


class CandidateQuery(PageQuery):
    """Which candidates. All that is given must hold."""

    state = serializers.ChoiceField(required=False, choices=Candidate.State.values)
    article = serializers.UUIDField(required=False)
    claimant = serializers.CharField(
        required=False, max_length=500, help_text="Who asserts it, as the article names them, in any case."
    )
    min_score = serializers.FloatField(required=False, min_value=0, max_value=1)


class AcceptInput(Input):
    """How a candidate becomes a claim."""

    text = serializers.CharField(required=False, max_length=_TEXT_LENGTH, help_text="A better wording.")
    claimant = serializers.UUIDField(
        required=False,
        help_text="The source meant; else the one named so in the article, or a new one.",
    )
    reason = serializers.CharField(required=False, max_length=_TEXT_LENGTH)


class MergeInput(Input):
    """The claim that a candidate is one more appearance of."""

    claim = serializers.UUIDField()
    reason = serializers.CharField(required=False, max_length=_TEXT_LENGTH)


class RejectInput(Input):
    """Why a candidate is no claim."""

    reason = serializers.CharField(max_length=_TEXT_LENGTH)
