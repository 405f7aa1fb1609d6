"""Fixtures for more than one file."""

from tests.common.test_api_permissions import world
from tests.wakes import wakes

__all__ = ["wakes", "world"]
