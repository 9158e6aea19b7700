"""裁量结论: what an authority has settled in a single case where the text leaves it open, and who is shown it later.

A ruling stands beside the words, never in their place: what the text says, and that it leaves something open, is told
as before, and no verdict turns on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from handlers.draft import Draft
from knowledge.eligibility.rules import Finding, Outcome, Verdict
from knowledge.library import Library
from knowledge.model import Frozen
from knowledge.texts.edition import same_words
from knowledge.vocabulary.facts import Answers
from knowledge.vocabulary.moments import is_moment


class Ruling(Frozen):
    """One ruling."""

    id: str
    """16 hexadecimal digits of the turn's nonce."""
    region: str
    edition: str
    """Of the regulation, when it was made: where the words have changed since, it says nothing any more."""
    provision: str
    """eId of the provision that leaves it open."""
    criterion: str
    """Id of the criterion of that provision."""
    pattern: Answers
    """The situation: facts with their answers, all of which must be the same."""
    text: str
    authority: str
    day: date
    """When they made it."""
    expiry: date | None = None
    """The last day on which it stands; None where it has no end."""
    case: str
    """Receipt of the case in which it was made."""
    member: str
    """Who of the staff wrote it down."""
    made: datetime
    withdrawn: datetime | None = None

    def stands(self, on: date) -> bool:
        """Whether it may be shown on a day."""
        return self.withdrawn is None and self.day <= on and (self.expiry is None or on <= self.expiry)


Beside = dict[str, tuple[Ruling, ...]]
"""Rulings by the id of the finding beside which they are shown."""


def beside(library: Library, rulings: Iterable[Ruling], verdict: Verdict, answers: Answers, on: date) -> Beside:
    """The rulings that stand on a day and were made in the situation of these answers, where the verdict has something
    open."""
    standing = [
        ruling
        for ruling in rulings
        if ruling.region == verdict.region
        and ruling.stands(on)
        and same_words(ruling.edition, library.get(verdict.region).edition) is not False
        and all(fact in answers and answers[fact] == value for fact, value in ruling.pattern.items())
    ]
    found = {one.id: tuple(each for each in standing if _about(each, one)) for one in verdict.findings}
    return {criterion: shown for criterion, shown in found.items() if shown}


def left_open(case: Draft) -> tuple[Finding, ...]:
    """Criteria of a case that the text leaves to somebody's discretion."""
    if not case.verdict:
        return ()
    findings = Verdict.model_validate(case.verdict).findings
    return tuple(finding for finding in findings if finding.outcome is Outcome.DISCRETIONARY)


def situation_of(case: Draft, finding: Finding) -> Answers:
    """The answers of a case on which a criterion rests."""
    return {fact: case.answers[fact] for fact in finding.facts if fact in case.answers}


def one_person_s(case: Draft, finding: Finding) -> bool:
    """Whether a criterion rests on a date: nobody else is in the same situation, and nobody else is told of it."""
    return any(map(is_moment, situation_of(case, finding).values()))


def to_rule_on(case: Draft) -> tuple[Finding, ...]:
    """Criteria of a case on which a ruling can be made: left open, and in a situation in which others may be."""
    return tuple(one for one in left_open(case) if situation_of(case, one) and not one_person_s(case, one))


def _about(ruling: Ruling, finding: Finding) -> bool:
    return (
        finding.outcome is Outcome.DISCRETIONARY
        and ruling.criterion == finding.id
        and any(source.eid == ruling.provision for source in finding.sources)
    )
