"""What staff write in a case's thread: it reaches the applicant once they have said so, and is theirs alone until then.

Nothing is kept of it besides the turn in which it was written: the buttons below the question name that turn.
"""

from __future__ import annotations

import re
from typing import Final

from handlers import flow
from handlers.cases.actions import act
from handlers.choice import Choice
from handlers.draft import Draft
from handlers.member import Action
from handlers.model import Original, Outcome, Reply, Turn, World
from handlers.wording import thread as wording
from knowledge.library import Library

SEND: Final = "send"
DROP: Final = "drop"
_COMMAND: Final = re.compile(rf"(?:{SEND}|{DROP}) [2-9A-HJ-NP-Z]{{8}} (\d{{1,19}})", re.ASCII)
AMONG_STAFF: Final = ("//", "／／")
"""How words begin that are for colleagues."""


def letter_named(turn: Turn) -> str | None:
    """The key of the turn whose words a press sends or drops."""
    found = _COMMAND.fullmatch(turn.command or "") if turn.staff else None
    return found[1] if found else None


def is_for_colleagues(text: str) -> bool:
    """Whether words in a thread are for those who read it, and for nobody else."""
    return text.startswith(AMONG_STAFF)


def offer(world: World, turn: Turn, case: Draft) -> Outcome:
    """Ask whether what was written is for the applicant."""
    words = (turn.text or "").strip()
    if turn.original is not None and not _reaches(case, turn.original):
        return flow.say(world.session, wording.ONLY_WORDS)
    choices = (_choice(wording.SEND_IT, SEND, case, turn), _choice(wording.KEEP_IT, DROP, case, turn))
    return flow.say(world.session, wording.for_the_applicant(words, turn.original), choices=choices)


def _choice(label: str, what: str, case: Draft, turn: Turn) -> Choice:
    return Choice(label=label, says=f"{what} {case.receipt} {turn.key}", lasting=True, once=True)


def answered(library: Library, world: World, turn: Turn, case: Draft) -> Outcome:
    """The press below the question: what was written goes to the applicant as an answer, or nowhere."""
    letter = world.letter
    if letter is None or letter.reply_to != case.receipt:
        return flow.say(world.session, wording.NOT_FOUND)
    if letter.person != turn.person:
        return flow.say(world.session, wording.SOMEBODY_ELSES)
    if any(event.source == letter.key for event in case.history):
        return flow.say(world.session, wording.SENT_BEFORE)
    if (turn.command or "").startswith(DROP):
        return flow.say(world.session, wording.DROPPED)
    return _sent(library, world, turn, letter)


def _sent(library: Library, world: World, turn: Turn, letter: Turn) -> Outcome:
    note = (letter.text or "").strip() if letter.original is None else wording.described(letter.original)
    action = Action(name="answer", receipt=letter.reply_to or "", note=note, source=letter.key)
    outcome = act(library, world, turn, action)
    if letter.original is None or not outcome.save:
        return outcome
    replies = tuple(_with(reply, letter.original) for reply in outcome.replies)
    return outcome.model_copy(update={"replies": replies})


def _with(reply: Reply, original: Original) -> Reply:
    """What the applicant is told, with the picture or file behind it."""
    return reply if reply.to is None else reply.model_copy(update={"original": original})


def _reaches(case: Draft, original: Original) -> bool:
    """Whether the applicant is where it was sent: only there can it be passed on."""
    channel = original.chat.partition(":")[0]
    return (case.chat or case.person).startswith(f"{channel}:")
