"""Fixtures for more than one file."""

from tests.common.test_api_permissions import kept_world, world
from tests.wakes import wakes

__all__ = ["kept_world", "wakes", "world"]
