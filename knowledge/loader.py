"""Reading the folders of the regulations, and telling everything that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge.answering.question_checks import check_questions
from knowledge.answering.questions import Answers, Enquiries, Places, Silences, Topics
from knowledge.answering.speech import Elsewhere, Lexicon, OtherTalk, Speech
from knowledge.coverage import FILE as COVERAGE
from knowledge.coverage import Excuses, check_coverage
from knowledge.eligibility.criteria import Rules
from knowledge.eligibility.facts import Fact, FactSheet
from knowledge.eligibility.personas import Personas
from knowledge.eligibility.retirement import RetirementRule
from knowledge.eligibility.rule_checks import check_facts, check_personas, check_rules, check_unused
from knowledge.faults import Fault, RegulationError
from knowledge.folder import Folder, Part
from knowledge.forms.checks import check_form, check_prefills, check_procedure
from knowledge.forms.form import Form
from knowledge.forms.procedure import Procedure
from knowledge.library import Library, Regulation
from knowledge.model import Identity
from knowledge.scoring.rubric import Rubric
from knowledge.scoring.rubric_checks import check_rubric
from knowledge.strict_yaml import Document, document, read, validate
from knowledge.texts.proof import source_characters
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import parse
from knowledge.texts.text_checks import check_identity, check_labels, check_quotes

__all__ = ["Fault", "RegulationError", "check", "load"]

HERE = Path(__file__).parent
REGULATIONS = "regulations"
"""Under a root, the folder that holds those of the regulations."""


def load(root: Path = HERE, more: Path | None = None) -> Library:
    """The library under a root folder, with the regulations that an operator keeps in a folder of their own.

    Raises ``RegulationError`` with every fault where anything is wrong.
    """
    library, faults, _ = _examine(root, more)
    if faults or library is None:
        raise RegulationError(tuple(faults))
    return library


def check(root: Path = HERE, more: Path | None = None) -> list[Fault]:
    """Every fault of such a library, in the order of files and lines; empty where all is well."""
    library, faults, folders = _examine(root, more)
    if library:
        wrong = {fault.file.rpartition("/")[0] for fault in faults}
        for folder in (each for each in folders if each.name not in wrong):
            if library.get(folder.path.name).rules:
                faults.extend(_check_coverage(library.get(folder.path.name), folder))
    return sorted(set(faults))


def _folders(root: Path, more: Path | None, faults: list[Fault]) -> list[Folder]:
    """The folders of both places; hidden ones do not count, and no name may stand in both."""
    places = [(root / REGULATIONS, REGULATIONS), *([(more, more.as_posix())] if more else [])]
    found: dict[str, Folder] = {}
    for place, name in places:
        for path in sorted(each for each in place.glob("*") if each.is_dir() and not each.name.startswith(".")):
            if path.name in found:
                faults.append(Fault(f"{name}/{path.name}", 0, "已经有同名的文件夹，请换一个名称"))
            else:
                found[path.name] = Folder(path, f"{name}/{path.name}", faults)
    if not found:
        faults.append(Fault(REGULATIONS, 0, "没有任何法规文件夹"))
    return [found[name] for name in sorted(found)]


def _examine(root: Path, more: Path | None) -> tuple[Library | None, list[Fault], list[Folder]]:
    """The library, if it can be put together, all faults that keep it from use, and the folders that are complete."""
    faults: list[Fault] = []
    folders = _folders(root, more, faults)
    regulations = {folder.path.name: one for folder in folders if (one := _regulation(folder))}
    complete = [folder for folder in folders if folder.path.name in regulations]
    common = document(root / "facts.yaml", "facts.yaml", faults)
    sheet = validate(FactSheet, common, "facts.yaml", faults) if common else None
    retirement = read(root / "retirement.yaml", RetirementRule, faults, "retirement.yaml")
    library = None
    if common and sheet and retirement:
        library = Library(regulations, _vocabulary(sheet, regulations, faults), retirement, _speech(root, faults))
        wrong_rules = list(check_facts(library.facts, sheet.facts, "facts.yaml", common)) if library.judging else []
        for folder in complete:
            faults.extend(_check_parts(library, regulations[folder.path.name], folder))
            wrong_rules.extend(_check_rules(library, regulations[folder.path.name], folder))
        faults.extend(wrong_rules)
        if library.judging and not wrong_rules and complete == folders:
            faults.extend(_check_judging(library, sheet, common, folders))
    return library, sorted(set(faults)), complete


def _vocabulary(sheet: FactSheet, regulations: dict[str, Regulation], faults: list[Fault]) -> dict[str, Fact]:
    """The shared facts and those of single regulations, by id."""
    facts: dict[str, Fact] = {}
    sources = [("facts.yaml", sheet.facts)]
    sources += [(f"regulations/{slug}/rules.yaml", one.rules.facts) for slug, one in regulations.items() if one.rules]
    for name, fact in ((name, fact) for name, some in sources for fact in some):
        if fact.id in facts:
            faults.append(Fault(name, 0, f"事实重复：{fact.id}"))
        facts.setdefault(fact.id, fact)
    return facts


def _regulation(folder: Folder) -> Regulation | None:
    """One folder, its text checked; None where a part that it must have cannot be read, or one that it has."""
    source, text = folder.words("source.txt"), folder.words("text.md")
    identity = folder.part("regulation.yaml", Identity)
    rules, form = folder.own("rules.yaml", Rules), folder.own("form.yaml", Form)
    procedure = folder.own("procedure.yaml", Procedure)
    rubric, enquiries = folder.own("rubric.yaml", Rubric), _enquiries(folder)
    ruled = "rules.yaml" in folder.asked
    personas = folder.part("personas.yaml", Personas) if ruled else folder.own("personas.yaml", Personas)
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
    if personas and not ruled:
        folder.faults.append(Fault(f"{folder.name}/personas.yaml", 0, "没有 rules.yaml，不能核对示例申请人"))
    parts = {"rules.yaml": rules, "form.yaml": form, "procedure.yaml": procedure}
    if not identity or any(part is None for file, part in parts.items() if file in folder.asked):
        return None
    return Regulation(
        identity,
        folder.edition(),
        provisions,
        rules,
        form,
        procedure,
        rubric,
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
    if regulation.form:
        yield from check_form(regulation, names["form.yaml"], read_as["form.yaml"])
        yield from check_prefills(regulation.form, library.facts, names["form.yaml"])
    if regulation.procedure:
        yield from check_procedure(regulation, names["procedure.yaml"], read_as["procedure.yaml"])
    if regulation.rubric:
        yield from check_rubric(regulation.rubric, regulation.text, read_as["rubric.yaml"], names["rubric.yaml"])
    yield from check_questions(regulation, library.speech.topics, folder.name, read_as)


def _check_coverage(regulation: Regulation, folder: Folder) -> Iterator[Fault]:
    """Numbers and modal words of the source that no file uses; told once the folder's files themselves are sound."""
    words, _ = source_characters(folder.words("source.txt") or "", regulation.identity.dropped)
    yield from check_coverage(regulation.text, words, folder.documents, folder.name)


def _check_rules(library: Library, regulation: Regulation, folder: Folder) -> Iterator[Fault]:
    """Faults of the rules, if there are any, and of the facts that they add."""
    if regulation.rules is None:
        return
    name, read_as = f"{folder.name}/rules.yaml", folder.documents["rules.yaml"]
    yield from check_facts(library.facts, regulation.rules.facts, name, read_as)
    yield from check_rules(library, regulation, name, read_as)


def _check_judging(library: Library, sheet: FactSheet, common: Document, folders: list[Folder]) -> Iterator[Fault]:
    """What shows only when the rules are applied, and so can be told only once the rules themselves are sound."""
    yield from check_unused(library, sheet.facts, "facts.yaml", common)
    for folder in folders:
        regulation = library.get(folder.path.name)
        if regulation.personas and regulation.rules:
            name, read_as = f"{folder.name}/personas.yaml", folder.documents["personas.yaml"]
            yield from check_personas(library, regulation, name, read_as)
