"""Evidence: what supports or refutes a claim, or gives its context."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims.models import CurrentVerdict, Evidence, Verdict, VerdictDraft
from claims.part_selectors import draft_evidence_get
from claims.roles import Right
from claims.services.checks import claim_lock
from claims.services.documents import claims_hold, documents_refresh
from claims.services.drafts import draft_may_change, draft_revision_check, draft_store
from claims.services.rights import right_require
from common.errors import Conflict, Invalid, NotFound, Refused
from common.targets import target_checked
from sources.models import ArticleVersion

_SAID = {"stance", "url", "article_version_id", "excerpt", "archive_url", "content_hash"}


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
    check of the link notes it. Raises Refused, NotFound, Invalid, Conflict (the draft was published,
    the claim merged, or what holds the evidence has the same already).
    """
    right_require(actor=actor, right=Right.DRAFT_VERDICT)
    if [claim_id, verdict_id, draft_id].count(None) != 2:
        raise Invalid("evidence belongs to a claim, to a verdict or to a draft, to one of them")
    verdict = _existing_verdict(verdict_id) if verdict_id else None
    claim = claim_lock(claim_id, field="claim") if claim_id else None
    draft = _open_draft(draft_id) if draft_id else None
    evidence = Evidence(
        claim=verdict.claim if verdict else claim, verdict=verdict, draft=draft, created_by=actor
    )
    _fill(
        evidence,
        stance=stance,
        url=url,
        article_version_id=article_version_id,
        excerpt=excerpt,
        archive_url=archive_url,
        content_hash=content_hash,
    )
    _new_check(evidence)
    evidence.save(force_insert=True)
    if draft:
        draft_store(draft=draft, actor=actor)
    if evidence.claim_id:
        documents_refresh(claim_ids=[evidence.claim_id])
    return evidence


@transaction.atomic
def evidence_change(
    *, draft_id: UUID, evidence_id: UUID, actor: User, revision: int | None = None, **changes: Any
) -> Evidence:
    """Put right what a draft's evidence says: what evidence_add takes of it; the rest stays.

    Whoever may change the draft may, which is another revision then. Once published, evidence stays as it is.
    `revision` is the draft's that the actor read; None: nobody's words are lost, as the caller made sure.
    Raises Refused, NotFound, Invalid, Conflict (changed, published or discarded meanwhile, or the draft
    has the same already).
    """
    draft, evidence = _own_evidence(draft_id, evidence_id, actor)
    draft_revision_check(draft=draft, read=revision)
    if unknown := changes.keys() - _SAID:
        raise Invalid(f"evidence has no {', '.join(sorted(unknown))}")
    _fill(evidence, **changes)
    _new_check(evidence)
    evidence.save()
    draft_store(draft=draft, actor=actor)
    return evidence


@transaction.atomic
def evidence_remove(*, draft_id: UUID, evidence_id: UUID, actor: User, revision: int | None = None) -> None:
    """Take evidence out of a draft, which is another revision then. Otherwise as evidence_change."""
    draft, evidence = _own_evidence(draft_id, evidence_id, actor)
    draft_revision_check(draft=draft, read=revision)
    evidence.delete()
    draft_store(draft=draft, actor=actor)


@transaction.atomic
def evidence_withdraw(*, evidence_id: UUID, reason: str, actor: User) -> Evidence:
    """Take back what was given for a claim by mistake: it holds no more from now on, and its row says why.

    Whoever gave it may, and whoever may publish verdicts. What came with a verdict stays with it for ever,
    and what a standing verdict rests on stays until that is corrected. Raises Refused, NotFound (also of a
    draft, of which it is removed), Invalid (no reason), Conflict (a verdict rests on it, withdrawn already).
    """
    claim_id = Evidence.objects.filter(pk=evidence_id).values_list("claim", flat=True).first()
    if claim_id is None:
        raise NotFound(f"there is no evidence {evidence_id} of a claim")
    claims_hold(claim_ids=[claim_id])
    evidence = Evidence.objects.get(pk=evidence_id)
    is_own = evidence.created_by_id == actor.pk
    right_require(actor=actor, right=Right.DRAFT_VERDICT if is_own else Right.PUBLISH_VERDICT)
    if not reason.strip():
        raise Invalid("say why it is withdrawn", field="reason")
    if evidence.withdrawn_at:
        raise Conflict("it was withdrawn already")
    if evidence.verdict_id:
        raise Conflict("it came with a verdict, which is never changed; correct the verdict")
    standing = CurrentVerdict.objects.filter(claim=claim_id).values("verdict")
    if any(row.piece == evidence.piece for row in Evidence.objects.filter(verdict__in=standing)):
        raise Conflict("a verdict that stands rests on it, too; correct the verdict first")
    evidence.withdrawn_at, evidence.withdrawn_by = timezone.now(), actor
    evidence.withdrawn_reason = reason.strip()
    evidence.next_check_at = None
    evidence.save()
    documents_refresh(claim_ids=[claim_id])
    return evidence


def _own_evidence(draft_id: UUID, evidence_id: UUID, actor: User) -> tuple[VerdictDraft, Evidence]:
    right_require(actor=actor, right=Right.DRAFT_VERDICT)
    draft = _open_draft(draft_id)
    if not draft_may_change(draft, actor):
        raise Refused("the draft is another's; its author changes it, or whoever may publish verdicts")
    return draft, draft_evidence_get(draft_id, evidence_id)


def _fill(evidence: Evidence, **said: Any) -> None:
    """Have it say so, once that is checked."""
    if "url" in said:
        _place(evidence, _checked(said["url"], field="url"))
    if "article_version_id" in said:
        version_id = said["article_version_id"]
        evidence.article_version = _existing_version(version_id) if version_id else None
    if not evidence.url and evidence.article_version is None:
        raise Invalid("say where the evidence is found: an address, or an article", field="url")
    if "stance" in said:
        evidence.stance = _known_stance(said["stance"])
    if "excerpt" in said:
        evidence.excerpt = said["excerpt"].strip()
    if "archive_url" in said:
        evidence.archive_url = _checked(said["archive_url"], field="archive_url")
    if "content_hash" in said:
        evidence.content_hash = _checked_hash(said["content_hash"])


def _new_check(evidence: Evidence) -> None:
    """That a form sent twice gives nothing twice. A verdict's is written by the registry alone."""
    if evidence.verdict_id:
        return
    of = {"draft": evidence.draft_id} if evidence.draft_id else {"claim": evidence.claim_id, "verdict": None}
    given = Evidence.objects.filter(**of, withdrawn_at=None, url=evidence.url).exclude(pk=evidence.pk)
    if any(one.piece == evidence.piece for one in given):
        raise Conflict("this very evidence is given there already", field="url")


def _place(evidence: Evidence, url: str) -> None:
    """At another address nothing is known yet of what it holds."""
    if url == evidence.url:
        return
    evidence.url = url
    evidence.content_hash = ""
    evidence.link_state = Evidence.LinkState.UNCHECKED
    evidence.link_failures = 0
    evidence.checked_at = None
    evidence.next_check_at = timezone.now() if url else None


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
