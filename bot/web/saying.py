"""From a form to a turn: what somebody typed or pressed on the page, and the name by which it is known for ever."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from bot import notices, redact
from bot.web.people import CHANNEL
from bot.web.showing import GREETING
from handlers.model import Press, Reply, Turn

_PRESS = re.compile(r"(\d{1,9}):(\d{1,3})", re.ASCII)
_LASTING = re.compile(r"(\S{1,64}) ([0-9a-f]{16})", re.ASCII)

Form = Mapping[str, str]
FORM = "form"
"""Channel of what is done on the page of a form: no part of the conversation."""


@dataclass(frozen=True)
class Door:
    """Reads forms."""

    clock: Callable[[], datetime]
    nonce: Callable[[], str]

    def read(self, person: str, form: Form) -> tuple[Turn, tuple[Reply, ...]]:
        """The turn, and what the door itself has to say."""
        said, first = _said(form)
        return self._turn(person, _key(person, form), **said), first

    def greeting(self, person: str) -> Turn:
        """The turn by which the assistant speaks first; a person has one."""
        return self._turn(person, _digest(person, GREETING), text=GREETING)

    def page(self, person: str, sent: Form, **done: Any) -> Turn:
        """What was done on the page of a form; the same form sent twice has the same key."""
        said = (f"{name}={value}" for name, value in sorted(sent.items()))
        return self._turn(person, _digest(person, *said), **done).model_copy(update={"channel": FORM})

    def _turn(self, person: str, key: str, **said: Any) -> Turn:
        return Turn(
            channel=CHANNEL, key=key, person=person, chat=person, at=self.clock(), nonce=self.nonce(), **said
        )  # fmt: skip


def _said(form: Form) -> tuple[dict[str, Any], tuple[Reply, ...]]:
    """A button wins over what stands in the field beside it."""
    place, lasting = _PRESS.fullmatch(form.get("press", "")), _LASTING.fullmatch(form.get("lasting", ""))
    if place is not None:
        return {"press": Press(rev=int(place[1]), index=int(place[2]))}, ()
    if "press" in form or ("lasting" in form and lasting is None):
        return {"other": "button"}, ()
    if lasting is not None:
        return {"text": redact.clean(lasting[1]).text, "about": lasting[2]}, ()
    cleaned = redact.clean(form.get("word", form.get("text", "")).replace("\r\n", "\n"))
    return {"text": cleaned.text}, notices.about(cleaned)


def _key(person: str, form: Form) -> str:
    """The same form sent twice has the same key; other words from a page that was shown before have another."""
    try:
        page = UUID(form.get("key", ""))
    except ValueError:
        page = uuid4()
    said = (f"{name}={form.get(name, '')}" for name in ("press", "lasting", "word", "text"))
    return _digest(person, str(page), *said)


def _digest(*parts: str) -> str:
    """A key names nobody."""
    return sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
