"""What is remembered of a person between turns."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field, field_validator

from handlers.choice import Choice
from handlers.member import ActionName
from knowledge.ledger.entries import Recorded
from knowledge.ledger.sentences import Jot
from knowledge.model import Citation, Frozen
from knowledge.vocabulary.facts import Answers


class LastAnswer(Frozen):
    """The answer given last, and the revision of the session that it left behind."""

    id: str
    rev: int


class Checked(Frozen):
    """How a self-check ended."""

    outcome: str
    """Of its verdict."""
    on: date


class Mode(StrEnum):
    """What the next words of the person are taken for."""

    IDLE = "idle"
    REGION = "region"
    QUESTION = "question"
    ANSWERS = "answers"
    DRAFT = "draft"
    MORE = "more"
    REVIEW = "review"
    DRAFTS = "drafts"
    CONFIRM = "confirm"
    ENQUIRY = "enquiry"
    LEDGER = "ledger"
    CONSENT = "consent"
    WRITING = "writing"


class Aim(StrEnum):
    """What the questions of a questionnaire are for; also what waits in ``Session.pending`` for a region."""

    ELIGIBILITY = "check"
    SCORE = "score"
    SCORE_BY_PAPERS = "score_by_papers"
    MONEY = "money"
    DATES = "dates"
    CHANGE = "change"
    RETIREMENT = "retirement"


class Jotting(Frozen):
    """What is being entered in the ledger, or corrected there."""

    jots: tuple[Jot, ...] = ()
    """Understood and not yet written."""
    entry: str | None = None
    """The entry that is to be corrected or deleted."""
    correcting: bool = False
    """What is understood takes the place of that entry."""
    year: int | None = None
    """The year that is looked at."""
    adding: Literal["note", "evidence"] | None = None
    """What the next words are for."""


class Session(Frozen):
    """What is remembered of a person between turns; ``rev`` rises with every turn that changes it."""

    person: str
    rev: int = 0
    mode: Mode = Mode.IDLE
    region: str | None = None
    answers: Answers = Field(default_factory=dict)
    checked: dict[str, Checked] = Field(default_factory=dict)
    """How the last self-check of each region ended."""
    asked: tuple[str, ...] = ()
    """Facts asked in this questionnaire, in order, for 上一题."""
    aim: Aim = Aim.ELIGIBILITY
    """What the questionnaire at hand, or the last one, is for."""
    fact: str | None = None
    """The fact whose question stands open."""
    comparing: bool = False
    """The questionnaire runs for every regulation at once."""
    full: bool = False
    """Go on after the outcome is settled, so as to see every gap."""
    draft: str | None = None
    """Draft being filled."""
    field: str | None = None
    """Field of the draft whose question stands open."""
    pending: str | None = None
    """What 确定 would do (restart, submit, delete …)."""
    asking: dict[str, ActionName] = Field(default_factory=dict)
    """Of a member of staff: what they were asked words for, by the case's receipt. The last button counts."""
    offered: tuple[Choice, ...] = ()
    """Choices of the last reply, for presses."""
    topic: Citation | None = None
    """The provision last shown, for 全文, 上一条, 下一条 and follow-ups."""
    question: str = ""
    """The question that it was shown for, without the names of places; empty where it was opened by its number."""
    ledger: Jotting | None = None
    """The ledger's own open step; None while it is not being written."""
    recorded: dict[str, dict[str, Recorded]] = Field(default_factory=dict, exclude=True)
    """What the ledger says of this year, by region; read anew at each turn and not kept with the session."""
    last_answer: LastAnswer | None = None
    """What 有用 and 没用 are about; and 转人工, as long as nothing else has been said since."""

    @field_validator("mode", mode="before")
    @classmethod
    def _known(cls, mode: object) -> object:
        """A step that only another version knows is no longer open."""
        return mode if mode in set(Mode) else Mode.IDLE
