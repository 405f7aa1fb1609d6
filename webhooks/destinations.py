"""Whether an endpoint's address may be registered. Each delivery checks it again as it connects."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from common.addresses import AllowList, ParsedTarget, check_url, parse_allow
from common.outbound import Resolver
from common.outbound_connections import CheckedResolver, SystemResolver

LOOKUP_SECONDS = 5.0


def check_destination(url: str, *, allow: Sequence[str], resolver: Resolver | None = None) -> None:
    """Refuse an address that may not be reached, by its text and by all that its name leads to today.

    A name that cannot be looked up now is let through: that may be mended before the first delivery.
    Raises common.addresses.AddressRefused.
    """
    opened = parse_allow(allow)
    target = check_url(url, opened)
    if target.address is None:
        asyncio.run(_look_up(target, opened, resolver or SystemResolver()))


async def _look_up(target: ParsedTarget, opened: AllowList, resolver: Resolver) -> None:
    checked = CheckedResolver(resolver, opened)
    try:
        with suppress(OSError):
            async with asyncio.timeout(LOOKUP_SECONDS):
                await checked.resolve(target.host, target.port)
    finally:
        await checked.close()
