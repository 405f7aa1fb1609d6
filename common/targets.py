"""Addresses that others give, before anything is kept of them."""

from __future__ import annotations

from django.conf import settings

from common.addresses import AddressRefused, ParsedTarget, check_url, parse_allow
from common.errors import Invalid


def target_checked(url: str, *, field: str = "url") -> ParsedTarget:
    """The address, which by its text may be requested from here (OUTBOUND_ALLOW); no name is looked up.

    Raises Invalid, naming the field.
    """
    try:
        return check_url(url, parse_allow(settings.OUTBOUND_ALLOW))
    except AddressRefused as refusal:
        raise Invalid(str(refusal), field=field) from refusal
