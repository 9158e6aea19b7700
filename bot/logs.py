"""What is logged: events with a closed list of fields, so that neither words of people nor secrets can get in.

Records of other libraries show their message without its arguments, where personal text and tokens travel; tracebacks
show places, never values. What is left passes a filter for tokens and identity numbers.
"""

import logging
import sys
import traceback
from pathlib import Path
from typing import TextIO, TypedDict, Unpack

from bot.redact import mask_tokens
from knowledge.forms.masking import mask_identity_numbers

OURS = "bot"
TALKATIVE = ("httpx", "httpcore", "telegram", "asyncio", "uvicorn")
"""Libraries that print addresses (with the token), parameters, forms or answers below WARNING."""


class Fields(TypedDict, total=False):
    """All that may be said about an event. Numbers of ours, names of ours; nothing that a person typed."""

    turn: int
    reply: int
    fault: str
    seconds: float
    count: int


class _Formatter(logging.Formatter):
    """One line a record: time, level, logger, event, fields."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] == OURS
        event = record.getMessage() if ours else f"{record.msg!s:.200}"
        fields: dict[str, object] = getattr(record, "fields", {})
        words = [self.formatTime(record), record.levelname, record.name, event]
        words += [f"{key}={value}" for key, value in fields.items()]
        if record.exc_info and record.exc_info[1] is not None:
            words.append(f"fault={fault_of(record.exc_info[1])}")
        return mask_identity_numbers(mask_tokens(" ".join(words).replace("\n", "⏎")))


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send everything to one stream (standard error by default), in our format only. May be called again."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def event(logger: logging.Logger, level: int, what: str, **fields: Unpack[Fields]) -> None:
    """Log that ``what`` happened. ``what`` is a constant of ours, never words of a person."""
    logger.log(level, what, extra={"fields": fields})


def fault_of(error: BaseException) -> str:
    """What went wrong and where, without the message, which may quote what a person typed."""
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames)]
    return "<".join([type(error).__name__, *places])
