"""Typed readings of the environment, each naming the variable in its error.

A secret may also come from a file: `NAME_FILE` holds a path, as container secrets do. An empty variable is as
good as none.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from common.addresses import parse_allow

_KEY_LEAST = 32
_MAIL_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class SettingError(RuntimeError):
    """An environment variable is missing or malformed; the message says which and what to set."""


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file that `<name>_FILE` points to, or `default`."""
    path = os.environ.get(f"{name}_FILE")
    if path and os.environ.get(name):
        raise SettingError(f"set {name} or {name}_FILE, not both")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE={path} cannot be read: {error.strerror}") from error
    return os.environ.get(name) or default


def required(name: str) -> str:
    """The variable or its file; raises SettingError where neither holds anything."""
    value = text(name)
    if not value:
        raise SettingError(f"set {name}, or {name}_FILE to the path of a file that holds it")
    return value


def keys(name: str) -> list[str]:
    """Secret keys, by comma, of which nobody can guess the first, the one in use. Raises SettingError."""
    found = [item.strip() for item in required(name).split(",") if item.strip()]
    if not found or len(found[0]) < _KEY_LEAST:
        raise SettingError(
            f"the first key in {name} must have at least {_KEY_LEAST} characters; make one with: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return found


def site(name: str, default: str) -> str:
    """Where a site is reached from outside, without a slash at the end."""
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise SettingError(f"{name}={value!r} must look like https://registry.example")
    return value.rstrip("/")


def boolean(name: str, *, default: bool = False) -> bool:
    """1/true/yes/on and 0/false/no/off, in any case."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingError(f"{name}={value!r} is not a boolean: use 1 or 0")


def integer(name: str, default: int) -> int:
    """A whole number."""
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError as error:
        raise SettingError(f"{name}={value!r} is not a whole number") from error


def decimal(name: str, default: float) -> float:
    """A number that is not negative, with or without a fraction."""
    value = text(name)
    try:
        number = float(value) if value else default
    except ValueError as error:
        raise SettingError(f"{name}={value!r} is not a number") from error
    if not 0 <= number < float("inf"):
        raise SettingError(f"{name}={value!r} is not a number of 0 or more")
    return number


def words(name: str, default: list[str] | None = None) -> list[str]:
    """A comma-separated list; spaces around items and empty items are dropped."""
    value = text(name)
    if not value:
        return list(default or [])
    return [item.strip() for item in value.split(",") if item.strip()]


def networks(name: str) -> list[str]:
    """Networks that requests may reach, as common.addresses.parse_allow takes them, by comma."""
    entries = words(name)
    try:
        parse_allow(entries)
    except ValueError as error:
        raise SettingError(f"{name}: {error}, several by comma") from error
    return entries


def mail(name: str) -> dict[str, object]:
    """Django's EMAIL_… settings for `smtp://user:password@host:587`, encrypted by STARTTLS, or `smtps://…:465`.

    `smtp+plain://` does not encrypt. Without a value messages are printed. Raises SettingError for others.
    """
    value = text(name)
    if not value:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(value)
    if parts.scheme not in _MAIL_PORTS or not parts.hostname:
        raise SettingError(f"{name} must look like smtp://user:password@host:587, or smtps://…:465")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def database(url: str) -> dict[str, object]:
    """Django's DATABASES entry for `postgresql://user:password@host:port/name?option=value`.

    Raises SettingError for any other scheme: PostgreSQL is the only database.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise SettingError("DATABASE_URL must look like postgresql://user:password@host:5432/name")
    return {
        "ENGINE": "registry.postgres",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
