"""Reading the folders of the regulations, and telling everything that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from knowledge.answering.question_checks import check_questions
from knowledge.answering.questions import Answers, Enquiries, Places, Silences, Topics
from knowledge.answering.speech import Elsewhere, Lexicon, OtherTalk, Speech
from knowledge.coverage import FILE as COVERAGE
from knowledge.coverage import Excuses, check_coverage
from knowledge.eligibility.criteria import Rules
from knowledge.eligibility.personas import Personas
from knowledge.eligibility.rule_checks import check_personas, check_rules
from knowledge.faults import Fault, RegulationError
from knowledge.folder import Folder, Part
from knowledge.forms.checks import check_form, check_prefills, check_procedure
from knowledge.forms.form import Form
from knowledge.forms.procedure import Procedure
from knowledge.library import Library, Regulation
from knowledge.model import Identity
from knowledge.scoring.obligation_checks import check_obligations
from knowledge.scoring.obligations import Obligations
from knowledge.scoring.rubric import Rubric
from knowledge.scoring.rubric_checks import check_rubric
from knowledge.scoring.step_checks import check_row_steps
from knowledge.strict_yaml import Document, document, read, validate
from knowledge.texts.proof import source_characters
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import parse
from knowledge.texts.text_checks import check_identity, check_labels, check_quotes
from knowledge.usage import facts_used
from knowledge.vocabulary.checks import check_facts, check_unused
from knowledge.vocabulary.facts import FACT_FILES, Fact, FactSheet
from knowledge.vocabulary.retirement import RetirementRule

__all__ = ["Fault", "RegulationError", "check", "load"]

HERE = Path(__file__).parent
READ_FACTS = ("rubric.yaml", "obligations.yaml")
"""Parts that a regulation need not have; while one cannot be read, nothing tells which facts are used."""


class CommonFacts(NamedTuple):
    """The facts of one file that several regulations share."""

    facts: tuple[Fact, ...]
    name: str
    read: Document


def load(root: Path = HERE) -> Library:
    """The library under a root folder. Raises ``RegulationError`` with every fault where anything is wrong."""
    library, faults, _ = _examine(root)
    if faults or library is None:
        raise RegulationError(tuple(faults))
    return library


def check(root: Path = HERE) -> list[Fault]:
    """Every fault of the library under a root folder, in the order of files and lines; empty where all is well."""
    library, faults, folders = _examine(root)
    if library:
        wrong = {fault.file.rpartition("/")[0] for fault in faults}
        for folder in (each for each in folders if each.name not in wrong):
            faults.extend(_check_coverage(library.get(folder.path.name), folder))
    return sorted(set(faults))


def _examine(root: Path) -> tuple[Library | None, list[Fault], list[Folder]]:
    """The library, if it can be put together, all faults that keep it from use, and the folders that are complete."""
    faults: list[Fault] = []
    folders = [
        Folder(path, f"regulations/{path.name}", faults)
        for path in sorted((root / "regulations").glob("*"))
        if path.is_dir()
    ]
    if not folders:
        faults.append(Fault("regulations", 0, "没有任何法规文件夹"))
    regulations = {folder.path.name: one for folder in folders if (one := _regulation(folder))}
    complete = [folder for folder in folders if folder.path.name in regulations]
    common = _common_facts(root, faults)
    retirement = read(root / "retirement.yaml", RetirementRule, faults, "retirement.yaml")
    library = None
    if common and retirement:
        library = Library(regulations, _vocabulary(common, regulations, faults), retirement, _speech(root, faults))
        wrong_rules = [fault for each in common for fault in check_facts(library.facts, *each)]
        for folder in complete:
            faults.extend(_check_parts(library, regulations[folder.path.name], folder))
            wrong_rules.extend(_check_rules(library, regulations[folder.path.name], folder))
            wrong_rules.extend(_check_review(library, regulations[folder.path.name], folder))
        faults.extend(wrong_rules)
        unread = any(fault.file.rpartition("/")[2] in READ_FACTS for fault in faults)
        if not wrong_rules and not unread and complete == folders:
            faults.extend(_check_judging(library, common, folders))
    return library, sorted(set(faults)), complete


def _common_facts(root: Path, faults: list[Fault]) -> list[CommonFacts]:
    """The files of common facts; none where one cannot be read. Only the first must be there."""
    found = []
    for name in (each for each in FACT_FILES if each == FACT_FILES[0] or (root / each).exists()):
        read_as = document(root / name, name, faults)
        sheet = validate(FactSheet, read_as, name, faults) if read_as else None
        if read_as is None or sheet is None:
            return []
        found.append(CommonFacts(sheet.facts, name, read_as))
    return found


def _vocabulary(common: list[CommonFacts], regulations: dict[str, Regulation], faults: list[Fault]) -> dict[str, Fact]:
    """The shared facts and those of single regulations, by id."""
    facts: dict[str, Fact] = {}
    sources = [(each.name, each.facts) for each in common]
    sources += [(f"regulations/{slug}/rules.yaml", one.rules.facts) for slug, one in regulations.items()]
    for name, fact in ((name, fact) for name, some in sources for fact in some):
        if fact.id in facts:
            faults.append(Fault(name, 0, f"事实重复：{fact.id}"))
        facts.setdefault(fact.id, fact)
    return facts


def _regulation(folder: Folder) -> Regulation | None:
    """One folder, its text checked; None where a part that it must have cannot be read."""
    source, text = folder.words("source.txt"), folder.words("text.md")
    identity = folder.part("regulation.yaml", Identity)
    rules, form = folder.part("rules.yaml", Rules), folder.part("form.yaml", Form)
    procedure = folder.part("procedure.yaml", Procedure)
    rubric, enquiries = folder.own("rubric.yaml", Rubric), _enquiries(folder)
    obligations = folder.own("obligations.yaml", Obligations) or Obligations()
    personas = folder.part("personas.yaml", Personas)
    folder.own(COVERAGE, Excuses)
    folder.report_strangers()
    if source is None or text is None:
        return None
    parsed = parse(folder.path.name, text)
    provisions = Provisions(parsed.provisions)
    name = f"{folder.name}/text.md"
    folder.faults.extend(Fault(name, line, message) for line, message in parsed.faults)
    folder.faults.extend(check_labels(provisions, name))
    for file, found in folder.documents.items():
        folder.faults.extend(check_quotes(provisions, found, f"{folder.name}/{file}"))
    if identity:
        found = folder.documents["regulation.yaml"]
        folder.faults.extend(check_identity(identity, provisions, source, found, folder.name))
    if not (identity and rules and form and procedure):
        return None
    return Regulation(
        identity,
        folder.edition(),
        provisions,
        rules,
        form,
        procedure,
        rubric,
        obligations,
        enquiries,
        personas.personas if personas else (),
    )


def _enquiries(folder: Folder) -> Enquiries:
    """What people ask about one regulation."""
    answers, silences = folder.own("questions.yaml", Answers), folder.own("silences.yaml", Silences)
    return Enquiries(
        answers.entries if answers else (),
        silences.entries if silences else (),
        folder.own("places.yaml", Places) or Places(),
    )


def _speech(root: Path, faults: list[Fault]) -> Speech:
    """How people talk; parts that the library does not have stay empty."""

    def part(file: str, model: type[Part]) -> Part | None:
        return read(root / file, model, faults, file) if (root / file).exists() else None

    topics = part("topics.yaml", Topics)
    return Speech(
        topics=topics.topics if topics else {},
        lexicon=part("lexicon.yaml", Lexicon) or Lexicon(),
        elsewhere=part("elsewhere.yaml", Elsewhere) or Elsewhere(),
        other=part("other_talk.yaml", OtherTalk) or OtherTalk(),
    )


def _check_parts(library: Library, regulation: Regulation, folder: Folder) -> Iterator[Fault]:
    """What each part of a regulation must hold by itself and towards the vocabulary."""
    names = {file: f"{folder.name}/{file}" for file in folder.documents}
    read_as = folder.documents
    yield from check_form(regulation, names["form.yaml"], read_as["form.yaml"])
    yield from check_prefills(regulation.form, library.facts, names["form.yaml"])
    yield from check_procedure(regulation, names["procedure.yaml"], read_as["procedure.yaml"])
    if regulation.rubric:
        yield from check_rubric(regulation.rubric, regulation.text, read_as["rubric.yaml"], names["rubric.yaml"])
    yield from check_questions(regulation, library.speech.topics, folder.name, read_as)


def _check_coverage(regulation: Regulation, folder: Folder) -> Iterator[Fault]:
    """Numbers and modal words of the source that no file uses; told once the folder's files themselves are sound."""
    words, _ = source_characters(folder.words("source.txt") or "", regulation.identity.dropped)
    yield from check_coverage(regulation.text, words, folder.documents, folder.name)


