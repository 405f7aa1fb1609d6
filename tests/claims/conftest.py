"""Fixtures for more than one file."""

from tests.wakes import wakes

__all__ = ["wakes"]
