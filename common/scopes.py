"""What an API key may be allowed to do. Pure, and the only list of it."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """One permission of a key."""

    ARTICLES_READ = "articles:read"
    ARTICLES_WRITE = "articles:write"
    CANDIDATES_READ = "candidates:read"
    CANDIDATES_WRITE = "candidates:write"
    CLAIMS_WRITE = "claims:write"
    VERDICTS_WRITE = "verdicts:write"
    SCALES_WRITE = "scales:write"
    IMPORTS_WRITE = "imports:write"
    SOURCES_WRITE = "sources:write"
    FEEDS_WRITE = "feeds:write"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"


MEANINGS: dict[Scope, str] = {
    Scope.ARTICLES_READ: "read articles, how far their processing is, and the feeds that bring them",
    Scope.ARTICLES_WRITE: "submit articles, and dismiss those that failed",
    Scope.CANDIDATES_READ: "read candidates, and claims not yet published",
    Scope.CANDIDATES_WRITE: "accept, merge and reject candidates",
    Scope.CLAIMS_WRITE: "correct claims, merge them and undo it, add evidence, and say what claims are about",
    Scope.VERDICTS_WRITE: "draft, record, correct and retract verdicts",
    Scope.SCALES_WRITE: "make new versions of rating scales",
    Scope.IMPORTS_WRITE: "import claims and reviews in bulk, and read the owner's own imports",
    Scope.SOURCES_WRITE: "create, change and delete sources",
    Scope.FEEDS_WRITE: "create, change and delete feeds; with imports:write also those of reviews",
    Scope.WEBHOOKS_READ: "read the owner's own webhook endpoints and deliveries",
    Scope.WEBHOOKS_WRITE: "create, change and delete the owner's own webhook endpoints",
}
