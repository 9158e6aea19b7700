"""The provisions of one text, looked up by eId or by citation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.model import Provision
from knowledge.texts.labels import eid_of
from knowledge.texts.text import fold


class Provisions:
    """All provisions of a text. Never changed after it is made."""

    def __init__(self, provisions: Iterable[Provision]) -> None:
        self.all = tuple(provisions)
        """In the order of the text."""
        self._by_eid = {provision.eid: provision for provision in self.all}
        self._by_label: dict[str, Provision] = {}
        self._below: dict[str, list[Provision]] = {}
        for provision in self.all:
            self._by_label.setdefault(fold(provision.label), provision)
            self._by_label.setdefault(fold(provision.printed), provision)
            if provision.parent:
                self._below.setdefault(provision.parent, []).append(provision)

    def __contains__(self, eid: str) -> bool:
        return eid in self._by_eid

    def get(self, eid: str) -> Provision:
        """The provision of that eId. Raises ``KeyError`` where there is none."""
        return self._by_eid[eid]

    def find(self, label: str) -> Provision | None:
        """The provision that a citation means, printed or normalised, in any width and numerals; None if none."""
        return self._by_label.get(fold(label)) or self._by_eid.get(eid_of(label) or "")

    def children(self, eid: str) -> tuple[Provision, ...]:
        """What hangs directly under a provision, in the order of the text. Raises ``KeyError`` for an unknown eId."""
        return tuple(self._below.get(self.get(eid).eid, ()))

    def whole(self, eid: str) -> str:
        """A provision's own words and those of all that hangs under it, a paragraph a line.

        Raises ``KeyError`` for an unknown eId.
        """
        return "\n".join(provision.text for provision in self._down(self.get(eid)))

    def _down(self, provision: Provision) -> Iterator[Provision]:
        yield provision
        for child in self._below.get(provision.eid, ()):
            yield from self._down(child)
