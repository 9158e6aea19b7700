"""Word of a text that has changed: once to each who asked for it and once to staff, wherever the program dies."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from bot.engine import Engine
from bot.news import POINTS, keep_telling, note_editions, tell_people, tell_staff
from handlers.consent import Consent
from handlers.core import case_named, step
from handlers.flow import SHANGHAI
from handlers.model import NEWS, Reminder, Reply, Site, Turn
from handlers.session import Checked, Session
from knowledge.library import Library
from knowledge.texts.edition import edition_name
from storage.sqlite import SqliteStore
from tests.conversation.person import AT, Person
from tests.conversation.test_new_edition import NEW, OLD, SENIOR, TECHNICIAN, another, answers_of, draft_of
from tests.law import LIBRARY
from tests.processes import run

Made = TypeVar("Made")
ME, OTHER, DESK = "telegram:7", "telegram:8", "telegram:-100"
CASE = "K7QF2M8R"


def at(day: str, hour: int = 10, minute: int = 0) -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(day).replace(hour=hour, minute=minute, tzinfo=SHANGHAI).astimezone(UTC)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


FRIDAY, MONDAY, TUESDAY = at("2026-11-20"), at("2026-11-23"), at("2026-11-24")
"""The first start, the start that finds the new edition, and the day after."""
WITHOUT = replace(LIBRARY, regulations={slug: one for slug, one in LIBRARY.regulations.items() if slug != "daxing"})


def third_edition() -> Library:
    """Still other words."""
    return another(words=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A storage as the old edition left it: somebody who waits for word, with a self-check and a draft, and a case."""
    path = tmp_path / "assistant.db"
    with started(path, LIBRARY, FRIDAY) as engine:
        wish(engine, ME, FRIDAY)
        with engine.store.transaction() as transaction:
            checked = {"daxing": Checked(outcome="eligible", on=FRIDAY.date())}
            session = Session(person=ME, region="daxing", answers=answers_of(TECHNICIAN), checked=checked)
            transaction.save_session(session)
            transaction.save_draft(draft_of(TECHNICIAN, person=ME), None)
            case = draft_of(TECHNICIAN, "submitted", person=OTHER, id="f" * 16, receipt=CASE)
            transaction.save_draft(case, None)
            unturned = draft_of(SENIOR | {"leader_level": "首席技师或特级技师"}, "submitted", person=OTHER, id="e" * 16)
            transaction.save_draft(unturned.model_copy(update={"receipt": "H3NV5T7W", "verdict": {}}), None)
    return path


def started(
    path: Path, library: Library, when: datetime, reached: Callable[[str], None] | None = None
) -> closing[Started]:
    """The program, started."""
    return closing(Started(path, library, when, reached))


class Started(Engine):
    """An engine on its own store, which has noted what it found."""

    def __init__(
        self, path: Path, library: Library, when: datetime, reached: Callable[[str], None] | None = None
    ) -> None:
        store = SqliteStore.open(path)
        super().__init__(store, library, step, case_named, staff_chat=DESK, reached=reached or (lambda _: None))
        note_editions(self, when)

    def close(self) -> None:
        self.store.close()


def wish(engine: Engine, person: str, when: datetime, region: str = "daxing") -> None:
    with engine.store.transaction() as transaction:
        before = transaction.reminders(person)
        mine = Reminder(region=region, deadline=NEWS, chat=person, since=when)
        transaction.save_reminders(person, (*before, mine))


def told(engine: Engine, chat: str = ME) -> list[str]:
    """What waits for a chat."""
    return [queued.reply.text for queued in engine.store.undelivered() if queued.chat == chat]


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    """The start that finds the new edition."""
    with started(path, NEW, MONDAY) as engine:
        yield engine


def test_at_the_first_start_nothing_is_new(tmp_path: Path) -> None:
    with started(tmp_path / "a.db", NEW, FRIDAY) as engine:
        wish(engine, ME, FRIDAY)
        assert tell_people(engine, MONDAY) == tell_staff(engine, MONDAY) == 0


