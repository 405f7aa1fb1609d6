"""The quota of what is public beside the API: the API's own, of whoever comes without a key, by address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from common.api.quotas import TooManyRequests, address_count

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponseBase]
Refuse = Callable[[HttpRequest, TooManyRequests], HttpResponseBase]


def _in_words(request: HttpRequest, refusal: TooManyRequests) -> HttpResponseBase:
    return render(request, "claims/public/429.html", {"wait": refusal.wait}, status=429)


def counted(view: View[Parameters], *, refuse: Refuse = _in_words) -> View[Parameters]:
    """The view, counted; beyond the quota `refuse` answers in its place, and is given a Retry-After."""

    @wraps(view)
    def answer(
        request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponseBase:
        standing = address_count(request)
        if standing is None:
            return view(request, *args, **kwargs)
        try:
            standing.check()
            given = view(request, *args, **kwargs)
        except TooManyRequests as refusal:
            given = refuse(request, refusal)
            given.headers["Retry-After"] = str(refusal.wait)
        for name, value in standing.headers().items():
            given.headers[name] = value
        return given

    return answer
