"""What the page of a candidate shows, whoever looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from claims.admin import display
from claims.models import Candidate, Claim, Suggestion
from claims.selectors import claim_list


@dataclass(frozen=True, kw_only=True)
class Resemblance:
    """A known claim that the candidate resembles, and what stands on it."""

    suggestion: Suggestion
    claim: Claim
    verdicts: SafeString | str

    @property
    def percent(self) -> str:
        """How alike they are."""
        return f"{self.suggestion.score:.0%}"


def candidate_context(candidate: Candidate) -> dict[str, Any]:
    """The candidate in its article, its attribution, and the claims it resembles."""
    version = candidate.article_version
    return {
        "candidate": candidate,
        "version": version,
        "article": version.article,
        "linked": version.article.url.startswith(("http://", "https://")),
        "parts": display.parts_of(candidate, version.text),
        "said_on": display.said_on(candidate),
        "carriers": display.carriers(candidate),
        "score": f"{candidate.score:.2f}",
        "resemblances": _resemblances(candidate),
    }


def _resemblances(candidate: Candidate) -> list[Resemblance]:
    suggestions = list(candidate.suggestions.all())
    ids = [suggestion.claim_id for suggestion in suggestions]
    claims = claim_list(include_open=True).in_bulk(ids) if ids else {}
    return [
        Resemblance(
            suggestion=suggestion, claim=claim, verdicts=display.verdict_badges(claim.current_verdicts.all())
        )
        for suggestion in suggestions
        if (claim := claims.get(suggestion.claim_id))
    ]
