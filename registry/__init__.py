"""The composition root: settings, addresses, commands. Nothing imports it."""

from registry.celery import app as celery_app

__all__ = ["celery_app"]
