"""What operations take that put a claim or its evidence right, or put two together."""

from __future__ import annotations

from rest_framework import serializers

from common.api.fields import Input, LanguageField
from common.lengths import TEXT_LENGTH

_MOST_TOPICS = 50


class ClaimChange(Input):
    """What to change of a claim; the rest stays."""

    text = serializers.CharField(required=False, max_length=TEXT_LENGTH)
    language = LanguageField(required=False, allow_blank=True)
    claimant = serializers.UUIDField(
        required=False, allow_null=True, help_text="The source that made it; null: nobody named."
    )
    reason = serializers.CharField(
        required=False,
        max_length=TEXT_LENGTH,
        help_text="What was wrong with the text, the language or the claimant; required with one of them.",
    )
    topics = serializers.ListField(
        child=serializers.SlugField(max_length=100),
        required=False,
        max_length=_MOST_TOPICS,
        help_text="The slugs of all topics it is to have, instead of those it has.",
    )


class ClaimMergeInput(Input):
    """The claim that says the same, and why the two are one."""

    into = serializers.UUIDField()
    reason = serializers.CharField(max_length=TEXT_LENGTH)


class SourceMergeInput(Input):
    """The source that is the same, and why the two are one."""

    into = serializers.UUIDField()
    reason = serializers.CharField(max_length=TEXT_LENGTH)


class UnmergeInput(Input):
    """Why the two are not one after all."""

    reason = serializers.CharField(max_length=TEXT_LENGTH)


class EvidenceWithdrawInput(Input):
    """Why evidence is withdrawn."""

    reason = serializers.CharField(max_length=TEXT_LENGTH)
