"""Sensitive values as they are shown before anybody has said why they must be read."""

from __future__ import annotations

from typing import Final

STAR: Final = "*"
LONG: Final = 15
"""An identity number or the number of an account: its place and its end may be compared with a paper."""
MIDDLE: Final = 7
"""A telephone number."""


def mask(value: str) -> str:
    """As many signs as before, of which strangers learn next to nothing: 110105********002X."""
    size = len(value)
    if "\n" in value or size < MIDDLE:
        return STAR * min(size, LONG)
    before, after = (6, 4) if size >= LONG else (size // 4, size // 4)
    return f"{value[:before]}{STAR * (size - before - after)}{value[-after:]}"
