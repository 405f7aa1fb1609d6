"""Evidence: what supports or refutes a claim, or gives its context."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from claims.models import Claim, Evidence, Verdict
from common.addresses import AddressRefused, check_url
from common.errors import Invalid, NotFound
from sources.models import ArticleVersion


@transaction.atomic
def evidence_add(
    *,
    stance: Evidence.Stance,
    actor: User,
    claim_id: UUID | None = None,
    verdict_id: UUID | None = None,
    url: str = "",
    article_version_id: UUID | None = None,
    excerpt: str = "",
    archive_url: str = "",
) -> Evidence:
    """Add evidence to a claim or to one verdict on it.

    It is found at `url` or in an article version of the registry, or both. Addresses are checked as
    text only: of the public web, without credentials. Raises NotFound, Invalid.
    """
    if (claim_id is None) == (verdict_id is None):
        raise Invalid("evidence belongs to a claim or to a verdict, to one of them")
    if not url.strip() and article_version_id is None:
        raise Invalid("say where the evidence is found: an address, or an article", field="url")
    return Evidence.objects.create(
        claim=_existing_claim(claim_id) if claim_id else None,
        verdict=_existing_verdict(verdict_id) if verdict_id else None,
        url=_checked(url, field="url"),
        article_version=_existing_version(article_version_id) if article_version_id else None,
        stance=_known_stance(stance),
        excerpt=excerpt.strip(),
        archive_url=_checked(archive_url, field="archive_url"),
        created_by=actor,
    )


def _checked(url: str, *, field: str) -> str:
    url = url.strip()
    try:
        if url:
            check_url(url)
    except AddressRefused as refusal:
        raise Invalid(str(refusal), field=field) from refusal
    return url


def _known_stance(stance: str) -> Evidence.Stance:
    try:
        return Evidence.Stance(stance)
    except ValueError:
        known = ", ".join(Evidence.Stance.values)
        raise Invalid(f"there is no stance {stance!r}; choose of: {known}", field="stance") from None


def _existing_claim(claim_id: UUID) -> Claim:
    claim = Claim.objects.filter(pk=claim_id).first()
    if claim is None:
        raise NotFound(f"there is no claim {claim_id}", field="claim")
    return claim


def _existing_verdict(verdict_id: UUID) -> Verdict:
    verdict = Verdict.objects.filter(pk=verdict_id).first()
    if verdict is None:
        raise NotFound(f"there is no verdict {verdict_id}", field="verdict")
    return verdict


def _existing_version(version_id: UUID) -> ArticleVersion:
    version = ArticleVersion.objects.defer("text", "snapshot").filter(pk=version_id).first()
    if version is None:
        raise NotFound(f"there is no article version {version_id}", field="article_version")
    return version
