"""The addresses that belong to no resource: the way in, the key in use, the document, and nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from common.api.authentication import api_key
from common.api.permissions import Access
from common.api.views import ApiView
from common.scopes import Scope


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
    document = MeSerializer
    tag = "registry"

    @extend_schema(operation_id="me", summary="Show the key in use", responses={200: MeSerializer})
    def get(self, request: Request) -> Response:
        """Whose key this is and what it may do."""
        return self.show(api_key(request))


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
