"""The papers to hand in as a list to tick off, and how they are made up, each line with its provision."""

from __future__ import annotations

from knowledge.forms.procedure import Material
from knowledge.library import Regulation, written
from knowledge.model import Citation, Frozen
from knowledge.statements import Statement

TITLES = {
    "copies": "份数",
    "paper": "纸张",
    "binding": "装订",
    "seal": "盖章",
    "signatures": "签字和意见",
    "electronic": "电子文档",
    "originals": "原件",
    "exemptions": "可以不交的",
    "media": "照片和视频",
    "online": "网上申报",
    "window": "受理时间",
}
"""What each statement on making up the papers is called, in the order of a checklist."""


class Line(Frozen):
    """One statement: what is asked for or what the text leaves open, and where it stands."""

    title: str
    text: str
    sources: tuple[Citation, ...]
    """The words that it rests on, or the nearest ones where the text is silent."""
    not_stated: bool = False
    ask: str = ""
    """Whom to ask where the text is silent."""


class Paper(Line):
    """One item of the papers, to be ticked off."""

    id: str
    """Names the item where a draft ticks it off (``Draft.ready``) or a file proves it (``Upload.material``)."""
    kind: str
    """As in ``procedure.yaml``: form, report, copy, evidence, statement or media."""
    optional: bool = False


class Checklist(Frozen):
    """All that has to be got ready for one regulation."""

    papers: tuple[Paper, ...]
    made_up: tuple[Line, ...]
    notes: tuple[Line, ...]
    """What is easily overlooked."""


def checklist(regulation: Regulation) -> Checklist:
    """The checklist of a regulation. Raises ``NotWrittenError`` where nobody has written its procedure."""
    procedure = written(regulation.procedure)
    statements = dict(procedure.handing_in)
    return Checklist(
        papers=tuple(_paper(regulation, material) for material in procedure.materials),
        made_up=tuple(_line(regulation, title, statements[name]) for name, title in TITLES.items()),
        notes=tuple(_line(regulation, "", note) for note in procedure.notes),
    )


def _paper(regulation: Regulation, material: Material) -> Paper:
    line = _line(regulation, material.title, material)
    return Paper(**dict(line), id=material.id, kind=material.kind, optional=material.optional)


def _line(regulation: Regulation, title: str, statement: Statement) -> Line:
    sources = tuple(
        Citation(region=regulation.slug, eid=one.at, label=regulation.get(one.at).label, quote=one.quote)
        for one in statement.bounds
    )
    return Line(title=title, text=statement.text, sources=sources, not_stated=statement.not_stated, ask=statement.ask)
