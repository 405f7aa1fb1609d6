"""What every answer tells browsers about the code and the pages that it may be mixed with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from corsheaders.middleware import CorsMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.security import SecurityMiddleware
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


class SecurityHeaders(SecurityMiddleware):
    """Django's, with the Content-Security-Policy of the address, and what no page of ours needs of a browser.

    What is the same for every answer is found once, and not looked at again with each.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self._by_prefix = {prefix: self._headers(policy) for prefix, policy in _POLICIES.items()}

    def _headers(self, policy: str) -> dict[str, tuple[str, str]]:
        always = HttpResponse()
        del always["Content-Type"]
        super().process_response(HttpRequest(), always)
        always["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        always["Content-Security-Policy"] = policy
        always["Permissions-Policy"] = _PERMISSIONS
        return {name.lower(): (name, value) for name, value in always.items()}

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer with the headers."""
        found = next(same for prefix, same in self._by_prefix.items() if request.path.startswith(prefix))
        response.headers._store |= found  # noqa: SLF001 - one by one, each is checked anew
        if self.sts_seconds and request.is_secure():
            return super().process_response(request, response)
        return response


class OtherOrigins(CorsMiddleware):
    """django-cors-headers', which reads all headers to find that a request comes from no page at all."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """The answer of the rest, with what the browser of a page from elsewhere asks for."""
        if "HTTP_ORIGIN" in request.META or request.method == "OPTIONS":
            return super().__call__(request)
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseBase) and self.is_enabled(request):
            patch_vary_headers(answer, ("origin",))
        return answer
