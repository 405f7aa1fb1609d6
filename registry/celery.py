"""The Celery application. Tasks are found in each app's tasks module and named `<app>.<verb>`."""

import os

from celery import Celery

from registry import canary

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")

app = Celery("registry")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
canary.watch(app)
