"""Debian's Chromium, headless, driven by Playwright against the test's own server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

# Chromium keeps quiet on the network: it would look for updates, and wait for answers that do not come.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module. Not for the whole run: its loop would be in the way of other tests' own."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no chromium on this machine; with Debian: apt-get install chromium")
    # Playwright's loop lives in this thread, where Django would otherwise refuse every query as unsafe.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = playwright.chromium.launch(executable_path=program, headless=True, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window without cookies, in which any script error fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    errors: list[str] = []
    window = context.new_page()
    window.set_default_timeout(15_000)
    window.on("pageerror", lambda error: errors.append(str(error)))
    yield window
    context.close()
    assert not errors


@pytest.fixture
def look(page: Page) -> Callable[[str], None]:
    """Take a picture of the page, for people; only where SCREENSHOTS names a folder for them."""
    folder = os.environ.get("SCREENSHOTS")

    def take(name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return take


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Page:
    """The desk's front page, logged in by its form."""
    User.objects.create_superuser("checker", password="a long enough secret")
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("checker")
    page.get_by_label("Password").fill("a long enough secret")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Claim registry")).to_be_visible()
    return page
