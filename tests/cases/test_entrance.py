"""/desk: a link for the member who asks, which nobody else gets to see."""

from __future__ import annotations

import re

import pytest

from handlers.core import step
from handlers.model import Outcome, Site, Turn, World
from handlers.session import Session
from tests.cases.test_actions import AT, STAFF
from tests.law import LIBRARY

GROUP = "telegram:-100"
SITE = Site(url="https://assistant.example")


def ask(who: str = "telegram:102", chat: str = GROUP, *, staff: bool = True, site: Site = SITE) -> Outcome:
    turn = Turn(channel="telegram", key="1", person=who, chat=chat, at=AT, nonce="0" * 32, staff=staff, text="/desk")
    return step(LIBRARY, World(session=Session(person=who), staff=STAFF, site=site), turn)


@pytest.mark.parametrize("chat", [GROUP, "telegram:102"])
def test_the_link_goes_to_the_member_alone(chat: str) -> None:
    outcome = ask(chat=chat)
    (code,) = outcome.codes
    assert (code.kind, code.person) == ("desk", "staff:2")
    with_link = [reply for reply in outcome.replies if code.secret in reply.in_words]
    assert [reply.to for reply in with_link] == ["telegram:102"]
    assert re.search("https://assistant.example/desk/in/[0-9a-f]{32}$", with_link[0].in_words)


@pytest.mark.parametrize("who", ["telegram:104", "telegram:999", "staff:4"])
def test_who_is_not_on_the_list_gets_none(who: str) -> None:
    outcome = ask(who)
    assert not outcome.codes
    assert "名单" in outcome.replies[0].text


def test_others_get_none() -> None:
    assert not ask(staff=False).codes
    assert not ask(chat="telegram:102", staff=False).codes


def test_without_a_page_there_is_no_link() -> None:
    outcome = ask(site=Site())
    assert not outcome.codes
    assert "网页地址" in outcome.replies[0].text
