"""Why an outbound request came to nothing. Every message may be shown to whoever chose the address."""

from __future__ import annotations


class OutboundError(Exception):
    """The base: no usable answer. `retryable`: whether the same request may well succeed later."""

    retryable = True


class Refused(OutboundError):
    """The address, or one it leads to, may not be reached; or the request itself is malformed."""

    retryable = False


class TimedOut(OutboundError):
    """The answer was not complete before the deadline."""


class Unreachable(OutboundError):
    """No such name, or nobody answers there, or the connection broke."""


class TlsFailed(OutboundError):
    """The certificate is not valid for the name, or no secure connection came about."""


class TooLarge(OutboundError):
    """The answer is larger than allowed, as sent or once decompressed."""

    retryable = False


class BadAnswer(OutboundError):
    """What came back is not HTTP, or its body is not what its headers say."""


class TooManyRedirects(OutboundError):
    """More redirects than allowed, or one that says no address."""

    retryable = False