def test_once_with_what_it_means_for_oneself(engine: Engine) -> None:
    assert tell_people(engine, MONDAY) == 1
    for when in (MONDAY, TUESDAY, FRIDAY, MONDAY + timedelta(days=500)):
        assert tell_people(engine, when) == 0
    (text,) = told(engine)
    assert text.startswith("📜 大兴的规定变了：")
    assert "文件状态：" in text
    assert "3万元 → 5万元" in text
    assert "新增的 1 处：\n· 第十六条：「第十六条 工作室应当按月公开经费使用情况。」" in text
    assert "您在2026年11月20日查过资格，当时的结果是“可以申报”。按您存着的回答和现在的规定，是“目前不符合”。" in text
    assert "按您原来的回答重新判断：原来是“可以申报”，现在是“目前不符合”。" in text
    (queued,) = (each for each in engine.store.undelivered() if each.chat == ME)
    assert queued.rev is None
    assert [each.says for each in queued.reply.choices] == [
        "大兴第六条（一）2",
        "/check 大兴",
        "我的草稿",
        "停止提醒 大兴规定变化",
        "停止全部提醒",
    ]


def test_what_is_quoted_in_part_is_one_press_away(engine: Engine) -> None:
    tell_people(engine, MONDAY)
    (queued,) = (each for each in engine.store.undelivered() if each.chat == ME)
    pressed = Turn(channel="telegram", key="1", person=ME, chat=ME, at=MONDAY, nonce="a" * 32)
    says = queued.reply.choices[0].says
    shown = engine.take(pressed.model_copy(update={"text": says})).replies[-1].reply.text
    provision = NEW.get("daxing").find("第六条（一）2")
    assert provision is not None
    assert provision.text in shown


def test_what_is_named_on_a_button_is_called_as_it_is(engine: Engine) -> None:
    tell_people(engine, MONDAY)
    (queued,) = (each for each in engine.store.undelivered() if each.chat == ME)
    labels = [each.label for each in queued.reply.choices]
    for words in ("点“查大兴资格”", "点“我的草稿”接着写", "点“不用再告诉我：大兴规定变化”"):
        assert words in queued.reply.text
    assert {"查大兴资格", "我的草稿", "不用再告诉我：大兴规定变化"} <= set(labels)


def test_what_is_handed_in_is_not_to_be_gone_on_with(engine: Engine) -> None:
    wish(engine, OTHER, FRIDAY)
    tell_people(engine, MONDAY)
    (text,) = told(engine, OTHER)
    assert "接着写" not in text
    assert "已经提交的，点“我的草稿”看进度。" in text
    assert f"大兴·申报草稿（2026-11-20），回执 {CASE}：" in text


def test_two_drafts_of_one_day_are_told_apart(engine: Engine) -> None:
    with engine.store.transaction() as transaction:
        named = draft_of(
            TECHNICIAN, person=ME, id="a" * 16, fields={"unit_name": "郑氏机械", "workshop_name": "郑明室"}
        )
        transaction.save_draft(named, None)
    tell_people(engine, MONDAY)
    (text,) = told(engine)
    assert "大兴·申报草稿（2026-11-20），郑氏机械、郑明室：" in text
    assert "大兴·申报草稿（2026-11-20），10:00 开始写：" in text


def test_staff_are_told_where_the_words_stand(engine: Engine) -> None:
    engine.site = Site(url="https://example.cn")
    tell_staff(engine, MONDAY)
    (queued,) = (each for each in engine.store.undelivered() if each.chat == DESK)
    assert [link.address for link in queued.reply.links] == ["https://example.cn/rules/daxing"]
    assert "勾上“只看旧版规定的”" in queued.reply.text


def test_every_quote_stands_in_todays_text(engine: Engine) -> None:
    tell_people(engine, MONDAY)
    tell_staff(engine, MONDAY)
    quoted = [each for queued in engine.store.undelivered() for each in queued.reply.citations]
    assert len(quoted) > 5
    for one in quoted:
        assert one.quote in NEW.get("daxing").get(one.eid).text


@pytest.mark.parametrize(("hour", "minute", "expected"), [(8, 59, 0), (18, 0, 0), (9, 0, 1), (17, 59, 1)])
def test_not_at_night(engine: Engine, hour: int, minute: int, expected: int) -> None:
    when = at("2026-11-23", hour, minute)
    assert (tell_people(engine, when), tell_staff(engine, when)) == (expected, expected)


