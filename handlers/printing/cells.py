"""What stands in each place of the printed form: labels, values, printed words, room for seals and opinions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.printing.word import Align, Line
from handlers.wording.layout import narrow
from knowledge.forms.fields import FormField
from knowledge.forms.report import with_unit
from knowledge.library import Regulation
from knowledge.texts.text import contains

POINTS_A_MILLIMETRE = 72 / 25.4
LINE_HEIGHT = 16
"""Points of a line of text, with what is between lines."""
HEAD_SIZE = 12.0
INDENT = 2
"""Characters."""
_SPACED = "　　"


@dataclass(frozen=True)
class Places:
    """The words of a form's places for one draft."""

    regulation: Regulation
    values: Mapping[str, str]
    """By key, without what is not to be printed."""

    def label(self, field: FormField) -> str:
        """A field's label, with what the annex prints behind it on the same line: （可另附页详细阐述）."""
        return narrow(self._first(field) or field.label)

    def behind(self, field: FormField) -> str:
        """What the annex prints behind a label, for the other side of the blank: （盖章）."""
        return narrow(self._first(field).removeprefix(field.label))

    def value(self, field: FormField, key: str, *, height: int = 0, headed: bool = False) -> tuple[Line, ...]:
        """A field's cell: its printed words, what was filled in, and the room for seals and signatures."""
        head = (Line(self.label(field), size=HEAD_SIZE),) if headed else ()
        printed = self._printed(field)
        filled = with_unit(field, self.values.get(key, "")) if not field.official else ""
        align: Align = "left" if field.kind in ("long_text", "printed") else "center"
        indent = INDENT if field.kind == "long_text" and height else 0
        own = (*head, *printed, *((Line(filled, align, indent=indent),) if filled else ()))
        return (*own, *self._by_hand(field, height if headed else 0, len(own)))

    def _first(self, field: FormField) -> str:
        """The line of the annex that begins with a field's label; empty where its provision is something else."""
        provision = self.regulation.get(field.at)
        first = provision.text.split("\n")[0]
        return first if provision.kind == "field" and first.startswith(field.label) else ""

    def _printed(self, field: FormField) -> tuple[Line, ...]:
        """Words that the annex prints in the cell."""
        if field.printed is None or contains(self._first(field), field.printed.quote):
            return ()
        return (Line(narrow(field.printed.quote)),)

    def _by_hand(self, field: FormField, height: int, above: int) -> tuple[Line, ...]:
        """The lines for seal, signature and day, at the right; under a heading they stand at the foot of the cell."""
        lines = self.regulation.get(field.at).text.split("\n")[1:] if self._first(field) else []
        if field.printed is not None:
            lines = [line for line in lines if not contains(field.printed.quote, line)]
        space = height * POINTS_A_MILLIMETRE - LINE_HEIGHT * (above + len(lines) + 1)
        return tuple(
            Line(narrow(text).replace(" ", _SPACED) + _SPACED, "right", before=0 if number else max(space, LINE_HEIGHT))
            for number, text in enumerate(lines)
        )
