"""The budget of a page: what a visitor gets without waiting."""

from __future__ import annotations

from typing import Final

FIRST_FLIGHT: Final = 14_000
"""Bytes that a TCP connection brings before the first round trip ends."""
