"""A draft made under another edition: its verdict by what holds today, beside the verdict that it was made with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from handlers.draft import Draft
from knowledge.eligibility import rules
from knowledge.eligibility.rules import Finding, Outcome, Verdict
from knowledge.forms.form import Form, lookup
from knowledge.library import Library
from knowledge.model import Frozen
from knowledge.texts.edition import same_edition, same_words, words_of
from knowledge.texts.text import fold
from knowledge.vocabulary.facts import Answers, Fact, Value


class Cause(StrEnum):
    """Why a criterion stands otherwise than it did."""

    TIME = "time"
    """By today's rules it stood on the day of the old verdict as it did then: time has passed."""
    ANSWER = "answer"
    """Other answers were given since."""
    PATH = "path"
    """The verdict now goes by another way of applying."""
    NEW = "new"
    GONE = "gone"
    WORDS = "words"
    """The words that it rests on are others."""
    ASKED = "asked"
    """Something is asked that has not been answered."""
    DATA = "data"
    """The words are the same; how we read or ask them is not."""


class Turned(Frozen):
    """A criterion that stands otherwise than it did, or stands only on one side."""

    was: Finding | None
    now: Finding | None
    cause: Cause

    @property
    def finding(self) -> Finding:
        """The criterion as it stands, or as it stood where it is gone."""
        found = self.now or self.was
        if found is None:
            raise AssertionError("one of the two is there")
        return found


class Rejudged(Frozen):
    """Both verdicts, and what lies between them."""

    was: Verdict | None
    """As stored; None where none was."""
    now: Verdict
    same_words: bool | None
    """Whether the text is the same and only what is said of it changed; None where that cannot be known."""
    turned: tuple[Turned, ...]
    wanting: tuple[str, ...]
    """Facts without an answer on which criteria of ``turned`` wait."""
    left_out: tuple[str, ...]
    """Facts that the old verdict rested on and that nothing asks for any more."""
    unplaced: int
    """Fields filled in for which today's form has no place."""

    @property
    def same(self) -> bool:
        """Whether the conclusion and every criterion stand as they stood."""
        return self.was is not None and self.was.outcome == self.now.outcome and not self.turned


def rejudged(library: Library, draft: Draft, on: date, since: Mapping[str, Value] | None = None) -> Rejudged | None:
    """A draft judged anew from its stored answers and those given ``since``.

    None where it was made under today's edition, is no application, or nobody has written the rules.
    """
    if draft.kind != "application" or draft.region not in library.judging:
        return None
    regulation = library.get(draft.region)
    if same_edition(draft.edition, regulation.edition):
        return None
    answers = usable(library, {**draft.answers, **(since or {})})
    was = Verdict.model_validate(draft.verdict) if draft.verdict else None
    now = rules.judge(library, draft.region, answers, on)
    then = rules.judge(library, draft.region, answers, was.on) if was else now
    turned = _turned(was, now, then, draft.answers, answers) if was else ()
    waiting = (fact for one in turned if one.now and one.now.outcome is Outcome.UNKNOWN for fact in one.now.facts)
    asked = rules.facts_used(library, draft.region)
    rested = (fact for finding in (was.findings if was else ()) for fact in finding.facts if fact in draft.answers)
    return Rejudged(
        was=was,
        now=now,
        same_words=same_words(draft.edition, regulation.edition),
        turned=turned,
        wanting=tuple(dict.fromkeys(fact for fact in waiting if fact not in answers)),
        left_out=tuple(dict.fromkeys(fact for fact in rested if fact not in asked)),
        unplaced=_unplaced(regulation.form, draft),
    )


def words_today(library: Library) -> dict[str, str]:
    """Which words hold today, region by region, as the names of editions tell them."""
    return {slug: words_of(regulation.edition) for slug, regulation in library.regulations.items()}


def under_old_words(library: Library, draft: Draft) -> bool:
    """Whether an application was made under words that are known to be others today."""
    if draft.kind != "application" or draft.region not in library.regulations:
        return False
    return same_words(draft.edition, library.get(draft.region).edition) is False


def kept_verdict(library: Library, region: str, answers: Mapping[str, Value], on: date) -> dict[str, object]:
    """The verdict as a draft keeps it; empty where nobody has written the region's rules."""
    if region not in library.judging:
        return {}
    return rules.judge(library, region, usable(library, answers), on).model_dump(mode="json")


def usable(library: Library, answers: Mapping[str, Value]) -> Answers:
    """The answers to facts that there are, as far as they still are answers to them."""
    return {
        fact: value for fact, value in answers.items() if fact in library.facts and _fits(library.facts[fact], value)
    }


def _fits(fact: Fact, value: Value) -> bool:
    """Whether a value given once is one that the fact takes today."""
    choices = {choice.value for choice in fact.choices}
    match fact.kind:
        case _ if value is None:
            return True
        case "yes_no":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "choice":
            return value in choices
        case "choices" | "series":
            return isinstance(value, tuple) and choices.issuperset(value)
        case _:
            return isinstance(value, str)


def _turned(was: Verdict, now: Verdict, then: Verdict, before: Answers, after: Answers) -> tuple[Turned, ...]:
    """The criteria that stand otherwise, in today's order, then those that are gone."""
    old = {finding.id: finding for finding in was.findings}
    on_the_day = {finding.id: finding.outcome for finding in then.findings}
    found: list[Turned] = []
    for finding in now.findings:
        past = old.pop(finding.id, None)
        if past is None:
            found.append(Turned(was=None, now=finding, cause=_other_way(was, now) or Cause.NEW))
        elif past.outcome is not finding.outcome:
            passed = on_the_day.get(finding.id) is past.outcome
            cause = Cause.TIME if passed else _cause(past, finding, before, after)
            found.append(Turned(was=past, now=finding, cause=cause))
    found += [Turned(was=past, now=None, cause=_other_way(was, now) or Cause.GONE) for past in old.values()]
    return tuple(found)


def _other_way(was: Verdict, now: Verdict) -> Cause | None:
    return Cause.PATH if was.path != now.path else None


def _cause(was: Finding, now: Finding, before: Answers, after: Answers) -> Cause:
    """Why a criterion that is on both sides stands otherwise, time aside."""
    facts = {*was.facts, *now.facts}
    if any(before.get(fact) != after[fact] for fact in facts if fact in after):
        return Cause.ANSWER
    if [fold(one.quote) for one in was.sources] != [fold(one.quote) for one in now.sources]:
        return Cause.WORDS
    if now.outcome is Outcome.UNKNOWN and any(fact not in after for fact in now.facts):
        return Cause.ASKED
    return Cause.DATA


def _unplaced(form: Form | None, draft: Draft) -> int:
    """How many fields that were filled in are on today's form no more."""
    return sum(1 for key, value in draft.fields.items() if value and not (form and has_field(form, key)))


def has_field(form: Form, key: str) -> bool:
    """Whether the form has a blank of that key."""
    try:
        lookup(form, key)
    except KeyError:
        return False
    return True
