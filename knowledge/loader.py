"""Reading the folders of the regulations, and telling everything that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge.answering.question_checks import check_questions
from knowledge.answering.questions import Answers, Enquiries, Places, Silences, Topics
from knowledge.answering.speech import Elsewhere, Everyday, Lexicon, OtherTalk, Speech
from knowledge.calendar.deadline_checks import check_deadlines
from knowledge.calendar.terms import Deadlines
from knowledge.changes.checks import check_changes
from knowledge.changes.entries import Changes
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
from knowledge.funding.funding_checks import check_funding
from knowledge.funding.terms import Funding
from knowledge.ledger.checks import check_kinds
from knowledge.ledger.kinds import Kinds
from knowledge.library import Library, Regulation
from knowledge.model import Identity
from knowledge.retrieval.trees import TreesData
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
from knowledge.vocabulary.facts import Fact, FactSheet
from knowledge.vocabulary.retirement import RetirementRule

__all__ = ["Fault", "RegulationError", "check", "everyday", "load", "order"]

HERE = Path(__file__).parent
SHEETS = ("facts.yaml", "score_facts.yaml", "workshop_facts.yaml", "change_facts.yaml")
"""Where common facts stand: of applicants, of the yearly review, of workshops that run, of
what may change. The first one must be there."""

Sheets = dict[str, tuple[Document, tuple[Fact, ...]]]
"""The common facts by the name of their file."""
ORDER = "order.json"
READ_FACTS = ("rubric.yaml", "obligations.yaml")
"""Parts that a regulation need not have; while one cannot be read, nothing tells which facts are used."""
LEDGER = "ledger.yaml"
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


def everyday(root: Path = HERE) -> dict[str, tuple[str, ...]]:
    """Everyday words for the words of the law in general. Raises ``RegulationError`` where the file is wrong."""
    faults: list[Fault] = []
    found = read(root / "everyday.yaml", Everyday, faults, "everyday.yaml")
    if found is None:
        raise RegulationError(tuple(faults))
    return found.words


def order(root: Path = HERE) -> TreesData:
    """The trained order of what a search finds, which ``tests.bench.training`` writes."""
    return TreesData.model_validate_json((root / ORDER).read_bytes())


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
    sheets = _sheets(root, faults)
    retirement = read(root / "retirement.yaml", RetirementRule, faults, "retirement.yaml")
    library = None
    if SHEETS[0] in sheets and retirement:
        vocabulary = _vocabulary(sheets, regulations, faults)
        kinds = _ledger(root, vocabulary, faults)
        library = Library(regulations, vocabulary, retirement, _speech(root, faults), kinds)
        known = sheets.items() if library.judging else ()
        wrong_rules = [
            fault for name, (read_as, own) in known for fault in check_facts(library.facts, own, name, read_as)
        ]
        for folder in complete:
            faults.extend(_check_parts(library, regulations[folder.path.name], folder))
            wrong_rules.extend(_check_rules(library, regulations[folder.path.name], folder))
            wrong_rules.extend(_check_review(library, regulations[folder.path.name], folder))
        faults.extend(wrong_rules)
        unread = any(fault.file.rpartition("/")[2] in READ_FACTS for fault in faults)
        if library.judging and not wrong_rules and not unread and complete == folders:
            faults.extend(_check_judging(library, sheets, folders))
    return library, sorted(set(faults)), complete


def _sheets(root: Path, faults: list[Fault]) -> Sheets:
    """The common facts, file by file; a file that cannot be read is left out."""
    sheets: Sheets = {}
    for name in (name for name in SHEETS if name == SHEETS[0] or (root / name).exists()):
        read_as = document(root / name, name, faults)
        sheet = validate(FactSheet, read_as, name, faults) if read_as else None
        if read_as and sheet:
            sheets[name] = (read_as, sheet.facts)
    return sheets


def _vocabulary(sheets: Sheets, regulations: dict[str, Regulation], faults: list[Fault]) -> dict[str, Fact]:
    """The shared facts and those of single regulations, by id."""
    facts: dict[str, Fact] = {}
    sources = [(name, own) for name, (_, own) in sheets.items()]
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
    funding, deadlines = folder.own("funding.yaml", Funding), folder.own("deadlines.yaml", Deadlines)
    obligations = folder.own("obligations.yaml", Obligations) or Obligations()
    changes = folder.own("changes.yaml", Changes)
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
        funding,
        deadlines,
        obligations,
        enquiries,
        personas.personas if personas else (),
        changes,
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
        everyday=part("everyday.yaml", Everyday) or Everyday(),
        order=order(root) if (root / ORDER).exists() else None,
    )


def _ledger(root: Path, facts: dict[str, Fact], faults: list[Fault]) -> Kinds:
    """What may be entered in a ledger; nothing where a library does not have the file."""
    found = document(root / LEDGER, LEDGER, faults) if (root / LEDGER).exists() else None
    kinds = validate(Kinds, found, LEDGER, faults) if found else None
    if found is None or kinds is None:
        return Kinds()
    faults.extend(check_kinds(kinds, facts, found, LEDGER))
    return kinds


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
    if regulation.changes:
        name = f"{folder.name}/changes.yaml"
        yield from check_changes(regulation.changes, library.facts, name, read_as["changes.yaml"])
    if regulation.funding:
        yield from check_funding(regulation.funding, library.facts, read_as["funding.yaml"], names["funding.yaml"])
    if regulation.deadlines:
        file = "deadlines.yaml"
        yield from check_deadlines(regulation.deadlines, library.facts, read_as[file], names[file])
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


def _check_review(library: Library, regulation: Regulation, folder: Folder) -> Iterator[Fault]:
    """Faults of the score sheet and of the yearly duties towards the vocabulary."""
    if regulation.rubric:
        name, read_as = f"{folder.name}/rubric.yaml", folder.documents["rubric.yaml"]
        yield from check_row_steps(regulation.rubric, regulation.text, library.facts, read_as, name)
    if "obligations.yaml" in folder.documents:
        name, read_as = f"{folder.name}/obligations.yaml", folder.documents["obligations.yaml"]
        yield from check_obligations(regulation.obligations, library.facts, read_as, name)


def _check_judging(library: Library, sheets: Sheets, folders: list[Folder]) -> Iterator[Fault]:
    """What shows only when the rules are applied, and so can be told only once the rules themselves are sound."""
    used = {fact for slug in library.regulations for fact in facts_used(library, slug)}
    for name, (read_as, own) in sheets.items():
        yield from check_unused(used, own, name, read_as)
    for folder in folders:
        regulation = library.get(folder.path.name)
        if regulation.personas and regulation.rules:
            name, read_as = f"{folder.name}/personas.yaml", folder.documents["personas.yaml"]
            yield from check_personas(library, regulation, name, read_as)
