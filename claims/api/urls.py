"""Addresses below /api/v1/."""

from django.urls import path

from claims.api.views import candidates, claims, vocabulary

_CANDIDATE = "candidates/<uuid:candidate_id>"

urlpatterns = [
    path("claims", claims.ClaimsView.as_view(), name="api-claims"),
    path("claims/<uuid:claim_id>", claims.ClaimView.as_view(), name="api-claim"),
    path("claims/<uuid:claim_id>/verdicts", claims.ClaimVerdictsView.as_view(), name="api-claim-verdicts"),
    path("verdicts", claims.VerdictsView.as_view(), name="api-verdicts"),
    path("verdicts/<uuid:verdict_id>", claims.VerdictView.as_view(), name="api-verdict"),
    path("candidates", candidates.CandidatesView.as_view(), name="api-candidates"),
    path(_CANDIDATE, candidates.CandidateView.as_view(), name="api-candidate"),
    path(f"{_CANDIDATE}/accept", candidates.CandidateAcceptView.as_view(), name="api-candidate-accept"),
    path(f"{_CANDIDATE}/merge", candidates.CandidateMergeView.as_view(), name="api-candidate-merge"),
    path(f"{_CANDIDATE}/reject", candidates.CandidateRejectView.as_view(), name="api-candidate-reject"),
    path("rating-scales", vocabulary.RatingScalesView.as_view(), name="api-rating-scales"),
    path("rating-scales/<uuid:scale_id>", vocabulary.RatingScaleView.as_view(), name="api-rating-scale"),
    path("topics", vocabulary.TopicsView.as_view(), name="api-topics"),
]
