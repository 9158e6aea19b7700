"""Telegram: updates in, messages out, over the Bot API."""

from bot.telegram.service import TelegramOptions, run_telegram

__all__ = ["TelegramOptions", "run_telegram"]
