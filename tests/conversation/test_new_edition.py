"""A draft is begun, and then the regulation changes: what applicant and staff are told."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.core import step
from handlers.draft import Draft, DraftState
from handlers.model import Outcome
from handlers.rejudging import Cause, Rejudged, kept_verdict, rejudged, usable
from handlers.wording.desk import case_text
from handlers.wording.rejudging import to_applicant, to_staff
from knowledge.eligibility.criteria import Criterion
from knowledge.eligibility.rules import judge
from knowledge.library import Library, Regulation
from knowledge.texts.edition import edition_name
from knowledge.vocabulary.conditions import Condition
from knowledge.vocabulary.facts import Answers
from knowledge.vocabulary.values import parse_sheet
from tests.conversation.person import AT, Person
from tests.editions.made import new_daxing
from tests.law import LIBRARY

ON = date(2026, 11, 20)
OLD = LIBRARY.get("daxing")
TECHNICIAN = {
    "registered_or_operating_in_daxing": "注册",
    "unit_type": "企业",
    "leader_level": "技师",
    "advanced_method_or_record": "有",
    "team_clear": "有",
    "apprentices_backbone": "是",
    "apprentices_competition": "有",
    "innovation_key_role": "是",
    "standards_and_benefit": "有",
    "talent_policy_system": "有",
    "site_and_equipment": "有",
    "funding": "有",
    "studio_management_system": "有",
}
"""Somebody who met everything that the old edition asks for."""
SENIOR = TECHNICIAN | {"leader_level": "高级技师"}


def with_daxing(regulation: Regulation, library: Library = LIBRARY) -> Library:
    """The whole library with another edition of 大兴."""
    regulations = {**LIBRARY.regulations, "daxing": regulation}
    return replace(LIBRARY, regulations=regulations, facts={**LIBRARY.facts, **library.facts})


NEW = with_daxing(new_daxing().get("daxing"), new_daxing())


def another(regulation: Regulation = OLD, *, words: bool = True, **parts: object) -> Library:
    """An edition with other parts, its words the same or not."""
    kept = regulation.provisions if words else regulation.provisions[1:]
    return with_daxing(replace(regulation, edition=edition_name(kept, "f" * 64), **parts))  # type: ignore[arg-type]


def with_criterion(changed: Criterion) -> Library:
    rules = OLD.rules
    assert rules is not None
    criteria = tuple(changed if one.id == changed.id else one for one in rules.criteria)
    return another(rules=rules.model_copy(update={"criteria": criteria}))


def criterion(criterion_id: str) -> Criterion:
    assert OLD.rules is not None
    return OLD.rules.criterion(criterion_id)


def answers_of(sheet: dict[str, str]) -> Answers:
    answers, problems = parse_sheet(LIBRARY.facts, sheet, on=ON)
    assert not problems
    return answers


def draft_of(sheet: dict[str, str], state: DraftState = "open", on: date = ON, **update: object) -> Draft:
    answers = answers_of(sheet)
    draft = Draft(
        id="0123456789abcdef",
        person="test:1",
        region="daxing",
        edition=OLD.edition,
        created=AT,
        changed=AT,
        state=state,
        receipt=None if state == "open" else "K7QF2M8R",
        answers=answers,
        verdict=kept_verdict(LIBRARY, "daxing", answers, on),
    )
    return draft.model_copy(update=update)


def judged(library: Library, draft: Draft, on: date = ON) -> Rejudged:
    found = rejudged(library, draft, on)
    assert found is not None
    return found


def turns(found: Rejudged) -> dict[str, Cause]:
    return {one.finding.id: one.cause for one in found.turned}


# What is worked out


def test_under_the_same_edition_there_is_nothing_to_tell() -> None:
    assert rejudged(LIBRARY, draft_of(TECHNICIAN), ON) is None


def test_harder_words_and_a_new_question() -> None:
    found = judged(NEW, draft_of(TECHNICIAN))
    assert found.same_words is False
    assert found.was is not None
    assert (found.was.outcome, found.now.outcome) == ("eligible", "not_eligible")
    assert turns(found) == {"D-LEVEL": Cause.WORDS, "D-UNIT3": Cause.ASKED}
    assert found.wanting == ("publishes_spending",)


def test_the_old_verdict_is_the_one_that_was_stored() -> None:
    found = judged(NEW, draft_of(TECHNICIAN))
    assert found.was == judge(LIBRARY, "daxing", answers_of(TECHNICIAN), ON)
    assert found.now == judge(NEW, "daxing", answers_of(TECHNICIAN), ON)


def test_a_question_that_nobody_asks_any_more_is_left_out() -> None:
    answers = draft_of(SENIOR | {"talent_policy_system": "有"})
    found = judged(with_criterion(criterion("D-UNIT1").model_copy(update={"need": criterion("D-UNIT2").need})), answers)
    assert found.left_out == ("talent_policy_system",)
    assert found.same


def test_data_that_we_read_otherwise_while_the_words_stay() -> None:
    stricter = Condition.model_validate({"fact": "leader_level", "in": ["高级技师"]})
    changed = criterion("D-LEVEL").model_copy(update={"need": stricter})
    found = judged(with_criterion(changed), draft_of(TECHNICIAN))
    assert found.same_words is True
    assert turns(found) == {"D-LEVEL": Cause.DATA}


def test_a_criterion_more_and_one_less() -> None:
    rules = OLD.rules
    assert rules is not None
    more = criterion("D-STD").model_copy(update={"id": "D-MORE", "title": "另有一条"})
    criteria = tuple(one for one in rules.criteria if one.id != "D-INNOV")
    paths = tuple(
        path.model_copy(update={"criteria": (*(one for one in path.criteria if one != "D-INNOV"), "D-MORE")})
        for path in rules.paths
    )
    library = another(rules=rules.model_copy(update={"criteria": (*criteria, more), "paths": paths}))
    assert turns(judged(library, draft_of(SENIOR))) == {"D-MORE": Cause.NEW, "D-INNOV": Cause.GONE}


def test_time_that_passed_is_not_blamed_on_the_new_edition() -> None:
    older = Condition.model_validate({"fact": "last_ban", "years_since": 2})
    facts = {
        "last_ban": LIBRARY.facts["unit_type"].model_copy(update={"id": "last_ban", "kind": "event", "choices": ()})
    }
    changed = criterion("D-UNIT2").model_copy(update={"need": older, "unclear": None})
    library = with_criterion(changed)
    library = replace(library, facts={**library.facts, **facts})
    draft = draft_of(SENIOR)
    answers = {**draft.answers, "last_ban": "2024-12-01"}
    before = judge(library, "daxing", answers, date(2026, 11, 1)).model_dump(mode="json")
    draft = draft.model_copy(update={"answers": answers, "verdict": before})
    assert turns(judged(library, draft, date(2026, 12, 20))) == {"D-UNIT2": Cause.TIME}


def test_a_draft_from_before_verdicts_were_kept_at_the_beginning() -> None:
    found = judged(NEW, draft_of(TECHNICIAN, verdict={}))
    assert found.was is None
    assert not found.turned
    assert not found.same
    assert "按您的回答和最新的资料判断：目前不符合。" in to_applicant(NEW, draft_of(TECHNICIAN), found)
    assert "原来的结果没有保存" in to_staff(NEW, draft_of(TECHNICIAN), found)


@pytest.mark.parametrize("slug", sorted(LIBRARY.regulations))
def test_under_a_new_name_alone_nobody_stands_otherwise(slug: str) -> None:
    regulation = LIBRARY.get(slug)
    for persona in regulation.personas:
        answers, _ = parse_sheet(LIBRARY.facts, persona.facts, on=persona.on)
        draft = draft_of({}).model_copy(
            update={
                "region": slug,
                "edition": "0" * 12,
                "answers": answers,
                "verdict": kept_verdict(LIBRARY, slug, answers, persona.on),
            }
        )
        found = judged(LIBRARY, Draft.model_validate_json(draft.model_dump_json()), persona.on)
        assert found.same, persona.name
        assert found.same_words is None
        assert not found.wanting + found.left_out


def test_answers_that_are_none_any_more_are_not_used() -> None:
    answers: Answers = {
        "unit_type": "没有这个选项",
        "leader_level": "技师",
        "gone": True,
        "team_clear": "有",
        "site_area": 30,
        "funding": None,
    }
    assert usable(LIBRARY, answers) == {"leader_level": "技师", "site_area": 30, "funding": None}


# What is told


@pytest.fixture
def person() -> Person:
    """Somebody who has checked 大兴 and begun a draft under the old edition."""
    person = Person(LIBRARY)
    person.session = person.session.model_copy(update={"region": "daxing", "answers": answers_of(TECHNICIAN)})
    person.say("生成申报草稿", "郑氏机械有限公司")
    return person


def to_staff_in(outcome: Outcome) -> str:
    return "\n".join(reply.text for reply in outcome.replies if reply.to == "staff")


def test_going_on_with_it_tells_what_changed_for_this_draft(person: Person) -> None:
    person.library = NEW
    told = person.say("我的草稿", "继续 1")
    assert told.startswith("继续填写大兴的草稿。\n这份草稿建立之后，规定的条文有改动。")
    assert "按您原来的回答重新判断：原来是“可以申报”，现在是“目前不符合”。" in told
    assert (
        "· 首席技师取得国家技师或以上职业资格（第六条（一）1）：满足 → 不满足。"
        "条文的字改了：「应取得国家高级技师或以上职业资格」。" in told
    )
    assert "还要补答：按月公开经费使用情况。输入“查资格”就可以补答。" in told
    assert "提交时会按最新的资料再判断一次。" in told
    assert "D-" not in told


def test_the_preview_tells_it_once(person: Person) -> None:
    person.library = NEW
    assert person.say("预览").count("规定的条文有改动") == 1


def test_before_the_change_nothing_is_told(person: Person) -> None:
    assert "有改动" not in person.say("预览")
    assert "有更新" not in person.say("我的草稿", "继续 1")


def test_what_was_answered_since_counts(person: Person) -> None:
    person.library = NEW
    person.session = person.session.model_copy(
        update={"answers": {**person.session.answers, "leader_level": "高级技师", "publishes_spending": True}}
    )
    told = person.say("预览")
    assert "按您原来的回答重新判断，结果没有变：可以申报。" in told
    assert "还要补答" not in told


def test_a_change_of_the_data_alone_is_called_that(person: Person) -> None:
    person.library = another(personas=())
    told = person.say("预览")
    assert "这份草稿建立之后，资料有更新（条文的字没有变）。按您原来的回答重新判断，结果没有变：可以申报。" in told


def test_handed_in_again_staff_see_both_verdicts(person: Person) -> None:
    first = to_staff_in(hand_in(person))
    assert "规定更新以后" not in first
    (draft,) = person.drafts.values()
    person.drafts[draft.id] = draft.model_copy(update={"state": "to_correct"})
    person.library = NEW
    assert person.say("我的草稿", "继续 1").count("规定的条文有改动") == 1
    packet = to_staff_in(hand_in(person))
    assert packet.startswith("补正后再次提交")
    assert (
        "规定更新以后：规定的条文有改动。原来判断是“可以申报”（按2026年11月20日），"
        "现在是“目前不符合”（按2026年11月20日）。" in packet
    )
    assert "　　原来：首席技师的技能等级：技师。「原则上应取得国家技师或以上职业资格」" in packet
    assert "　　现在：首席技师的技能等级：技师。「应取得国家高级技师或以上职业资格」" in packet
    assert "申请人还没有回答：按月公开经费使用情况" in packet
    (after,) = person.drafts.values()
    assert after.edition == NEW.get("daxing").edition
    assert rejudged(NEW, after, ON) is None


def hand_in(person: Person) -> Outcome:
    person.say("预览", "提交")
    return person.do(text="确定")


def test_a_case_handed_in_before_the_change_shows_both_verdicts_to_staff_and_keeps_its_own() -> None:
    case = draft_of(TECHNICIAN, "submitted")
    shown = case_text(NEW, case, "", ON)
    assert "自查结果：按所述情况，文本条件均已满足" in shown
    assert "现在是“目前不符合”" in shown
    assert "规定更新以后" not in case_text(NEW, draft_of(TECHNICIAN, "closed"), "", ON)
    assert "规定更新以后" not in case_text(LIBRARY, case, "", ON)


def test_whether_the_new_edition_holds_for_a_case_handed_in_is_not_guessed() -> None:
    case = draft_of(TECHNICIAN, "submitted")
    told = to_applicant(NEW, case, judged(NEW, case))
    assert told.startswith("这份草稿提交之后，规定的条文有改动。")
    assert told.endswith(f"已经提交的按新的还是旧的办理，这里定不了，请问{OLD.identity.contact}。")


def test_many_changes_are_counted() -> None:
    rules = OLD.rules
    assert rules is not None
    never = Condition.model_validate({"fact": "unit_type", "is": "个人"})
    criteria = tuple(one.model_copy(update={"need": never, "unclear": None}) for one in rules.criteria)
    library = another(rules=rules.model_copy(update={"criteria": criteria}))
    draft = draft_of(SENIOR)
    told = to_applicant(library, draft, judged(library, draft))
    assert told.count("\n· ") == 6
    assert "· 还有 5 条有变化，查资格可以看到全部。" in told
    assert to_staff(library, draft, judged(library, draft)).count("\n　· ") == 10


# What stood open when it changed


def without_field(field_id: str) -> Library:
    form = OLD.form
    assert form is not None
    groups = tuple(
        group.model_copy(update={"fields": tuple(field for field in group.fields if field.id != field_id)})
        for group in form.groups
    )
    return another(form=form.model_copy(update={"groups": groups}))


def at_support(person: Person) -> None:
    """Go on to the field on what the unit supports."""
    while person.session.field != "support":
        person.say("跳过")


def test_a_field_that_the_new_form_has_no_more(person: Person) -> None:
    at_support(person)
    person.library = without_field("support")
    assert "草稿预览：大兴" in person.say("看看")
    (draft,) = person.drafts.values()
    assert "support" not in draft.fields


def test_what_was_filled_in_and_has_no_place_is_kept_and_counted(person: Person) -> None:
    at_support(person)
    person.say("单位配套经费，并提供场地。")
    person.library = without_field("support")
    assert "您填过的 1 栏在新的表格里没有地方放，内容仍然保存着。" in person.say("预览")
    (draft,) = person.drafts.values()
    assert draft.fields["support"] == "单位配套经费，并提供场地。"


def test_a_question_that_is_asked_no_more() -> None:
    person = Person(NEW)
    person.session = person.session.model_copy(update={"answers": answers_of(SENIOR)})
    person.say("大兴", "查资格")
    assert person.session.fact == "publishes_spending"
    person.say("是")
    person.session = person.session.model_copy(update={"mode": "question", "fact": "publishes_spending"})
    person.library = LIBRARY
    assert person.say("是")
    assert "publishes_spending" not in person.session.answers
    assert "publishes_spending" not in person.session.asked


def test_a_text_whose_form_has_no_rules_yet_can_be_handed_in() -> None:
    person = Person(another(rules=None))
    person.session = person.session.model_copy(update={"region": "daxing"})
    person.say("生成申报草稿")
    packet = to_staff_in(hand_in(person))
    assert packet.startswith("新的申报草稿｜大兴｜回执")
    assert "自查结果" not in packet
    assert step(person.library, person.world, person.turn)


GONE = replace(LIBRARY, regulations={slug: one for slug, one in LIBRARY.regulations.items() if slug != "daxing"})


@pytest.mark.parametrize("library", [GONE, another(form=None, rules=None)], ids=["region gone", "no form yet"])
def test_a_draft_without_a_form_is_kept_and_can_be_taken_out(person: Person, library: Library) -> None:
    (draft,) = person.drafts.values()
    person.library = library
    assert person.say("郑明工艺")
    assert "申报草稿（2026-11-20）：未提交" in person.say("我的草稿")
    for words in ("继续 1", "查看 1", "打印材料"):
        assert "您填的内容都还存着" in person.say(words)
    copy = person.do(text="/mydata").replies[0].files[0].content.decode("utf-8-sig")
    assert "郑氏机械有限公司" in copy
    assert person.drafts == {draft.id: draft}
    assert "要删除这一份吗" in person.say("我的草稿", "删除 1")
    person.say("取消")
    person.library = LIBRARY
    assert "继续填写大兴的草稿" in person.say("我的草稿", "继续 1")
