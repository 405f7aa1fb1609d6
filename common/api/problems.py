"""Every refusal as a problem document (RFC 9457), and which refusal has which status.

400: the request cannot be understood. 422: it can, and breaks a rule; a reference in the body to
something that does not exist is one. 404: the address itself names nothing, or asks
for what belongs to a source or a topic that there is not.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import DisallowedHost, PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    JsonResponse,
    UnreadablePostError,
)
from django.utils.encoding import escape_uri_path
from django.views import defaults
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.settings import api_settings

from common.api.exceptions import Malformed
from common.api.pointers import ROOT, child, leaves
from common.errors import Conflict, Gone, Invalid, NotFound, Refused, RegistryError, Unavailable
from common.passing import RETRY_AFTER, passing

logger = logging.getLogger(__name__)

_NOT_OUR_HOST = "the registry is not served under this host name; its operator can add it to ALLOWED_HOSTS"
MEDIA_TYPE = "application/problem+json"
# Status → (name in the type's URI, title). The type is a name, not an address.
PROBLEMS: dict[int, tuple[str, str]] = {
    status.HTTP_400_BAD_REQUEST: ("malformed", "The request cannot be understood"),
    status.HTTP_401_UNAUTHORIZED: ("unauthenticated", "A valid API key is needed"),
    status.HTTP_403_FORBIDDEN: ("forbidden", "The key may not do this"),
    status.HTTP_404_NOT_FOUND: ("not-found", "There is nothing at this address"),
    status.HTTP_405_METHOD_NOT_ALLOWED: ("method-not-allowed", "The address does not take this method"),
    status.HTTP_406_NOT_ACCEPTABLE: ("not-acceptable", "None of the accepted formats is served here"),
    status.HTTP_409_CONFLICT: ("conflict", "The state of the thing does not allow this"),
    status.HTTP_410_GONE: ("gone", "What you go on from is no longer there"),
    status.HTTP_412_PRECONDITION_FAILED: ("precondition-failed", "The thing was changed since it was read"),
    status.HTTP_413_REQUEST_ENTITY_TOO_LARGE: ("too-large", "The body is too large"),
    status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: ("unsupported-media-type", "The body's format is not taken here"),
    status.HTTP_422_UNPROCESSABLE_ENTITY: ("invalid", "The input breaks a rule"),
    status.HTTP_428_PRECONDITION_REQUIRED: ("precondition-required", "Say which version is to be changed"),
    status.HTTP_429_TOO_MANY_REQUESTS: ("too-many-requests", "Too many requests"),
    status.HTTP_500_INTERNAL_SERVER_ERROR: ("internal", "Something went wrong here"),
    status.HTTP_503_SERVICE_UNAVAILABLE: ("unavailable", "The registry cannot serve now"),
}
_DOMAIN: dict[type[RegistryError], int] = {
    Invalid: status.HTTP_422_UNPROCESSABLE_ENTITY,
    NotFound: status.HTTP_404_NOT_FOUND,
    Gone: status.HTTP_410_GONE,
    Conflict: status.HTTP_409_CONFLICT,
    Refused: status.HTTP_403_FORBIDDEN,
    Unavailable: status.HTTP_503_SERVICE_UNAVAILABLE,
}


def problem(
    code: int,
    detail: str,
    *,
    instance: str,
    errors: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A problem document; `instance` is the path that was asked for."""
    name, title = PROBLEMS[code]
    document: dict[str, Any] = {
        "type": f"urn:claim-registry:problem:{name}",
        "title": title,
        "status": code,
        "detail": detail,
        "instance": escape_uri_path(instance),
        "errors": list(errors),
    }
    return JsonResponse(document, status=code, content_type=MEDIA_TYPE, headers=headers)


