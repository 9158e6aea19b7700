"""How long a case may wait in its state."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from handlers.draft import Draft, DraftState, Event
from handlers.sla import Due, Sla, due

FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SLA = Sla(days={"submitted": 5, "accepted": 20})


def case(state: DraftState, *events: tuple[str, datetime], kind: str = "application") -> Draft:
    return Draft(
        id="0123456789abcdef",
        person="telegram:42",
        region="xiaoshan",
        edition="e",
        kind=kind,
        created=FRIDAY,
        changed=FRIDAY,
        state=state,
        history=tuple(Event(at=at, who="telegram:42", what=what) for what, at in events),
    )


def test_in_time_up_to_the_last_day() -> None:
    waiting = case("submitted", ("submitted", FRIDAY))
    for on in (date(2026, 11, 20), date(2026, 11, 27)):
        assert due(waiting, SLA, on) == Due(day=date(2026, 11, 27), overdue_by=0, certain=True)


def test_late_is_counted_in_working_days() -> None:
    waiting = case("submitted", ("submitted", FRIDAY))
    late = [due(waiting, SLA, date(2026, 11, day)) for day in (28, 29, 30)]
    assert [one and one.overdue_by for one in late] == [0, 0, 1]


def test_handed_in_again_counts_anew() -> None:
    again = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    history = (("submitted", FRIDAY), ("to_correct", FRIDAY), ("submitted", again))
    found = due(case("submitted", *history), SLA, date(2026, 11, 24))
    assert found
    assert found.day == date(2026, 12, 1)


def test_the_day_is_that_of_china() -> None:
    late_evening = datetime(2026, 11, 19, 16, 30, tzinfo=UTC)  # half past midnight of Friday in Shanghai
    found = due(case("submitted", ("submitted", late_evening)), SLA, date(2026, 11, 20))
    assert found
    assert found.day == date(2026, 11, 27)


def test_a_state_without_a_promise_is_never_late() -> None:
    assert due(case("to_correct", ("to_correct", FRIDAY)), SLA, date(2030, 1, 1)) is None
    assert due(case("submitted", ("submitted", FRIDAY)), Sla(), date(2030, 1, 1)) is None


def test_an_answered_question_waits_for_nobody_and_an_answered_application_still_does() -> None:
    answered = (("submitted", FRIDAY), ("answered", FRIDAY))
    assert due(case("submitted", *answered, kind="enquiry"), SLA, date(2026, 12, 9)) is None
    assert due(case("submitted", *answered), SLA, date(2026, 12, 9)) is not None


@pytest.mark.parametrize(
    ("kind", "events"),
    [
        ("application", ("refused", "wrote", "reopened")),
        ("enquiry", ("closed", "wrote", "reopened")),
        ("enquiry", ("answered", "wrote")),
        ("enquiry", ("answered", "wrote", "claimed", "wrote")),
    ],
)
def test_opened_again_or_asked_again_it_counts_anew(kind: str, events: tuple[str, ...]) -> None:
    again = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    later = (("submitted", FRIDAY), *((what, again) for what in events))
    found = due(case("submitted", *later, kind=kind), SLA, date(2026, 11, 24))
    assert found
    assert found.day == date(2026, 12, 1)


def test_writing_again_before_an_answer_gains_no_time() -> None:
    again = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    found = due(case("submitted", ("submitted", FRIDAY), ("wrote", again), kind="enquiry"), SLA, date(2026, 11, 24))
    assert found
    assert found.day == date(2026, 11, 27)


def test_an_answered_question_that_is_passed_on_stays_answered() -> None:
    passed_on = case("submitted", ("submitted", FRIDAY), ("answered", FRIDAY), ("assigned", FRIDAY), kind="enquiry")
    assert due(passed_on, SLA, date(2026, 12, 9)) is None


def test_without_a_history_the_last_change_counts() -> None:
    found = due(case("accepted"), SLA, date(2026, 11, 20))
    assert found == Due(day=date(2026, 12, 18), overdue_by=0, certain=True)


def test_over_the_end_of_the_announced_years_it_is_not_certain() -> None:
    eve = datetime(2043, 12, 30, 2, 0, tzinfo=UTC)
    found = due(case("submitted", ("submitted", eve)), SLA, date(2043, 12, 30))
    assert found is not None
    assert not found.certain


@pytest.mark.parametrize("days", [0, -1, 251])
def test_a_promise_that_is_none_is_refused(days: int) -> None:
    with pytest.raises(ValidationError):
        Sla(days={"submitted": days})
