"""What comes in, what goes out, and what is remembered between: the types of a conversation."""

from datetime import datetime
from typing import Literal

from pydantic import ConfigDict, Field

from handlers.choice import Choice
from handlers.consent import Consent, Decision
from handlers.draft import Draft, Edit, Edited
from handlers.member import Action, Member
from handlers.rulings import Ruling
from handlers.session import Session
from knowledge.ledger.entries import Entry
from knowledge.model import Citation, Frozen


class Press(Frozen):
    """A press of a button: the revision of the session that offered it and its place among the choices."""

    rev: int
    index: int


class Original(Frozen):
    """A picture, a file or a voice as it was sent. It stays in its channel, which passes it on from there."""

    chat: str
    message: str
    """The channel's number of the message."""
    kind: str
    """photo, document, voice, …"""
    album: str | None = None
    """The album that it belongs to: pictures sent together."""
    caption: str = ""
    """What stands under it, cleaned like everything that is typed."""


class Turn(Frozen):
    """One thing that a person did: text typed, a button pressed, or something else sent (a photo, a sticker)."""

    channel: str
    """telegram, console, …; with ``key`` it names the turn for ever."""
    key: str
    person: str
    """Who acts, in the channel's own id: ``telegram:42``."""
    chat: str
    """Where replies go; in a private chat the same as who acts."""
    alias: str | None = None
    """Who acts in the channel's own id, where that goes by another person: two conversations that were joined."""
    at: datetime
    """When, with its time zone."""
    nonce: str
    """32 hexadecimal digits made at the door: the only chance that the conversation knows."""
    text: str | None = None
    press: Press | None = None
    action: Action | None = None
    """What a member of staff does to a case."""
    command: str | None = None
    """A lasting button's words (staff cards), e.g. ``accept K7QF2M8R``."""
    about: str | None = None
    """The answer under which a lasting button was pressed; ``text`` holds the button's words."""
    reply_to: str | None = None
    """Receipt named in the message that this one answers (staff chat)."""
    in_thread: bool = False
    """It stands in the thread of that case, where nobody need say which case is meant."""
    edit: Edit | None = None
    """What was changed on the form page of a draft."""
    decision: Decision | None = None
    """Consent given or refused on the form page."""
    other: str | None = None
    """Kind of anything that is neither text nor button: photo, voice, sticker, edit, …"""
    original: Original | None = None
    """The same, where it is something that can be passed on."""
    staff: bool = False
    """Set at the door from the configured staff ids; nothing that a user types changes it."""

    @property
    def private(self) -> bool:
        """Whether nobody else reads the chat."""
        return self.chat == (self.alias or self.person)


class Asked(Frozen):
    """The question about the rules that a reply answers: what a vote on it and 转人工 refer to."""

    id: str
    """16 hexadecimal digits of the turn's nonce."""
    question: str
    regions: tuple[str, ...] = ()
    """Slugs of the regions that the answer is about."""
    outcome: str
    """What became of it: answer, not_stated or declined."""


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


class Link(Frozen):
    """Where a reply leads, outside the conversation."""

    label: str
    address: str
    """In full; or a path of our own page, where the conversation is there."""


class Progress(Frozen):
    """How far a questionnaire has come."""

    number: int
    """Of the question that stands open, from 1."""
    left: int | None
    """The most that can be to come, this one included; None where that is not told."""


class Standing(Frozen):
    """How a case stands, for a channel that keeps a thread for each case and a card with its buttons."""

    title: str
    summary: str
    """The case in a few words, for a thread in which nothing else stands yet."""
    over: bool = False
    """Nobody has anything more to do."""
    gone: bool = False
    """The case is no longer kept; neither may its thread be."""
    actions: tuple[Choice, ...] = ()
    """What can be done with it now."""


class Reply(Frozen):
    """Something to show: plain text and choices; a channel decides how it looks."""

    text: str
    files: tuple[File, ...] = ()
    """Shown before the text, so that the choices stay at the end."""
    to: str | None = None
    """Chat; None is where the turn came from; ``STAFF`` is the staff chat."""
    links: tuple[Link, ...] = ()
    choices: tuple[Choice, ...] = ()
    citations: tuple[Citation, ...] = ()
    receipt: str | None = None
    """Case that it is about, for staff: a reply to it finds the case, and it stands in the case's thread."""
    standing: Standing | None = None
    """How that case stands from now on."""
    card: bool = False
    """It shows the whole case and carries its buttons, whatever becomes of the case."""
    original: Original | None = None
    """Passed on after the text."""
    asked: Asked | None = None
    """The question that it answers, where it is an answer about the rules."""
    progress: Progress | None = None
    """Where the question that it asks stands among the others; the text says so too."""
    passing: bool = False
    """Answers a press and nothing more: a channel that can shows it for a moment instead of sending a message."""

    @property
    def in_words(self) -> str:
        """The text with its links written out, for a channel that shows nothing but words."""
        return "\n".join((self.text, *(f"{link.label}：{link.address}" for link in self.links)))


