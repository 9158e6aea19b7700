"""What must hold for the facts, the rules and the personas beyond their shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from knowledge.eligibility import rules as judging
from knowledge.eligibility.criteria import Criterion, Rules
from knowledge.eligibility.personas import Persona
from knowledge.faults import Fault
from knowledge.library import Library, Regulation, written
from knowledge.strict_yaml import Document, Place
from knowledge.vocabulary.checks import wrong_leaf
from knowledge.vocabulary.conditions import Condition
from knowledge.vocabulary.facts import Fact, by_name
from knowledge.vocabulary.values import parse_sheet


def check_rules(library: Library, regulation: Regulation, name: str, read: Document) -> Iterator[Fault]:
    """Faults of ``rules.yaml``: names that lead nowhere, criteria on no path, facts that nothing reads."""
    rules = written(regulation.rules)
    for part, ids in _ids(rules):
        for one, times in Counter(ids).items():
            if times > 1:
                yield Fault(name, read.line((part, len(ids) - 1 - ids[::-1].index(one))), f"编号重复：{one}")
    yield from _paths(rules, name, read)
    for place, condition in _placed_conditions(rules):
        for leaf in condition.leaves():
            for message in wrong_leaf(leaf, library.facts):
                yield Fault(name, read.line(place), message)
    known = set(library.facts)
    read_facts = {leaf.fact for _, condition in rules.conditions() for leaf in condition.leaves() if leaf.fact}
    read_facts |= {part for fact in read_facts & known for part in library.facts[fact].parts}
    for index, fact in enumerate(rules.facts):
        if fact.id not in read_facts:
            yield Fault(name, read.line(("facts", index)), f"规则里没有用到这个事实：{fact.id}")
    named = by_name(library.facts)
    for fact_id, names in rules.names.items():
        whole = library.facts.get(fact_id)
        members = {fact_id, *(whole.parts if whole else ())}
        for wrong in (one for one in names if one not in named or named[one].id not in members):
            yield Fault(name, read.line(("names", fact_id)), f"{fact_id}没有这个别的名字：{wrong}")
    for index, criterion in enumerate(rules.criteria):
        for message in _wrong_repair(criterion, library.facts):
            yield Fault(name, read.line(("criteria", index)), f"{criterion.id}：{message}")


def check_personas(library: Library, regulation: Regulation, name: str, read: Document) -> Iterator[Fault]:
    """Personas whose facts cannot be read, or whom the rules judge otherwise than is written."""
    for index, persona in enumerate(regulation.personas):
        for message in _wrong_persona(library, regulation, persona):
            yield Fault(name, read.line(("personas", index)), f"{persona.name}：{message}")


def _ids(rules: Rules) -> Iterator[tuple[str, list[str]]]:
    yield "criteria", [criterion.id for criterion in rules.criteria]
    yield "paths", [path.id for path in rules.paths]
    yield "notices", [notice.id for notice in rules.notices]


def _paths(rules: Rules, name: str, read: Document) -> Iterator[Fault]:
    """The first path is open to all, every path names criteria, every criterion stands on a path."""
    criteria = {criterion.id for criterion in rules.criteria}
    if rules.paths[0].when:
        yield Fault(name, read.line(("paths", 0)), "第一条途径应是普通申报，不写 when")
    for index, path in enumerate(rules.paths):
        for one in path.criteria:
            if one not in criteria:
                yield Fault(name, read.line(("paths", index)), f"没有这一条：{one}")
    used = {one for path in rules.paths for one in path.criteria}
    for index, criterion in enumerate(rules.criteria):
        if criterion.id not in used:
            yield Fault(name, read.line(("criteria", index)), f"这一条不在任何途径里：{criterion.id}")


def _placed_conditions(rules: Rules) -> Iterator[tuple[Place, Condition]]:
    for index, criterion in enumerate(rules.criteria):
        yield from ((("criteria", index), condition) for condition in criterion.conditions())
    yield from ((("paths", index), path.when) for index, path in enumerate(rules.paths) if path.when)
    yield from ((("notices", index), notice.when) for index, notice in enumerate(rules.notices) if notice.when)


def _wrong_repair(criterion: Criterion, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Sentences that the verdict will need and that are not written."""
    leaves = [leaf for leaf in criterion.need.leaves() if leaf.fact is None or leaf.fact in facts]
    changeable = [leaf for leaf in leaves if leaf.fact and not facts[leaf.fact].fixed]
    numeric = any(leaf.at_least is not None for leaf in changeable)
    if changeable and not criterion.repair:
        yield "没有写怎样补正（repair）"
    if len(changeable) < len(leaves) and not criterion.beyond_repair:
        yield "没有写不能补正时怎么说（beyond_repair）"
    if numeric != ("{gap}" in criterion.repair):
        yield "缺多少要写成 {gap}，只有数量条件才写"
    if criterion.normally and criterion.normally.word not in criterion.normally.quote:
        yield f"所引的话里没有“{criterion.normally.word}”"


def _wrong_persona(library: Library, regulation: Regulation, persona: Persona) -> Iterator[str]:
    """Where the verdict on a persona is not the one written."""
    unknown = set(persona.facts) - set(by_name(library.facts))
    answers, problems = parse_sheet(library.facts, persona.facts, on=persona.on)
    yield from (f"{problem.fact}：{problem.message}" for problem in problems)
    if unknown or problems:
        return
    verdict = judging.judge(library, regulation.slug, answers, persona.on)
    found = {finding.id: finding.outcome for finding in verdict.findings}
    paths = written(regulation.rules).paths
    wanted_path = next((path.title for path in paths if path.id == persona.path), paths[0].title)
    compared: tuple[tuple[str, object, object], ...] = (
        ("结论", persona.verdict.value, verdict.outcome.value),
        ("途径", wanted_path, verdict.path),
        ("缺的事实", sorted(persona.missing), sorted(verdict.missing_facts)),
        ("补正", list(persona.repairs), [repair.criterion for repair in verdict.repairs if repair.changes]),
        *((one, outcome.value, str(found.get(one, "不在这条途径里"))) for one, outcome in persona.criteria.items()),
    )
    yield from (f"{what}应是{wanted}，判为{got}" for what, wanted, got in compared if wanted != got)
