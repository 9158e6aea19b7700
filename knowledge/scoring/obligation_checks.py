"""What must hold for ``obligations.yaml`` beyond its shape: facts that fit, numbers and days that the quotes print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from knowledge.faults import Fault
from knowledge.scoring.duties import duty_conditions
from knowledge.scoring.obligations import Duty, Obligations
from knowledge.scoring.vetoes import Veto
from knowledge.strict_yaml import Document
from knowledge.texts.text import contains, prints
from knowledge.vocabulary.checks import wrong_leaf
from knowledge.vocabulary.facts import Fact


def check_obligations(
    obligations: Obligations, facts: Mapping[str, Fact], read: Document, name: str
) -> Iterator[Fault]:
    """Every fault of the yearly duties, by file and line. Quotes are proved with all others."""
    ids = Counter(duty.id for duty in obligations.duties)
    for index, duty in enumerate(obligations.duties):
        line = read.line(("duties", index))
        wrong = [*_wrong_facts(duty, facts), *_wrong_numbers(duty)]
        wrong += [f"编号重复：{duty.id}"] * (ids[duty.id] > 1)
        yield from (Fault(name, line, f"{duty.id}：{message}") for message in wrong)
    yield from check_vetoes(obligations.vetoes, facts, read, name)


def check_vetoes(vetoes: tuple[Veto, ...], facts: Mapping[str, Fact], read: Document, name: str) -> Iterator[Fault]:
    """Vetoes on facts that do not exist, or with a grade that their words do not name."""
    for index, veto in enumerate(vetoes):
        line = read.line(("vetoes", index))
        if veto.fact not in facts:
            yield Fault(name, line, f"没有这个事实：{veto.fact}")
        elif sorted(facts[veto.fact].parts) != sorted(ground.fact for ground in veto.grounds):
            yield Fault(name, line, f"grounds 应正好是{veto.fact}的各部分")
        for leaf in (leaf for ground in veto.grounds if ground.unless for leaf in ground.unless.leaves()):
            yield from (Fault(name, line, message) for message in wrong_leaf(leaf, facts))
        if veto.grade not in veto.quote:
            yield Fault(name, line, f"所引的话里没有“{veto.grade}”")


def _wrong_facts(duty: Duty, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Facts that do not exist or cannot be judged in the way written."""
    wanted = [(duty.count.fact, "number")] if duty.count else []
    if duty.deadline:
        wanted += [(duty.deadline.fact, "yes_no"), (duty.deadline.date_fact, "event")]
    for fact, kind in wanted:
        if fact not in facts:
            yield f"没有这个事实：{fact}"
        elif facts[fact].kind != kind:
            yield f"{fact}应是 {kind}"
    for condition in duty_conditions(duty):
        for leaf in condition.leaves():
            yield from wrong_leaf(leaf, facts)


def _wrong_numbers(duty: Duty) -> Iterator[str]:
    """Numbers and days that the quotes do not print."""
    words = " ".join(source.quote for source in duty.sources)
    if duty.count:
        for target in duty.count.targets:
            if not prints(target.quote, target.at_least):
                yield f"所引的话里没有“{target.at_least}”"
        if duty.count.percent is not None and not contains(words, f"{duty.count.percent}%"):
            yield f"所引的话里没有“{duty.count.percent}%”"
    if duty.deadline and not contains(words, duty.deadline.day):
        yield f"所引的话里没有“{duty.deadline.day}”"
    if ("{gap}" in duty.repair) != (duty.count is not None):
        yield "缺多少要写成 {gap}，只有数量才写"
