"""The folder of one regulation read whole: its text, proved, and every part that is written."""

from __future__ import annotations

from knowledge.answering.questions import Answers, Enquiries, Places, Silences
from knowledge.calendar.terms import Deadlines
from knowledge.changes.entries import Changes
from knowledge.coverage import FILE as COVERAGE
from knowledge.coverage import Excuses
from knowledge.eligibility.criteria import Rules
from knowledge.eligibility.personas import Personas
from knowledge.faults import Fault
from knowledge.folder import Folder
from knowledge.forms.form import Form
from knowledge.forms.procedure import Procedure
from knowledge.funding.terms import Funding
from knowledge.library import Regulation
from knowledge.model import Identity
from knowledge.scoring.obligations import Obligations
from knowledge.scoring.rubric import Rubric
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import parse
from knowledge.texts.text_checks import check_identity, check_labels, check_quotes


def regulation_in(folder: Folder) -> Regulation | None:
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
    parsed = parse(identity.slug if identity else folder.path.name, text)
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
        folder.edition(provisions.all),
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
