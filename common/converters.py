"""Parts of addresses."""

from __future__ import annotations

from django.urls.converters import UUIDConverter


class IdentifierConverter(UUIDConverter):
    """A UUID, also in capitals: RFC 9562 has them read in either case, and written in small letters."""

    regex = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
