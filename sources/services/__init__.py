"""What can be done to sources and articles. Every write of this app goes through here."""

from sources.services.sources import (
    source_create,
    source_for_claimant,
    source_for_outlet,
    source_for_url,
    source_update,
)

__all__ = ["source_create", "source_for_claimant", "source_for_outlet", "source_for_url", "source_update"]