def test_people_on_a_holiday_staff_on_a_working_day(engine: Engine) -> None:
    saturday = at("2026-11-28")
    assert (tell_people(engine, saturday), tell_staff(engine, saturday)) == (1, 0)
    assert tell_staff(engine, at("2026-11-30")) == 1


def test_staff_hear_of_cases_and_of_whose_verdict_turned(engine: Engine) -> None:
    assert tell_staff(engine, MONDAY) == 1
    assert tell_staff(engine, TUESDAY) == tell_staff(engine, FRIDAY) == 0
    (text,) = told(engine, DESK)
    assert "按以前的条文提交、还没有办结的 2 件；没有提交的草稿 1 份。" in text
    assert f"按现在的条文重新判断了 2 件，结论变了的 1 件：\n· {CASE}：可以申报 → 目前不符合" in text
    assert "regulation diff" in text


def test_without_a_chat_of_staff_they_hear_of_it_later(engine: Engine) -> None:
    engine.staff_chat = None
    assert tell_staff(engine, MONDAY) == 0
    engine.staff_chat = DESK
    assert tell_staff(engine, TUESDAY) == 1


def test_started_again_nothing_is_said_twice(engine: Engine, path: Path) -> None:
    tell_people(engine, MONDAY)
    tell_staff(engine, MONDAY)
    engine.store.close()
    for when in (TUESDAY, FRIDAY):
        with started(path, NEW, when) as again:
            assert tell_people(again, when) == tell_staff(again, when) == 0
    engine.store = SqliteStore.open(path)


def test_after_years_it_is_not_said_again(engine: Engine) -> None:
    tell_people(engine, MONDAY)
    tell_staff(engine, MONDAY)
    late = MONDAY + timedelta(days=420)
    with engine.store.transaction() as transaction:
        transaction._db.execute("UPDATE visits SET last = '9999'")  # type: ignore[attr-defined]
        transaction._db.execute("DELETE FROM messages")  # type: ignore[attr-defined]
        transaction._db.execute("DELETE FROM outbox")  # type: ignore[attr-defined]
        transaction.tidy(late)
        assert transaction._db.table("turns").count_where("channel = 'news'") == 0  # type: ignore[attr-defined]
    assert tell_people(engine, at("2028-01-17")) == tell_staff(engine, at("2028-01-17")) == 0


def test_nobody_else_is_told(engine: Engine) -> None:
    wish(engine, OTHER, FRIDAY, "xiaoshan")
    wish(engine, "telegram:9", MONDAY + minutes(1))
    assert tell_people(engine, TUESDAY) == 1
    assert told(engine, OTHER) == told(engine, "telegram:9") == []


def test_who_has_neither_draft_nor_self_check_hears_of_the_text_alone(engine: Engine) -> None:
    wish(engine, OTHER, FRIDAY)
    with engine.store.transaction() as transaction:
        transaction.delete_draft(OTHER, "f" * 16)
        transaction.delete_draft(OTHER, "e" * 16)
    tell_people(engine, MONDAY)
    (text,) = told(engine, OTHER)
    assert "查过资格" not in text
    assert "草稿" not in text


def test_the_data_alone_is_no_news(path: Path) -> None:
    with started(path, another(personas=()), MONDAY) as engine:
        assert tell_people(engine, MONDAY) == tell_staff(engine, MONDAY) == 0
    with started(path, NEW, TUESDAY) as engine:
        assert tell_people(engine, TUESDAY) == tell_staff(engine, TUESDAY) == 1


def test_a_region_that_is_gone_and_comes_back(path: Path) -> None:
    with started(path, WITHOUT, MONDAY) as engine:
        assert tell_people(engine, MONDAY) == tell_staff(engine, MONDAY) == 0
    with started(path, LIBRARY, MONDAY) as engine:
        assert tell_people(engine, MONDAY) == tell_staff(engine, MONDAY) == 0
    with started(path, WITHOUT, MONDAY):
        pass
    with started(path, NEW, TUESDAY) as engine:
        assert tell_people(engine, TUESDAY) == tell_staff(engine, TUESDAY) == 1


def test_two_editions_in_a_row_before_anybody_could_be_told_are_told_as_one(path: Path) -> None:
    night = at("2026-11-23", 22)
    with started(path, third_edition(), night) as engine:
        assert tell_people(engine, night) == 0
    with started(path, NEW, TUESDAY) as engine:
        assert tell_people(engine, TUESDAY) == tell_staff(engine, TUESDAY) == 1
        assert "3万元 → 5万元" in told(engine)[0]


