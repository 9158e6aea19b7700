"""Answer sheets made up at random, and the questionnaire filled in from them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from knowledge.eligibility.assessment import conclude, ways
from knowledge.eligibility.inquiry import settled
from knowledge.eligibility.rules import Conclusion, facts_used, judge, next_fact
from knowledge.library import Library, written
from knowledge.vocabulary.case import Case
from knowledge.vocabulary.derive import Vocabulary, derive
from knowledge.vocabulary.facts import NEVER, Answers, Fact, Value

ON = date(2026, 11, 20)
SLUGS = ("daxing", "hangzhou", "urumqi", "xiaoshan", "zhengzhou")
BAD_IF_YES = {
    "leader_retired",
    "leader_retired_or_reached_retirement",
    "leader_already_leads_other",
    "same_unit_same_occupation_exists",
    "named_by_state_or_region",
}
RARE = {"already_city_level", "coach_national_or_world", "was_national_studio", "already_city_funded"}
COMMON_CHOICES = {
    "unit_type": "企业",
    "carrier_type": "大中型企业",
    "unit_in_xiaoshan": "注册和经营都在",
    "team_all_unit_staff": "都是",
    "leader_level": "技师",
}


def any_value(fact: Fact, chance: random.Random) -> Value:
    """Any answer that the fact may have, each about as likely as another."""
    made: dict[str, Callable[[], Value]] = {
        "yes_no": lambda: chance.random() < 0.5,
        "choice": lambda: chance.choice(fact.choices).value,
        "choices": lambda: tuple(choice.value for choice in fact.choices if chance.random() < 0.15),
        "number": lambda: chance.choice((0, 1, 8, 9.5, 10, 15)) if fact.decimal else chance.randint(0, 5),
        "month": lambda: _some_day(chance, 1958, 1990),
        "event": lambda: NEVER if chance.random() < 0.5 else _some_day(chance, 2021, 2026),
    }
    return None if chance.random() < 0.1 else made[fact.kind]()


def likely_value(fact: Fact, chance: random.Random) -> Value:
    """An answer as applicants give it: most conditions are met, a few are not, a few are not known."""
    usual: dict[str, Value] = {
        "yes_no": fact.id not in BAD_IF_YES | RARE,
        "choice": COMMON_CHOICES.get(fact.id),
        "number": chance.randint(3, 8) if not fact.decimal else 10,
        "event": NEVER,
    }
    value = usual.get(fact.kind)
    return any_value(fact, chance) if value is None or chance.random() < 0.07 else value


def _some_day(chance: random.Random, first: int, last: int) -> str:
    day = date(chance.randint(first, last), chance.randint(1, 12), chance.randint(1, 28))
    return f"{day:%Y-%m}" if chance.random() < 0.5 else day.isoformat()


@lru_cache(maxsize=2)
def vocabulary_of(library: Library) -> Vocabulary:
    """The library's facts with what they imply, worked out once."""
    return Vocabulary(library.facts)


def sheet(library: Library, slug: str, chance: random.Random, *, likely: bool = False) -> Answers:
    """A whole sheet that does not contradict itself: nobody says other than what follows from what they said."""
    vocabulary = vocabulary_of(library)
    said: Answers = {}
    wanted = list(facts_used(library, slug))
    chance.shuffle(wanted)
    for fact_id in wanted:
        if derive(vocabulary, said, ON, library.retirement).get(fact_id) is None:
            made = likely_value if likely else any_value
            value = made(library.facts[fact_id], chance)
            while _contradicts(vocabulary, {fact_id: value}, said):
                value = made(library.facts[fact_id], chance)
            said[fact_id] = value
    whole = derive(vocabulary, said, ON, library.retirement)
    return {fact_id: whole[fact_id] for fact_id in wanted}


def _contradicts(vocabulary: Vocabulary, answer: Answers, said: Answers) -> bool:
    """Whether something else than what was said follows from one more answer."""
    follows = derive(vocabulary, answer)
    return any(said.get(fact) is not None and said[fact] != value for fact, value in follows.items())


def questionnaire(
    library: Library, slug: str, full_sheet: Answers, *, full: bool = False
) -> tuple[Answers, Conclusion]:
    """Answer question after question from the sheet. Returns the answers given, in order, and the conclusion reached.

    Fails where a question is put twice, or where a verdict once settled changes.
    """
    given: Answers = {}
    decided: Conclusion | None = None
    while fact := next_fact(library, slug, given, ON, full=full):
        assert fact.id not in given, f"asked twice: {fact.id}"
        given[fact.id] = full_sheet[fact.id]
        case = Case.of(vocabulary_of(library), library.retirement, ON, given)
        found = ways(written(library.get(slug).rules), case)
        conclusion = conclude(found)
        assert decided in (None, conclusion), f"{decided} became {conclusion} after {fact.id}"
        decided = conclusion if settled(found, case) else None
    return given, judge(library, slug, given, ON).outcome
