"""Inline mode: cards for what somebody types after the bot's name in any chat. Nobody's session, nothing kept."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import InlineQueryLimit
from telegram.error import TelegramError

from bot.logs import event, fault_of
from bot.notices import ASK_THE_ASSISTANT
from bot.telegram.incoming import Inline
from bot.telegram.rendering import LONGEST, units
from bot.worker import Do
from handlers.cards import Card, Deck, deck
from handlers.flow import SHANGHAI
from knowledge.library import Library

_log = logging.getLogger(__name__)

MOST = int(InlineQueryLimit.RESULTS)
"""Cards that one answer may hold."""
KEPT = 300
"""Seconds that Telegram may answer the same words by itself: they depend on nobody, and on the day alone."""
NOT_KEPT = 0
NOTHING = Deck(cards=(), start="ask")


@dataclass(frozen=True)
class InlineMode:
    """Answers inline queries."""

    bot: Bot
    library: Library
    clock: Callable[[], datetime]
    do: Do

    async def answer(self, inline: Inline) -> None:
        """Answer; a query that has grown too old meanwhile is let go, since the next letter typed makes another."""
        found = await self.do(lambda: self._deck(inline.words))
        with suppress(TelegramError):
            await self.bot.answer_inline_query(
                inline.query,
                articles(found),
                cache_time=KEPT if found.cards else NOT_KEPT,
                is_personal=False,
                button=InlineQueryResultsButton(ASK_THE_ASSISTANT, start_parameter=found.start),
            )

    def _deck(self, words: str) -> Deck:
        try:
            return deck(self.library, words, self.clock().astimezone(SHANGHAI).date())
        except Exception as error:  # noqa: BLE001 - whatever the fault, the person's list is empty and all else goes on
            event(_log, logging.ERROR, "inline query failed", fault=fault_of(error))
            return NOTHING


def articles(found: Deck) -> list[InlineQueryResultArticle]:
    """The cards as Telegram lists them; one whose message Telegram would refuse is left out."""
    return [_article(card) for card in found.cards if units(card.text) <= LONGEST][:MOST]


def _article(card: Card) -> InlineQueryResultArticle:
    message = InputTextMessageContent(card.text, link_preview_options=LinkPreviewOptions(is_disabled=True))
    return InlineQueryResultArticle(card.id, card.title, message, description=card.description)
