"""Questions about the law inside the conversation: answered at any step, without losing the step."""

from __future__ import annotations

from handlers import ask, feedback, flow
from handlers.ask import Answer
from handlers.choice import Choice
from handlers.flow import Here
from handlers.model import Asked, Outcome, Reply, Turn, World
from handlers.session import Mode, Session
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
    session, answer, asked = _answered(library, world.session, turn, text)
    if session.mode in {Mode.ANSWERS, Mode.DRAFTS, Mode.REGION}:
        session = flow.idle(session)
    choices = (*answer.choices, *_around(library, answer, asked))
    reply = Reply(text=answer.text, citations=answer.citations, choices=choices, asked=asked)
    return Outcome(session=session, replies=(reply,))


def aside(library: Library, world: World, turn: Turn, text: str, here: Here) -> Outcome:
    """Answer in the middle of a step, then show the same step again."""
    session, answer, asked = _answered(library, world.session, turn, text)
    choices = feedback.choices(answer, asked) if asked else ()
    first = Reply(text=answer.text, citations=answer.citations, choices=choices, asked=asked)
    shown = here(library, world.model_copy(update={"session": session}), turn)
    return Outcome(session=session, replies=(first, shown))


def deep_link(library: Library, world: World, turn: Turn, payload: str, here: Here) -> Outcome | None:
    """``?start=art-xiaoshan-9`` opens that article, beside the step that stands open; None for any other payload."""
    kind, _, rest = payload.partition("-")
    slug, _, number = rest.partition("-")
    if kind != "art" or slug not in library.regulations:
        return None
    regulation = library.get(slug)
    article = next((p for p in regulation.provisions if p.eid in {f"art_{number}", f"sec_{number}"}), None)
    if article is None:
        return None
    if flow.at_rest(world.session):
        world = world.model_copy(update={"session": flow.in_region(world.session, slug)})
    return free_text(library, world, turn, f"{regulation.identity.short}{article.label}", here)


def _answered(library: Library, session: Session, turn: Turn, text: str) -> tuple[Session, Answer, Asked | None]:
    """The answer, what it is remembered by, and the session that knows both: the provision shown is what 全文 and
    上一条 refer to, the question is what 那郑州呢 asks again."""
    on, before = flow.today(turn), session.question
    answer = ask.answer(library, text, region=session.region, on=on, topic=session.topic, before=before)
    asked = feedback.asked(library, session, turn, text, answer)
    shown = {"topic": answer.topic, "question": answer.question}
    placed = session.model_copy(update=shown) if answer.topic else session
    return feedback.remembered(placed, asked), answer, asked


def _around(library: Library, answer: Answer, asked: Asked | None) -> tuple[Choice, ...]:
    """What every answer leads to besides its own choices; one about losing the title, to the wizard for changes."""
    if answer.outcome == "chat":
        return common.MENU
    topic = answer.topic
    changes = (CHANGE,) if topic and concerns(library.get(topic.region), topic.eid) else ()
    if asked is None:
        return (*changes, common.CHECK, common.ENQUIRY)
    return (*feedback.choices(answer, asked), *changes, common.CHECK)
