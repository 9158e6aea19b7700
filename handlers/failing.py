"""Which questions fail: answers that were called useless, said that nothing is written, or led to staff."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.model import Received, Turn
from knowledge.model import Citation, Frozen

DAYS = 7
"""How far back the staff chat looks."""
COMMAND = "/feedback"


class Failing(Frozen):
    """A question, all times that it was asked of the same regions taken together."""

    question: str
    """As it was asked last."""
    regions: tuple[str, ...]
    citations: tuple[Citation, ...]
    """Of the last answer."""
    last: datetime
    asked: int
    failed: int
    """Answers that failed in one way or several."""
    useful: int
    useless: int
    not_stated: int
    declined: int
    handed_over: int


def since(turn: Turn) -> datetime | None:
    """From when on a turn asks to see how answers were received; None where it does not ask."""
    wanted = turn.staff and (turn.text or "").strip().lower() == COMMAND
    return turn.at - timedelta(days=DAYS) if wanted else None


def failed(answer: Received) -> bool:
    """Whether an answer is one to look at; to say that nothing is written may be just what helped."""
    said_nothing = answer.asked.outcome != "answer" and answer.vote != "useful"
    return answer.vote == "useless" or answer.handed_over or said_nothing


def grouped(answers: Iterable[Received], region: str | None = None) -> tuple[Failing, ...]:
    """The questions, of one region or of all: those that failed most often first, then those asked most often."""
    groups: dict[tuple[str, tuple[str, ...]], list[Received]] = {}
    for each in answers:
        if region is None or region in each.asked.regions:
            groups.setdefault((_bare(each.asked.question), each.asked.regions), []).append(each)
    return tuple(sorted(map(_together, groups.values()), key=_weight, reverse=True))


def failing(answers: Iterable[Received], region: str | None = None) -> tuple[Failing, ...]:
    """The same, without questions that never failed."""
    return tuple(each for each in grouped(answers, region) if each.failed)


def _bare(question: str) -> str:
    """A question without what does not tell it from the same one typed otherwise: width, case, signs, spaces."""
    plain = unicodedata.normalize("NFKC", question).casefold()
    return "".join(sign for sign in plain if sign.isalnum()) or plain


def _weight(one: Failing) -> tuple[int, int, datetime]:
    return one.failed, one.asked, one.last


def _together(group: list[Received]) -> Failing:
    last = group[-1]
    votes = [each.vote for each in group]
    outcomes = [each.asked.outcome for each in group]
    return Failing(
        question=last.asked.question,
        regions=last.asked.regions,
        citations=last.citations,
        last=last.at,
        asked=len(group),
        failed=sum(map(failed, group)),
        useful=votes.count("useful"),
        useless=votes.count("useless"),
        not_stated=outcomes.count("not_stated"),
        declined=outcomes.count("declined"),
        handed_over=sum(each.handed_over for each in group),
    )
