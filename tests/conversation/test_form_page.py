"""The form as a page: taken over field by field, by whoever comes, without overwriting and without losing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.adding import MOST_FILES
from handlers.consent import Decision
from handlers.draft import Change, Draft, DraftState, Edit, Edited, Upload
from handlers.form_page import LONGEST
from handlers.model import STAFF, Outcome
from handlers.session import Mode
from handlers.wording.privacy import EDITION
from knowledge.library import Library
from tests.conversation.person import AT, Person
from tests.law import LIBRARY


@pytest.fixture
def person(library: Library) -> Person:
    """Somebody with a draft for 萧山, who is looking at its page."""
    return with_draft(library)


def with_draft(library: Library) -> Person:
    person = Person(library)
    person.say("萧山", "生成申报草稿", "以后再说")
    return person


def draft_of(person: Person) -> Draft:
    (draft,) = person.drafts.values()
    return draft


def edit(person: Person, *changes: tuple[str, str, str], **more: object) -> Outcome:
    draft = draft_of(person)
    made = Edit.model_validate({"draft": draft.id, "rev": draft.rev, "shape": draft.shape, **more})
    listed = tuple(Change(key=key, was=was, now=now) for key, was, now in changes)
    return person.do(channel="web", edit=made.model_copy(update={"changes": listed}))


def refused(outcome: Outcome) -> str:
    assert outcome.edited is not None
    return "".join(outcome.edited.refused)


def agree(person: Person) -> None:
    person.do(channel="web", decision=Decision(kind="sensitive", edition=EDITION, granted=True))


def upload(number: int) -> Upload:
    return Upload(id=f"{number:032x}", name=f"证书{number}.pdf", kind="pdf", size=1000, at=AT)


def test_fields_are_kept_and_the_conversation_stays_where_it_is(person: Person) -> None:
    person.say("查资格")
    before = person.session
    outcome = edit(person, ("unit_name", "", "顺发公司"), ("legal_representative", "", "王建国"))
    assert draft_of(person).fields["legal_representative"] == "王建国"
    assert outcome.edited == Edited()
    assert not outcome.replies
    assert person.session == before


def test_two_browsers_do_not_overwrite_each_other(person: Person) -> None:
    edit(person, ("legal_representative", "", "王建国"), ("email", "", "a@example.com"))
    outcome = edit(person, ("legal_representative", "", "王健国"), ("address", "", "市心中路1号"))
    assert outcome.edited is not None
    (clash,) = outcome.edited.clashes
    assert (clash.key, clash.theirs, clash.mine) == ("legal_representative", "王建国", "王健国")
    assert draft_of(person).fields["legal_representative"] == "王建国"
    assert draft_of(person).fields["address"] == "市心中路1号"


def test_what_both_wrote_alike_is_no_clash(person: Person) -> None:
    edit(person, ("legal_representative", "", "王建国"))
    assert edit(person, ("legal_representative", "", "王建国")).edited == Edited()


def test_a_draft_that_is_not_yours_is_not_found(person: Person) -> None:
    outcome = person.do(channel="web", edit=Edit(draft="0" * 16, rev=0))
    assert refused(outcome).startswith("没有找到这份草稿")


def test_sensitive_fields_wait_for_their_own_consent(person: Person) -> None:
    number = ("leader_id_number", "", "11010519491231002X")
    assert "单独同意" in refused(edit(person, number, ("leader_name", "", "张三")))
    assert "leader_id_number" not in draft_of(person).fields
    assert draft_of(person).fields["leader_name"] == "张三"
    agree(person)
    edit(person, number)
    assert draft_of(person).fields["leader_id_number"] == "11010519491231002X"


def test_consent_to_an_old_notice_is_none(person: Person) -> None:
    outcome = person.do(channel="web", decision=Decision(kind="sensitive", edition="2020-01", granted=True))
    assert "说明刚刚更新过" in refused(outcome)
    assert "sensitive" not in person.consents


def test_without_consent_to_the_form_nothing_is_kept(person: Person) -> None:
    person.consents.clear()
    assert "同意" in refused(edit(person, ("unit_name", "", "顺发公司")))
    assert not draft_of(person).fields.get("unit_name")


def test_members_are_added_and_taken_out(person: Person) -> None:
    names = [(f"members.{row}.name", "", name) for row, name in enumerate(("李四", "王五", "赵六"))]
    edit(person, *names, rows={"members": 3})
    assert draft_of(person).rows["members"] == 3
    edit(person, dropped=("members.1",))
    kept = draft_of(person)
    assert kept.rows["members"] == 2
    assert [kept.fields[f"members.{row}.name"] for row in range(2)] == ["李四", "赵六"]
    assert "members.2.name" not in kept.fields


def test_an_entry_is_not_taken_out_of_a_page_that_has_grown_old(person: Person) -> None:
    edit(person, ("members.0.name", "", "李四"), rows={"members": 1})
    assert "刚刚在别处改过" in refused(edit(person, dropped=("members.0",), rev=99))
    assert draft_of(person).rows["members"] == 1


def test_a_page_that_has_grown_old_writes_into_nobody_else_s_entry(person: Person) -> None:
    names = [(f"members.{row}.name", "", name) for row, name in enumerate(("张三", "李四", "王五"))]
    edit(person, *names, rows={"members": 3})
    edit(person, dropped=("members.0",))
    outcome = edit(person, ("members.1.skills", "", "李四的特长"), rows={"members": 3}, shape={})
    assert outcome.edited is not None
    assert [clash.mine for clash in outcome.edited.clashes] == ["李四的特长"]
    kept = draft_of(person)
    assert kept.rows["members"] == 2
    assert not kept.fields.get("members.1.skills")


def test_ticks_of_two_pages_add_up(person: Person) -> None:
    edit(person, ticked=("form", "report"))
    edit(person, ticked=("licence",))
    edit(person, unticked=("report",))
    edit(person, ticked=("no such paper",))
    assert draft_of(person).ready == ("form", "licence")


def test_what_repeats_another_field_goes_along_with_it(person: Person) -> None:
    edit(person, ("unit_name", "", "杭"))
    edit(person, ("unit_name", "杭", "杭州某某机械厂"))
    assert draft_of(person).fields["unit_full_name"] == "杭州某某机械厂"
    edit(person, ("unit_full_name", "杭州某某机械厂", "杭州某某机械厂（总厂）"))
    edit(person, ("unit_name", "杭州某某机械厂", "杭州某某厂"))
    assert draft_of(person).fields["unit_full_name"] == "杭州某某机械厂（总厂）"


def test_an_identity_number_stays_in_its_own_field(person: Person) -> None:
    agree(person)
    outcome = edit(person, ("leader_career", "", "身份证11010519491231002X，1998年进厂"))
    assert "已经隐去" in refused(outcome)
    assert draft_of(person).fields["leader_career"] == "身份证〔身份证号已隐去〕，1998年进厂"


def test_taking_back_the_consent_to_sensitive_data_takes_the_data(person: Person) -> None:
    agree(person)
    edit(person, ("leader_id_number", "", "11010519491231002X"), ("leader_name", "", "张三"), added=(upload(1),))
    person.do(channel="web", decision=Decision(kind="sensitive", edition=EDITION, granted=False))
    kept = draft_of(person)
    assert "leader_id_number" not in kept.fields
    assert kept.fields["leader_name"] == "张三"
    assert not kept.uploads


def test_handing_in_what_nobody_has_looked_at_waits(person: Person) -> None:
    outcome = edit(person, submit=True, rev=99)
    assert "请再检查一遍" in refused(outcome)
    assert draft_of(person).state == "open"


def test_files_need_consent_and_have_a_limit(person: Person) -> None:
    assert "单独同意" in refused(edit(person, added=(upload(1),)))
    agree(person)
    edit(person, added=tuple(upload(number) for number in range(MOST_FILES)))
    assert "最多放 20 个文件" in refused(edit(person, added=(upload(99),)))
    edit(person, removed=(upload(3).id,))
    assert len(draft_of(person).uploads) == MOST_FILES - 1


def test_handing_in_from_the_page(person: Person) -> None:
    outcome = edit(person, ("unit_name", "", "顺发公司"), submit=True)
    assert draft_of(person).state == "submitted"
    assert [reply.to for reply in outcome.replies] == [None, STAFF]
    assert "现在不能改" in refused(edit(person, ("unit_name", "顺发公司", "别的公司")))


def test_handing_in_leaves_another_step_open(person: Person) -> None:
    person.say("查资格")
    edit(person, submit=True)
    assert person.mode is Mode.QUESTION


def test_a_clash_holds_the_hand_in_back(person: Person) -> None:
    edit(person, ("unit_name", "", "顺发公司"))
    edit(person, ("unit_name", "", "别的公司"), submit=True)
    assert draft_of(person).state == "open"


@pytest.mark.parametrize("junk", ["\x00", "a\x00b", "\u202eabc", "=1+1", "<b>", "../../x", "🙂" * 100, "长" * 70_000])
def test_odd_text_is_kept_as_far_as_it_can_be_printed(person: Person, junk: str) -> None:
    edit(person, ("unit_profile", "", junk))
    kept = draft_of(person).fields["unit_profile"]
    assert len(kept) <= LONGEST
    assert not set(kept) & {"\x00", "\u202e"}


@given(
    key=st.one_of(st.text(max_size=20), st.sampled_from(["members.0.name", "members.-1.name", "report.need", "name"])),
    was=st.text(max_size=5),
    now=st.text(max_size=200),
    rows=st.dictionaries(st.sampled_from(["members", "nobody"]), st.integers(-5, 10**6), max_size=2),
    dropped=st.lists(st.text(max_size=12), max_size=3),
)
def test_no_edit_breaks_anything(key: str, was: str, now: str, rows: dict[str, int], dropped: list[str]) -> None:
    person = with_draft(LIBRARY)
    before = draft_of(person).fields
    outcome = edit(person, (key, was, now), rows=rows, dropped=tuple(dropped))
    assert outcome.edited is not None
    after = draft_of(person)
    assert {name: value for name, value in after.fields.items() if name in before and name != key} == before
    assert 0 <= after.rows.get("members", 0) <= 50


def hand_in(person: Person) -> Draft:
    """The draft handed in by the page, with consent to files."""
    agree(person)
    edit(person, submit=True)
    return draft_of(person)


def test_materials_are_added_to_what_was_handed_in_and_staff_are_told(person: Person) -> None:
    before = hand_in(person)
    outcome = edit(person, added=(upload(1).model_copy(update={"material": "no_such"}),))
    after = draft_of(person)
    assert [one.name for one in after.uploads] == ["证书1.pdf"]
    assert (after.fields, after.state, after.receipt) == (before.fields, "submitted", before.receipt)
    (told,) = outcome.replies
    assert (told.to, told.receipt) == (STAFF, before.receipt)
    assert f"申请人补充了材料｜申报草稿｜萧山｜回执 {before.receipt}\n1 个文件：没有注明" in told.text
    assert "证书1.pdf" not in told.text


def test_fields_stay_locked_beside_a_file(person: Person) -> None:
    before = hand_in(person)
    outcome = edit(person, ("unit_name", "", "别的公司"), added=(upload(1),))
    assert draft_of(person) == before
    assert "不能" in refused(outcome)


def test_nothing_is_added_without_consent_or_without_end(person: Person) -> None:
    hand_in(person)
    assert "最多放 20 个文件" in refused(edit(person, added=tuple(map(upload, range(MOST_FILES + 1)))))
    person.do(channel="web", decision=Decision(kind="sensitive", edition=EDITION, granted=False))
    assert "单独同意" in refused(edit(person, added=(upload(1),)))
    assert not draft_of(person).uploads


@pytest.mark.parametrize("state", ["closed", "refused", "withdrawn", "recommended"])
def test_what_is_over_takes_no_files(person: Person, state: DraftState) -> None:
    draft = hand_in(person)
    person.drafts[draft.id] = draft.model_copy(update={"state": state})
    assert not edit(person, added=(upload(1),)).save
