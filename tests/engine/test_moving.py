"""Conversations that are joined, and words that are taken back, in the real engine and a real file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.engine import Engine
from handlers.core import case_named, step
from handlers.draft import Change, Edit
from handlers.model import Code, Site, Turn
from knowledge.library import Library
from storage.sqlite import SqliteStore

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PHONE, BROWSER = "telegram:42", "web:" + "a" * 32


@pytest.fixture
def engine(library: Library, tmp_path: Path) -> Iterator[Engine]:
    store = SqliteStore.open(tmp_path / "data" / "assistant.db")
    yield Engine(store, library, step, case_named, site=Site(url="https://bot.example.cn", bot="gongzuoshi_bot"))
    store.close()


class Talk:
    """What people say, one turn after the other."""

    count = 0

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def say(self, who: str, *said: str) -> str:
        words = ""
        for text in said:
            Talk.count += 1
            channel = who.partition(":")[0]
            nonce = f"{Talk.count:032x}"
            turn = Turn(channel=channel, key=str(Talk.count), person=who, chat=who, at=AT, nonce=nonce, text=text)
            words = "\n".join(queued.reply.in_words for queued in self.engine.take(turn).replies)
        return words

    def link(self, who: str) -> str:
        """The secret of a link to the other channel."""
        return self.say(who, "/web").rstrip().rpartition("go_" if who == BROWSER else "/go/")[2][:32]


def test_a_conversation_goes_on_in_a_browser(engine: Engine) -> None:
    talk = Talk(engine)
    talk.say(PHONE, "/draft 萧山", "同意", "顺发公司")
    arrival = engine.arrive(BROWSER, talk.link(PHONE), AT)
    assert arrival.code is not None
    assert "1. 萧山·申报草稿" in talk.say(BROWSER, "我的草稿")
    assert engine.arrive("web:" + "b" * 32, arrival.code.secret, AT).code is None


def test_a_conversation_goes_on_on_telegram(engine: Engine) -> None:
    talk = Talk(engine)
    talk.say(BROWSER, "/draft 萧山", "同意", "顺发公司")
    secret = talk.link(BROWSER)
    assert "已经换过来了" in talk.say(PHONE, f"/start go_{secret}")
    assert "1. 萧山·申报草稿" in talk.say(PHONE, "我的草稿")


@pytest.mark.parametrize(("giver", "taker"), [(PHONE, BROWSER), (BROWSER, PHONE)])
def test_no_link_hands_over_what_somebody_else_has(engine: Engine, giver: str, taker: str) -> None:
    """Whoever sends a link to somebody sees nothing of theirs, whatever they press."""
    talk = Talk(engine)
    talk.say(taker, "/draft 萧山", "同意", "别人的公司")
    talk.say(giver, "/check 萧山")
    secret = talk.link(giver)
    if taker == PHONE:
        assert "为了不让别人看到" in talk.say(taker, f"/start go_{secret}")
    else:
        assert engine.arrive(taker, secret, AT).occupied
    assert "您还没有草稿" in talk.say(giver, "我的草稿")
    assert "1. 萧山·申报草稿" in talk.say(taker, "我的草稿")
    assert engine.arrive("web:" + "c" * 32, secret, AT).code is not None  # the link is as good as before


@pytest.mark.parametrize(("giver", "taker"), [(PHONE, BROWSER), (BROWSER, PHONE)])
def test_no_link_hands_over_what_somebody_else_said(engine: Engine, giver: str, taker: str) -> None:
    """A regression: who pressed a stranger's link gave the stranger all that they had asked before, and agreed to."""
    talk = Talk(engine)
    talk.say(taker, "带徒补助有多少钱")
    talk.say(giver, "/check 萧山")
    secret = talk.link(giver)
    if taker == PHONE:
        assert "已经换过来了" in talk.say(taker, f"/start go_{secret}")
    else:
        assert engine.arrive(taker, secret, AT).code is not None
    assert "带徒补助" not in str(engine.store.history(giver, 100))
    assert "带徒补助" not in talk.say(giver, "/mydata")


def test_answers_are_things_of_ones_own(engine: Engine) -> None:
    talk = Talk(engine)
    talk.say(BROWSER, "/check 萧山", "是")
    assert engine.arrive(BROWSER, talk.link(PHONE), AT).occupied


def test_who_goes_on_with_one_conversation_does_not_leave_it_for_another(engine: Engine) -> None:
    """A regression: a browser that had been joined with a phone could be taken away from it by a stranger's link."""
    talk = Talk(engine)
    talk.say(PHONE, "/draft 萧山", "同意", "顺发公司")
    assert engine.arrive(BROWSER, talk.link(PHONE), AT).code is not None
    assert engine.arrive(BROWSER, talk.link("telegram:9"), AT).occupied
    assert engine.arrive(BROWSER, talk.link(PHONE), AT).code is not None
    assert "1. 萧山·申报草稿" in talk.say(BROWSER, "我的草稿")


def test_a_code_for_the_desk_is_not_used_up_elsewhere(engine: Engine) -> None:
    """A regression: opened as a link of the applicants' page, the way in to the desk was gone."""
    secret = "d" * 32
    with engine.store.transaction() as transaction:
        transaction.save_code(Code(secret=secret, kind="desk", person="staff:1", made=AT))
    assert engine.arrive(BROWSER, secret, AT).code is None
    assert "已经用过" in Talk(engine).say(PHONE, f"/start go_{secret}")
    with engine.store.transaction() as transaction:
        assert transaction.redeem(secret, AT) is not None


def test_what_is_typed_into_a_form_stands_in_one_place(engine: Engine) -> None:
    talk = Talk(engine)
    talk.say(BROWSER, "/draft 萧山", "同意")
    (draft,) = engine.world_of(BROWSER).drafts
    edit = Edit(draft=draft.id, rev=draft.rev, changes=(Change(key="leader_name", was="", now="张三丰"),))
    turn = Turn(channel="form", key="e", person=BROWSER, chat=BROWSER, at=AT, nonce="e" * 32, edit=edit)
    engine.take(turn)
    assert engine.world_of(BROWSER).drafts[0].fields["leader_name"] == "张三丰"
    assert "张三丰" not in str(engine.store.history(BROWSER, 100))
    assert all(one.turn is None or one.turn.edit is None for one in engine.store.history(BROWSER, 100))


def test_consent_taken_back_takes_the_words_too(engine: Engine) -> None:
    talk = Talk(engine)
    talk.say(PHONE, "/draft 萧山", "同意", "顺发公司", "王建国", "/mydata", "/revoke", "确定")
    kept = str(engine.store.history(PHONE, 100))
    assert "顺发公司" not in kept
    assert "王建国" not in kept
    assert "已撤回同意" in kept
