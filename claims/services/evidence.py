"""Evidence: what supports or refutes a claim, or gives its context."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims.models import Claim, Evidence, Verdict, VerdictDraft
from claims.roles import Right
from claims.services.documents import documents_refresh
from claims.services.drafts import draft_store
from claims.services.rights import right_require
from common.errors import Conflict, Invalid, NotFound
from common.targets import target_checked
from sources.models import ArticleVersion


@transaction.atomic
def evidence_add(
    *,
    stance: Evidence.Stance,
    actor: User,
    claim_id: UUID | None = None,
    verdict_id: UUID | None = None,
    draft_id: UUID | None = None,
    url: str = "",
    article_version_id: UUID | None = None,
    excerpt: str = "",
    archive_url: str = "",
    content_hash: str = "",
) -> Evidence:
    """Add evidence to a claim, to one verdict on it, or to a draft, with which it is published.

    A draft is another revision with it, and the actor one of its writers. It is found at `url` or in an
    article version of the registry, or both. Addresses are checked as text only: of the public web, without
    credentials. `content_hash` is the SHA-256 of what the address held, in hexadecimal; left out, the first
    check of the link notes it. Raises Refused, NotFound, Invalid, Conflict (the draft was published).
    """
    right_require(actor=actor, right=Right.DRAFT_VERDICT)
    if [claim_id, verdict_id, draft_id].count(None) != 2:
        raise Invalid("evidence belongs to a claim, to a verdict or to a draft, to one of them")
    if not url.strip() and article_version_id is None:
        raise Invalid("say where the evidence is found: an address, or an article", field="url")
    verdict = _existing_verdict(verdict_id) if verdict_id else None
    claim = _existing_claim(claim_id) if claim_id else None
    draft = _open_draft(draft_id) if draft_id else None
    address = _checked(url, field="url")
    evidence = Evidence.objects.create(
        claim=verdict.claim if verdict else claim,
        verdict=verdict,
        draft=draft,
        url=address,
        article_version=_existing_version(article_version_id) if article_version_id else None,
        stance=_known_stance(stance),
        excerpt=excerpt.strip(),
        archive_url=_checked(archive_url, field="archive_url"),
        content_hash=_checked_hash(content_hash),
        next_check_at=timezone.now() if address else None,
        created_by=actor,
    )
    if draft:
        draft_store(draft=draft, actor=actor)
    if evidence.claim_id:
        documents_refresh(claim_ids=[evidence.claim_id])
    return evidence


def _checked_hash(given: str) -> str:
    found = given.strip().lower()
    if found and not re.fullmatch("[0-9a-f]{64}", found):
        raise Invalid("a SHA-256 is 64 hexadecimal digits", field="content_hash")
    return found


def _open_draft(draft_id: UUID) -> VerdictDraft:
    # Locked, so that nothing is added to a draft while it is being published.
    draft = VerdictDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise NotFound(f"there is no draft {draft_id}", field="draft")
    if draft.state != VerdictDraft.State.DRAFT:
        raise Conflict(f"the draft was {draft.state}; evidence goes to the verdict or the claim now")
    return draft


def _checked(url: str, *, field: str) -> str:
    url = url.strip()
    if url:
        target_checked(url, field=field)
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
    verdict = Verdict.objects.select_related("claim").filter(pk=verdict_id).first()
    if verdict is None:
        raise NotFound(f"there is no verdict {verdict_id}", field="verdict")
    return verdict


def _existing_version(version_id: UUID) -> ArticleVersion:
    version = ArticleVersion.objects.defer("text", "snapshot").filter(pk=version_id).first()
    if version is None:
        raise NotFound(f"there is no article version {version_id}", field="article_version")
    return version
