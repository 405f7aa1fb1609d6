"""Reads of API keys."""

from __future__ import annotations

import hmac

from common.keys import is_well_formed, key_hash, key_prefix
from common.models import ApiKey


def api_key_find(key: str) -> ApiKey | None:
    """The row of a key, revoked and expired ones too; None for a key that was never issued.

    A text without a key's shape and checksum is refused without a query.
    """
    if not is_well_formed(key):
        return None
    row = ApiKey.objects.select_related("owner").filter(prefix=key_prefix(key)).first()
    if row is None or not hmac.compare_digest(row.secret_hash, key_hash(key)):
        return None
    return row
