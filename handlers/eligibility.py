"""The eligibility questionnaire: one question at a time until the outcome is settled, then the verdict."""

from __future__ import annotations

import re

from handlers import asking, flow
from handlers.intents import Name
from handlers.model import Choice, Mode, Outcome, Reply, Session, Turn, World
from handlers.wording import common
from handlers.wording import eligibility as wording
from handlers.wording.procedure import next_steps
from knowledge.answering.search import looks_like_question
from knowledge.eligibility import rules
from knowledge.eligibility.facts import Answers, Fact, Value, worded
from knowledge.eligibility.typed import BadValueError, squeezed
from knowledge.eligibility.values import parse
from knowledge.library import Library

_NUMBERS = re.compile(r"[选第]?[0-9０-９]{1,2}(?:[,，、;；/和选第项个]*[0-9０-９]{1,2})*[项个]?")
"""An answer that is nothing but numbers of choices."""


def start(library: Library, world: World, turn: Turn) -> Outcome:
    """Begin, or go on with, the questionnaire of the session's region; earlier answers are used again."""
    session = world.session
    if session.region is None:
        waiting = session.model_copy(update={"mode": Mode.REGION, "pending": "check"})
        choices = common.region_choices(library, (common.COMPARE,))
        return flow.say(waiting, common.WHICH_REGION, choices=choices)
    fresh = session.model_copy(update={"pending": None, "comparing": False, "full": False, "asked": ()})
    regulation = library.get(session.region)
    if regulation.rules is None:
        return _unruled(library, fresh)
    used = _answered(library, fresh)
    lead = wording.opening(regulation, flow.today(turn), len(used))
    return advance(library, fresh, turn, lead)


def compare(library: Library, world: World, turn: Turn) -> Outcome:
    """The same answers for all regulations; only what is still open is asked."""
    fresh = world.session.model_copy(update={"comparing": True, "full": False, "asked": (), "pending": None})
    if not library.judging:
        return flow.say(flow.idle(world.session), common.NOTHING_TO_JUDGE, choices=common.MENU)
    return advance(library, fresh, turn, wording.COMPARE_OPENING)


def _unruled(library: Library, session: Session) -> Outcome:
    """The session's region has no rules: what there is instead."""
    name = library.get(session.region or "").identity.short
    choices = common.region_choices(library, (common.ASK, common.HELP)) if library.judging else common.MENU
    return flow.say(flow.idle(session), common.NO_RULES.format(name=name), choices=choices)


def advance(library: Library, session: Session, turn: Turn, lead: str = "") -> Outcome:
    """The next question, or the result."""
    fact = _next(library, session, turn)
    if fact is None:
        return _result(library, session, turn, lead)
    asked = session.model_copy(update={"mode": Mode.QUESTION, "fact": fact.id})
    reply = _question(library, asked, turn, fact)
    return Outcome(session=asked, replies=(flow.led(reply, lead),))


def _next(library: Library, session: Session, turn: Turn) -> Fact | None:
    on = flow.today(turn)
    for slug in _regions(library, session):
        fact = rules.next_fact(library, slug, session.answers, on, full=session.full)
        if fact is not None:
            return fact
    return None


def _regions(library: Library, session: Session) -> tuple[str, ...]:
    """Which regulations the questions serve: the chosen one, or all that have rules, the chosen one first."""
    first = (session.region,) if session.region in library.judging else ()
    if first and not session.comparing:
        return first
    return (*first, *(slug for slug in library.judging if slug != session.region))


def _for_all(session: Session) -> bool:
    """Whether the questionnaire serves all regulations; one begun by 对比各地 may have no region of its own."""
    return session.comparing or session.region is None


def question(library: Library, world: World, turn: Turn) -> Reply:
    """The open question, shown again."""
    session = world.session
    return _question(library, session, turn, _open_fact(library, session))


def _open_fact(library: Library, session: Session) -> Fact:
    return _fact(library, session, session.fact or "")


def _fact(library: Library, session: Session, fact_id: str) -> Fact:
    """A fact in the words of the regulation at hand."""
    fact = library.facts[fact_id]
    return worded(fact, library.get(session.region).identity.leader) if session.region else fact


