"""What the parts of one regulation must hold towards one another and towards the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.answering.question_checks import check_questions
from knowledge.calendar.deadline_checks import check_deadlines
from knowledge.changes.checks import check_changes
from knowledge.coverage import check_coverage
from knowledge.eligibility.rule_checks import check_rules
from knowledge.faults import Fault
from knowledge.folder import Folder
from knowledge.forms.checks import check_form, check_prefills, check_procedure
from knowledge.funding.funding_checks import check_funding
from knowledge.library import Library, Regulation
from knowledge.scoring.obligation_checks import check_obligations
from knowledge.scoring.rubric_checks import check_rubric
from knowledge.scoring.step_checks import check_row_steps
from knowledge.texts.proof import source_characters
from knowledge.vocabulary.checks import check_facts


def faults_of_parts(library: Library, regulation: Regulation, folder: Folder) -> Iterator[Fault]:
    """What each part of a regulation must hold by itself and towards the vocabulary."""
    names = {file: f"{folder.name}/{file}" for file in folder.documents}
    read_as = folder.documents
    if regulation.form:
        yield from check_form(regulation, names["form.yaml"], read_as["form.yaml"])
        yield from check_prefills(regulation.form, library.facts, names["form.yaml"])
    if regulation.procedure:
        yield from check_procedure(regulation, names["procedure.yaml"], read_as["procedure.yaml"])
    if regulation.rubric:
        yield from check_rubric(regulation.rubric, regulation.text, read_as["rubric.yaml"], names["rubric.yaml"])
    if regulation.changes:
        name = f"{folder.name}/changes.yaml"
        yield from check_changes(regulation.changes, library.facts, name, read_as["changes.yaml"])
    if regulation.funding:
        yield from check_funding(regulation.funding, library.facts, read_as["funding.yaml"], names["funding.yaml"])
    if regulation.deadlines:
        file = "deadlines.yaml"
        yield from check_deadlines(regulation.deadlines, library.facts, read_as[file], names[file])
    yield from check_questions(regulation, library.speech.topics, folder.name, read_as)


def faults_of_rules(library: Library, regulation: Regulation, folder: Folder) -> Iterator[Fault]:
    """Faults of the rules, if there are any, and of the facts that they add."""
    if regulation.rules is None:
        return
    name, read_as = f"{folder.name}/rules.yaml", folder.documents["rules.yaml"]
    yield from check_facts(library.facts, regulation.rules.facts, name, read_as)
    yield from check_rules(library, regulation, name, read_as)


def faults_of_review(library: Library, regulation: Regulation, folder: Folder) -> Iterator[Fault]:
    """Faults of the score sheet and of the yearly duties towards the vocabulary."""
    if regulation.rubric:
        name, read_as = f"{folder.name}/rubric.yaml", folder.documents["rubric.yaml"]
        yield from check_row_steps(regulation.rubric, regulation.text, library.facts, read_as, name)
    if "obligations.yaml" in folder.documents:
        name, read_as = f"{folder.name}/obligations.yaml", folder.documents["obligations.yaml"]
        yield from check_obligations(regulation.obligations, library.facts, read_as, name)


def faults_of_coverage(regulation: Regulation, folder: Folder) -> Iterator[Fault]:
    """Numbers and modal words of the source that no file uses; told once the folder's files themselves are sound."""
    words, _ = source_characters(folder.words("source.txt") or "", regulation.identity.dropped)
    yield from check_coverage(regulation.text, words, folder.documents, folder.name)
