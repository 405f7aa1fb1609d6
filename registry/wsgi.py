"""The WSGI application that granian serves."""

import gc
import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse

from claims.matching.configured import encoder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "registry.settings")

_django = get_wsgi_application()
encoder()  # a model is read before the first request, not in it

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
