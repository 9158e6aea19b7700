"""What an answer is."""

from typing import Literal

from handlers.choice import Choice
from knowledge.answering.finding import Finding
from knowledge.model import Citation, Frozen

AnswerKind = Literal["answer", "clarify", "not_stated", "declined", "chat"]


class Answer(Frozen):
    """The answer to one message about the law."""

    outcome: AnswerKind
    text: str
    """The complete message, in Chinese."""
    citations: tuple[Citation, ...] = ()
    """Best first; each quote stands in its provision's own words."""
    choices: tuple[Choice, ...] = ()
    topic: Citation | None = None
    """The provision shown, to which 全文, 上一条 and 那郑州呢 refer."""
    findings: tuple[Finding, ...] = ()
    """What was found for each part of the message, for those who show it in pieces."""