STAFF = "staff"

Vote = Literal["useful", "useless"]


class Ballot(Frozen):
    """What a person thinks of an answer that they were given."""

    answer: str
    vote: Vote


class Received(Frozen):
    """An answer that was given, and how it was received."""

    at: datetime
    asked: Asked
    citations: tuple[Citation, ...] = ()
    vote: Vote | None = None
    handed_over: bool = False
    """Its question went to staff."""


NEWS = ""
"""In the place of a deadline: the person wants to be told when the words of the region's text change."""


class Reminder(Frozen):
    """A deadline that the person wants to be reminded of; or that they want to be told of changes."""

    region: str
    deadline: str
    """Its id, or ``NEWS``."""
    chat: str
    """Where it goes."""
    since: datetime
    """When it was switched on; what lies before is not made up for."""
    told: datetime | None = None
    """When word of a change was sent last."""


class Site(Frozen):
    """Where else the assistant can be reached."""

    url: str | None = None
    """Address of our own web page, without a slash at the end; None where it has none that others can open."""
    bot: str | None = None
    """Name of the bot on Telegram, without @."""
    operator: str | None = None
    """Who runs the assistant and how to reach them, as people are told."""


class Code(Frozen):
    """A one-time code: a secret that leads one person to one thing, once, for a short time."""

    secret: str
    """32 hexadecimal digits. Only a digest of it is stored."""
    kind: Literal["web", "telegram", "form", "desk"]
    """Go on with the conversation on the web, or on Telegram; fill the form on our own page; or sign in as staff."""
    person: str
    draft: str | None = None
    """The draft that ``form`` leads to."""
    made: datetime


class Said(Frozen):
    """One turn of the person's, with what they were told."""

    at: datetime
    said: str
    told: tuple[str, ...] = ()


class World(Frozen):
    """All that a step may know besides the library: loaded by the engine in the turn's own transaction."""

    session: Session
    drafts: tuple[Draft, ...] = ()
    """The person's own, newest first."""
    reminders: tuple[Reminder, ...] = ()
    """The person's own, in the order in which they were switched on."""
    entries: tuple[Entry, ...] = ()
    """The person's own ledger, by day, deleted ones too."""
    consents: tuple[Consent, ...] = ()
    """The person's last word on each kind of use of their data."""
    site: Site = Site()
    redeemed: Code | None = None
    """The one-time code that the turn brings, if it was good."""
    occupied: bool = False
    """It was not used, since the person has things of their own here."""
    said: tuple[Said, ...] = ()
    """For a turn that asks for it: all that is kept of the conversation, oldest first."""
    staff: tuple[Member, ...] = ()
    """For a staff turn: all members of staff."""
    case: Draft | None = None
    """For a staff turn: the submitted draft that it names, whoever wrote it."""
    shut_out: bool = False
    """Whether the applicant of that case has shut us out where they are written to."""
    letter: Turn | None = None
    """For a staff turn that sends, or drops, what was written in a case's thread: the turn in which it was."""
    rulings: tuple[Ruling, ...] = ()
    """All rulings, oldest first, withdrawn ones too."""
    answer: Received | None = None
    """The answer, given to this person, that the turn may be about."""
    group: bool = False
    """Staff have a chat to which pictures and files can be passed on."""
    lately: tuple[Received, ...] = ()
    """For a turn that may hand a question to staff: the last answers given to this person, oldest first."""
    received: tuple[Received, ...] = ()
    """For a staff turn that asks for them: all answers of late, oldest first."""


class Outcome(Frozen):
    """What a step returns. Nothing happens until the engine has committed it."""

    session: Session
    replies: tuple[Reply, ...]
    save: tuple[Draft, ...] = ()
    delete: tuple[str, ...] = ()
    ballot: Ballot | None = None
    reminders: tuple[Reminder, ...] | None = None
    """All that the person has from now on; None where nothing changes."""
    entries: tuple[Entry, ...] = ()
    """Of the person's ledger, new or changed."""
    rulings: tuple[Ruling, ...] = ()
    """Made or withdrawn by staff."""
    consents: tuple[Consent, ...] = ()
    """Given, refused or taken back in this turn."""
    codes: tuple[Code, ...] = ()
    """One-time codes that the replies speak of."""
    edited: Edited | None = None
    """What became of an edit; None where the turn was none."""
    hush: bool = False
    """What was said until now goes, on both sides; the replies of this turn stay."""
    erase: bool = False
    """Everything that is stored of the person goes, at once; the replies are the last that they are sent."""
    used: bool = False
    """The button that was pressed has done what it was there for, and goes."""
    forget: tuple[str, ...] = ()
    """Entries of the person's ledger that go for good."""
