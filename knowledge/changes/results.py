"""What a regulation says about a change, as the plain data that the command line prints."""

from knowledge.changes.telling import Dispute, Line, Running, Told
from knowledge.model import cited

Result = dict[str, object]


def as_result(found: Told) -> Result:
    """The answer as JSON-able data: one entry for each sentence, then conflicts, readings and what is missing."""
    return {
        "region": found.region,
        "on": found.on.isoformat(),
        "change": found.change,
        "state": found.state.value,
        "situations": list(found.situations),
        "effects": [_line(line) for line in found.lines],
        "conflicts": [_dispute(dispute) for dispute in found.disputes],
        "readings": list(found.readings),
        "missing_facts": list(found.missing),
    }


def _line(line: Line) -> Result:
    """One sentence; its first source is the citation, all of them stand under ``sources``."""
    return {
        "about": line.about,
        **cited(line.sources),
        "text": line.text,
        "state": "not_stated" if line.not_stated else "stated",
        "only_if": line.only_if,
        "ask": line.ask,
        "term": _running(line.running) if line.running else None,
    }


def _dispute(dispute: Dispute) -> Result:
    return {
        "text": dispute.text,
        "who": dispute.who,
        "only_if": dispute.only_if,
        "sources": [source.row for source in dispute.sources],
    }


def _running(running: Running) -> Result:
    """A term: ``over`` is null where the answer hangs on the day within the month."""
    return {
        "kind": running.kind,
        "years": running.years,
        "ends": [day.isoformat() for day in running.ends],
        "over": running.over,
        "reading": running.reading,
    }
