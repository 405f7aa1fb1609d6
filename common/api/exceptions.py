"""Refusals that are about the request as such, before any rule of the domain is asked."""

from __future__ import annotations

from rest_framework import status
from rest_framework.exceptions import APIException


class Malformed(APIException):
    """The request cannot be understood: broken JSON, an unknown parameter, a cursor that was altered.

    `parameter` names the query parameter it is about; `pointer` the place in the body, as a JSON Pointer
    in its URI fragment form.
    """

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, detail: str, *, parameter: str | None = None, pointer: str | None = None) -> None:
        super().__init__(detail)
        self.errors: list[dict[str, str]] = []
        if parameter is not None:
            self.errors.append({"parameter": parameter, "detail": detail})
        if pointer is not None:
            self.errors.append({"pointer": pointer, "detail": detail})


class BodyTooLarge(APIException):
    """The body is larger than the operation takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE

    def __init__(self, limit: int) -> None:
        super().__init__(f"the body may have at most {limit} bytes; send less")
