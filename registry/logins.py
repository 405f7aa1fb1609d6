"""Logging in at the desk, which cannot be tried without end.

What failed is counted in Redis, by the name that was tried and by the network that it was tried from. An
attempt is counted before its password is looked at, so that any number at once gets no further, and taken
back when it succeeds. Where Redis does not answer nobody is refused: whoever can stop Redis must not be able
to lock the desk, and a password is checked slowly in any case.
"""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import AnonymousUser, User

from claims.roles import Role
from common.api.quotas import attempts_count, network_of

logger = logging.getLogger(__name__)

WINDOW = 15 * 60
"""Seconds, from the first failure on."""
BY_NAME, BY_NETWORK = 10, 50
"""Failures in the window: of one name from anywhere, and of any names from one network."""
TOO_MANY = "too_many"


def may_enter(user: User | AnonymousUser) -> bool:
    """Whether the desk is open to the user: to whoever has a role, and to Django's own staff."""
    return user.is_active and (user.is_staff or user.groups.filter(name__in=list(Role)).exists())


class LoginForm(AdminAuthenticationForm):
    """Django's, for so many attempts."""

    wait = 0
    """Seconds until another attempt is taken, where this one was not."""

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError, also for what is right where too much was wrong before it."""
        if self.request is None or not self.cleaned_data.get("username"):
            return super().clean()
        counted = self._counted()
        for what, (quota, told) in counted.items():
            used, wait = attempts_count(what, seconds=WINDOW)
            if used is not None and used > quota:
                self._refuse(used == quota + 1, told, wait)
        cleaned = super().clean()
        for what in counted:
            attempts_count(what, seconds=WINDOW, more=-1)
        return cleaned

    def confirm_login_allowed(self, user: Any) -> None:
        """Raises ValidationError for whom the desk is not open to, as for a wrong password."""
        AuthenticationForm.confirm_login_allowed(self, user)
        if not may_enter(user):
            params = {"username": self.username_field.verbose_name}
            raise forms.ValidationError(
                self.error_messages["invalid_login"], code="invalid_login", params=params
            )

    def _counted(self) -> dict[str, tuple[int, str]]:
        assert self.request is not None  # noqa: S101 - clean() asked
        name = str(self.cleaned_data["username"]).casefold()
        network = network_of(self.request)
        # Not in its own words: what somebody typed there is a password now and then.
        hashed = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]
        # The network first: from one that is refused no name is locked.
        return {
            f"login/network/{network}": (BY_NETWORK, f"any names from {network}"),
            f"login/name/{hashed}": (BY_NAME, f"one name, from {network} lastly"),
        }

    def _refuse(self, is_first: bool, told: str, wait: int) -> None:
        if is_first:
            logger.warning("logins are refused for %s seconds: too many failed for %s", wait, told)
        self.wait = wait
        minutes = -(-wait // 60)
        raise forms.ValidationError(
            f"Too many attempts to log in failed. Wait {minutes} minute{'' if minutes == 1 else 's'}, "
            "then try again; nothing that is tried before then is looked at.",
            code=TOO_MANY,
        )
