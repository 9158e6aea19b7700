"""Statutory retirement: from birth, sex and (for women) post to the day, and the years left until then.

The national rule is data (``retirement.yaml``); it stands outside the five texts, which only name the age.
"""

from collections.abc import Mapping
from datetime import date

from dateutil.relativedelta import relativedelta
from pydantic import Field

from knowledge.model import Frozen
from knowledge.vocabulary.facts import Value
from knowledge.vocabulary.moments import day_range


class RetirementFacts(Frozen):
    """Ids of the facts that the rule reads."""

    sex: str
    birth: str
    post: str


class RetirementGroup(Frozen):
    """People with one schedule: ``age`` years, put off by a month for every ``step`` months after ``start``."""

    name: str
    sex: str
    post: str | None = None
    start: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}$")
    """First birth month whose retirement is put off."""
    age: int
    """Original retirement age in years."""
    step: int
    """Birth months for each month of delay."""
    cap: int
    """Longest delay in months."""

    def retires(self, birth: date) -> date:
        """The day of statutory retirement of somebody born on ``birth``."""
        year, month = (int(part) for part in self.start.split("-"))
        after = (birth.year - year) * 12 + birth.month - month
        delay = 0 if after < 0 else min(after // self.step + 1, self.cap)
        return birth + relativedelta(years=self.age, months=delay)


class RetirementRule(Frozen):
    """``retirement.yaml``."""

    source: str
    outside: str
    """Told whenever the rule was used: where it comes from and what it does not cover (Chinese)."""
    facts: RetirementFacts
    reached: str
    """Fact that is settled (是) once the day has come."""
    groups: tuple[RetirementGroup, ...] = Field(min_length=1)

    def possible(self, answers: Mapping[str, Value]) -> tuple[RetirementGroup, ...]:
        """The groups that the leader may belong to, as far as sex and post are known."""
        sex, post = answers.get(self.facts.sex), answers.get(self.facts.post)
        return tuple(
            group
            for group in self.groups
            if sex in (None, group.sex) and (post is None or group.post is None or post == group.post)
        )

    def open_fact(self, answers: Mapping[str, Value]) -> str | None:
        """The fact to ask next in order to know the day: birth first, since it often settles the rest."""
        if answers.get(self.facts.birth) is None:
            return None if self.facts.birth in answers else self.facts.birth
        groups = self.possible(answers)
        if len({group.sex for group in groups}) > 1 and self.facts.sex not in answers:
            return self.facts.sex
        if len(groups) > 1 and self.facts.post not in answers:
            return self.facts.post
        return None


def retirement_days(
    rule: RetirementRule, answers: Mapping[str, Value]
) -> tuple[tuple[RetirementGroup, date, date], ...]:
    """For each group the leader may belong to, the earliest and latest day of retirement; empty without a birth."""
    birth = answers.get(rule.facts.birth)
    if not isinstance(birth, str):
        return ()
    first, last = day_range(birth)
    return tuple((group, group.retires(first), group.retires(last)) for group in rule.possible(answers))


def enough_years(rule: RetirementRule, answers: Mapping[str, Value], on: date, years: int) -> bool | None:
    """Whether at least ``years`` years are left on ``on``; None where it depends on what is not known."""
    wanted = on + relativedelta(years=years)
    days = retirement_days(rule, answers)
    if days and all(earliest >= wanted for _, earliest, _ in days):
        return True
    if days and all(latest < wanted for _, _, latest in days):
        return False
    return None


def has_retired_by(rule: RetirementRule, answers: Mapping[str, Value], on: date) -> bool:
    """Whether the day of retirement has certainly come on ``on``."""
    days = retirement_days(rule, answers)
    return bool(days) and all(latest <= on for _, _, latest in days)


def deciding_birthday(group: RetirementGroup, birth: str, wanted: date) -> date | None:
    """The first day of the birth month from which retirement is no earlier than ``wanted``.

    None where the whole month falls on one side.
    """
    first, last = day_range(birth)
    if not group.retires(first) < wanted <= group.retires(last):
        return None
    return next(day for day in (first + relativedelta(days=n) for n in range(31)) if group.retires(day) >= wanted)
