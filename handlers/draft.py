"""An application from its first field to its last state: what is written, what goes with it, what became of it."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from knowledge.model import Citation, Frozen
from knowledge.vocabulary.facts import Answers

DraftState = Literal["open", "submitted", "accepted", "to_correct", "recommended", "refused", "closed", "withdrawn"]

OVER = frozenset[DraftState]({"refused", "closed", "withdrawn"})
"""States in which nobody has anything more to do; from then on the time runs for which a case is kept."""

UploadKind = Literal["pdf", "jpeg", "png"]
"""By the file's content, whatever its name says."""


class Event(Frozen):
    """Something that happened to a submitted draft."""

    at: datetime
    who: str
    what: str
    note: str = ""
    fields: tuple[str, ...] = ()
    """Keys of the fields to correct."""
    criteria: tuple[str, ...] = ()
    """Criteria to prove, by their place and title."""
    provision: str = ""
    """eId of the provision that it rests on."""
    to: str = ""
    """Whom a case was given to."""
    source: str = ""
    """Key of the turn in which the words were written, where that was another one: they are sent only once."""


class Upload(Frozen):
    """A file that the applicant added. Its content is kept apart, sealed, under ``id``."""

    id: str
    """32 hexadecimal digits by chance: the name of the stored file."""
    material: str = ""
    """The material that it proves; empty where the applicant named none."""
    name: str
    """As the applicant's own file is called: words to show, never a path."""
    kind: UploadKind
    size: int = Field(ge=1)
    """Bytes."""
    at: datetime


class Earlier(Frozen):
    """A question that the applicant had asked the assistant before, and what the answer cited."""

    question: str
    cited: tuple[Citation, ...] = ()


class Draft(Frozen):
    """An application being written or handed in."""

    id: str
    person: str
    chat: str | None = None
    """Where the person wrote or handed it in last; None is the same as ``person``."""
    region: str
    edition: str
    """Name of the regulation's edition that it was begun under, then of the one that it was last handed in under."""
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
    shape: dict[str, int] = Field(default_factory=dict)
    """How often an entry has been taken out of each repeated group: entries are known by their number, which means
    another entry from then on."""
    done: tuple[str, ...] = ()
    """Repeated groups of which the person said that there are no more."""
    answers: Answers = Field(default_factory=dict)
    """The eligibility answers that the verdict rests on."""
    verdict: dict[str, object] = Field(default_factory=dict)
    """The verdict as it stood when the draft was begun, then when it was last handed in; empty where nobody has written
    rules (``knowledge.eligibility.rules.Verdict`` as JSON)."""
    reviewed: Answers = Field(default_factory=dict)
    """What the applicant had said, or their ledger held, of what the review of the region (考核自评) reads, when it was
    handed in last; empty where they had begun none."""
    history: tuple[Event, ...] = ()
    answer: str | None = None
    """Of a question that had been answered before it was handed over: that answer (``Asked.id``)."""
    shown: tuple[Citation, ...] = ()
    """What that answer cited, so that staff see what the applicant saw."""
    earlier: tuple[Earlier, ...] = ()
    """Of a question that was handed over: what the person had asked of late, oldest first."""
    assignee: str | None = None
    """The member of staff who handles it."""
    correcting: tuple[str, ...] = ()
    """Keys of the fields that staff want corrected and that have not been gone through yet."""
    handed_in: dict[str, str] = Field(default_factory=dict)
    """The fields as they were handed in last."""
    before: dict[str, str] = Field(default_factory=dict)
    """The fields as they were handed in the time before, to show what has changed since; empty where there was none."""
    ready: tuple[str, ...] = ()
    """Materials that the applicant has ticked as ready, by id."""
    uploads: tuple[Upload, ...] = ()
    """Files added, in the order in which they came."""


class Change(Frozen):
    """One field as it was when the page was shown, and what is written there now."""

    key: str
    was: str
    now: str


class Edit(Frozen):
    """What a person changed on the form page of a draft, all at once."""

    draft: str
    rev: int
    """The draft's revision when the page was shown."""
    changes: tuple[Change, ...] = ()
    rows: dict[str, int] = Field(default_factory=dict)
    """Entries of the repeated groups that the page shows."""
    shape: dict[str, int] = Field(default_factory=dict)
    """``Draft.shape`` as the page was shown with it."""
    dropped: tuple[str, ...] = ()
    """Entries to take out, as ``members.1``."""
    ticked: tuple[str, ...] = ()
    """Materials that have become ready since the page was shown, by id."""
    unticked: tuple[str, ...] = ()
    """Materials that are not ready after all."""
    added: tuple[Upload, ...] = ()
    """Files whose content has been stored already."""
    removed: tuple[str, ...] = ()
    """Files to delete, by id."""
    submit: bool = False
    """Hand the draft in, once the rest is done."""


class Clash(Frozen):
    """A field that somebody else changed since the page was shown. What they wrote stays."""

    key: str
    theirs: str
    mine: str


class Edited(Frozen):
    """What of an edit was not done as wished, for the page that sent it."""

    clashes: tuple[Clash, ...] = ()
    refused: tuple[str, ...] = ()
    """Why something else was not done (Chinese)."""
