"""How each criterion and each path of a case stands, and how far that may still move as more becomes known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from knowledge.eligibility.criteria import Criterion, Path, Rules
from knowledge.eligibility.verdict import Conclusion, Outcome
from knowledge.vocabulary.case import Case, truth, wanting
from knowledge.vocabulary.conditions import Condition


class Rank(IntEnum):
    """How far an application gets, from worst to best."""

    BARRED = 0
    REVIEW = 1
    ELIGIBLE = 2


CONCLUSIONS = {
    Rank.BARRED: Conclusion.NOT_ELIGIBLE,
    Rank.REVIEW: Conclusion.NEEDS_REVIEW,
    Rank.ELIGIBLE: Conclusion.ELIGIBLE,
}


@dataclass(frozen=True, slots=True)
class Assessment:
    """A criterion in a case: its outcome, and the worst and best rank that it may still leave the application."""

    criterion: Criterion
    outcome: Outcome
    low: Rank
    high: Rank
    assumed: bool = False
    """An obstacle about which nothing is known: taken as absent in a verdict, though ``low`` counts it."""

    @property
    def failed(self) -> bool:
        """Whether it keeps the application from being plainly eligible."""
        return self.high < Rank.ELIGIBLE

    @property
    def floor(self) -> Rank:
        """The worst rank for a verdict given now."""
        return Rank.ELIGIBLE if self.assumed else self.low


@dataclass(frozen=True, slots=True)
class Way:
    """A path in a case."""

    path: Path
    open: bool | None
    """Whether it may be taken; None where that is not known."""
    assessments: tuple[Assessment, ...]

    @property
    def guard(self) -> tuple[Condition, ...]:
        """The condition that opens the way; empty for the ordinary one."""
        return (self.path.when,) if self.path.when else ()

    @property
    def low(self) -> Rank:
        """The worst rank that answers still to come may leave."""
        return min(item.low for item in self.assessments)

    @property
    def floor(self) -> Rank:
        """The worst rank for a verdict given now, with obstacles not spoken of taken as absent."""
        return min(item.floor for item in self.assessments)

    @property
    def high(self) -> Rank:
        """The best rank still possible."""
        return min(item.high for item in self.assessments)

    @property
    def undecided(self) -> tuple[Assessment, ...]:
        """Criteria not known that could still lower the result."""
        return tuple(item for item in self.assessments if item.outcome is Outcome.UNKNOWN and item.low < self.high)


def assess(criterion: Criterion, case: Case) -> Assessment:
    """How one criterion stands."""
    possible = _possible(criterion, case)
    ranks = {_rank(criterion, outcome) for outcome in possible}
    if len(possible) == 1:
        outcome = possible[0]
        soft = criterion.normally and outcome is Outcome.UNMET
        shown = Outcome(criterion.normally.shown) if criterion.normally and soft else outcome
        return Assessment(criterion, shown, min(ranks), max(ranks))
    if criterion.obstacle:
        asked = not any(wanting(condition, case) for condition in criterion.conditions())
        low = Rank.ELIGIBLE if asked else min(ranks)
        return Assessment(criterion, Outcome.UNKNOWN, low, Rank.ELIGIBLE, assumed=True)
    return Assessment(criterion, Outcome.UNKNOWN, min(ranks), max(ranks))


def ways(rules: Rules, case: Case) -> tuple[Way, ...]:
    """Every path of the rules in this case."""
    assessed = {criterion.id: assess(criterion, case) for criterion in rules.criteria}
    return tuple(
        Way(path, truth(path.when, case) if path.when else True, tuple(assessed[item] for item in path.criteria))
        for path in rules.paths
    )


def conclude(found: tuple[Way, ...]) -> Conclusion:
    """The conclusion for the answers as they stand: a way whose opening is not known is not taken."""
    taken = [way for way in found if way.open]
    low, high = max(way.floor for way in taken), max(way.high for way in taken)
    if low == high:
        return CONCLUSIONS[high]
    return Conclusion.INCOMPLETE


def shown_way(found: tuple[Way, ...]) -> Way:
    """The way that a verdict speaks of: the best one that may be taken, an opened exception before the ordinary one."""
    taken = [way for way in found if way.open]
    return max(reversed(taken), key=lambda way: (way.high, way.floor))


def _possible(criterion: Criterion, case: Case) -> tuple[Outcome, ...]:
    """The outcomes that the criterion may have, as far as is known."""
    need = truth(criterion.need, case)
    unclear = truth(criterion.unclear.when, case) if criterion.unclear else False
    if unclear:
        return (Outcome.DISCRETIONARY,)
    decided = {True: (Outcome.MET,), False: (Outcome.UNMET,), None: (Outcome.MET, Outcome.UNMET)}[need]
    return decided if unclear is False else (*decided, Outcome.DISCRETIONARY)


def _rank(criterion: Criterion, outcome: Outcome) -> Rank:
    """What an outcome of the criterion leaves of the application."""
    if outcome is Outcome.MET:
        return Rank.ELIGIBLE
    if outcome is Outcome.UNMET and not criterion.normally:
        return Rank.BARRED
    return Rank.REVIEW
