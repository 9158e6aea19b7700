"""Plays transcripts through Telegram: the same people and the same clock as in the engine's player."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from bot.telegram.incoming import LASTING
from handlers.core import case_named, step
from handlers.wording.thread import left_behind
from knowledge.answering.search import index_of
from knowledge.library import Library
from tests.conversation.players import START, nonces
from tests.conversation.script import IN_PASSING, ME, TO_ME, TO_STAFF, Pressed, Said, pressed, shown
from tests.fake_bot_api import Shown
from tests.telegram.bench import Bench

DESK, OFFICER = -100, 5
LEFT_BEHIND = re.compile(re.escape(left_behind("X")).replace("X", ".{8}"))
"""What only the channel can say: that messages of a case are left which it may not delete."""


class TelegramPlayer:
    """A running bot; each transcript has an applicant of its own."""

    def __init__(self, library: Library, database: Path) -> None:
        index_of(library)  # as the real start does, so that the first question waits for nothing
        self._applicant = 100
        self._count = 0
        self.bench = Bench(
            database,
            library,
            step,
            case_named,
            staff_chat=DESK,
            staff_ids=frozenset({OFFICER}),
            clock=self._now,
            nonce=nonces(),
        )

    def begin(self) -> None:
        """The next transcript."""
        self._applicant += 1
        self._count = 0

    def play(self, said: Said) -> list[Said]:
        """One turn; what was shown to either side because of it, the applicant's first."""
        self._count += 1
        before, earlier = len(self.bench.api.shown), len(self.bench.api.toasts)
        self.bench.settle(self._act(said, pressed(said.text)))
        heard = [one for one in self.bench.api.shown[before:] if not LEFT_BEHIND.fullmatch(one.text)]
        passing = [Said(IN_PASSING, text) for text in self.bench.api.toasts[earlier:]]
        sides = ((self._applicant, TO_ME), (DESK, TO_STAFF))
        return passing + [_said(who, message) for chat, who in sides for message in heard if message.chat == chat]

    def _act(self, said: Said, press: Pressed | None) -> int:
        api, me = self.bench.api, self._applicant
        if said.who == ME:
            return api.say(me, said.text) if press is None else api.press(me, press.label, place=press.place)
        if press is not None:
            return self._press(press.label)
        if said.text.startswith("/"):
            return api.send(OFFICER, {"text": said.text}, chat=DESK)
        return api.answer_to(OFFICER, self._card(), said.text)

    def _press(self, label: str) -> int:
        """Press a button of the staff chat, even one of a card that has just been taken away."""
        for message in reversed(self.bench.api.replies(DESK)):
            gone = {name: data for name, data in message.gone if data.startswith(LASTING)}
            data = ({**gone, **dict(message.buttons)}).get(label)
            if data is not None:
                return self.bench.api.press_data(OFFICER, data, message)
        raise LookupError(label)

    def _card(self) -> Shown:
        """The newest packet in the staff chat."""
        cards = (message for message in reversed(self.bench.api.replies(DESK)) if message.buttons)
        return next(card for card in cards if card.buttons[0][1].startswith(LASTING))

    def _now(self) -> datetime:
        return START + timedelta(minutes=self._count)


def _said(who: str, message: Shown) -> Said:
    return Said(who, shown(message.text, [label for label, _ in message.buttons], message.files))
