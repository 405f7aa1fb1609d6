"""Every standing verdict as a ClaimReview, in one DataFeed."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from claims.claimreview.write import MEDIA_TYPE, feed_element, feed_ends
from claims.claimreview_selectors import reviews_stream


@require_safe
def claimreview_feed(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The feed as a stream, in constant memory, however many there are."""
    if request.method == "HEAD":
        return HttpResponse(content_type=MEDIA_TYPE)
    return StreamingHttpResponse(_pieces(), content_type=MEDIA_TYPE)


def _pieces() -> Iterator[str]:
    address = f"{settings.PUBLIC_URL}{reverse('claimreview-feed')}"
    head, tail = feed_ends(name="Fact-checks of the claim registry", url=address)
    yield head
    comma = ""
    for claim, reviews in reviews_stream():
        if reviews:
            element = feed_element(reviews, modified=claim.updated_at)
            yield comma + json.dumps(element, ensure_ascii=False, separators=(",", ":"))
            comma = ",\n"
    yield tail
