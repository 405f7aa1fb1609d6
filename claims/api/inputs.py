"""What operations on claims, verdicts and candidates take."""

from __future__ import annotations

from rest_framework import serializers

from claims.document_pages import ORDERS
from claims.models import Claim, Evidence, VerdictDraft
from claims.rules import Kind, Normalised
from claims.searching.query import MAX_LENGTH, MAX_TERMS
from common.api.fields import Choice, Input, LanguageField, PageQuery, Query
from common.lengths import TEXT_LENGTH

_LARGEST_SEQ = 2**31 - 1
_MOST_KEPT = 200


class ClaimQuery(PageQuery):
    """Which claims. All that is given must hold."""

    q = serializers.CharField(
        required=False,
        max_length=MAX_LENGTH,
        help_text=(
            'Words that all occur; "a phrase"; -excluded; one `or` the other; begun*, of three letters at '
            "least. In every language, without regard to endings where the language's are known, to case "
            "or accents. The best match comes first; before it the claim that has the query for its `id` or "
            "`short_id`, or into which that one was merged. A word that no claim has is also read as those "
            f"one slip of the fingers away. At most {MAX_TERMS} words and phrases."
        ),
    )
    facets = serializers.BooleanField(
        required=False, default=False, help_text="With `q`: also count the claims found by what they are."
    )
    state = Choice(
        required=False,
        choices=Claim.State.values,
        default=Claim.State.PUBLISHED,
        help_text="`open` and `merged_open` need a key with candidates:read.",
    )
    claimant = serializers.UUIDField(required=False, help_text="The source that made it.")
    publisher = serializers.UUIDField(required=False, help_text="A source with a verdict on it.")
    normalised = Choice(
        required=False, choices=[n.value for n in Normalised], help_text="What a current verdict says."
    )
    topic = serializers.SlugField(required=False, max_length=100)
    language = LanguageField(required=False, help_text="BCP 47; `en` finds `en-GB` too.")
    verdict = serializers.CharField(
        required=False, max_length=200, help_text="The publisher's label of a current verdict, in any case."
    )
    source = serializers.UUIDField(  # type: ignore[assignment]  # a field of that name, not this one's source
        required=False, help_text="The outlet it appeared in."
    )
    appeared_since = serializers.DateTimeField(
        required=False, help_text="In an article published at this moment or later."
    )
    appeared_until = serializers.DateTimeField(
        required=False, help_text="In an article published before this moment."
    )
    reviewed_since = serializers.DateTimeField(
        required=False, help_text="With a current verdict held from this moment or later."
    )
    reviewed_until = serializers.DateTimeField(
        required=False, help_text="With a current verdict held from before this moment."
    )
    updated_since = serializers.DateTimeField(
        required=False, help_text="Whose document changed in anything at or after this moment."
    )
    order = Choice(
        required=False,
        choices=ORDERS,
        default=ORDERS[0],
        help_text=(
            "`-`: the latest first. `updated_at` is when the document last changed in anything, "
            "`reviewed_at` the newest `effective_at` of its `verdicts`; a claim without any comes before "
            "all others: last in `-reviewed_at`, first in `reviewed_at`."
        ),
    )
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

    kind = Choice(
        choices=[(k.value, k.name) for k in Kind],
        help_text="All but an initial one need a reason; a retraction has no rating.",
    )
    rating = serializers.UUIDField(required=False, allow_null=True, help_text="A rating of a rating scale.")
    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=TEXT_LENGTH, help_text="Why it changes; public."
    )
    note = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=TEXT_LENGTH,
        help_text="Of a correction, and required there: what was wrong, and what is right.",
    )
    summary = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    explanation = serializers.CharField(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    original_label = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="The label as printed; else the rating's."
    )
    language = LanguageField(required=False, allow_blank=True)
    review_url = serializers.URLField(required=False, allow_blank=True, max_length=2048)
    effective_at = serializers.DateTimeField(
        required=False, help_text="From when it is held: now or before. Else from now."
    )
    expected_seq = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=_LARGEST_SEQ,
        help_text="The publisher's last seq that you saw, 0 for none: 409 where there is a newer one.",
    )


class VerdictInput(VerdictWords):
    """A verdict to append."""

    publisher = serializers.UUIDField(help_text="A source that is a fact-checker.")
    kept_evidence = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        max_length=_MOST_KEPT,
        help_text=(
            "Evidence of the claim, or of the publisher's verdicts on it, upon which this one rests, too: it "
            "is given with it in rows of its own."
        ),
    )


class DraftInput(VerdictInput):
    """A verdict to prepare."""

    claim = serializers.UUIDField()


class DraftChange(VerdictWords):
    """What to change of a draft; the rest stays."""

    kind = Choice(choices=[(k.value, k.name) for k in Kind], required=False)


class DraftPublication(Input):
    """Which draft is meant, as it was read."""

    revision = serializers.IntegerField(
        min_value=1, max_value=_LARGEST_SEQ, help_text="The draft's `revision` that you read."
    )


class DraftQuery(PageQuery):
    """Which drafts. All that is given must hold."""

    state = Choice(required=False, choices=VerdictDraft.State.values, default=VerdictDraft.State.DRAFT)
    claim = serializers.UUIDField(required=False)


class AppearanceQuery(PageQuery):
    """Which appearances. All that is given must hold."""

    claim = serializers.UUIDField(required=False)
    article = serializers.UUIDField(required=False)
    outlet = serializers.UUIDField(required=False, help_text="The source that published the article.")
    said_since = serializers.DateField(required=False, help_text="Said on this day or later.")
    said_until = serializers.DateField(required=False, help_text="Said before this day.")


class EvidenceQuery(PageQuery):
    """Which evidence. All that is given must hold."""

    claim = serializers.UUIDField(required=False)
    verdict = serializers.UUIDField(required=False, help_text="The verdict it was given with.")
    stance = Choice(required=False, choices=Evidence.Stance.values)
    link_state = Choice(required=False, choices=Evidence.LinkState.values)
    withdrawn = serializers.BooleanField(
        required=False, help_text="true: what was withdrawn, and nothing else; left out: what holds."
    )


class EvidenceWords(Input):
    """What evidence says, and where."""

    url = serializers.CharField(required=False, allow_blank=True, max_length=2048)
    excerpt = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=TEXT_LENGTH,
        help_text="The words that matter, verbatim.",
    )
    archive_url = serializers.CharField(required=False, allow_blank=True, max_length=2048)
    content_hash = serializers.CharField(
        required=False, allow_blank=True, max_length=64, help_text="SHA-256 of what the address held."
    )


class EvidenceInput(EvidenceWords):
    """Evidence, found at an address or in an article version, or both."""

    stance = Choice(choices=[(s.value, s.name) for s in Evidence.Stance])
    article_version = serializers.UUIDField(required=False)


class EvidenceChange(EvidenceWords):
    """What to change of a draft's evidence; the rest stays."""

    stance = Choice(choices=[(s.value, s.name) for s in Evidence.Stance], required=False)
    article_version = serializers.UUIDField(required=False, allow_null=True)


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
    normalised = Choice(choices=[(n.value, n.name) for n in Normalised])
    value = serializers.DecimalField(required=False, allow_null=True, max_digits=8, decimal_places=2)


class ScaleVersionInput(Input):
    """What changes with the new version; every other label stays."""

    ratings = LabelInput(many=True)


class TopicInput(Input):
    """A topic."""

    slug = serializers.SlugField(max_length=100, help_text="How it is referred to; never changes.")
    name = serializers.CharField(max_length=200)


class TopicChange(Input):
    """What a topic is to be called."""

    name = serializers.CharField(max_length=200)
