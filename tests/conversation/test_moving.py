"""From Telegram to our own page and back, by links that are good once."""

from __future__ import annotations

import pytest

from handlers.model import Code, Site
from knowledge.library import Library
from tests.conversation.person import AT, Person

SITE = Site(url="https://bot.example.cn", bot="gongzuoshi_bot")


@pytest.mark.parametrize(
    ("channel", "kind", "address"),
    [
        ("telegram", "web", "https://bot.example.cn/go/"),
        ("console", "web", "https://bot.example.cn/go/"),
        ("web", "telegram", "https://t.me/gongzuoshi_bot?start=go_"),
    ],
)
def test_the_link_carries_a_code_of_128_bits(library: Library, channel: str, kind: str, address: str) -> None:
    outcome = Person(library, site=SITE).do(text="/web", channel=channel)
    (code,) = outcome.codes
    (link,) = outcome.replies[0].links
    assert link.address == address + code.secret
    assert len(bytes.fromhex(code.secret)) == 16
    assert (code.kind, code.person) == (kind, "test:1")
    assert "只能用一次，30分钟内有效" in outcome.replies[0].text


def test_every_link_is_another(library: Library) -> None:
    person = Person(library, site=SITE)
    secrets = {person.do(text="/web", channel="telegram").codes[0].secret for _ in range(20)}
    assert len(secrets) == 20


@pytest.mark.parametrize(("channel", "words"), [("telegram", "还没有设置网页地址"), ("web", "没有接 Telegram")])
def test_where_there_is_nothing_else_it_says_so(library: Library, channel: str, words: str) -> None:
    outcome = Person(library).do(text="换到网页", channel=channel)
    assert words in outcome.replies[0].text
    assert not outcome.codes


def test_the_form_is_reached_by_a_code_bound_to_the_draft(library: Library) -> None:
    person = Person(library, site=SITE)
    person.say("萧山", "生成申报草稿")
    (code,) = person.do(text="网页填表", channel="telegram").codes
    assert (code.kind, [code.draft]) == ("form", list(person.drafts))


def test_on_our_own_page_the_form_needs_no_code(library: Library) -> None:
    person = Person(library, site=SITE)
    person.say("萧山", "生成申报草稿")
    outcome = person.do(text="网页填表", channel="web")
    assert not outcome.codes
    assert [link.address for link in outcome.replies[0].links] == [f"/drafts/{draft}" for draft in person.drafts]


def test_without_a_page_the_pen_is_named(library: Library) -> None:
    person = Person(library)
    person.say("萧山", "生成申报草稿")
    assert "打印以后用笔填" in person.say("网页填表")


def test_without_a_draft_it_says_how_to_begin(library: Library) -> None:
    assert "请先点“生成申报草稿”" in Person(library, site=SITE).say("网页填表")


@pytest.mark.parametrize(
    ("redeemed", "words"),
    [("web", "已经换过来了"), ("telegram", "已经换过来了"), ("form", "要在浏览器里打开"), (None, "已经用过、过期了")],
)
def test_who_comes_with_a_code_is_told(library: Library, redeemed: str | None, words: str) -> None:
    person = Person(library, site=SITE)
    person.say("/check 萧山")
    secret = "0123456789abcdef" * 2
    if redeemed is not None:
        person.redeemed = Code.model_validate({"secret": secret, "kind": redeemed, "person": "test:1", "made": AT})
    told = person.say(f"/start go_{secret}")
    assert words in told
    assert "第1题" in told


def test_who_has_things_of_their_own_keeps_them(library: Library) -> None:
    person = Person(library, site=SITE)
    person.occupied = True
    assert "为了不让别人看到" in person.say("/start go_" + "0123456789abcdef" * 2)
