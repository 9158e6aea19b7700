"""How a case stands, as the staff chat shows it: the name of its thread, and the buttons that fit."""

from __future__ import annotations

from typing import Final

from handlers.cases.states import possible
from handlers.choice import Choice
from handlers.draft import OVER, Draft
from handlers.member import ActionName
from handlers.model import STAFF, Outcome, Reply, Standing, Turn, World
from handlers.wording import desk as wording
from handlers.wording.cases import ACTIONS
from knowledge.library import Library

AT_ONCE: Final = frozenset[ActionName]({"accept", "recommend", "close", "reopen", "claim", "release"})
"""Buttons of the chat that need no further word."""
WITH_WORDS: Final = frozenset[ActionName]({"correct", "refuse", "rule"})
"""Buttons of the chat that ask for the words first."""


def standing(library: Library, case: Draft) -> Standing:
    """How a case stands."""
    return Standing(
        title=wording.thread_title(library, case),
        summary=wording.summary(library, case),
        over=case.state in OVER,
        actions=buttons(case),
    )


def gone(library: Library, case: Draft) -> Standing:
    """A case that is not kept any more."""
    title, summary = wording.thread_title(library, case), wording.summary(library, case)
    return Standing(title=title, summary=summary, over=True, gone=True)


def buttons(case: Draft) -> tuple[Choice, ...]:
    """What can be done with a case by pressing a button; taking over from a colleague is for the desk."""
    fitting = AT_ONCE | WITH_WORDS if case.assignee is None else (AT_ONCE | WITH_WORDS) - {"claim"}
    offered = (action for action in possible(case) if action in fitting)
    return tuple(Choice(label=ACTIONS[action], says=f"{action} {case.receipt}", lasting=True) for action in offered)


def in_threads(library: Library, world: World, turn: Turn, outcome: Outcome) -> Outcome:
    """What is said in the staff chat about a case says how the case stands, so that it finds, or makes, its thread."""
    known = (*world.drafts, *((world.case,) if world.case else ()), *outcome.save)
    cases = {case.receipt: case for case in known if case.receipt}
    here = None if turn.private else turn.reply_to or (world.case.receipt if world.case else None)

    def placed(reply: Reply) -> Reply:
        receipt = reply.receipt or (here if reply.to is None else None)
        at_staff = reply.to == STAFF or (reply.to is None and not turn.private)
        if not at_staff or receipt is None or reply.standing is not None:
            return reply
        case = cases.get(receipt)
        return reply.model_copy(update={"receipt": receipt, "standing": standing(library, case) if case else None})

    return outcome.model_copy(update={"replies": tuple(placed(reply) for reply in outcome.replies)})
