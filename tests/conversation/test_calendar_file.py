"""The calendar file: what a calendar reads in it, and the same bytes every time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from handlers.model import File
from knowledge.library import Library
from tests.conversation.person import Person


def made(library: Library, *said: str) -> File:
    person = Person(library)
    person.say(*said)
    (file,) = person.do(text="日历文件").replies[0].files
    return file


def entries(file: File) -> list[Any]:
    """The entries as a calendar reads them."""
    return Calendar.from_ical(file.content).walk("VEVENT")


def test_whole_days_with_their_provisions(library: Library) -> None:
    file = made(library, "/dates 乌鲁木齐", "2025年3月1日", "没有")
    assert file.name == "乌鲁木齐日程.ics"
    events = {str(event["summary"]): event for event in entries(file)}
    final = events["乌鲁木齐 期满考核"]
    assert (final.decoded("dtstart"), final.decoded("dtend")) == (date(2026, 11, 28), date(2027, 3, 2))
    assert "第十九条（二）" in final["description"]
    assert "rrule" not in final
    assert events["乌鲁木齐 年底总结和计划"]["rrule"]["freq"] == ["YEARLY"]
    assert len({str(event["uid"]) for event in events.values()}) == len(events)


def test_a_draft_says_so_in_every_entry(library: Library) -> None:
    file = made(library, "/dates 杭州", "2024年3月1日")
    assert all("征求意见稿" in event["description"] for event in entries(file))


def test_the_same_moment_gives_the_same_bytes(library: Library) -> None:
    said = ("/dates 郑州", "2024年3月1日", "没有")
    assert made(library, *said) == made(library, *said)


@pytest.mark.parametrize(("said", "expected"), [((), "哪个地方的规定"), (("大兴",), "做不成日历文件")])
def test_nothing_to_file(library: Library, said: tuple[str, ...], expected: str) -> None:
    person = Person(library)
    if said:
        person.say(*said)
    assert expected in person.say("/calendar")
