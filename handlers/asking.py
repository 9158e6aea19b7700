"""Questions about the law inside the conversation: answered at any step, without losing the step."""

from __future__ import annotations

from handlers import ask, flow
from handlers.ask import Answer
from handlers.flow import Here
from handlers.model import Choice, Mode, Outcome, Reply, Session, Turn, World
from handlers.wording import common
from handlers.wording.changes import CHANGE
from knowledge.changes.telling import concerns
from knowledge.library import Library


def start(library: Library, world: World, turn: Turn, question: str, here: Here) -> Outcome:
    """``/ask``, alone or with the question behind it."""
    if question:
        return free_text(library, world, turn, question, here)
    return flow.say(world.session, common.ASK_AWAY, choices=flow.menu(world.session))


def free_text(library: Library, world: World, turn: Turn, text: str, here: Here) -> Outcome:
    """Answer; where a step stands open it is shown again."""
    if world.session.mode in {Mode.QUESTION, Mode.CONFIRM, Mode.MORE, Mode.REVIEW}:
        return aside(library, world, turn, text, here)
    answer = _answer(library, world.session, turn, text)
    session = _remember(world.session, answer)
    if session.mode in {Mode.ANSWERS, Mode.DRAFTS, Mode.REGION}:
        session = flow.idle(session)
    reply = Reply(text=answer.text, citations=answer.citations, choices=(*answer.choices, *_around(library, answer)))
    return Outcome(session=session, replies=(reply,))


def aside(library: Library, world: World, turn: Turn, text: str, here: Here) -> Outcome:
    """Answer in the middle of a step, then show the same step again."""
    answer = _answer(library, world.session, turn, text)
    session = _remember(world.session, answer)
    first = Reply(text=answer.text, citations=answer.citations)
    shown = here(library, world.model_copy(update={"session": session}), turn)
    return Outcome(session=session, replies=(first, shown))


def deep_link(library: Library, world: World, turn: Turn, payload: str) -> Outcome | None:
    """``?start=art-xiaoshan-9`` opens that article; None for any other payload."""
    kind, _, rest = payload.partition("-")
    slug, _, number = rest.partition("-")
    if kind != "art" or slug not in library.regulations:
        return None
    session = flow.in_region(world.session, slug)
    regulation = library.get(slug)
    article = next((p for p in regulation.provisions if p.eid in {f"art_{number}", f"sec_{number}"}), None)
    if article is None:
        return None
    placed = world.model_copy(update={"session": session})
    return free_text(library, placed, turn, f"{regulation.identity.short}{article.label}", _nowhere)


def _nowhere(_library: Library, _world: World, _turn: Turn) -> Reply:
    return Reply(text=common.ASK_AWAY)


def _answer(library: Library, session: Session, turn: Turn, text: str) -> Answer:
    return ask.answer(library, text, region=session.region, on=flow.today(turn), topic=session.topic)


def _remember(session: Session, answer: Answer) -> Session:
    """The provision shown is what 全文, 上一条 and 那郑州呢 refer to."""
    return session.model_copy(update={"topic": answer.topic}) if answer.topic else session


def _around(library: Library, answer: Answer) -> tuple[Choice, ...]:
    """What every answer leads to besides its own choices; one about losing the title, to the wizard for changes."""
    if answer.outcome == "chat":
        return common.MENU
    topic = answer.topic
    changes = (CHANGE,) if topic and concerns(library.get(topic.region), topic.eid) else ()
    return (*changes, common.CHECK, common.ENQUIRY)
