"""Send one article through the real pipeline and worker."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from celery import current_app
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from common.errors import Invalid
from ingest.services import article_submit
from registry.absent import absence
from registry.article_file import read_article, read_moment
from registry.progress import article_lines, follow
from sources.models import Article

_PATIENCE = 10.0  # seconds without a worker's answer after which there is none


class Command(BaseCommand):
    """Submits the article and, with --wait, follows it to its end."""

    help = "Ingest an article: a text or HTML file, an address, or '-' for standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """PATH|URL|-, --url, --published and --wait."""
        parser.add_argument("article", metavar="PATH|URL|-", help="A text or HTML file, an address, or '-'.")
        parser.add_argument("--url", default="", help="Where the text or page was published.")
        parser.add_argument("--published", help="When: 2025-12-28, or 2025-12-28T09:30:00Z.")
        parser.add_argument("--wait", action="store_true", help="Show each stage, then the candidates.")

    def handle(
        self, *args: Any, article: str, url: str, published: str | None, wait: bool, **options: Any
    ) -> None:
        """Raises CommandError, one line long, for what cannot be read, submitted or processed."""
        given = _given(article, url)
        moment = read_moment(published) if published else None
        try:
            _require_broker()
            row = article_submit(**given, published_at=moment)
            self._say(f"{row.state}  {row.id}  {row.url}")
            if wait:
                self._follow(row.id)
        except Invalid as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OperationalError, BrokerError, RedisError) as error:
            raise CommandError(absence(error)) from error
        except KeyboardInterrupt:
            raise CommandError("stopped watching; the article goes on without this command") from None

    def _follow(self, article_id: UUID) -> None:
        article = follow(article_id, say=self._say, check=_worker_check())
        if article.state == Article.State.FAILED:
            raise CommandError(f"the article failed: {article.failure}")
        for line in article_lines(article_id):
            self._say(line)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _given(article: str, url: str) -> dict[str, Any]:
    """What to submit. Raises CommandError for a file that cannot be read."""
    if article.lower().startswith(("http://", "https://")):
        if url:
            raise CommandError("--url goes with a file or '-'; the address to fetch is given already")
        return {"url": article}
    return read_article(article) | ({"url": url} if url else {})


def _require_broker() -> None:
    """Raise BrokerError where Redis does not answer: the article would be stored and nobody woken."""
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, timeout=2)


def _worker_check() -> Callable[[], None]:
    """A check that, every so often, asks whether any worker is there; it raises CommandError if none is."""
    asked = time.monotonic()

    def check() -> None:
        nonlocal asked
        if time.monotonic() - asked < _PATIENCE:
            return
        if not current_app.control.ping(timeout=2, limit=1):
            raise CommandError("no worker answers; start one with: python3 dev.py up")
        asked = time.monotonic()

    return check
