"""What staff write about a case in their chat: it reaches the applicant once they have said so, and is theirs alone
until then.

Nothing is kept of it besides the turn in which it was written: the buttons below the question name that turn.
"""

from __future__ import annotations

import re
from typing import Final

from handlers import flow
from handlers.cases.actions import LONGEST, act, not_theirs, trouble
from handlers.cases.members import member_of
from handlers.cases.spoken import ASKS, meant
from handlers.cases.states import ROLES, allowed
from handlers.choice import Choice
from handlers.draft import Draft
from handlers.member import Action, ActionName
from handlers.model import Original, Outcome, Reply, Turn, World
from handlers.wording import cases as cases_wording
from handlers.wording import thread as wording
from knowledge.library import Library

SEND: Final = "answer"
DROP: Final = "drop"
_COMMAND: Final = re.compile(rf"({'|'.join((SEND, DROP, *ASKS))}) [2-9A-HJ-NP-Z]{{8}} (\d{{1,19}})", re.ASCII)
AMONG_STAFF: Final = ("//", "／／")
"""How words begin that are for colleagues."""


def letter_named(turn: Turn) -> str | None:
    """The key of the turn whose words a press sends or drops."""
    found = _COMMAND.fullmatch(turn.command or "") if turn.staff else None
    return found[2] if found else None


def is_for_colleagues(words: str) -> bool:
    """Whether words in a thread are for those who read it, and for nobody else."""
    return words.strip().startswith(AMONG_STAFF)


def offer(library: Library, world: World, turn: Turn, case: Draft) -> Outcome:
    """Ask whether what was written is for the applicant, and as what. Who can only look is left alone."""
    member = member_of(world.staff, turn)
    if member is None or not ROLES[member.role].act:
        return Outcome(session=world.session, replies=())
    name = _asked(world, turn, case)
    after = world.session.model_copy(
        update={"asking": {receipt: each for receipt, each in world.session.asking.items() if receipt != case.receipt}}
    )
    words = (turn.text or "").strip()
    if len(words) > LONGEST:
        return flow.say(world.session, cases_wording.too_long(LONGEST))
    if name == SEND and not allowed(case, SEND):
        return flow.say(after, cases_wording.not_now(case))
    if turn.original is not None and not _reaches(case, turn.original):
        return flow.say(after, wording.ONLY_WORDS)
    answer, drop = _choice(wording.SEND_IT, SEND, case, turn), _choice(wording.KEEP_IT, DROP, case, turn)
    if name == SEND:
        return flow.say(after, wording.for_the_applicant(words, turn.original), choices=(answer, drop))
    action = meant(library, case, name, words, flow.today(turn))
    why = ASKS[name](case) if action is None else trouble(library, world, turn, action)
    if action is None or why:  # asked once more; what was written may have been meant as an answer
        return flow.say(world.session, why, choices=(answer, drop))
    do = _choice(cases_wording.ACTIONS[name], name, case, turn)
    return flow.say(after, wording.as_action(library, case, action), choices=(do, answer, drop))


def _asked(world: World, turn: Turn, case: Draft) -> ActionName:
    """The action whose words this member was asked for, where it can still be done; else an answer."""
    name, member = world.session.asking.get(case.receipt or ""), member_of(world.staff, turn)
    if name is None or turn.original is not None or member is None or not allowed(case, name):
        return SEND
    return SEND if not_theirs(case, member, name, world.staff, flow.today(turn)) else name


def _choice(label: str, what: str, case: Draft, turn: Turn) -> Choice:
    return Choice(label=label, says=f"{what} {case.receipt} {turn.key}", lasting=True, once=True)


def answered(library: Library, world: World, turn: Turn, case: Draft) -> Outcome:
    """The press below the question: what was written goes to the applicant, or nowhere."""
    letter = world.letter
    if letter is None or letter.reply_to != case.receipt:
        return flow.say(world.session, wording.NOT_FOUND)
    if letter.person != turn.person:
        return flow.say(world.session, wording.SOMEBODY_ELSES)
    if any(event.source == letter.key for event in case.history):
        return _used(flow.say(world.session, wording.SENT_BEFORE))
    if (turn.command or "").startswith(DROP):
        return _used(flow.say(world.session, wording.DROPPED))
    if letter.original is not None and not _reaches(case, letter.original):
        return flow.say(world.session, wording.ONLY_WORDS)
    outcome = _sent(library, world, turn, letter)
    return _used(outcome) if outcome.save else outcome


def _used(outcome: Outcome) -> Outcome:
    return outcome.model_copy(update={"used": True})


def _sent(library: Library, world: World, turn: Turn, letter: Turn) -> Outcome:
    """What was written, done as the button says."""
    if letter.original is not None:
        note = wording.described(letter.original)
        action = Action(name=SEND, receipt=letter.reply_to or "", note=note, source=letter.key)
        outcome = act(library, world, turn, action)
        replies = tuple(_with(reply, letter.original) for reply in outcome.replies) if outcome.save else outcome.replies
        return outcome.model_copy(update={"replies": replies})
    pressed = (turn.command or "").partition(" ")[0]
    name: ActionName = next((each for each in ASKS if each == pressed), SEND)
    said = meant(library, world.case, name, (letter.text or "").strip(), flow.today(turn)) if world.case else None
    if said is None:
        return flow.say(world.session, wording.NOT_FOUND)
    return act(library, world, turn, said.model_copy(update={"source": letter.key}))


def _with(reply: Reply, original: Original) -> Reply:
    """What the applicant is told, with the picture or file behind it."""
    return reply if reply.to is None else reply.model_copy(update={"original": original})


def _reaches(case: Draft, original: Original) -> bool:
    """Whether the applicant is where it was sent: only there can it be passed on."""
    channel = original.chat.partition(":")[0]
    return (case.chat or case.person).startswith(f"{channel}:")
