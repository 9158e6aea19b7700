"""A question that staff answered with a provision leads to it from then on."""

from dataclasses import replace
from datetime import UTC, date, datetime

from handlers.ask import answer
from handlers.confirmed import LONGEST, confirmed
from handlers.draft import Draft, Event
from knowledge.library import Library

AT = datetime(2026, 3, 1, tzinfo=UTC)
STRANGE = "铁饭碗的那档子事按老皇历办吗"


def case(question: str, note: str, *, what: str = "answered", region: str = "xiaoshan") -> Draft:
    return Draft(
        id="0" * 16,
        person="test:1",
        region=region,
        edition="e",
        kind="enquiry",
        created=AT,
        changed=AT,
        state="submitted",
        fields={"question": question},
        history=(Event(at=AT, who="test:2", what=what, note=note),),
    )


def first(library: Library, question: str) -> str | None:
    found = answer(library, question, region="xiaoshan", on=date(2026, 3, 1))
    return found.citations[0].eid if found.citations else None


def test_the_next_person_who_asks_so_gets_the_provision_that_staff_named(library: Library) -> None:
    assert first(library, STRANGE) != "art_13"
    learnt = replace(library, confirmed=confirmed(library, [case(STRANGE, "请看第十三条，里面写了。")]))
    assert first(learnt, STRANGE) == "art_13"
    assert first(learnt, f"{STRANGE}呀") == "art_13"


def test_only_a_reply_of_staff_that_names_a_provision_of_the_text_counts(library: Library) -> None:
    nothing = (
        case(STRANGE, "请来窗口咨询。"),
        case(STRANGE, "第九十九条"),
        case(STRANGE, "第十三条", what="submitted"),
        case(STRANGE, "第十三条", region=""),
        case("长" * (LONGEST + 1), "第十三条"),
        case(STRANGE, "第十三条").model_copy(update={"kind": "application"}),
    )
    assert confirmed(library, nothing) == ()


def test_a_question_that_has_an_answer_keeps_it(library: Library) -> None:
    learnt = replace(library, confirmed=confirmed(library, [case(STRANGE, "第十三条")]))
    assert first(learnt, "补助给多少钱") == first(library, "补助给多少钱") == "art_11"
