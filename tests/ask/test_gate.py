"""The citation gate: a sentence with anything that its quotes do not carry is not sent."""

import pytest

from handlers.answers.composing import block, grounded
from handlers.wording import ask as wording
from knowledge.answering.finding import Finding
from knowledge.answering.gate import carried, dropped, modals, numbers, unsupported
from knowledge.answering.questions import Answered
from knowledge.answering.search import Hit, Target
from knowledge.library import Library

GRANT = "对认定的区技师工作室给予一次性１０万元的开办经费补助。"
AGE = "领衔人在申请时原则上应距法定退休年龄3年以上。"


def test_numbers_are_alike_in_any_width_and_in_chinese() -> None:
    assert numbers("一次性１０万元，共三年，50%") == numbers("10万元，3年，50%")


def test_longer_modal_words_win_over_those_inside_them() -> None:
    assert modals("原则上应当不少于3人") == {"原则上", "应当", "不少于"}
    assert modals("相应的供应、可行性和应用") == set()


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("认定后一次性给10万元。", GRANT),
        ("离法定退休年龄原则上应有3年以上。", AGE),
        ("团队至少要有2名正式员工。", "拥有不少于2名正式员工组成的团队"),
    ],
)
def test_what_the_quote_carries_passes(sentence: str, quote: str) -> None:
    assert carried(sentence, [quote])


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("认定后一次性给15万元。", GRANT),
        ("认定后可以给10万元。", GRANT),
        ("离法定退休年龄应有3年以上。", AGE),
        ("离法定退休年龄必须3年以上。", AGE),
        ("认定后一次性给10万元。", "公示期为７天。"),
        ("认定后给10万元左右。", GRANT),
    ],
)
def test_changed_figures_and_modal_words_are_caught(sentence: str, quote: str) -> None:
    assert not carried(sentence, [quote])


def test_a_sentence_without_quotes_is_never_carried() -> None:
    assert not carried("可以申报。", [])


def test_the_faults_are_named() -> None:
    assert unsupported("一次性给15万元", [GRANT]) == ["15"]
    assert dropped("应距退休3年以上", [AGE]) == ["原则上"]


def _grant(library: Library) -> Answered:
    entries = library.get("xiaoshan").enquiries.answers
    return next(entry for entry in entries if entry.topic == "grant")


def _lines(entry: Answered) -> Hit:
    return Hit(Target("xiaoshan", "grant", "补助", entry, entry.sources), 1.0, 1.0)


def test_an_answer_begins_with_its_sentence(library: Library) -> None:
    entry = _grant(library)
    assert block(library, _lines(entry), 6).lines[0] == entry.say


def test_a_forged_sentence_is_replaced_by_the_words_of_the_law(library: Library) -> None:
    entry = _grant(library)
    assert "10万" in entry.say
    forged = entry.model_copy(update={"say": entry.say.replace("10万", "15万")})
    shown = block(library, _lines(forged), 6)
    assert shown.lines[0] == wording.SEE
    assert "15万" not in "".join(shown.lines)


@pytest.mark.parametrize("at", ["art_12", "art_99"])
def test_a_neighbours_provision_or_none_is_no_source(library: Library, at: str) -> None:
    """Words that stand under another label are not sent at all."""
    entry = _grant(library)
    moved = _lines(entry.model_copy(update={"sources": (entry.sources[0].model_copy(update={"at": at}),)}))
    found = grounded(library, Finding(hits=(moved, _lines(entry)), related=(moved,)))
    assert found == Finding(hits=(_lines(entry),))


def test_quotes_on_another_subject_carry_nothing() -> None:
    """No number and no modal word gives it away: only what it is about."""
    assert carried("认定为工作室的，给予开办经费补助。", [GRANT])
    assert not carried("认定为工作室的，给予开办经费补助。", ["领衔人离开申报单位的，不列入考核。"])


@pytest.mark.parametrize("slug", ["xiaoshan", "hangzhou", "urumqi", "zhengzhou", "daxing"])
def test_few_sentences_pass_with_the_quotes_of_others(library: Library, slug: str) -> None:
    """Each answer with the quotes of every other one that rests on other provisions."""
    entries = [entry for entry in library.get(slug).enquiries.answers if entry.say]
    foreign = [(one, other) for one in entries for other in entries if not _places(one) & _places(other)]
    passing = [one for one, other in foreign if carried(one.say, [source.quote for source in other.sources])]
    assert len(passing) <= 0.05 * len(foreign)


def _places(entry: Answered) -> set[str]:
    return {source.at for source in entry.sources}