def _question(library: Library, session: Session, turn: Turn, fact: Fact) -> Reply:
    on = flow.today(turn)
    left = sum(
        rules.at_most_left(library, slug, session.answers, on, full=session.full)
        for slug in _regions(library, session)[:1]
    )
    text = wording.question(fact, number=len(session.asked) + 1, left=max(left, 1), comparing=_for_all(session))
    back = (common.BACK,) if session.asked else ()
    so_far = (wording.SO_FAR,) if _for_all(session) else ()
    change = (common.ANSWERS,) if _answered(library, session) else ()
    controls = (common.NOT_SURE, *back, *so_far, common.WHY, *change, common.CANCEL)
    choices = (*wording.answer_choices(fact), *controls)
    return Reply(text=text, choices=choices)


def asks_about(library: Library, session: Session, place: str) -> bool:
    """Whether the open question, or one of its answers, names a place."""
    fact = _open_fact(library, session)
    words = (fact.question, *(word for choice in fact.choices for word in (choice.value, *choice.also)))
    return any(place in word for word in words)


def receive(library: Library, world: World, turn: Turn, text: str) -> Outcome:
    """An answer to the open question; or a question about the law, answered, and the same question again."""
    session = world.session
    fact = _open_fact(library, session)
    if text.strip("。.！!？? ") in wording.SO_FAR_WORDS:
        return _result(library, session, turn, "")
    asks = looks_like_question(text)
    try:
        value = parse(fact, text, on=flow.today(turn))
    except BadValueError as bad:
        if asks:
            return asking.aside(library, world, turn, text, question)
        return flow.again(library, world, turn, bad.message, question)
    other = _caught(fact, text, value)
    if other is not None and asks:
        return asking.aside(library, world, turn, text, question)
    if other is not None:
        return flow.again(library, world, turn, wording.not_listed(text, other), question)
    return _store(library, session, turn, fact, value)


def _caught(fact: Fact, text: str, value: Value) -> str | None:
    """The catch-all answer (其他) that words were taken for without saying it; they may have meant anything."""
    chosen = value if isinstance(value, tuple) else (value,)
    said = squeezed(text)
    for choice in fact.choices:
        if choice.other and choice.value in chosen:
            named = any(word in said for word in (choice.value, *choice.also))
            return None if named or _NUMBERS.fullmatch(said) else choice.value
    return None


def _store(library: Library, session: Session, turn: Turn, fact: Fact, value: Value) -> Outcome:
    """Remember an answer; the others stay as they are."""
    answers: Answers = {**session.answers, fact.id: value}
    asked = (*(each for each in session.asked if each != fact.id), fact.id)
    stored = session.model_copy(update={"answers": answers, "asked": asked})
    return advance(library, stored, turn, wording.noted(fact, value))


def navigate(library: Library, world: World, turn: Turn, name: Name) -> Outcome:
    """上一题, 跳过, 为什么问这个."""
    session = world.session
    if name is Name.BACK:
        return _back(library, world, turn)
    fact = _open_fact(library, session)
    if name is Name.WHY:
        reasons = [
            (library.get(slug), criterion)
            for slug in _regions(library, session)
            for criterion in rules.criteria_using(library, slug, fact.id)
        ]
        return flow.again(library, world, turn, wording.why(fact, reasons), question)
    return _store(library, session, turn, fact, None)


def _back(library: Library, world: World, turn: Turn) -> Outcome:
    session = world.session
    if not session.asked:
        return flow.again(library, world, turn, wording.FIRST_QUESTION, question)
    fact = _fact(library, session, session.asked[-1])
    before = wording.before(fact, session.answers.get(fact.id))
    answers = {key: value for key, value in session.answers.items() if key != fact.id}
    update = {"asked": session.asked[:-1], "fact": fact.id, "mode": Mode.QUESTION, "answers": answers}
    reopened = session.model_copy(update=update)
    return Outcome(session=reopened, replies=(flow.led(_question(library, reopened, turn, fact), before),))


def _answered(library: Library, session: Session) -> tuple[Fact, ...]:
    """Facts of the shown regulations that have an answer, in the vocabulary's order."""
    wanted = {fact for slug in _regions(library, session) for fact in rules.facts_used(library, slug)}
    said = (fact_id for fact_id in library.facts if fact_id in session.answers and fact_id in wanted)
    return tuple(_fact(library, session, fact_id) for fact_id in said)