def test_each_edition_is_told_and_going_back_is_one_too(path: Path) -> None:
    for library, day in ((NEW, "2026-11-23"), (LIBRARY, "2026-11-24"), (NEW, "2026-11-25")):
        with started(path, library, at(day)) as engine:
            assert tell_people(engine, at(day)) == tell_staff(engine, at(day)) == 1
    with started(path, NEW, TUESDAY) as engine:
        texts = told(engine)
    assert ["3万元 → 5万元" in text for text in texts] == [True, False, True]
    assert "5万元 → 3万元" in texts[1]


def test_what_was_taken_back_at_once_is_not_told(path: Path) -> None:
    night = at("2026-11-23", 22)
    with started(path, NEW, night):
        pass
    with started(path, LIBRARY, TUESDAY) as engine:
        assert tell_people(engine, TUESDAY) == tell_staff(engine, TUESDAY) == 0


def test_a_text_without_rules_is_told_of_without_verdicts(path: Path) -> None:
    provisions = OLD.provisions[:-1]
    name = edition_name(provisions, "f" * 64)
    bare = replace(OLD, edition=name, text=type(OLD.text)(provisions), rules=None, form=OLD.form)
    library = replace(LIBRARY, regulations={**LIBRARY.regulations, "daxing": bare})
    with started(path, library, MONDAY) as engine:
        assert tell_people(engine, MONDAY) == tell_staff(engine, MONDAY) == 1
        assert "查过资格" not in told(engine)[0]
        assert "现在没有了的 1 处" in told(engine)[0]
        assert "重新判断" not in told(engine, DESK)[0].replace("其余 2 件没有重新判断", "")


def test_a_damaged_draft_stops_nobody_else(engine: Engine) -> None:
    wish(engine, OTHER, FRIDAY)
    with engine.store.transaction() as transaction:
        transaction._db.execute("UPDATE drafts SET sealed = x'00' WHERE person = ?", (ME,))  # type: ignore[attr-defined]
    assert tell_people(engine, MONDAY) == 1


def test_who_is_erased_is_not_told(engine: Engine) -> None:
    tell_people(engine, MONDAY)
    with engine.store.transaction() as transaction:
        transaction.forget(ME, MONDAY)
    assert told(engine) == []
    assert tell_people(engine, TUESDAY) == 0


def test_it_is_no_visit_and_the_session_stays(engine: Engine) -> None:
    with engine.store.transaction() as before:
        session = before.session(ME)
    tell_people(engine, MONDAY)
    with engine.store.transaction() as after:
        assert after.session(ME) == session
        assert not after.in_reach(ME)
        assert after.look_at_clock(FRIDAY).last == FRIDAY


def test_one_press_stops_it(engine: Engine, path: Path) -> None:
    words = {"text": "停止提醒 大兴规定变化"}
    engine.take(Turn(channel="telegram", key="1", person=ME, chat=ME, at=MONDAY, nonce="a" * 32, **words))
    assert engine.store.awaiting_news() == ()
    assert tell_people(engine, TUESDAY) == 0


def test_it_comes_by_itself_while_the_program_runs(engine: Engine) -> None:
    stop = asyncio.Event()

    async def do(work: Callable[[], Made]) -> Made:
        done = work()
        if told(engine) and told(engine, DESK):
            stop.set()
        return done

    async def serve() -> None:
        waiting = asyncio.Event()
        await asyncio.wait_for(keep_telling(engine, do, lambda: MONDAY, stop, waiting), 20)
        assert waiting.is_set()

    asyncio.run(serve())
    assert len(told(engine)) == len(told(engine, DESK)) == 1


def die(path: str, point: str) -> None:
    """A program that finds the new edition and dies at the point."""

    def reached(here: str) -> None:
        if here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = Started(Path(path), NEW, MONDAY, reached)
    tell_people(engine, MONDAY)


