"""The world in which every operation can be tried, for more than one file."""

from tests.common.test_api_permissions import world

__all__ = ["world"]
