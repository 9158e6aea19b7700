"""The way to retirement: days by the national rule, and how long each text's demand can be met."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from knowledge.eligibility.outlook import Held, Outlook, last_day, outlook
from knowledge.vocabulary.facts import Answers
from tests.law import LIBRARY

ON = date(2026, 11, 20)
WORKER, CADRE = "工人岗", "管理或技术岗"


def found(birth: str, sex: str | None = None, post: str | None = None, on: date = ON) -> Outlook:
    answers: Answers = {"leader_birth": birth, "leader_sex": sex, "leader_post_type": post}
    return outlook(LIBRARY, answers, on)


def held(one: Outlook, region: str) -> Held:
    (demand,) = [demand for demand in one.demands if demand.region == region]
    return demand.held[0]


@pytest.mark.parametrize(
    ("birth", "sex", "post", "first", "last"),
    [
        ("1966-05", "男", None, date(2026, 10, 1), date(2026, 10, 31)),
        ("1971-03", "女", CADRE, date(2026, 7, 1), date(2026, 7, 31)),
        ("1976-03", "女", WORKER, date(2026, 11, 1), date(2026, 11, 30)),
        ("1964-12-31", "男", None, date(2024, 12, 31), date(2024, 12, 31)),
        ("1980-06-15", "男", None, date(2043, 6, 15), date(2043, 6, 15)),
    ],
)
def test_the_statutory_day(birth: str, sex: str, post: str | None, first: date, last: date) -> None:
    (one,) = found(birth, sex, post).retires
    assert (one.first, one.last) == (first, last)


def test_what_is_not_known_gives_every_day_that_it_may_be() -> None:
    assert len(found("1976-03", "女").retires) == 2
    assert len(found("1976-03").retires) == 3
    nothing = outlook(LIBRARY, {}, ON)
    assert nothing.retires == ()
    assert all(demand.held == () for demand in nothing.demands)


def test_whether_the_day_has_come_may_hang_on_the_day_of_birth() -> None:
    assert found("1976-03", "女", WORKER).retires[0].reached is None
    assert found("1976-03-20", "女", WORKER).retires[0].reached is True
    assert found("1976-03-21", "女", WORKER).retires[0].reached is False


def test_each_text_asks_for_its_own_distance() -> None:
    one = found("1975-03", "男")
    asked = {demand.region: (demand.years, demand.normally, demand.source.label) for demand in one.demands}
    assert asked == {
        "hangzhou": (3, "原则上", "三（一）"),
        "urumqi": (2, "一般应", "第七条（一）"),
        "xiaoshan": (0, "", "第二十一条第3项"),
    }
    assert one.silent == ("daxing", "zhengzhou")


@pytest.mark.parametrize(
    ("region", "on", "enough"),
    [
        ("urumqi", date(2024, 10, 20), True),
        ("urumqi", date(2024, 10, 21), False),
        ("hangzhou", date(2023, 10, 20), True),
        ("hangzhou", date(2023, 10, 21), False),
        ("xiaoshan", date(2026, 10, 19), True),
        ("xiaoshan", date(2026, 10, 20), False),
    ],
)
def test_the_last_day_still_counts(region: str, on: date, enough: bool) -> None:
    """Retires on 2026-10-20: two years are two years on the very day; retired is retired on the day itself."""
    one = held(found("1966-05-20", "男", on=on), region)
    assert one.enough is enough
    assert one.until[0] == one.until[1]


@given(retires=st.dates(date(1990, 1, 1), date(2090, 12, 31)), years=st.integers(0, 10))
def test_after_the_last_day_too_few_years_are_left(retires: date, years: int) -> None:
    day = last_day(retires, years)
    assert day + relativedelta(years=years) <= retires
    assert day + relativedelta(days=1) + relativedelta(years=years) > retires
