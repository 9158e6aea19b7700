"""What a regulation is made of: its identity, its provisions, and the faults of its text.

Everything here is data read from ``regulations/<slug>/``; nothing here knows what any regulation says.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

ProvisionKind = Literal[
    "front",
    "contents",
    "title",
    "chapter",
    "article",
    "section",
    "item",
    "paragraph",
    "annex",
    "group",
    "row",
    "field",
    "note",
]
"""``contents`` is a table of contents, whose words the headings say again; ``chapter`` any division, from 编 to 目."""


class Frozen(BaseModel):
    """A value: never changed after it is made, never holding a field that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Provision(Frozen):
    """One citable piece of a regulation (条, 款, 项, a row of a score sheet, a field of a form, title matter).

    ``text`` holds the provision's own words only, as the source prints them, without those of its children;
    every character of the source that is not a dropped artefact stands in exactly one provision.
    """

    region: str
    eid: str
    kind: ProvisionKind
    label: str
    """As people cite it, numbering normalised: 第九条第1项, 三（一）, 附件2第7行, 文件头（文号）."""
    printed: str
    """The same with the numbering that the document prints: 三（1）."""
    text: str
    parent: str | None = None
    line: int = 0
    """Line in ``text.md``."""

    @property
    def lays_down(self) -> bool:
        """Whether a decision can rest on it: an article or a part of one, no heading, table or form."""
        return self.kind in {"article", "section", "item", "paragraph"}


class Citation(Frozen):
    """A pointer to a provision with the words relied on."""

    region: str
    eid: str
    label: str
    quote: str

    @property
    def row(self) -> dict[str, str]:
        """As programs read it beside a region that is told already."""
        return {"eid": self.eid, "label": self.label, "quote": self.quote}


def cited(sources: Sequence[Citation]) -> dict[str, object]:
    """Sources as programs read them: the first is the citation, all of them stand under ``sources``."""
    return {**sources[0].row, "sources": [one.row for one in sources]}


class Bound(Frozen):
    """A quote bound to the provision that it is taken from; ``regulation check`` proves that it stands there."""

    at: str
    quote: str


class Defect(Frozen):
    """A fault, gap or ambiguity of the text itself, kept so that it is shown and never papered over."""

    id: str
    line: int | None = None
    """Line in ``source.txt``; None where something is absent from the whole text."""
    at: str | None = None
    """eId of the provision concerned, where there is one."""
    quote: str = ""
    """The words concerned, empty where the defect is an absence."""
    effect: str
    """What it means for a reader (Chinese, shown to people)."""
    treatment: str
    """How we treat it (Chinese, shown to people)."""
    who: str = ""
    """Who may settle it, as the text names them; empty where the text names nobody."""


class Dropped(Frozen):
    """Characters of the source that are no words of the regulation (page marks, mark-up), with every place."""

    text: str
    lines: tuple[int, ...]
    """Lines of ``source.txt``, one entry for each occurrence dropped."""
    why: str


class StatusKind(StrEnum):
    """What may be said of a text's force on a given day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    NO_END_STATED = "no_end_stated"
    DRAFT = "draft"


class Validity(Frozen):
    """The text's own words on its force."""

    effective: date | None = None
    """First day in force, where the text states it."""
    until: date | None = None
    """Last day in force, where the text states or fixes it."""
    draft: bool = False
    """The document calls itself a draft (征求意见稿)."""
    trial: bool = False
    """The document calls itself a trial (试行)."""
    sources: tuple[Bound, ...] = ()


class Named(Frozen):
    """Something the text names, with the words that name it."""

    name: str
    source: Bound


class Identity(Frozen):
    """``regulation.yaml``: who issued what, when, and how far it can be relied on."""

    slug: str
    short: str
    """How people call the region: 萧山; for a text without rules the title's own short form."""
    region: str = ""
    """The region's full name: 杭州市萧山区; empty for a text that is for no single place."""
    title: str
    number: str | None = None
    """文号; None where the document bears none."""
    issuers: tuple[str, ...] = ()
    """Empty where the document does not name them."""
    issued: date | None = None
    """Date of the document; None where it is blank."""
    validity: Validity = Validity()
    predecessors: tuple[Named, ...] = ()
    interpreter: Named | None = None
    """Who interprets the text; None where the text does not say."""
    contact: str = "主管部门"
    """Whom to ask, in Chinese, taken from the text's own bodies."""
    leader: str = "领办人"
    """The text's own word for the leader: 领办技师, 领衔人, 领办人, 首席技师."""
    workshop: str = "工作室"
    """The text's own word for the workshop: 技师工作室, 技能大师工作室, 首席技师工作室."""
    defects: tuple[Defect, ...] = ()
    dropped: tuple[Dropped, ...] = Field(default=())
