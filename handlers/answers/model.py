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
    """The provision shown, to which 全文 and 上一条 refer."""
    question: str = ""
    """What was asked, without the names of places: what 那郑州呢 puts to another region. Empty where nothing was found,
    and where a provision was opened."""
    findings: tuple[Finding, ...] = ()
    """What was found for each part of the message, for those who show it in pieces."""
