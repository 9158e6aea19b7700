"""The personas: each judged as written, and together they show every verdict and every path."""

from pathlib import Path

import pytest
import yaml

from knowledge.eligibility.rule_checks import check_personas
from knowledge.eligibility.rules import Conclusion, judge
from knowledge.library import Library, written
from knowledge.loader import HERE
from knowledge.strict_yaml import Document
from knowledge.vocabulary.values import parse_sheet
from tests.rules.sheets import SLUGS

NAMES = [
    (slug, person["name"])
    for slug in SLUGS
    for person in yaml.safe_load(Path(HERE / "regulations" / slug / "personas.yaml").read_text("utf-8"))["personas"]
]


@pytest.mark.parametrize(("slug", "name"), NAMES, ids=[f"{slug}-{name}" for slug, name in NAMES])
def test_each_is_judged_as_written(library: Library, slug: str, name: str) -> None:
    persona = next(one for one in library.get(slug).personas if one.name == name)
    answers, problems = parse_sheet(library.facts, persona.facts, on=persona.on)
    assert not problems
    verdict = judge(library, slug, answers, persona.on)
    found = {finding.id: finding.outcome for finding in verdict.findings}
    assert verdict.outcome is persona.verdict
    assert {one: found[one] for one in persona.criteria} == persona.criteria
    assert set(verdict.missing_facts) == set(persona.missing)
    assert [repair.criterion for repair in verdict.repairs if repair.changes] == list(persona.repairs)


@pytest.mark.parametrize("slug", SLUGS)
def test_they_show_every_verdict_and_every_path(library: Library, slug: str) -> None:
    regulation = library.get(slug)
    assert len(regulation.personas) >= 8
    assert {one.verdict for one in regulation.personas} == set(Conclusion)
    first = written(regulation.rules).paths[0].id
    assert {one.path or first for one in regulation.personas} == {path.id for path in written(regulation.rules).paths}


def test_one_judged_otherwise_is_a_fault_that_names_the_person(library: Library) -> None:
    regulation = library.get("xiaoshan")
    right = regulation.personas[0]
    wrong = right.model_copy(update={"verdict": Conclusion.NOT_ELIGIBLE})
    lines = Document(data={}, lines={(): 1, ("personas", 0): 7})
    changed = type(regulation)(
        regulation.identity,
        regulation.edition,
        regulation.text,
        regulation.rules,
        regulation.form,
        regulation.procedure,
        personas=(wrong,),
    )
    faults = list(check_personas(library, changed, "personas.yaml", lines))
    assert [(fault.line, fault.message) for fault in faults] == [
        (7, f"{right.name}：结论应是not_eligible，判为eligible")
    ]
