"""Who may do what at the desk and over the API: rights, and the roles that hold them. Pure."""

from __future__ import annotations

from enum import StrEnum

from sources import rights


class Right(StrEnum):
    """A permission of Django's, by its full name. The services ask for it, whoever calls them."""

    DRAFT_VERDICT = "claims.draft_verdict"
    PUBLISH_VERDICT = rights.PUBLISH_VERDICT
    DECIDE_CANDIDATE = "claims.decide_candidate"
    MERGE_CLAIM = "claims.merge_claim"
    MANAGE_SCALE = "claims.manage_ratingscale"
    CANCEL_IMPORT = "claims.cancel_importjob"
    ADD_TOPIC = "claims.add_topic"
    RENAME_TOPIC = "claims.change_topic"
    DELETE_TOPIC = "claims.delete_topic"
    ADD_SOURCE = rights.ADD_SOURCE
    CHANGE_SOURCE = rights.CHANGE_SOURCE
    DELETE_SOURCE = rights.DELETE_SOURCE

    @property
    def app(self) -> str:
        """The app whose model it is about."""
        return self.value.partition(".")[0]

    @property
    def codename(self) -> str:
        """Its name within the app."""
        return self.value.partition(".")[2]


class Role(StrEnum):
    """A group of Django's, by its name."""

    CHECKER = "Checkers"
    EDITOR = "Editors"
    ADMINISTRATOR = "Administrators"


_CHECKER = frozenset({Right.DRAFT_VERDICT, Right.DECIDE_CANDIDATE})
_EDITOR = _CHECKER | {Right.PUBLISH_VERDICT, Right.MERGE_CLAIM, Right.ADD_TOPIC, Right.RENAME_TOPIC}
_SOURCES = {Right.ADD_SOURCE, Right.CHANGE_SOURCE, Right.DELETE_SOURCE}
_ADMINISTRATOR = _EDITOR | _SOURCES | {Right.MANAGE_SCALE, Right.DELETE_TOPIC, Right.CANCEL_IMPORT}

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CHECKER: _CHECKER,
    Role.EDITOR: _EDITOR,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}

MEANINGS: dict[Right, str] = {
    Right.DRAFT_VERDICT: "Can draft verdicts and add evidence",
    Right.PUBLISH_VERDICT: rights.MEANINGS[rights.PUBLISH_VERDICT],
    Right.DECIDE_CANDIDATE: "Can decide on candidates",
    Right.MERGE_CLAIM: "Can merge claims and undo it",
    Right.MANAGE_SCALE: "Can manage rating scales",
    Right.CANCEL_IMPORT: "Can cancel imports of others",
    Right.ADD_TOPIC: "Can add topics",
    Right.RENAME_TOPIC: "Can rename topics",
    Right.DELETE_TOPIC: "Can delete topics",
    Right.ADD_SOURCE: rights.MEANINGS[rights.ADD_SOURCE],
    Right.CHANGE_SOURCE: rights.MEANINGS[rights.CHANGE_SOURCE],
    Right.DELETE_SOURCE: rights.MEANINGS[rights.DELETE_SOURCE],
}
