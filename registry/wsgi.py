"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable
from functools import lru_cache
from wsgiref.types import StartResponse, WSGIEnvironment

import django
from django.conf import settings
from django.core.cache import close_caches
from django.core.handlers.base import reset_urlconf
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_finished, request_started
from django.db import reset_queries
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, get_resolver
from django.utils.functional import cached_property

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")
django.setup(set_prefix=False)

from claims.matching.configured import encoder  # noqa: E402 - a module that needs the settings

_LONG = 100  # characters of an address: longer ones, which we give out none of, are not kept


class _Request(WSGIRequest):
    """Django's, which looks once whether the host that was asked is one of ours."""

    def get_host(self) -> str:
        """The host. Raises DisallowedHost."""
        return self._host

    @cached_property
    def _host(self) -> str:
        return super().get_host()


class _Handler(WSGIHandler):
    """Django's, which looks for the view of an address once."""

    request_class = _Request

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """The view of the address. Raises Resolver404."""
        path = request.path_info
        request.resolver_match = _view(path) if len(path) <= _LONG else get_resolver().resolve(path)
        return request.resolver_match


@lru_cache(maxsize=4096)
def _view(path: str) -> ResolverMatch:
    return get_resolver().resolve(path)


_django = _Handler()
encoder()  # a model is read before the first request, not in it

# Nothing to be done around each request: no cache of ours holds anything open, and no other application has
# addresses in the same thread.
request_finished.disconnect(close_caches)
request_finished.disconnect(reset_urlconf)
if not settings.DEBUG:
    request_started.disconnect(reset_queries)

# What is loaded by now stays for as long as the process does, and need not be looked through again and again.
gc.collect()
gc.freeze()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Django's answers. One that is whole is a list, which granian sends in one go.

    Anything else it sends as a stream: the head, each piece and the end, with a wait after each.
    """
    answer = _django(environ, start_response)
    if not isinstance(answer, HttpResponse):
        return answer
    answer.close()
    return [answer.content]
