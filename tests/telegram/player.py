"""Plays transcripts through Telegram: the same people, the same clock and the same chance as in the engine's player."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.telegram.incoming import LASTING
from handlers.core import case_named, step
from knowledge.library import Library
from tests.conversation.players import START, nonces
from tests.conversation.script import ME, TO_ME, TO_STAFF, Said, pressed, shown
from tests.fake_bot_api import Shown
from tests.telegram.bench import Bench

DESK, OFFICER = -100, 5


class TelegramPlayer:
    """A running bot; each transcript has an applicant of its own."""

    def __init__(self, library: Library, database: Path) -> None:
        self._applicant = 100
        self._count = 0
        self._nonce: Callable[[], str] = nonces()
        self.bench = Bench(
            database,
            library,
            step,
            case_named,
            staff_chat=DESK,
            staff_ids=frozenset({OFFICER}),
            clock=self._now,
            nonce=self._chance,
        )

    def begin(self) -> None:
        """The next transcript."""
        self._applicant += 1
        self._count = 0
        self._nonce = nonces()

    def play(self, said: Said) -> list[Said]:
        """One turn; what was shown to either side because of it, the applicant's first."""
        self._count += 1
        before = len(self.bench.api.shown)
        self.bench.settle(self._act(said, pressed(said.text)))
        heard = self.bench.api.shown[before:]
        sides = ((self._applicant, TO_ME), (DESK, TO_STAFF))
        return [_said(who, message) for chat, who in sides for message in heard if message.chat == chat]

    def _act(self, said: Said, label: str | None) -> int:
        api = self.bench.api
        if said.who == ME:
            return api.say(self._applicant, said.text) if label is None else api.press(self._applicant, label)
        if label is not None:
            return api.press(OFFICER, label, DESK)
        return api.answer_to(OFFICER, self._card(), said.text)

    def _card(self) -> Shown:
        """The newest packet in the staff chat."""
        cards = (message for message in reversed(self.bench.api.replies(DESK)) if message.buttons)
        return next(card for card in cards if card.buttons[0][1].startswith(LASTING))

    def _chance(self) -> str:
        return self._nonce()

    def _now(self) -> datetime:
        return START + timedelta(minutes=self._count)


def _said(who: str, message: Shown) -> Said:
    return Said(who, shown(message.text, [label for label, _ in message.buttons], message.files))
