"""What each of Telegram's errors means for the message, the chat and the bot."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery import Again, Delivery, OutOfReach, Refused, Renamed, Stopped, Wait
from bot.notices import WRONG_CREDENTIALS
from bot.telegram.sender import outcome


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (BadRequest("Message is too long"), Refused("Message is too long")),
        (BadRequest("Chat not found"), OutOfReach("Chat not found")),
        (BadRequest("Not enough rights to send text messages"), OutOfReach("Not enough rights to send text messages")),
        (Forbidden("bot was blocked by the user"), OutOfReach("bot was blocked by the user")),
        (TimedOut(), Again("TimedOut")),
        (NetworkError("Bad Gateway"), Again("NetworkError")),
        (TelegramError("Invalid server response"), Again("TelegramError")),
        (ChatMigrated(-1005), Renamed("telegram:-1005")),
        (InvalidToken("Unauthorized"), Stopped(WRONG_CREDENTIALS)),
    ],
)
def test_errors_are_told_apart(error: TelegramError, meaning: Delivery) -> None:
    assert outcome(error) == meaning


@pytest.mark.parametrize("wait", [7, timedelta(seconds=7)])
def test_the_wait_is_as_told(wait: int | timedelta) -> None:
    assert outcome(RetryAfter(wait)) == Wait(7.0)
