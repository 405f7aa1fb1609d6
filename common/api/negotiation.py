"""Which renderer answers: DRF's choice by the Accept header, made once for each that is sent."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.http import HttpRequest
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class Negotiation(DefaultContentNegotiation):
    """DRF's, which reads no header twice: nearly all clients send the same few."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer and the media type. Raises NotAcceptable."""
        offered = {type(renderer): renderer for renderer in renderers}
        chosen, media_type = _chosen(request.META.get("HTTP_ACCEPT", "*/*"), tuple(offered))
        return offered[chosen], media_type


@lru_cache(maxsize=256)
def _chosen(accept: str, offered: tuple[type[BaseRenderer], ...]) -> tuple[type[BaseRenderer], str]:
    asked = HttpRequest()
    asked.META["HTTP_ACCEPT"] = accept
    renderers = [renderer() for renderer in offered]
    chosen, media_type = DefaultContentNegotiation().select_renderer(Request(asked), renderers)
    return type(chosen), media_type