def answers(library: Library, world: World, turn: Turn) -> Outcome:
    """The list of all answers, to change one."""
    session = world.session
    listed = _answered(library, session)
    if not listed and session.mode is Mode.QUESTION:
        return flow.again(library, world, turn, wording.NONE_YET, question)
    if not listed:
        return flow.say(flow.idle(session), wording.NO_ANSWERS, choices=common.MENU)
    choosing = session.model_copy(update={"mode": Mode.ANSWERS})
    way_on = (common.CHECK,) if session.fact is None else (wording.GO_ON,)
    return flow.say(choosing, wording.answer_list(listed, session.answers), choices=(*way_on, common.CANCEL))


def choose_answer(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """The number, or the name, of the answer to change; None where the words are something else."""
    session = world.session
    listed = _answered(library, session)
    if text == wording.GO_ON.says:
        return advance(library, session, turn)
    plain = text.strip("。. 、第条").removeprefix("改")
    named = [fact for fact in listed if len(plain) > 1 and plain in fact.short]
    if plain.isascii() and plain.isdigit():
        place = int(plain[:4])
        if not 1 <= place <= len(listed):
            return flow.say(session, wording.no_such_answer(len(listed)), choices=(common.CANCEL,))
        named = [listed[place - 1]]
    if len(named) != 1:
        return None
    fact = named[0]
    update = {"mode": Mode.QUESTION, "fact": fact.id, "asked": tuple(a for a in session.asked if a != fact.id)}
    chosen = session.model_copy(update=update)
    before = wording.before(fact, session.answers.get(fact.id))
    return Outcome(session=chosen, replies=(flow.led(_question(library, chosen, turn, fact), before),))


def result_words(library: Library, world: World, turn: Turn, text: str) -> Outcome | None:
    """Words that a result offers: see every gap, one region's list, the result again."""
    session = world.session
    if text == wording.SEE_ALL.says and session.region in library.judging:
        return advance(library, session.model_copy(update={"full": True, "pending": None}), turn)
    if text == wording.NEXT_STEPS.says and session.region:
        text = next_steps(library.get(session.region), flow.today(turn))
        return flow.say(session, text, choices=_after(done=True))
    for slug in library.judging:
        if text == wording.details(library.get(slug)).says:
            chosen = flow.in_region(session, slug).model_copy(update={"comparing": False})
            return _result(library, chosen, turn, "")
    return None


def _result(library: Library, session: Session, turn: Turn, lead: str) -> Outcome:
    """The verdict, or the five of them side by side."""
    on = flow.today(turn)
    done = flow.idle(session)
    if session.region is None or session.comparing:
        verdicts = [(library.get(slug), rules.judge(library, slug, session.answers, on)) for slug in library.judging]
        choices = tuple(wording.details(regulation) for regulation, _ in verdicts)
        more = () if _next(library, session, turn) is None else (wording.COMPARE_ON,)
        reply = Reply(text=wording.comparison(verdicts, on), choices=(*choices, *more, common.ANSWERS))
        return Outcome(session=done, replies=(flow.led(reply, lead),))
    regulation = library.get(session.region)
    verdict = rules.judge(library, regulation.slug, session.answers, on)
    settled = rules.next_fact(library, regulation.slug, session.answers, on, full=False) is None
    complete = rules.next_fact(library, regulation.slug, session.answers, on, full=True) is None
    reply = Reply(
        text=wording.verdict(library, regulation, verdict, complete=complete, settled=settled),
        choices=_after(done=complete, settled=settled),
        citations=tuple(source for finding in verdict.findings for source in finding.sources),
    )
    return Outcome(session=done, replies=(flow.led(reply, lead),))


def _after(*, done: bool, settled: bool = True) -> tuple[Choice, ...]:
    """What a result leads to."""
    more = () if done else (wording.SEE_ALL,) if settled else (wording.ANSWER_ON,)
    return (*more, wording.NEXT_STEPS, common.DRAFT, common.COMPARE, common.ANSWERS, common.ENQUIRY)
