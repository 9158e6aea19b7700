"""A verdict as the plain data that the command line prints."""

from knowledge.eligibility.verdict import Finding, Verdict
from knowledge.library import Library, written
from knowledge.model import cited

Result = dict[str, object]


def as_result(library: Library, verdict: Verdict) -> Result:
    """The verdict as JSON-able data: one entry for each criterion, then what is missing and what may be done.

    Missing facts bear the names that the region's own sheets use. Raises ``KeyError`` for an unknown region.
    """
    names = written(library.get(verdict.region).rules).names_on_sheets
    missing = (name for fact in verdict.missing_facts for name in names(fact))
    return {
        "region": verdict.region,
        "verdict": verdict.outcome.value,
        "on": verdict.on.isoformat(),
        "path": verdict.path,
        "criteria": [_criterion(finding) for finding in verdict.findings],
        "missing_facts": list(dict.fromkeys(missing)),
        "repairs": [f"{repair.text}（{repair.label}）" for repair in verdict.repairs],
        "assumptions": list(verdict.assumptions),
        "notices": list(verdict.notices),
    }


def _criterion(finding: Finding) -> Result:
    """One criterion; its first source is the citation, all of them stand under ``sources``."""
    return {
        "id": finding.id,
        "title": finding.title,
        **cited(finding.sources),
        "outcome": finding.outcome.value,
        "reason": finding.reason,
        "judged_by": finding.judged_by,
    }
