"""What may be done to sources and feeds: permissions of Django's, by their full names. Pure.

Which roles hold them is said in the app above, with all other rights.
"""

from __future__ import annotations

from typing import Final

ADD_SOURCE: Final = "sources.add_source"
CHANGE_SOURCE: Final = "sources.change_source"
DELETE_SOURCE: Final = "sources.delete_source"
PUBLISH_VERDICT: Final = "claims.publish_verdict"
"""The reviews that a feed lists become verdicts of the registry."""

MEANINGS: Final[dict[str, str]] = {
    ADD_SOURCE: "Can add sources",
    CHANGE_SOURCE: "Can change sources",
    DELETE_SOURCE: "Can delete sources",
    PUBLISH_VERDICT: "Can publish verdicts",
}