def problem_handler(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """DRF's exception handler: whatever a view raises, a problem document answers."""
    request: Request = context["request"]
    if isinstance(exc, RegistryError):
        return _domain_problem(exc, request.path)
    if isinstance(exc, exceptions.ValidationError):
        return _validation_problem(exc, request.path)
    if isinstance(exc, exceptions.APIException):
        errors = exc.errors if isinstance(exc, Malformed) else ()
        return problem(
            exc.status_code,
            _told(exc, context),
            instance=request.path,
            errors=errors,
            headers=_headers(exc),
        )
    return _foreign_problem(exc, request._request)  # noqa: SLF001 - Django's own request, for its signal


def _told(exc: exceptions.APIException, context: Mapping[str, Any]) -> str:
    """What is wrong, and what would not be."""
    if isinstance(exc, exceptions.UnsupportedMediaType) and not context["request"].headers.get(
        "Content-Encoding"
    ):
        taken = dict.fromkeys(parser.media_type for parser in context["request"].parsers)
        return f"{exc.detail} Send {' or '.join(taken)}."
    if isinstance(exc, exceptions.MethodNotAllowed):
        view = context["view"]
        return f"{exc.detail} Use {' or '.join(view.allowed_methods)}. {view.instead}".rstrip()
    if isinstance(exc, exceptions.NotAcceptable):
        offered = dict.fromkeys(str(renderer.media_type) for renderer in exc.available_renderers or ())
        return f"{exc.detail} Accept {' or '.join(offered)}."
    return str(exc.detail)


def _domain_problem(exc: RegistryError, instance: str) -> HttpResponse:
    code = _DOMAIN[type(exc)]
    errors = []
    if exc.field is not None:
        errors.append({"pointer": child(ROOT, exc.field), "detail": exc.detail})
        if isinstance(exc, NotFound):
            code = status.HTTP_422_UNPROCESSABLE_ENTITY
    headers = {"Retry-After": RETRY_AFTER} if code == status.HTTP_503_SERVICE_UNAVAILABLE else None
    return problem(code, exc.detail, instance=instance, errors=errors, headers=headers)


def _validation_problem(exc: exceptions.ValidationError, instance: str) -> HttpResponse:
    found = leaves(exc.detail, whole=api_settings.NON_FIELD_ERRORS_KEY)
    errors = [{"pointer": pointer, "detail": detail} for pointer, detail in found]
    count = "one value" if len(errors) == 1 else f"{len(errors)} values"
    return problem(
        status.HTTP_422_UNPROCESSABLE_ENTITY,
        f"{count} cannot be taken; `errors` says which and why",
        instance=instance,
        errors=errors,
    )


def _headers(exc: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = str(challenge)
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(math.ceil(wait))
    return headers


def _foreign_problem(exc: Exception, request: HttpRequest) -> HttpResponse:
    """What Django, the database driver or a bug raised."""
    if detail := passing(exc):
        logger.error("the database could not serve: %s", exc)
        return problem(
            status.HTTP_503_SERVICE_UNAVAILABLE,
            detail,
            instance=request.path,
            headers={"Retry-After": RETRY_AFTER},
        )
    if isinstance(exc, SuspiciousOperation | UnreadablePostError):
        return problem(400, "the request is not well-formed HTTP", instance=request.path)
    if isinstance(exc, Http404):
        return problem(404, "there is nothing at this address", instance=request.path)
    if isinstance(exc, PermissionDenied):
        return problem(403, "this may not be done", instance=request.path)
    logger.error("an operation failed: %s %s", request.method, request.path, exc_info=exc)
    got_request_exception.send(sender=problem_handler, request=request)
    return problem(500, "an error of the registry, which has been logged", instance=request.path)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django's handler400, also for a request that names the registry as nobody said it is called."""
    is_elsewhere = isinstance(exception, DisallowedHost)
    if _is_api(request):
        detail = _NOT_OUR_HOST if is_elsewhere else "the request is not well-formed HTTP"
        return problem(400, detail, instance=request.path)
    if is_elsewhere:
        return HttpResponseBadRequest(f"{_NOT_OUR_HOST}\n", content_type="text/plain; charset=utf-8")
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django's handler403."""
    if not _is_api(request):
        return defaults.permission_denied(request, exception)
    return problem(403, "this may not be done", instance=request.path)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django's handler404."""
    if not _is_api(request):
        return defaults.page_not_found(request, exception)
    return problem(404, "there is nothing at this address", instance=request.path)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Django's handler500."""
    if not _is_api(request):
        return defaults.server_error(request)
    return problem(500, "an error of the registry, which has been logged", instance=request.path)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