def _check_rules(library: Library, regulation: Regulation, folder: Folder) -> Iterator[Fault]:
    """Faults of the rules and of the facts that they add."""
    name, read_as = f"{folder.name}/rules.yaml", folder.documents["rules.yaml"]
    yield from check_facts(library.facts, regulation.rules.facts, name, read_as)
    yield from check_rules(library, regulation, name, read_as)


def _check_review(library: Library, regulation: Regulation, folder: Folder) -> Iterator[Fault]:
    """Faults of the score sheet and of the yearly duties towards the vocabulary."""
    if regulation.rubric:
        name, read_as = f"{folder.name}/rubric.yaml", folder.documents["rubric.yaml"]
        yield from check_row_steps(regulation.rubric, regulation.text, library.facts, read_as, name)
    if "obligations.yaml" in folder.documents:
        name, read_as = f"{folder.name}/obligations.yaml", folder.documents["obligations.yaml"]
        yield from check_obligations(regulation.obligations, library.facts, read_as, name)


def _check_judging(library: Library, common: list[CommonFacts], folders: list[Folder]) -> Iterator[Fault]:
    """What shows only when the rules are applied, and so can be told only once the rules themselves are sound."""
    used = {fact for slug in library.regulations for fact in facts_used(library, slug)}
    for each in common:
        yield from check_unused(used, *each)
    for folder in folders:
        regulation = library.get(folder.path.name)
        if regulation.personas:
            name, read_as = f"{folder.name}/personas.yaml", folder.documents["personas.yaml"]
            yield from check_personas(library, regulation, name, read_as)
