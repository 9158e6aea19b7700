"""The ledger's entries come to facts of the year."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from knowledge.ledger.entries import Entry, recorded
from knowledge.library import Library

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def entry(kind: str, day: date, count: int | None = None, **more: object) -> Entry:
    values = {"id": "0" * 16, "person": "test:1", "region": "xiaoshan", "created": AT, "changed": AT}
    return Entry.model_validate({**values, "kind": kind, "day": day, "count": count, **more})


ENTRIES = st.lists(
    st.builds(
        entry,
        st.just("apprentice"),
        st.dates(date(2025, 1, 1), date(2027, 12, 31)),
        st.integers(1, 50),
        deleted=st.sampled_from([None, AT]),
        region=st.sampled_from(["xiaoshan", "daxing"]),
    )
)


@given(ENTRIES)
def test_a_sum_counts_the_years_own_entries_and_no_others(library: Library, entries: list[Entry]) -> None:
    own = [e for e in entries if e.day.year == 2026 and e.deleted is None and e.region == "xiaoshan"]
    found = recorded(library.ledger, entries, "xiaoshan", 2026)
    assert ("apprentices_this_year" in found) is bool(own)
    if own:
        assert found["apprentices_this_year"].value == sum(e.count or 0 for e in own)


def test_kinds_add_to_one_fact_and_two_years_count_where_two_are_asked(library: Library) -> None:
    entries = [
        entry("high_skilled", date(2025, 6, 1), 2),
        entry("technician", date(2026, 6, 1), 3),
        entry("high_skilled", date(2026, 7, 1), 1),
    ]
    found = recorded(library.ledger, entries, "xiaoshan", 2026)
    assert found["high_skilled_this_year"].value == 4
    assert found["high_skilled_two_years"].value == 6
    assert found["technicians_trained"].value == 3


def test_a_paper_handed_in_early_counts_for_the_coming_year(library: Library) -> None:
    entries = [entry("plan_filed", date(2025, 12, 20)), entry("plan_filed", date(2026, 11, 19))]
    assert recorded(library.ledger, entries, "xiaoshan", 2026)["annual_plan_filed_on"].value == "2025-12-20"
    assert "annual_plan_filed_on" not in recorded(library.ledger, entries, "xiaoshan", 2025)
    assert recorded(library.ledger, entries, "xiaoshan", 2027)["annual_plan_filed_on"].value == "2026-11-19"


def test_a_meeting_in_each_of_two_years_is_one_every_year_and_in_one_year_it_says_nothing(library: Library) -> None:
    entries = [entry("exchange_meeting", date(2026, 6, 1), 1)]
    assert "industry_meetings" not in recorded(library.ledger, entries, "xiaoshan", 2026)
    entries.append(entry("exchange_meeting", date(2025, 6, 1), 1))
    assert recorded(library.ledger, entries, "xiaoshan", 2026)["industry_meetings"].value == "每年都开展了"


def test_of_three_things_all_must_be_there(library: Library) -> None:
    entries = [entry("seminar", date(2026, 6, 1), 1), entry("service", date(2026, 6, 1), 1)]
    assert "exchange_and_service" not in recorded(library.ledger, entries, "xiaoshan", 2026)
    entries.append(entry("school", date(2026, 9, 1)))
    assert recorded(library.ledger, entries, "xiaoshan", 2026)["exchange_and_service"].value == "都开展了"


def test_something_done_once_is_done_and_the_first_day_counts(library: Library) -> None:
    entries = [
        entry("agreement", date(2026, 2, 1)),
        entry("plan_filed", date(2026, 3, 1)),
        entry("plan_filed", date(2026, 1, 9)),
    ]
    found = recorded(library.ledger, entries, "xiaoshan", 2026)
    assert found["apprentice_agreement"].value is True
    assert found["annual_plan_filed_on"].value == "2026-01-09"