def die_telling_staff(path: str, point: str) -> None:
    """The same, with nobody who waits for word but staff."""

    def reached(here: str) -> None:
        if here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    tell_staff(Started(Path(path), NEW, MONDAY, reached), MONDAY)


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("dying", [die, die_telling_staff])
def test_killed_at_a_named_point(path: Path, dying: Callable[[str, str], None], point: str) -> None:
    assert run(dying, str(path), point) == -signal.SIGKILL
    with started(path, NEW, TUESDAY) as engine:
        tell_people(engine, TUESDAY)
        tell_staff(engine, TUESDAY)
        assert len(told(engine)) == len(told(engine, DESK)) == 1


class TestWords:
    """Switching in the conversation."""

    @pytest.fixture
    def person(self) -> Person:
        person = Person(LIBRARY)
        person.say("大兴")
        return person

    @pytest.mark.parametrize(
        ("words", "region"),
        [
            ("规定变了告诉我", "daxing"),
            ("规定变了就告诉我。", "daxing"),
            ("如果规定有变化请通知我", "daxing"),
            ("萧山的规定变了告诉我", "xiaoshan"),
            ("打开提醒 规定变化", "daxing"),
            ("打开提醒：乌鲁木齐规定变化", "urumqi"),
        ],
    )
    def test_on_in_many_words(self, person: Person, words: str, region: str) -> None:
        outcome = person.do(text=words)
        assert outcome.reminders == (Reminder(region=region, deadline=NEWS, chat="test:1", since=AT),)
        assert "我告诉您一次" in outcome.replies[0].text

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("规定变了不用告诉我", "本来就没有打开"),
            ("停止提醒 规定变化", "本来就没有打开"),
            ("打开提醒 天津规定变化", "没有找到"),
            ("天津的规定变了告诉我", "没有找到"),
            ("规定变了怎么办", "条文"),
        ],
    )
    def test_what_switches_nothing_on(self, person: Person, words: str, expected: str) -> None:
        outcome = person.do(text=words)
        assert not outcome.reminders
        assert expected in outcome.replies[0].text

    def test_without_a_region_it_is_asked(self) -> None:
        person = Person(LIBRARY)
        assert "要收哪个地方的" in person.say("规定变了告诉我")
        words = next(choice.says for choice in person.session.offered if choice.label == "大兴")
        outcome = person.do(text=words)
        assert outcome.reminders is not None
        assert outcome.reminders[0].region == "daxing"

    def test_the_open_question_goes_on(self, person: Person) -> None:
        person.say("查资格")
        told = person.say("规定变了告诉我")
        assert "我告诉您一次" in told
        assert "【第1题" in told

    def test_not_in_a_group(self, person: Person) -> None:
        outcome = person.do(text="规定变了告诉我", chat="test:desk", staff=True)
        assert outcome.reminders is None

    def test_listed_with_the_others_offered_no_more_and_in_the_copy(self, engine: Engine) -> None:
        def say(key: str, text: str) -> Reply:
            turn = Turn(channel="web", key=key, person=OTHER, chat=OTHER, at=MONDAY, nonce=key * 32, text=text)
            return engine.take(turn).replies[-1].reply

        offered = [choice.label for choice in say("a", "我的草稿").choices]
        assert "🔔大兴规定变了告诉我" in offered
        say("b", "打开提醒 大兴规定变化")
        assert "🔔大兴规定变了告诉我" not in [choice.label for choice in say("c", "我的草稿").choices]
        assert "· 大兴 规定变化：条文变了就告诉您" in say("d", "提醒").text
        copy = say("e", "/mydata").files[0].content.decode("utf-8-sig")
        assert "【提醒】\r\n地区：大兴\r\n事项：规定变化\r\n打开时间：2026-11-23" in copy
        assert "规定已经变了" in say("f", "我的草稿").text

    def test_all_stop_together_and_revoking_leaves_it(self, engine: Engine) -> None:
        def say(key: str, text: str) -> None:
            turn = Turn(channel="telegram", key=key, person=ME, chat=ME, at=MONDAY, nonce=key * 32, text=text)
            engine.take(turn)

        with engine.store.transaction() as transaction:
            transaction.save_consent(ME, Consent(kind="form", edition="1", at=FRIDAY, granted=True))
        say("a", "/revoke")
        say("c", "确定")
        with engine.store.transaction() as transaction:
            assert transaction.drafts(ME) == ()
        assert engine.store.awaiting_news() == (ME,)
        say("b", "停止全部提醒")
        assert engine.store.awaiting_news() == ()
