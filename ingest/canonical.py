"""One article, one address: the spellings of a URL brought to a single one. Pure.

What is taken out never changes what a news site shows: the fragment, the default port, the order of the
query's parameters and those that only track who clicked where. What might is left: http or https, 'www.',
'/amp', and a slash at the end of the path, which servers do tell apart.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote_plus, urlsplit, urlunsplit

import idna
from w3lib.url import canonicalize_url

MAX_URL_CHARS = 2048

_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "__hs", "at_", "xtor", "ns_", "mc_")
_TRACKING_NAMES = frozenset(
    {
        # click identifiers of advertising networks
        *(
            "fbclid",
            "gclid",
            "gclsrc",
            "gbraid",
            "wbraid",
            "dclid",
            "msclkid",
            "yclid",
            "ysclid",
            "twclid",
            "ttclid",
        ),
        *("li_fat_id", "igshid", "igsh", "epik", "wickedid", "rb_clickid", "ef_id", "s_kwcid"),
        # analytics and mailings
        *(
            "_ga",
            "_gl",
            "_hsenc",
            "_hsmi",
            "hsctatracking",
            "mkt_tok",
            "oly_enc_id",
            "oly_anon_id",
            "vero_id",
        ),
        *("vero_conv", "s_cid", "cmpid", "ocid", "smid", "smtyp", "ncid", "sr_share", "cvid", "guccounter"),
        # who passed the link on
        *(
            "ref_src",
            "ref_url",
            "__twitter_impression",
            "fb_action_ids",
            "fb_action_types",
            "fb_source",
            "fb_ref",
        ),
        *("guce_referrer", "guce_referrer_sig"),
    }
)
_SPACES_AND_CONTROLS = re.compile(r"[\x00-\x20\x7f\ud800-\udfff]")


class NotAnAddress(ValueError):
    """What was given is not the address of a web page; the message says what is wanted."""


def canonical_url(url: str) -> str:
    """The one spelling of a web address; applying it again changes nothing.

    Raises NotAnAddress for anything but an http or https URL of at most 2,048 characters with a host and
    without credentials. Whether it may be fetched is another question (common.addresses).
    """
    url = url.strip()
    if len(url) > MAX_URL_CHARS:
        raise NotAnAddress(f"The address is longer than {MAX_URL_CHARS:,} characters.")
    if _SPACES_AND_CONTROLS.search(url):
        raise NotAnAddress("The address holds a space or a control character; percent-encode it (%20).")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotAnAddress(f"The address cannot be read: {error}.") from error
    if parts.scheme not in _DEFAULT_PORTS or not host:
        raise NotAnAddress("Give a whole web address, as in https://example.org/article.")
    if "@" in parts.netloc:
        raise NotAnAddress("Leave the user name and password (everything up to the @) out of the address.")
    netloc = f"[{host}]" if ":" in host else _ascii_host(host)
    if port not in (None, _DEFAULT_PORTS[parts.scheme]):
        netloc += f":{port}"
    plain = urlunsplit((parts.scheme, netloc, _flat(parts.path), _without_tracking(parts.query), ""))
    found = canonicalize_url(plain, keep_blank_values=True)
    if len(found) > MAX_URL_CHARS:
        raise NotAnAddress(f"The address is longer than {MAX_URL_CHARS:,} characters once it is encoded.")
    return found


def text_urn(text: str) -> str:
    """An address for an article that has none: 'urn:sha256:' and the hash of its exact text."""
    return f"urn:sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _ascii_host(host: str) -> str:
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError as error:
        raise NotAnAddress(f"The host is not a name that can be looked up: {error}.") from error
    name = name.removesuffix(".")
    if not re.fullmatch(r"[a-z0-9_.-]{1,253}", name) or ".." in name:
        raise NotAnAddress("Give a whole web address, as in https://example.org/article.")
    return name


def _flat(path: str) -> str:
    """The path without its '.' and '..' steps (RFC 3986, 5.2.4)."""
    steps: list[str] = []
    for step in path.split("/")[1:]:
        if step == "..":
            del steps[-1:]
        elif step != ".":
            steps.append(step)
    if path.endswith(("/.", "/..")):
        steps.append("")
    return "/" + "/".join(steps)


def _without_tracking(query: str) -> str:
    return "&".join(field for field in query.split("&") if field and not _is_tracking(field))


def _is_tracking(field: str) -> bool:
    name = unquote_plus(field.partition("=")[0]).lower()
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)
