"""A ruling: made in one case, shown to others in the same situation, beside the words and never in their place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.engine import Engine
from bot.web.desk.ruling_form import choices
from handlers.cases.ruling import trouble
from handlers.cases.standing import buttons
from handlers.cases.states import possible
from handlers.consent import Consent
from handlers.core import case_named, step
from handlers.draft import Draft
from handlers.member import Action
from handlers.model import Turn
from handlers.rejudging import kept_verdict
from handlers.rulings import Ruling, left_open
from handlers.session import Session
from handlers.wording.privacy import EDITION
from handlers.wording.rulings import ONE_PERSON_S
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers
from knowledge.vocabulary.values import parse_sheet
from storage.sqlite import SqliteStore
from tests.law import LIBRARY

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
FIRST, LATER, OFFICER, VIEWER = "telegram:7", "telegram:8", "telegram:102", "telegram:101"
CASE = "K7QF2M8R"
TWO_OTHERS: Answers = {
    "applicant_is_unit": True,
    "unit_in_xiaoshan": "注册和经营都在",
    "leader_level": "高级技师",
    "team_qualified_excluding_leader": 2,
}
"""Two besides the leader: the text does not say whether the leader counts."""
GOOD: dict[str, Any] = {
    "provision": "art_9__item_1",
    "note": "领办技师可以计入三人",
    "authority": "萧山区人力社保局",
    "day": "2026-11-18",
}
SHOWN = "裁量结论（萧山区人力社保局，2026年11月18日）：领办技师可以计入三人。这是个案的结论，条文没有改。"
OPEN = "条文写“团队中拥有３人以上”，没有写含不含领办技师"


@pytest.fixture
def engine(library: Library, tmp_path: Path) -> Iterator[Engine]:
    with closing(SqliteStore.open(tmp_path / "assistant.db")) as store:
        with store.transaction() as transaction:
            transaction.add_member("吴办", "reviewer", 102, NOW)
            transaction.add_member("周看", "viewer", 101, NOW)
            transaction.save_draft(case(TWO_OTHERS), None)
        yield Engine(store, library, step, case_named, staff_chat="telegram:-100")


def case(answers: Answers, **more: Any) -> Draft:
    return Draft.model_validate(
        {
            "id": "d" * 16,
            "person": FIRST,
            "region": "xiaoshan",
            "edition": LIBRARY.get("xiaoshan").edition,
            "created": NOW,
            "changed": NOW,
            "state": "accepted",
            "receipt": CASE,
            "answers": answers,
            "verdict": kept_verdict(LIBRARY, "xiaoshan", answers, NOW.date()),
            "history": [{"at": NOW, "who": FIRST, "what": "submitted"}],
            **more,
        }
    )


def turn(who: str, nonce: str = "a" * 32, at: datetime = NOW, **more: Any) -> Turn:
    return Turn(channel="test", key=f"{who}/{nonce}", person=who, chat=who, at=at, nonce=nonce, **more)


def rule(engine: Engine, who: str = OFFICER, **more: Any) -> tuple[str, tuple[Ruling, ...]]:
    """What the member of staff is told, and the rulings that there are then."""
    action = Action.model_validate({"name": "rule", "receipt": CASE, **GOOD, **more})
    taken = engine.take(turn(who, staff=True, action=action))
    with engine.store.transaction() as transaction:
        return taken.replies[-1].reply.text, transaction.rulings()


def result(engine: Engine, answers: Answers = TWO_OTHERS, at: datetime = NOW) -> str:
    """What somebody with these answers is told of 萧山."""
    with engine.store.transaction() as transaction:
        transaction.save_session(Session(person=LATER, region="xiaoshan", answers=answers))
    return engine.take(turn(LATER, at.isoformat().encode().hex()[:32], at, text="萧山的逐条结果")).replies[0].reply.text


def verdict_alone(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "裁量结论（" not in line)


def test_later_applicants_in_the_same_situation_are_shown_it_beside_the_open_point(engine: Engine) -> None:
    before = result(engine)
    assert OPEN in before
    said, (made,) = rule(engine)
    assert "除领办技师外有技师以上资格或工程师以上职称的成员：2" in said
    assert (made.case, made.member, made.criterion) == (CASE, "staff:1", "X-TEAM")
    after = result(engine, at=NOW + timedelta(minutes=1))
    assert f"\n　　{SHOWN}\n" in after
    assert verdict_alone(after) == before


def test_its_applicant_is_told_with_the_words_of_the_article(engine: Engine) -> None:
    rule(engine)
    (told,) = (queued.reply.text for queued in engine.store.undelivered() if queued.chat == FIRST)
    assert told.startswith(
        f"您的萧山申报草稿（回执 {CASE}）有了裁量结论。\n萧山区人力社保局，2026年11月18日：领办技师可以计入三人\n"
        "依据萧山第九条第1项：「"
    )
    with engine.store.transaction() as transaction:
        (draft,) = transaction.drafts(FIRST)
    assert (draft.state, draft.history[-1].what, draft.assignee) == ("accepted", "ruled", "staff:1")


@pytest.mark.parametrize(
    "other",
    [
        {"team_qualified_excluding_leader": 3},
        {"leader_level": "技师"},
        {"team_qualified_excluding_leader": None},
        {"unit_in_xiaoshan": "只有注册在"},
    ],
)
def test_another_situation_is_shown_nothing_that_is_not_about_it(engine: Engine, other: Answers) -> None:
    rule(engine)
    shown = SHOWN in result(engine, {**TWO_OTHERS, **other})
    assert shown is (other == {"unit_in_xiaoshan": "只有注册在"})  # another criterion's matter


def test_it_ends_and_the_open_point_stays(engine: Engine) -> None:
    rule(engine, expiry="2026-11-20")
    assert "有效至2026年11月20日" in result(engine)
    after = result(engine, at=NOW + timedelta(days=1))
    assert "裁量结论（" not in after
    assert OPEN in after


def test_withdrawn_it_is_gone_and_the_open_point_stays(engine: Engine) -> None:
    _, (made,) = rule(engine)
    with engine.store.transaction() as transaction:
        transaction.save_ruling(made.model_copy(update={"withdrawn": NOW}))
    after = result(engine)
    assert "裁量结论（" not in after
    assert OPEN in after


def test_words_that_have_changed_since_end_it(engine: Engine) -> None:
    _, (made,) = rule(engine)
    with engine.store.transaction() as transaction:
        transaction.save_ruling(made.model_copy(update={"edition": "0" * 16 + "-" + "0" * 16}))
    assert "裁量结论（" not in result(engine)


def test_staff_are_shown_it_in_the_packet(engine: Engine) -> None:
    rule(engine)
    with engine.store.transaction() as transaction:
        transaction.save_draft(case(TWO_OTHERS, id="e" * 16, person=LATER, state="to_correct", receipt="B" * 8), None)
        transaction.save_session(Session(person=LATER, region="xiaoshan"))
        transaction.save_consent(LATER, Consent(kind="form", edition=EDITION, at=NOW, granted=True))
    for number, text in enumerate(("我的草稿", "继续 1", "提交", "确定")):
        taken = engine.take(turn(LATER, f"{number}" * 32, text=text))
    packet = next(queued.reply.text for queued in taken.replies if queued.chat == "telegram:-100")
    assert SHOWN in packet


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"provision": ""}, "依据哪一条"),
        ({"provision": "art_999"}, "没有这一条"),
        ({"note": " "}, "请补齐再提交"),
        ({"authority": ""}, "请补齐再提交"),
        ({"authority": "长" * 101}, "请补齐再提交"),
        ({"day": None}, "请补齐再提交"),
        ({"day": "2026-11-21"}, "不能晚于今天"),
        ({"expiry": "2026-11-17"}, "不能早于作出的日期"),
        ({"provision": "art_9__item_2"}, "这个案件里有：团队中3人以上"),
        ({"criteria": ["别的条件"]}, "这个案件里有：团队中3人以上"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_kept(engine: Engine, more: dict[str, Any], words: str) -> None:
    said, kept = rule(engine, **more)
    assert words in said
    assert not kept


def test_nobody_but_those_who_act_makes_one(engine: Engine) -> None:
    said, kept = rule(engine, VIEWER)
    assert "只能查看" in said
    assert not kept


def test_nothing_open_is_told(engine: Engine) -> None:
    with engine.store.transaction() as transaction:
        transaction.save_draft(case({**TWO_OTHERS, "team_qualified_excluding_leader": 3}, rev=1), 0)
    assert "没有要裁量的条件" in rule(engine)[0]


def test_it_outlives_its_applicant_without_naming_them(engine: Engine) -> None:
    rule(engine)
    with engine.store.transaction() as transaction:
        transaction.forget(FIRST, NOW)
    with engine.store.transaction() as transaction:
        (left,) = transaction.rulings()
    assert FIRST not in left.model_dump_json()


def test_a_damaged_one_stops_nothing(engine: Engine) -> None:
    rule(engine)
    with engine.store.transaction() as transaction:
        transaction._db.execute("UPDATE rulings SET sealed = x'00'")  # type: ignore[attr-defined]
    assert "逐条对照" in result(engine)


def all_else_met() -> Answers:
    """Somebody of 萧山 who meets everything but what the ruling is about."""
    someone = next(one for one in LIBRARY.get("xiaoshan").personas if one.name == "陈国平")
    answers, _ = parse_sheet(LIBRARY.facts, someone.facts, on=someone.on)
    return {**answers, **TWO_OTHERS}


def compared(engine: Engine, answers: Answers) -> str:
    """What somebody with these answers is told of all regions."""
    with engine.store.transaction() as transaction:
        transaction.save_session(Session(person=LATER, answers=answers))
    for number, text in enumerate(("对比各地", "先看目前的结果")):
        taken = engine.take(turn(LATER, f"{number}" * 32, text=text))
    return taken.replies[-1].reply.text


def test_a_comparison_shows_it_where_the_verdict_waits_for_one(engine: Engine) -> None:
    rule(engine)
    lines = compared(engine, all_else_met()).splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("· 萧山："))
    assert lines[place].startswith("· 萧山：须主管部门裁量（团队中3人以上")
    assert lines[place + 1] == f"　　{SHOWN}"
    assert sum("裁量结论（" in line for line in lines) == 1


@pytest.mark.parametrize("other", [{"team_qualified_excluding_leader": 3}, {"applicant_is_unit": False}])
def test_a_comparison_shows_none_where_nothing_waits_for_it(engine: Engine, other: Answers) -> None:
    rule(engine)
    assert "裁量结论（" not in compared(engine, {**all_else_met(), **other})


@pytest.mark.parametrize("slug", sorted(LIBRARY.judging))
def test_a_ruling_is_offered_just_where_one_can_be_made(slug: str) -> None:
    """Of everybody in the examples of a region."""
    for someone in LIBRARY.get(slug).personas:
        answers, _ = parse_sheet(LIBRARY.facts, someone.facts, on=someone.on)
        verdict = kept_verdict(LIBRARY, slug, answers, someone.on)
        found = case(answers, region=slug, edition=LIBRARY.get(slug).edition, verdict=verdict)
        offered = {(each.title, each.name.partition(":")[2]) for each in choices(LIBRARY, found)}
        assert ("rule" in possible(found)) is bool(offered), someone.name
        for finding in left_open(found):
            for source in finding.sources:
                wanted = {**GOOD, "provision": source.eid, "criteria": (finding.title,)}
                action = Action.model_validate({"name": "rule", "receipt": CASE, **wanted})
                can_be = not trouble(found, turn(OFFICER), action)
                assert can_be is ((finding.title, source.eid) in offered), someone.name


def test_what_rests_on_one_person_s_birth_is_offered_to_nobody() -> None:
    someone = next(one for one in LIBRARY.get("hangzhou").personas if one.name == "方建国")
    answers, _ = parse_sheet(LIBRARY.facts, someone.facts, on=someone.on)
    verdict = kept_verdict(LIBRARY, "hangzhou", answers, someone.on)
    found = case(answers, region="hangzhou", verdict=verdict)
    assert [finding.id for finding in left_open(found)] == ["H-RETIRE"]
    assert "rule" not in possible(found)
    assert "裁量结论" not in [choice.label for choice in buttons(found)]
    assert not choices(LIBRARY, found)
    pressed = Action.model_validate({"name": "rule", "receipt": CASE, **GOOD, "provision": "sec_3__item_1"})
    assert trouble(found, turn(OFFICER), pressed) == ONE_PERSON_S
