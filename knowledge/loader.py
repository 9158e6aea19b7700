"""Reading the folders of the regulations, and telling everything that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.answering.questions import Topics
from knowledge.answering.speech import Elsewhere, Everyday, Lexicon, OtherTalk, Speech
from knowledge.eligibility.rule_checks import check_personas
from knowledge.faults import Fault, RegulationError
from knowledge.folder import Folder, Part
from knowledge.ledger.checks import check_kinds
from knowledge.ledger.kinds import Kinds
from knowledge.library import Library, Regulation
from knowledge.part_checks import faults_of_coverage, faults_of_parts, faults_of_review, faults_of_rules
from knowledge.parts import regulation_in
from knowledge.retrieval.trees import TreesData
from knowledge.strict_yaml import Document, document, read, validate
from knowledge.usage import facts_used
from knowledge.vocabulary.checks import check_facts, check_unused
from knowledge.vocabulary.facts import Fact, FactSheet
from knowledge.vocabulary.retirement import RetirementRule

__all__ = ["Fault", "RegulationError", "check", "everyday", "load", "load_alone", "order"]

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

Found = Sequence[tuple[Folder, Regulation]]
"""The folders that could be read, each with its regulation."""


def load(root: Path = HERE, more: Path | None = None) -> Library:
    """The library under a root folder, with the regulations that an operator keeps in a folder of their own.

    Raises ``RegulationError`` with every fault where anything is wrong.
    """
    library, faults, _ = _examine(root, more)
    if faults or library is None:
        raise RegulationError(tuple(faults))
    return library


def load_alone(path: Path, root: Path = HERE) -> Library:
    """A library of the one regulation in a folder, wherever that is and whatever it is called.

    The common facts are those under the root. Raises ``RegulationError`` with every fault where anything is wrong.
    """
    faults: list[Fault] = []
    folder = Folder(path, path.as_posix(), faults)
    one = regulation_in(folder)
    found = [(folder, one)] if one else []
    library, _, sound = _put_together(root, {each.slug: each for _, each in found}, found, faults, alone=True)
    if library and one and sound:
        faults.extend(_check_personas(library, found))
    if faults or library is None:
        raise RegulationError(tuple(sorted(set(faults))))
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
    library, faults, found = _examine(root, more)
    if library:
        wrong = {fault.file.rpartition("/")[0] for fault in faults}
        for folder, regulation in found:
            if folder.name not in wrong and regulation.rules:
                faults.extend(faults_of_coverage(regulation, folder))
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


def _examine(root: Path, more: Path | None) -> tuple[Library | None, list[Fault], Found]:
    """The library, if it can be put together, all faults that keep it from use, and the folders that are complete."""
    faults: list[Fault] = []
    folders = _folders(root, more, faults)
    found = [(folder, one) for folder in folders if (one := regulation_in(folder))]
    for folder, one in found:
        if one.slug != folder.path.name:
            line = folder.documents["regulation.yaml"].line(("slug",))
            faults.append(Fault(f"{folder.name}/regulation.yaml", line, f"slug 应与文件夹同名：{folder.path.name}"))
    regulations = {folder.path.name: one for folder, one in found}
    library, sheets, sound = _put_together(root, regulations, found, faults)
    if library and library.judging and sound and len(found) == len(folders):
        used = {fact for slug in library.regulations for fact in facts_used(library, slug)}
        for name, (read_as, own) in sheets.items():
            faults.extend(check_unused(used, own, name, read_as))
        faults.extend(_check_personas(library, found))
    return library, sorted(set(faults)), found


def _put_together(
    root: Path, regulations: dict[str, Regulation], found: Found, faults: list[Fault], *, alone: bool = False
) -> tuple[Library | None, Sheets, bool]:
    """The library of these regulations, the common facts, and whether the rules are sound enough to judge by.

    ``alone``: of all regulations only one is there, so that common facts cannot be held against those of the others.
    """
    sheets = _sheets(root, faults)
    retirement = read(root / "retirement.yaml", RetirementRule, faults, "retirement.yaml")
    if SHEETS[0] not in sheets or not retirement:
        return None, sheets, False
    vocabulary = _vocabulary(sheets, regulations, faults)
    kinds = _ledger(root, vocabulary, faults)
    library = Library(regulations, vocabulary, retirement, _speech(root, faults), kinds)
    known = sheets.items() if library.judging and not alone else ()
    wrong = [fault for name, (read_as, own) in known for fault in check_facts(library.facts, own, name, read_as)]
    for folder, regulation in found:
        faults.extend(faults_of_parts(library, regulation, folder))
        wrong.extend(faults_of_rules(library, regulation, folder))
        wrong.extend(faults_of_review(library, regulation, folder))
    faults.extend(wrong)
    unread = any(fault.file.rpartition("/")[2] in READ_FACTS for fault in faults)
    return library, sheets, not wrong and not unread


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


def _check_personas(library: Library, found: Found) -> list[Fault]:
    """Example applicants judged otherwise, which can be told only once the rules themselves are sound."""
    faults: list[Fault] = []
    for folder, regulation in found:
        if regulation.personas and regulation.rules:
            name, read_as = f"{folder.name}/personas.yaml", folder.documents["personas.yaml"]
            faults.extend(check_personas(library, regulation, name, read_as))
    return faults
