"""What comes in, what goes out, and what is remembered between: the types of a conversation."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field

from knowledge.model import Citation, Frozen
from knowledge.vocabulary.facts import Answers


class Press(Frozen):
    """A press of a button: the revision of the session that offered it and its place among the choices."""

    rev: int
    index: int


class Turn(Frozen):
    """One thing that a person did: text typed, a button pressed, or something else sent (a photo, a sticker)."""

    channel: str
    """telegram, console, …; with ``key`` it names the turn for ever."""
    key: str
    person: str
    """Who acts, in the channel's own id: ``telegram:42``."""
    chat: str
    """Where replies go; the same as ``person`` in a private chat."""
    at: datetime
    """When, with its time zone."""
    nonce: str
    """32 hexadecimal digits made at the door: the only chance that the conversation knows."""
    text: str | None = None
    press: Press | None = None
    command: str | None = None
    """A lasting button's words (staff cards), e.g. ``accept K7QF2M8R``."""
    reply_to: str | None = None
    """Receipt named in the message that this one answers (staff chat)."""
    other: str | None = None
    """Kind of anything that is neither text nor button: photo, voice, sticker, edit, …"""
    staff: bool = False
    """Set at the door from the configured staff ids; nothing that a user types changes it."""


class Choice(Frozen):
    """A button. Pressing it is the same as typing ``says``."""

    label: str
    says: str
    control: bool = False
    """上一题, 帮助 …: never numbered. Typing ``2`` picks the second choice that is no control."""
    lasting: bool = False
    """On a staff card: stays valid, carries its own words, and is checked against the case when pressed."""


class File(Frozen):
    """A file made for the person: a filled sheet, a chart, a calendar. Complete, so that it can be sent again."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    name: str
    """With its suffix, as the person will find it: 萧山考核自评表.docx. No path."""
    content: bytes = Field(repr=False)

    @property
    def is_picture(self) -> bool:
        """Whether a channel can show it in place."""
        return self.name.endswith(".png")


class Reply(Frozen):
    """Something to show: plain text and choices; a channel decides how it looks."""

    text: str
    files: tuple[File, ...] = ()
    """Shown before the text, so that the choices stay at the end."""
    to: str | None = None
    """Chat; None is where the turn came from; ``STAFF`` is the staff chat."""
    choices: tuple[Choice, ...] = ()
    citations: tuple[Citation, ...] = ()
    receipt: str | None = None
    """Case that a staff card shows, so that a reply to the card finds it."""


STAFF = "staff"


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
    STAFF_NOTE = "staff_note"


class Session(Frozen):
    """What is remembered of a person between turns; ``rev`` rises with every turn that changes it."""

    person: str
    rev: int = 0
    mode: Mode = Mode.IDLE
    region: str | None = None
    answers: Answers = Field(default_factory=dict)
    asked: tuple[str, ...] = ()
    """Facts asked in this questionnaire, in order, for 上一题."""
    fact: str | None = None
    """The fact whose question stands open."""
    survey: str = "check"
    """The questionnaire at hand, or the last one (``handlers.surveys``): what 改答案 and 继续 belong to."""
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
    offered: tuple[Choice, ...] = ()
    """Choices of the last reply, for presses."""
    topic: Citation | None = None
    """The provision last shown, for 全文, 上一条, 下一条 and follow-ups."""


DraftState = Literal["open", "submitted", "accepted", "to_correct", "closed"]


class Draft(Frozen):
    """An application being written or handed in."""

    id: str
    person: str
    region: str
    edition: str
    """Hash of the regulation's folder that it was made under."""
    kind: Literal["application", "enquiry"] = "application"
    """An application, or a question handed to staff (转人工)."""
    created: datetime
    changed: datetime
    rev: int = 0
    state: DraftState = "open"
    receipt: str | None = None
    fields: dict[str, str] = Field(default_factory=dict)
    """Answers by field key, repeated groups as ``members.0.name``; an empty text is a field left for later."""
    rows: dict[str, int] = Field(default_factory=dict)
    """Entries begun in each repeated group."""
    done: tuple[str, ...] = ()
    """Repeated groups of which the person said that there are no more."""
    answers: Answers = Field(default_factory=dict)
    """The eligibility answers that the verdict rests on."""
    verdict: dict[str, object] = Field(default_factory=dict)
    """The verdict as it stood when handed in (``knowledge.eligibility.rules.Verdict`` as JSON)."""
    history: tuple["Event", ...] = ()


class Event(Frozen):
    """Something that happened to a submitted draft."""

    at: datetime
    who: str
    what: str
    note: str = ""


class World(Frozen):
    """All that a step may know besides the library: loaded by the engine in the turn's own transaction."""

    session: Session
    drafts: tuple[Draft, ...] = ()
    """The person's own, newest first."""
    case: Draft | None = None
    """For a staff turn: the submitted draft that it names, whoever wrote it."""


class Outcome(Frozen):
    """What a step returns. Nothing happens until the engine has committed it."""

    session: Session
    replies: tuple[Reply, ...]
    save: tuple[Draft, ...] = ()
    delete: tuple[str, ...] = ()
