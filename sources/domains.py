"""How a source's domain is written, so that each site has one. Pure."""

from __future__ import annotations

import re
from contextlib import suppress

import idna

_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_MAX_CHARS = 253


def domain_of(site: str) -> str:
    """A host name as a source's domain has it: without 'www.', and in the ASCII that addresses have it in."""
    host = site.strip().lower()
    if not host.isascii():
        with suppress(idna.IDNAError):
            host = idna.encode(host, uts46=True).decode()
    return host.removesuffix(".").removeprefix("www.")


def is_domain(domain: str) -> bool:
    """Whether that may be a site's, and is no whole address of a page for instance."""
    return len(domain) <= _MAX_CHARS and bool(_NAME.fullmatch(domain))
