"""What must not be kept: identity numbers and control characters are taken out before a turn exists."""

import re
from dataclasses import dataclass

from knowledge.forms.masking import mask_identity_numbers

LONGEST = 65_536
"""Characters of one message that are taken in at all; far more than any channel of ours carries."""
_TOKEN = re.compile(r"\d+:[\w-]{30,}")


@dataclass(frozen=True)
class Cleaned:
    """Words fit to be kept."""

    text: str
    masked: bool
    """An identity number was taken out."""


def clean(text: str) -> Cleaned:
    """Cut to length, drop NUL and lone surrogates, mask identity numbers."""
    plain = "".join(char for char in text[:LONGEST] if char != "\x00" and not "\ud800" <= char <= "\udfff")
    masked = mask_identity_numbers(plain)
    return Cleaned(text=masked, masked=masked != plain)


def mask_tokens(text: str) -> str:
    """Anything that looks like a bot's token, replaced."""
    return _TOKEN.sub("<token>", text)
