"""What staff may do to a case: by their role, by its state, by what they looked at; nothing else changes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.cases.states import LEADS_TO, MOVES, ROLES, allowed, possible
from handlers.core import step
from handlers.draft import Draft, DraftState, Event
from handlers.member import Action, ActionName, Member, Role
from handlers.model import Outcome, Turn, World
from handlers.session import Session
from handlers.wording.desk import state_name
from handlers.wording.drafting import draft_choices, draft_list
from tests.law import LIBRARY

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
STAFF = (
    Member(id="staff:1", name="周看", role="viewer", telegram=101),
    Member(id="staff:2", name="吴办", role="reviewer", telegram=102),
    Member(id="staff:3", name="郑管", role="admin", telegram=103),
    Member(id="staff:4", name="离职", role="admin", telegram=104, active=False),
)
BY_ROLE: dict[Role, str] = {"viewer": "staff:1", "reviewer": "staff:2", "admin": "staff:3"}
STATES: tuple[DraftState, ...] = tuple(MOVES)
GOOD: dict[ActionName, dict[str, object]] = {
    "answer": {"note": "请看第九条"},
    "correct": {"fields": ("leader_awards",)},
    "refuse": {"provision": "art_9__item_1", "note": "团队只有两人"},
    "assign": {"to": "staff:3"},
}
"""What each action needs, where it needs anything."""


def case(state: DraftState = "submitted", **more: object) -> Draft:
    return Draft.model_validate(
        {
            "id": "d" * 16,
            "person": "telegram:42",
            "region": "xiaoshan",
            "edition": "e",
            "created": AT,
            "changed": AT,
            "state": state,
            "receipt": "K7QF2M8R",
            "rev": 3,
            "history": [{"at": AT, "who": "telegram:42", "what": "submitted"}],
            **more,
        }
    )


def act(
    found: Draft | None, name: ActionName, who: str = "staff:2", *, staff: bool = True, at: datetime = AT, **more: Any
) -> Outcome:
    action = Action.model_validate({"name": name, "receipt": "K7QF2M8R", **GOOD.get(name, {}), **more})
    turn = Turn(
        channel="desk", key="1", person=who, chat=who, at=at, nonce="0" * 32, staff=staff, action=action
    )  # fmt: skip
    return step(LIBRARY, World(session=Session(person=who), case=found, staff=STAFF), turn)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", list(LEADS_TO))
def test_only_allowed_moves_happen(state: DraftState, name: ActionName) -> None:
    outcome = act(case(state), name)
    if LEADS_TO[name] in MOVES[state]:
        assert outcome.save[0].state == LEADS_TO[name]
        assert outcome.save[0].history[-1].who == "staff:2"
    else:
        assert not outcome.save
        assert len(outcome.replies) == 1


@pytest.mark.parametrize("role", list(ROLES))
@pytest.mark.parametrize("name", list(LEADS_TO))
def test_every_action_by_every_role(role: Role, name: ActionName) -> None:
    start = next(state for state in STATES if LEADS_TO[name] in MOVES[state])
    assert bool(act(case(start), name, BY_ROLE[role]).save) is ROLES[role].act


@pytest.mark.parametrize("who", ["staff:4", "telegram:104"])
def test_who_has_left_does_nothing(who: str) -> None:
    assert not act(case(), "accept", who).save


@pytest.mark.parametrize("who", ["staff:3", "telegram:103", "郑管"])
def test_nobody_is_staff_without_the_door_s_word(who: str) -> None:
    assert not act(case(), "accept", who, staff=False).save


def test_the_same_person_on_telegram_and_on_the_web() -> None:
    assert act(case(), "claim", "telegram:102").save[0].assignee == "staff:2"
    assert act(case(), "claim", "staff:2").save[0].assignee == "staff:2"


def test_who_was_known_by_the_settings_alone_keeps_their_cases_on_the_list() -> None:
    """A regression: added to the list later, they were told that somebody else had what they had begun."""
    begun = case(assignee="telegram:102", history=(Event(at=AT, who="telegram:102", what="claimed"),))
    for who in ("staff:2", "telegram:102"):
        (after,) = act(begun, "accept", who).save
        assert after.assignee == "staff:2"
    assert not act(begun, "accept", "telegram:999").save


def test_the_second_of_two_is_told_and_overwrites_nothing() -> None:
    outcome = act(case(), "accept", seen=0)
    assert not outcome.save
    assert "请看过最新的内容再操作" in outcome.replies[0].text


def test_a_case_that_is_gone_is_told() -> None:
    assert "没有找到这个案件" in act(None, "accept").replies[0].text


def question(state: DraftState = "submitted", **more: object) -> Draft:
    return case(state, kind="enquiry", region="", fields={"question": "公示几天？"}, **more)


def test_a_question_is_said_to_stand_as_its_topic_says() -> None:
    told = [reply.text for reply in act(question("closed"), "reopen").replies]
    assert told[-1] == "K7QF2M8R：等待答复，已通知申请人。"
    assert "现在是“等待答复”" in act(question(), "accept").replies[0].text
    assert "已经是“已关闭”" in act(question("closed"), "close").replies[0].text
    assert "（等待答复）" in act(question(), "close", seen=0).replies[0].text
    assert state_name(question("withdrawn")) == "申请人已撤回"


@pytest.mark.parametrize(
    ("found", "name"), [(question(), "close"), (question(), "answer"), (question("closed"), "reopen")]
)
def test_a_question_without_a_region_names_none_to_its_applicant(found: Draft, name: ActionName) -> None:
    told = next(reply.text for reply in act(found, name).replies if reply.to == "telegram:42")
    assert "您的咨询（回执 K7QF2M8R）" in told
    assert "您的萧山申报草稿（回执" in act(case(), "accept").replies[0].text


@pytest.mark.parametrize("region", ["", "xiaoshan"])
def test_the_list_of_drafts_names_a_region_only_where_there_is_one(region: str) -> None:
    mine = question().model_copy(update={"region": region})
    assert ("未选地区" in draft_list(LIBRARY, [mine])) is False
    assert ("萧山·咨询" in draft_list(LIBRARY, [mine])) is bool(region)
    assert draft_choices(LIBRARY, [mine])[0].label == f"查看 1（{'萧山' if region else '咨询'}）"


@pytest.mark.parametrize(
    ("name", "more", "words"),
    [
        ("answer", {"note": "  "}, "还没有写答复的内容"),
        ("correct", {"fields": ()}, "请写明要补正什么"),
        ("refuse", {"provision": ""}, "依据哪一条"),
        ("refuse", {"provision": "art_999"}, "没有这一条"),
        ("answer", {"note": "长" * 2_001}, "最多 2000 个字"),
    ],
)
def test_what_is_missing_is_told(name: ActionName, more: dict[str, Any], words: str) -> None:
    outcome = act(case(), name, **more)
    assert not outcome.save
    assert words in outcome.replies[0].text


def test_correction_names_the_very_fields_and_criteria() -> None:
    outcome = act(case(), "correct", criteria=("团队中3人以上",), note="请附证书")
    told = next(reply for reply in outcome.replies if reply.to == "telegram:42")
    assert "· 领办人基本情况·区级及以上获奖情况\n· 团队中3人以上\n请附证书" in told.text
    assert outcome.save[0].correcting == ("leader_awards",)


def test_a_refusal_quotes_its_article() -> None:
    told = act(case(), "refuse").replies[0].text
    assert "依据萧山第九条第1项：「" in told
    assert "团队只有两人" in told


def test_whoever_acts_first_has_the_case() -> None:
    assert act(case(), "accept").save[0].assignee == "staff:2"
    assert act(case(assignee="staff:3"), "accept", "staff:3").save[0].assignee == "staff:3"


OTHERS_TO_DO = (*LEADS_TO, "rule")
RULING: dict[str, Any] = {
    "provision": "art_9__item_1",
    "note": "可以",
    "authority": "萧山区人力社保局",
    "day": "2026-11-18",
}
HANDS = "这个案件由郑管经办"


@pytest.mark.parametrize("name", OTHERS_TO_DO)
def test_a_colleague_s_case_is_theirs(name: ActionName) -> None:
    start = next(state for state in STATES if LEADS_TO.get(name, "accepted") in MOVES[state])
    found = case(start, assignee="staff:3")
    outcome = act(found, name, **(RULING if name == "rule" else {}))
    assert not outcome.save
    assert outcome.replies[0].text.startswith(HANDS)


def test_anybody_answers_the_applicant_of_a_colleague_s_case() -> None:
    after = act(case(assignee="staff:3"), "answer").save[0]
    assert (after.history[-1].who, after.assignee) == ("staff:2", "staff:3")


@pytest.mark.parametrize(("days", "done"), [(2, False), (3, True)])
def test_after_a_silence_anybody_goes_on(days: int, done: bool) -> None:
    monday = datetime(2026, 11, 16, 2, tzinfo=UTC)
    given = {"at": monday, "who": "staff:3", "what": "claimed", "to": "staff:3"}
    found = case(assignee="staff:3", history=[given])
    at = monday.replace(day=16 + days)
    assert bool(act(found, "accept", at=at).save) is done
    assert bool(act(found, "claim", at=at).save) is done


def test_an_admin_need_not_wait() -> None:
    assert act(case(assignee="staff:2"), "close", "staff:3").save[0].state == "closed"


@pytest.mark.parametrize("button", ["accept", "correct", "refuse", "close"])
def test_a_button_in_the_group_asks_the_same(button: str) -> None:
    pressed = Turn(
        channel="telegram", key="1", person="telegram:102", chat="telegram:-100", at=AT, nonce="0" * 32, staff=True,
        command=f"{button} K7QF2M8R",
    )  # fmt: skip
    world = World(session=Session(person="telegram:102"), case=case(assignee="staff:3"), staff=STAFF)
    outcome = step(LIBRARY, world, pressed)
    assert not outcome.save
    assert outcome.session.pending is None
    assert outcome.replies[0].text.startswith(HANDS)


def test_passing_on() -> None:
    assert act(case(assignee="staff:2"), "assign").save[0].assignee == "staff:3"
    assert not act(case(assignee="staff:3"), "assign", to="staff:2").save
    assert act(case(assignee="staff:2"), "assign", "staff:3").save[0].assignee == "staff:3"
    assert act(case(assignee="staff:2"), "release").save[0].assignee is None
    assert not act(case(assignee="staff:3"), "release").save


def test_the_applicant_hears_where_they_wrote_last() -> None:
    told = act(case(chat="web:" + "a" * 32), "accept").replies[0]
    assert told.to == "web:" + "a" * 32


@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_is_what_is_allowed(state: DraftState) -> None:
    for kind in ("application", "enquiry"):
        found = case(state, kind=kind, fields={"question": "公示几天"})
        assert set(possible(found)) == {name for name in possible(found) if allowed(found, name)}
        if kind == "enquiry":
            assert not {"accept", "correct", "recommend", "refuse"} & set(possible(found))
