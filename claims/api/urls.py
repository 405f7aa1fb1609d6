"""Addresses below /api/v1/."""

from django.urls import path

from claims.api.views import (
    candidates,
    changes,
    claims,
    curation,
    drafts,
    exports,
    imports,
    ledger,
    matches,
    parts,
    proposers,
    source_merges,
    verdicts,
    vocabulary,
)

_DRAFT = "verdict-drafts/<id:draft_id>"
_CANDIDATE = "candidates/<id:candidate_id>"

urlpatterns = [
    path("changes", changes.ChangesView.as_view(), name="api-changes"),
    path("claims", claims.ClaimsView.as_view(), name="api-claims"),
    path("claims/match", matches.MatchView.as_view(), name="api-claims-match"),
    path("claims/<id:claim_id>", claims.ClaimView.as_view(), name="api-claim"),
    path("claims/<id:claim_id>/verdicts", verdicts.ClaimVerdictsView.as_view(), name="api-claim-verdicts"),
    path("claims/<id:claim_id>/similar", matches.SimilarView.as_view(), name="api-claim-similar"),
    path("claims/<id:claim_id>/evidence", curation.ClaimEvidenceView.as_view(), name="api-claim-evidence"),
    path("claims/<id:claim_id>/merge", curation.ClaimMergeView.as_view(), name="api-claim-merge"),
    path("claims/<id:claim_id>/unmerge", curation.ClaimUnmergeView.as_view(), name="api-claim-unmerge"),
    path("verdicts", verdicts.VerdictsView.as_view(), name="api-verdicts"),
    path("verdicts/<id:verdict_id>", verdicts.VerdictView.as_view(), name="api-verdict"),
    path("verdict-drafts", drafts.DraftsView.as_view(), name="api-verdict-drafts"),
    path(_DRAFT, drafts.DraftView.as_view(), name="api-verdict-draft"),
    path(f"{_DRAFT}/publish", drafts.DraftPublishView.as_view(), name="api-verdict-draft-publish"),
    path(f"{_DRAFT}/discard", drafts.DraftDiscardView.as_view(), name="api-verdict-draft-discard"),
    path(f"{_DRAFT}/restore", drafts.DraftRestoreView.as_view(), name="api-verdict-draft-restore"),
    path(f"{_DRAFT}/evidence", drafts.DraftEvidenceView.as_view(), name="api-verdict-draft-evidence"),
    path(
        f"{_DRAFT}/evidence/<id:draft_evidence_id>",
        drafts.DraftEvidenceItemView.as_view(),
        name="api-verdict-draft-evidence-item",
    ),
    path("appearances", parts.AppearancesView.as_view(), name="api-appearances"),
    path("appearances/<id:appearance_id>", parts.AppearanceView.as_view(), name="api-appearance"),
    path("evidence", parts.EvidenceListView.as_view(), name="api-evidence-list"),
    path("evidence/<id:evidence_id>", parts.EvidenceView.as_view(), name="api-evidence"),
    path(
        "evidence/<id:evidence_id>/withdraw",
        curation.EvidenceWithdrawView.as_view(),
        name="api-evidence-withdraw",
    ),
    path("candidates", candidates.CandidatesView.as_view(), name="api-candidates"),
    path(_CANDIDATE, candidates.CandidateView.as_view(), name="api-candidate"),
    path(
        f"{_CANDIDATE}/namesakes", candidates.CandidateNamesakesView.as_view(), name="api-candidate-namesakes"
    ),
    path(f"{_CANDIDATE}/accept", candidates.CandidateAcceptView.as_view(), name="api-candidate-accept"),
    path(f"{_CANDIDATE}/merge", candidates.CandidateMergeView.as_view(), name="api-candidate-merge"),
    path(f"{_CANDIDATE}/reject", candidates.CandidateRejectView.as_view(), name="api-candidate-reject"),
    path(f"{_CANDIDATE}/reopen", candidates.CandidateReopenView.as_view(), name="api-candidate-reopen"),
    path("sources/<id:source_id>/merge", source_merges.SourceMergeView.as_view(), name="api-source-merge"),
    path(
        "sources/<id:source_id>/unmerge",
        source_merges.SourceUnmergeView.as_view(),
        name="api-source-unmerge",
    ),
    path("proposers", proposers.ProposersView.as_view(), name="api-proposers"),
    path("ledger/checkpoint", ledger.CheckpointView.as_view(), name="api-ledger-checkpoint"),
    path("ledger/entries", ledger.EntriesView.as_view(), name="api-ledger-entries"),
    path("ledger/proofs/inclusion", ledger.InclusionView.as_view(), name="api-ledger-inclusion"),
    path("ledger/proofs/consistency", ledger.ConsistencyView.as_view(), name="api-ledger-consistency"),
    path("ledger/verifier.py", ledger.VerifierView.as_view(), name="api-ledger-verifier"),
    path("imports", imports.ImportsView.as_view(), name="api-imports"),
    path("imports/<id:import_id>", imports.ImportView.as_view(), name="api-import"),
    path("imports/<id:import_id>/cancel", imports.ImportCancelView.as_view(), name="api-import-cancel"),
    path("imports/<id:import_id>/notes", imports.ImportNotesView.as_view(), name="api-import-notes"),
    path("exports/claims.ndjson", exports.ClaimsNdjsonView.as_view(), name="api-export-ndjson"),
    path("exports/claims.csv", exports.ClaimsCsvView.as_view(), name="api-export-csv"),
    path("rating-scales", vocabulary.RatingScalesView.as_view(), name="api-rating-scales"),
    path("rating-scales/<id:scale_id>", vocabulary.RatingScaleView.as_view(), name="api-rating-scale"),
    path(
        "rating-scales/<id:scale_id>/versions",
        vocabulary.ScaleVersionsView.as_view(),
        name="api-rating-scale-versions",
    ),
    path("topics", vocabulary.TopicsView.as_view(), name="api-topics"),
    path("topics/<slug:slug>", vocabulary.TopicView.as_view(), name="api-topic"),
]
