"""What claims make of the events of the sources app, inside the transactions that cause them."""

from __future__ import annotations

from claims.document_selectors import claims_made_by, claims_of_article, claims_of_source
from claims.services.checks import publisher_keep
from claims.services.documents import claims_hold, documents_refresh
from claims.services.scales import scales_note
from claims.services.words import claim_words_write
from claims.vocabulary_selectors import rating_scales_of
from common.models import Change
from sources.events import ArticleChanged, ArticleChanging, SourceChanged, SourceChanging


def source_changing(change: SourceChanging) -> None:
    """Lock the claims that mention the source, before the source itself is: as whoever judges one does."""
    claims_hold(claim_ids=claims_of_source(change.source_id))


def source_changed(change: SourceChanged) -> None:
    """Show the source as it is now, in as many claims as mention it, and in its rating scales.

    Raises Conflict where it published verdicts and is to be no fact-checker.
    """
    publisher_keep(source_id=change.source_id)
    documents_refresh(claim_ids=claims_of_source(change.source_id))
    # A claim is found by every name of its claimant, of which its document shows one.
    claim_words_write(claims=claims_made_by(change.source_id))
    scales_note(scale_ids=rating_scales_of(change.source_id), kind=Change.Kind.UPDATED)


def article_changing(change: ArticleChanging) -> None:
    """Lock the claims that appeared in the article, before the article itself is."""
    claims_hold(claim_ids=claims_of_article(change.article_id))


def article_changed(change: ArticleChanged) -> None:
    """Show the article as it is now, in as many claims as appeared in it."""
    documents_refresh(claim_ids=claims_of_article(change.article_id))
