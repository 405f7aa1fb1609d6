"""What the reference offers to send: by operation, one body for each media type, such as somebody would."""

from __future__ import annotations

from typing import Any

ID = "0199c3a4-7d10-7c3e-9b55-2f6b3a1d4e80"
_JSON = "application/json"
_EVIDENCE = {
    "stance": "refutes",
    "url": "https://water.example/levels",
    "excerpt": "The reservoir held 38 million cubic metres.",
}
_VERDICT = {
    "publisher": ID,
    "kind": "initial",
    "rating": ID,
    "summary": "It holds four months of water.",
    "review_url": "https://desk.example/reservoir",
    "language": "en",
    "expected_seq": 0,
}
_PLAIN: dict[str, Any] = {
    "article_submit": {"url": "https://outlet.example/reservoir", "outlet": "Fjord Post"},
    "article_update": {"dismissed": True},
    "candidate_accept": {"text": "The reservoir at Velmar holds two years of water."},
    "candidate_merge": {"claim": ID},
    "candidate_reject": {"reason": "Opinion or prediction"},
    "candidate_reopen": {"reason": "Another bridge is meant.", "together": True},
    "claim_evidence_add": _EVIDENCE,
    "claim_match": {"text": "The reservoir has water for two years.", "limit": 5},
    "claim_merge": {"into": ID, "reason": "They say the same."},
    "claim_unmerge": {"reason": "One is about the year before."},
    "claim_update": {"topics": ["water", "dams"]},
    "claim_verdict_record": _VERDICT,
    "feed_create": {
        "source": ID,
        "url": "https://outlet.example/rss",
        "kind": "rss",
        "interval_seconds": 900,
    },
    "feed_update": {"paused": True},
    "evidence_withdraw": {"reason": "It is about another reservoir."},
    "import_create": {"url": "https://desk.example/claimreview.json", "format": "claimreview"},
    "rating_scale_version_add": {
        "ratings": [{"label": "Mostly false", "normalised": "mostly_false", "value": "2"}]
    },
    "source_create": {
        "kind": "outlet",
        "name": "Fjord Post",
        "domain": "outlet.example",
        "country": "NO",
        "languages": ["nb"],
    },
    "source_update": {"aliases": ["The Post"]},
    "source_merge": {"into": ID, "reason": "Health Ministry is the Ministry of Health."},
    "source_unmerge": {"reason": "One is that of the region."},
    "topic_create": {"slug": "water", "name": "Water"},
    "topic_update": {"name": "Water and dams"},
    "verdict_draft_create": {"claim": ID} | _VERDICT,
    "verdict_draft_update": {"summary": "It holds four months of water, not two years."},
    "verdict_draft_evidence_add": _EVIDENCE,
    "verdict_draft_evidence_update": {"excerpt": "The reservoir held 38 million cubic metres in May."},
    "verdict_draft_publish": {"revision": 1},
    "webhook_endpoint_create": {
        "url": "https://subscriber.example/hook",
        "event_types": ["verdict.published", "verdict.corrected", "verdict.retracted"],
    },
    "webhook_endpoint_update": {"description": "The front page"},
    "webhook_replay_create": {"wanted": "missing", "since": "2026-03-01T00:00:00Z"},
    "webhook_endpoint_rotate": {"overlap_hours": 24},
}
_ROW = '{"id": "velmar-1", "text": "The reservoir at Velmar holds two years of water.", "language": "en"}\n'
_TABLE = "id,text,language\nvelmar-1,The reservoir at Velmar holds two years of water.,en\n"
_REVIEW = """{"@context": "https://schema.org", "@type": "ClaimReview", "url": "https://desk.example/reservoir",
 "claimReviewed": "The reservoir at Velmar holds two years of water.", "datePublished": "2026-03-02",
 "author": {"@type": "Organization", "name": "Control Desk", "url": "https://desk.example/"},
 "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1,
                  "alternateName": "False"}}
"""
_FILES = {
    "application/x-ndjson": _ROW,
    "text/csv": _TABLE,
    "application/ld+json": _REVIEW,
    "text/html": f'<script type="application/ld+json">\n{_REVIEW}</script>\n',
}


def body_of(operation: str, media_type: str) -> Any:
    """The body offered to send, None where there is none for the operation in that form."""
    if media_type == _JSON:
        return _PLAIN.get(operation)
    return _FILES.get(media_type) if operation == "import_create" else None
