"""What can be done to sources and articles. Every write of this app goes through here."""

from sources.services.holding import source_hold, source_keep, sources_hold
from sources.services.many import sources_for_claimants, sources_for_fact_checkers
from sources.services.sources import (
    source_create,
    source_delete,
    source_for_claimant,
    source_for_fact_checker,
    source_for_outlet,
    source_for_url,
    source_update,
)

__all__ = [
    "source_create",
    "source_delete",
    "source_for_claimant",
    "source_for_fact_checker",
    "source_for_outlet",
    "source_for_url",
    "source_hold",
    "source_keep",
    "source_update",
    "sources_for_claimants",
    "sources_for_fact_checkers",
    "sources_hold",
]
