"""The figures of the desk: counted from the cases alone, of one region or of all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.web.desk.briefs import brief
from bot.web.desk.figures import WEEKS, figures
from handlers.draft import Draft, DraftState, Event
from knowledge.library import Library
from tests.desk.office import NOW, Desk, application, press

NAMES = {"xiaoshan": "萧山", "daxing": "大兴"}


def came(library: Library, days_ago: float, state: DraftState = "submitted", *then: tuple[str, float]) -> Draft:
    """A case handed in some days ago; ``then``: what staff did, so many hours later."""
    at = NOW - timedelta(days=days_ago)
    events = [Event(at=at, who="telegram:42", what="submitted")]
    events += [Event(at=at + timedelta(hours=hours), who="staff:2", what=what) for what, hours in then]
    return application(library, state=state, created=at, history=tuple(events))


def test_times_and_counts(library: Library) -> None:
    cases = (
        came(library, 1),
        came(library, 10, "closed", ("claimed", 1), ("ruled", 4), ("accepted", 5), ("closed", 48)),
        came(library, 11, "accepted", ("answered", 8)),
        came(library, 400, "submitted"),
    )
    found = figures(map(brief, cases), NAMES, NOW)
    assert (found.submitted, found.waiting, found.closed) == (3, 3, 1)
    assert (found.first_answer, found.first_close) == (6, 2)
    assert [(bar.label, bar.value) for bar in found.by_region] == [("萧山", 3)]
    assert len(found.by_week) == WEEKS
    assert sum(bar.value for bar in found.by_week) == 3


def test_a_week_begins_on_monday_in_china(library: Library) -> None:
    sunday, monday = datetime(2026, 11, 22, 15, 59, tzinfo=UTC), datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    for at, label in ((sunday, "11-16"), (monday, "11-23")):
        case = application(library, created=at, history=(Event(at=at, who="telegram:42", what="submitted"),))
        (bar,) = (bar for bar in figures([brief(case)], NAMES, NOW).by_week if bar.value)
        assert bar.label == label


def test_nothing_yet() -> None:
    found = figures((), NAMES, NOW)
    assert (found.submitted, found.first_answer, found.verdicts) == (0, None, ())


def test_the_page_follows_what_is_done(desk: Desk) -> None:
    browser = desk.at_desk("reviewer")
    before = browser.open("/desk/statistics")
    assert before.texts("//dl[@class='facts']//dd") == ["3 件", "3 件", "0 件", "还没有", "还没有"]
    desk.clock.pass_by(minutes=30)
    press(browser, "K7QF2M8R", "close")
    after = browser.open("/desk/statistics")
    assert after.texts("//dl[@class='facts']//dd") == ["3 件", "2 件", "1 件", "0.5 小时", "0.0 天"]
    assert browser.open("/desk/statistics?region=daxing").texts("//dl[@class='facts']//dd")[0] == "1 件"


def test_questions_that_were_not_answered(desk: Desk) -> None:
    desk.browser().say("报名费是多少？")
    page = desk.at_desk("viewer").open("/desk/statistics")
    assert "报名费是多少？" in page.text
