"""The tasks by which a worker is woken for an article. What to do is in the article's row."""

from uuid import UUID

from celery import shared_task

from ingest import pipeline, polling


@shared_task(name="ingest.advance")
def advance(article_id: str) -> None:
    """Run the article's next stage."""
    pipeline.advance(UUID(article_id))


@shared_task(name="ingest.sweep")
def sweep() -> None:
    """Wake a worker for every article that is due."""
    pipeline.sweep()


@shared_task(name="ingest.feed_poll")
def feed_poll(feed_id: str) -> None:
    """Poll the feed."""
    polling.poll(UUID(feed_id))


@shared_task(name="ingest.feeds_sweep")
def feeds_sweep() -> None:
    """Wake a worker for every feed that is due."""
    polling.sweep()
