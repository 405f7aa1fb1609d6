"""How drf-spectacular makes the OpenAPI document."""

from __future__ import annotations

from typing import Any
from uuid import UUID

SETTINGS: dict[str, Any] = {
    "TITLE": "Claim registry",
    "DESCRIPTION": "Claims, who made them, where they appeared, and every verdict on them.",
    "VERSION": "1.0.0",
    "LICENSE": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "PATH_CONVERTER_OVERRIDES": {"id": UUID},  # common.converters
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_SUFFIX": "",
    "ENUM_NAME_OVERRIDES": {
        "FeedKind": "sources.models.Feed.Kind",
        "SourceKind": "sources.models.Source.Kind",
        "VerdictKind": "claims.rules.Kind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "common.api.schema.add_problems",
        "common.api.schema_parts.add_partial_documents",
        "common.api.examples.add_examples",
        "webhooks.api.contract.add_webhooks",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
