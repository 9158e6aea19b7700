"""A verdict as the plain data that the command line prints."""

from knowledge.verdict import Finding, Verdict

Result = dict[str, object]


def as_result(verdict: Verdict) -> Result:
    """The verdict as JSON-able data: one entry for each criterion, then what is missing and what may be done."""
    return {
        "region": verdict.region,
        "verdict": verdict.outcome.value,
        "on": verdict.on.isoformat(),
        "path": verdict.path,
        "criteria": [_criterion(finding) for finding in verdict.findings],
        "missing_facts": list(verdict.missing_facts),
        "repairs": [f"{repair.text}（{repair.label}）" for repair in verdict.repairs],
        "assumptions": list(verdict.assumptions),
        "notices": list(verdict.notices),
    }


def _criterion(finding: Finding) -> Result:
    """One criterion; its first source is the citation, all of them stand under ``sources``."""
    first = finding.sources[0]
    return {
        "id": finding.id,
        "title": finding.title,
        "eid": first.eid,
        "label": first.label,
        "quote": first.quote,
        "outcome": finding.outcome.value,
        "reason": finding.reason,
        "judged_by": finding.judged_by,
        "sources": [source.model_dump(exclude={"region"}) for source in finding.sources],
    }
