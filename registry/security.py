"""What every answer tells browsers about the code and the pages that it may be mixed with."""

from __future__ import annotations

from collections.abc import Callable

from corsheaders.middleware import CorsMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

_NOTHING_ELSE = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
# By the beginning of the address, the first that fits. Nowhere does a script run that is not a file of ours.
_POLICIES = {
    "/admin/": f"{_NOTHING_ELSE}; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'",
    # Swagger UI writes styles into its elements, and draws its icons from data.
    "/api/v1/docs": f"{_NOTHING_ELSE}; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'",
    "/": f"{_NOTHING_ELSE}; style-src 'self'; img-src 'self'",
}
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeaders:
    """Adds the Content-Security-Policy of the address, and what no page of ours needs of a browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the rest, with the headers."""
        answer = self.get_response(request)
        policy = next(policy for prefix, policy in _POLICIES.items() if request.path.startswith(prefix))
        answer["Content-Security-Policy"] = policy
        answer["Permissions-Policy"] = _PERMISSIONS
        return answer


class OtherOrigins(CorsMiddleware):
    """django-cors-headers', which reads all headers to find that a request comes from no page at all."""

    def add_response_headers(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, with what the browser of a page from elsewhere asks for."""
        if "HTTP_ORIGIN" in request.META:
            return super().add_response_headers(request, response)
        if self.is_enabled(request):
            patch_vary_headers(response, ("origin",))
        return response
