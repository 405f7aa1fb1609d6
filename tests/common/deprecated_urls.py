"""The registry's addresses, and one that is on its way out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api.deprecation import Deprecation
from common.api.permissions import Access
from common.api.views import ApiView
from registry import urls

handler404 = urls.handler404


class OldSerializer(serializers.Serializer[Any]):
    """Something."""

    name = serializers.CharField()


class OldView(ApiView):
    """Replaced by something better."""

    access = {"GET": Access.PUBLIC, "POST": Access.PUBLIC}
    deprecations = {
        "GET": Deprecation(
            since=date(2026, 3, 1), sunset=date(2027, 3, 1), guide="https://registry.example/guides/old"
        )
    }
    tag = "old"

    @extend_schema(operation_id="old_get", summary="Old", responses={200: OldSerializer})
    def get(self, request: Request) -> Response:
        """Still answers, with a Link of its own."""
        return Response({"name": "old"}, headers={"Link": '<https://registry.example/next>; rel="next"'})

    @extend_schema(operation_id="old_post", summary="Not old", request=None, responses={200: None})
    def post(self, request: Request) -> Response:
        """Stays."""
        return Response()


urlpatterns = [path("api/v1/old", OldView.as_view()), *urls.urlpatterns]
