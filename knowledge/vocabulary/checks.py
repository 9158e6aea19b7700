"""What must hold for facts and for conditions on them beyond their shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from knowledge.faults import Fault
from knowledge.strict_yaml import Document
from knowledge.vocabulary.conditions import Condition
from knowledge.vocabulary.facts import NO, YES, Fact

_KINDS = {
    "in_": ("choice",),
    "has_any": ("choices",),
    "at_least": ("number", "series"),
    "at_most": ("number", "series"),
    "years_since": ("event",),
    "years_passed": ("event",),
    "within": ("event",),
    "among": ("series",),
    "latest": ("series",),
    "is_": ("yes_no", "choice"),
}
"""For each test of a fact, the kinds of fact that it can be put to."""


def check_facts(facts: Mapping[str, Fact], own: tuple[Fact, ...], name: str, read: Document) -> Iterator[Fault]:
    """Faults of the facts that one file defines, against the whole vocabulary."""
    named = Counter(alias for fact in facts.values() for alias in (fact.id, *fact.aliases))
    for index, fact in enumerate(own):
        line = read.line(("facts", index))
        wrong = [f"名字重复：{alias}" for alias in (fact.id, *fact.aliases) if named[alias] > 1]
        wrong += _wrong_choices(fact)
        for part in fact.parts:
            if part not in facts or facts[part].kind != "yes_no" or fact.kind != "yes_no":
                wrong.append(f"合成的事实和它的部分都应是 yes_no：{part}")
        for choice in fact.choices:
            for target, word in choice.implies.items():
                if target not in facts:
                    wrong.append(f"没有这个事实：{target}")
                elif word not in answers_of(facts[target]):
                    wrong.append(f"{target}没有这个答案：{word}")
        yield from (Fault(name, line, f"{fact.id}：{message}") for message in wrong)


def check_unused(used: Collection[str], own: tuple[Fact, ...], name: str, read: Document) -> Iterator[Fault]:
    """Facts of a common file that no regulation reads, whatever for; ``used`` are those that one does."""
    for index, fact in enumerate(own):
        if fact.id not in used:
            yield Fault(name, read.line(("facts", index)), f"没有一个地区用到这个事实：{fact.id}")


def wrong_leaf(leaf: Condition, facts: Mapping[str, Fact]) -> Iterator[str]:
    """A test of a fact that does not exist, that its kind does not allow, or for an answer that it does not have."""
    if leaf.fact is None:
        return
    fact = facts.get(leaf.fact)
    if fact is None:
        yield f"没有这个事实：{leaf.fact}"
        return
    for test, kinds in _KINDS.items():
        if getattr(leaf, test) not in (None, ()) and fact.kind not in kinds:
            yield f"{fact.id}是{fact.kind}，不能用 {test.rstrip('_')}"
    if fact.kind == "series" and not (leaf.among or leaf.latest):
        yield f"{fact.id}是 series，要用 among 或 latest"
    if leaf.within is not None and leaf.within.of not in facts:
        yield f"没有这个事实：{leaf.within.of}"
    named = (*leaf.in_, *leaf.has_any, *leaf.among, *leaf.latest, *((leaf.is_,) if leaf.is_ else ()))
    yield from (f"{fact.id}没有这个答案：{word}" for word in named if word not in answers_of(fact))


def _wrong_choices(fact: Fact) -> Iterator[str]:
    """Answers that clash with one another or with the kind of fact."""
    if fact.kind in ("choice", "choices", "series") and not fact.offered:
        yield "选择题要有答案"
    if fact.kind == "yes_no" and {choice.value for choice in fact.choices} - {YES, NO}:
        yield "是非题的答案只能是“是”和“否”"
    if fact.kind == "number" and (fact.maximum is None or not fact.unit):
        yield "数字题要有单位和最大值"
    words = Counter(word for choice in fact.choices for word in {choice.value, *choice.also})
    yield from (f"两个答案用了同一个说法：{word}" for word, times in words.items() if times > 1)


def answers_of(fact: Fact) -> tuple[str, ...]:
    """The answers that conditions may name."""
    return (YES, NO) if fact.kind == "yes_no" else tuple(choice.value for choice in fact.choices)
