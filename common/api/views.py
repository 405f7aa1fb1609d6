"""What every operation of the API has in common, and the addresses that belong to no resource."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.cache import patch_vary_headers
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from common.api.authentication import api_key
from common.api.exceptions import Malformed
from common.api.fields import Input, Query
from common.api.paging import Ordering, keyset_page
from common.api.parsers import check_query_string
from common.api.permissions import Access, Requirement
from common.scopes import Scope

_METHODS = ["get", "head", "post", "put", "patch", "delete"]


class ApiView(APIView):
    """A resource. Handlers read `self.params` and `self.body(…)`, call a service or selector, and answer."""

    http_method_names = _METHODS
    # What each method asks of its caller; a handler without an entry cannot be declared.
    access: ClassVar[Mapping[str, Requirement]] = {}
    # The query parameters of GET. Every other method takes none.
    query: ClassVar[type[Query]] = Query
    # Refusals of a method beyond those that every operation may give, for the schema.
    problems: ClassVar[Mapping[str, tuple[int, ...]]] = {}
    tag: ClassVar[str] = ""
    max_body_bytes: int = settings.API_MAX_BODY_BYTES
    params: Mapping[str, Any]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        undeclared = [m for m in _METHODS if m != "head" and hasattr(cls, m) and m.upper() not in cls.access]
        if undeclared:
            raise TypeError(f"{cls.__name__}.access does not say who may {', '.join(undeclared)}")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After the checks of who calls: the query string."""
        super().initial(request, *args, **kwargs)
        if request.method in self.allowed_methods:
            check_query_string(request)
            self.params = _params(request, self.query if request.method in {"GET", "HEAD"} else Query)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Say that the answer depends on the key."""
        final = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(final, ["Authorization"])
        return final

    def body(self, shape: type[Input]) -> dict[str, Any]:
        """The request's body in that shape. Raises ValidationError (422)."""
        if "Transfer-Encoding" in self.request.headers:
            # WSGI gives no such body to read, and an empty one would be mistaken for it.
            raise Malformed("send the body with a Content-Length, not in chunks")
        given = shape(data=self.request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def page(
        self, rows: QuerySet[Any], ordering: Ordering, document: type[serializers.Serializer[Any]]
    ) -> Response:
        """The page asked for, with the addresses of its neighbours in the body and as Link."""
        found = keyset_page(
            rows, ordering=ordering, size=self.params["page_size"], cursor=self.params.get("cursor")
        )
        links = {"next": self._page_url(found.next), "prev": self._page_url(found.previous)}
        header = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items() if url)
        return Response(
            {"results": document(found.rows, many=True).data, **links},
            headers={"Link": header} if header else None,
        )

    def _page_url(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        kept = {name: value for name, value in self.request.query_params.items() if name != "cursor"}
        path = f"{self.request.path}?{urlencode({**kept, 'cursor': cursor})}"
        return self.request.build_absolute_uri(path)

    def created(
        self, document: serializers.Serializer[Any], *, at: str, row: Model, code: int = 201
    ) -> Response:
        """An answer with the address of what now exists."""
        location = reverse(at, args=[row.pk], request=self.request)
        return Response(document.data, status=code, headers={"Location": location})


def _params(request: Request, shape: type[Query]) -> dict[str, Any]:
    given = shape(data=request.query_params.dict())
    if given.is_valid():
        return dict(given.validated_data)
    name, messages = next(iter(given.errors.items()))
    if name not in given.fields:
        known = ", ".join(sorted(given.fields)) or "none"
        raise Malformed(f"there is no parameter {name[:80]!r} here; known: {known}", parameter=name[:80])
    raise Malformed(f"{name}: {' '.join(str(m) for m in messages)}", parameter=name)


class RootSerializer(serializers.Serializer[Any]):
    """Where everything is."""

    resources = serializers.DictField(child=serializers.URLField(), help_text="Name → address.")
    documentation = serializers.URLField()
    schema = serializers.URLField()


class RootView(ApiView):
    """The way in."""

    access = {"GET": Access.PUBLIC}
    tag = "registry"
    # The names of the lists among the URL patterns, by resource.
    lists: Mapping[str, str] = {}

    @extend_schema(operation_id="root", summary="List the resources", responses={200: RootSerializer})
    def get(self, request: Request) -> Response:
        """Every list by its name, and the documentation."""
        resources = {name: reverse(route, request=request) for name, route in self.lists.items()}
        document = {
            "resources": resources,
            "documentation": reverse("api-docs", request=request),
            "schema": reverse("api-schema", request=request),
        }
        return Response(document)


class MeSerializer(serializers.Serializer[Any]):
    """The key in use."""

    owner = serializers.CharField(source="owner.username", help_text="In whose name the key acts.")
    name = serializers.CharField(help_text="What the key is for.")
    prefix = serializers.CharField(help_text="How the key begins.")
    scopes = serializers.ListField(
        child=serializers.CharField(), help_text=f"What it may do, of: {', '.join(Scope)}; more may come."
    )
    expires_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class MeView(ApiView):
    """Who am I?"""

    access = {"GET": Access.KEYED}
    tag = "registry"

    @extend_schema(operation_id="me", summary="Show the key in use", responses={200: MeSerializer})
    def get(self, request: Request) -> Response:
        """Whose key this is and what it may do."""
        return Response(MeSerializer(api_key(request)).data)


@cache
def _schema() -> dict[str, Any]:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]  # drf-spectacular has no types
    document: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # ditto
    return document


class SchemaView(ApiView):
    """The OpenAPI document, generated once per process."""

    access = {"GET": Access.PUBLIC}

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """As JSON."""
        return Response(_schema())


class UnknownView(ApiView):
    """Any other address under the API's."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises NotFound, whatever the method."""
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(
            request, force=True
        )
        raise NotFound(f"there is nothing here; {reverse('api-root', request=request)} lists what there is")
