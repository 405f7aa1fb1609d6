"""Settings read from the environment, and what is said of those that cannot be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from registry import env


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEVEL", "")
    assert env.text("LEVEL", "INFO") == "INFO"
    with pytest.raises(env.SettingError, match="set LEVEL, or LEVEL_FILE"):
        env.required("LEVEL")


def test_a_file_may_hold_it_beside_an_empty_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("hidden\n")
    monkeypatch.setenv("SECRET_FILE", str(file))
    monkeypatch.setenv("SECRET", "")
    assert env.text("SECRET") == "hidden"
    monkeypatch.setenv("SECRET", "open")
    with pytest.raises(env.SettingError, match="not both"):
        env.text("SECRET")


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("smtp://registry:p%40ss@mail.example", "mail.example", 587, True, False),
        ("smtps://registry:p%40ss@mail.example:1465", "mail.example", 1465, False, True),
        ("smtp+plain://registry:p%40ss@relay", "relay", 25, False, False),
    ],
)
def test_mail_goes_where_the_address_says(
    monkeypatch: pytest.MonkeyPatch, url: str, host: str, port: int, tls: bool, ssl: bool
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    read = env.mail("EMAIL_URL")
    assert read["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"]) == (host, port)
    assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == ("registry", "p@ss")
    assert (read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (tls, ssl)


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_other_addresses_for_mail_are_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(env.SettingError, match="EMAIL_URL must look like smtp://"):
        env.mail("EMAIL_URL")


@pytest.mark.parametrize("value", ["k", f"k,{'k' * 32}", ","])
def test_a_key_that_can_be_guessed_is_refused_with_how_to_make_one(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("KEYS", value)
    with pytest.raises(env.SettingError, match=r"KEYS must have at least 32 .*token_urlsafe"):
        env.keys("KEYS")


def test_keys_are_several_the_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYS", f"{'n' * 32}, old")
    assert env.keys("KEYS") == ["n" * 32, "old"]


@pytest.mark.parametrize("value", ["registry.example", "ftp://registry.example", "https://", "https://a/?b"])
def test_a_site_is_an_address_of_the_web(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SITE", value)
    with pytest.raises(env.SettingError, match=r"SITE=.* must look like https://registry.example"):
        env.site("SITE", "")
    monkeypatch.setenv("SITE", "https://registry.example/")
    assert env.site("SITE", "") == "https://registry.example"


def test_the_command_line_says_in_one_line_what_to_set() -> None:
    servers = {"DATABASE_URL": "postgresql://db/registry", "REDIS_URL": "redis://redis/0"}
    run = subprocess.run(
        [sys.executable, "manage.py", "check"], env=servers, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr == "error: set SECRET_KEY, or SECRET_KEY_FILE to the path of a file that holds it\n"


def test_it_is_served_under_the_host_of_its_address_and_those_that_are_named_besides() -> None:
    given = {
        "DATABASE_URL": "postgresql://db/registry",
        "REDIS_URL": "redis://redis/0",
        "PUBLIC_URL": "https://registry.example",
        "ALLOWED_HOSTS": "www.registry.example",
        **dict.fromkeys(("SECRET_KEY", "ENCRYPTION_KEYS", "LEDGER_KEYS"), "k" * 48),
    }
    told = "from registry import settings; print(*settings.ALLOWED_HOSTS)"
    run = subprocess.run([sys.executable, "-c", told], env=given, capture_output=True, text=True, check=True)
    assert {"registry.example", "www.registry.example", "localhost"} <= set(run.stdout.split())


@pytest.mark.parametrize("value", ["127.0.0.1/32 ::1/128", "localhost:8900", "127.0.0.1:0", "10.0.0.1/8"])
def test_a_network_that_is_none_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("OUTBOUND_ALLOW", value)
    with pytest.raises(env.SettingError, match=r"OUTBOUND_ALLOW: .* is not a network"):
        env.networks("OUTBOUND_ALLOW")


def test_networks_stand_by_comma(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTBOUND_ALLOW", "127.0.0.1/32:8900, [::1/128]:8900")
    assert env.networks("OUTBOUND_ALLOW") == ["127.0.0.1/32:8900", "[::1/128]:8900"]
