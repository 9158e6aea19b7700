"""Which questions fail: taken together, counted, and told to staff without names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.failing import failed, failing, grouped
from handlers.model import Asked, Received
from handlers.wording.feedback import MOST, week
from knowledge.library import Library
from knowledge.model import Citation

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CITED = Citation(region="xiaoshan", eid="art_10", label="第十条", quote="公示期为7天")


def received(question: str = "公示几天", outcome: str = "answer", **more: object) -> Received:
    asked = Asked(id="a" * 16, question=question, regions=("xiaoshan",), outcome=outcome)
    return Received.model_validate({"at": NOON, "asked": asked, "citations": (CITED,), **more})


def test_the_same_question_typed_otherwise_is_one() -> None:
    (one,) = grouped([received("公示几天？"), received(" 公示 几天"), received("公示几天!!", at=NOON + timedelta(1))])
    assert (one.asked, one.failed, one.question) == (3, 0, "公示几天!!")


def test_what_fails_most_comes_first() -> None:
    often = [received("补助", "not_stated"), received("补助", "not_stated", vote="useless")]
    once = [received("公示", vote="useless")]
    liked = [received("团队"), received("团队", vote="useful")]
    assert [each.question for each in grouped([*liked, *once, *often])] == ["补助", "公示", "团队"]
    assert [(each.question, each.failed) for each in failing([*liked, *once, *often])] == [("补助", 2), ("公示", 1)]


def test_to_say_honestly_that_nothing_is_written_may_help() -> None:
    assert failed(received(outcome="not_stated"))
    assert not failed(received(outcome="not_stated", vote="useful"))
    assert failed(received(vote="useful", handed_over=True))


def test_a_region_is_told_from_another() -> None:
    other = received().asked.model_copy(update={"regions": ("zhengzhou",)})
    both = [received(vote="useless"), received(vote="useless").model_copy(update={"asked": other})]
    assert len(failing(both)) == 2
    assert [each.regions for each in failing(both, "zhengzhou")] == [("zhengzhou",)]


def test_staff_are_told_briefly(library: Library) -> None:
    many = [received(f"{'很长的问题' * 20}{number}", vote="useless") for number in range(MOST + 3)]
    said = week(library, failing([*many, received("公示", "declined", citations=(CITED,) * 9, handed_over=True)]))
    assert len(said.splitlines()) == 1 + 2 * MOST
    assert "共 9 个" in said
    assert len(said) < 1_000


CITATIONS = st.lists(st.just(CITED), max_size=3)
ANSWERS = st.builds(
    received,
    st.text(max_size=6),
    st.sampled_from(["answer", "not_stated", "declined"]),
    vote=st.sampled_from([None, "useful", "useless"]),
    handed_over=st.booleans(),
    citations=CITATIONS,
)


@given(st.lists(ANSWERS, max_size=20))
def test_nothing_is_lost_and_nothing_counted_twice(answers: list[Received]) -> None:
    found = grouped(answers)
    assert sum(each.asked for each in found) == len(answers)
    assert sum(each.failed for each in found) == sum(map(failed, answers))
    assert sum(each.useful + each.useless for each in found) == sum(each.vote is not None for each in answers)
    assert failing(answers) == tuple(each for each in found if each.failed)
    assert [each.failed for each in found] == sorted((each.failed for each in found), reverse=True)
