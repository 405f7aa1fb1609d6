"""What a service may refuse, and why. The API and the admin turn these into answers; nothing else does.

Each carries a sentence that says what to do; `field` names the input it is about, where there is one.
"""

from __future__ import annotations


class RegistryError(Exception):
    """The base of every refusal."""

    def __init__(self, detail: str, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field


class Invalid(RegistryError):
    """The input breaks a rule of the domain."""


class NotFound(RegistryError):
    """Nothing with that identifier exists, or the asker may not know that it does."""


class Gone(RegistryError):
    """What the asker goes on from was there once, and is no more."""


class Conflict(RegistryError):
    """The thing is not in a state that allows this, or somebody else changed it first."""


class Refused(RegistryError):
    """The actor may not do this."""


class Unavailable(RegistryError):
    """It cannot be answered in the time that an answer may take."""
