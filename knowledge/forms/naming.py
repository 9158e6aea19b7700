"""How a workshop is named: the region's format as data, a builder, and a check of a name already chosen."""

import re
from collections.abc import Mapping
from typing import Literal, Self

from pydantic import model_validator

from knowledge.model import Frozen
from knowledge.statements import Statement
from knowledge.texts.text import fold

_LAYOUT_SPACE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
"""White space beside a Chinese character: 张 三 is 张三, while the space inside a Latin name stays."""

LONGEST = 120
"""Characters of a name that are looked at, ample for the longest unit names; what follows is surplus."""
SHOWN = 20
"""Characters of such a surplus that a problem shows."""


class NamePart(Frozen):
    """One part of the format: words that every name has, or a slot that is filled in."""

    literal: str = ""
    """Words printed as they stand: 萧山区, 技师工作室."""
    slot: str = ""
    """Id of the value: ``unit_name``, ``leader_name``, ``occupation``; a form field of that id supplies it."""
    label: str = ""
    """What the rule calls the slot: 领办人名字."""
    hint: str = ""
    """What to write (Chinese)."""
    least: int = 1
    """Fewest characters of a plausible value; lets a missing part be noticed when no value is known."""

    @model_validator(mode="after")
    def _literal_or_slot(self) -> Self:
        """Exactly one of the two, and a slot has a label to show."""
        if bool(self.literal) == bool(self.slot) or bool(self.slot) != bool(self.label):
            raise ValueError("每一部分要么是 literal，要么是 slot 加 label")
        return self

    @property
    def called(self) -> str:
        """How to speak of the part: its label, or its own words."""
        return self.label or self.literal


class NameRule(Statement):
    """The format of the name, bound to the words that set it; no parts where the text sets none."""

    title: str
    """Heading above the questions for the slots (Chinese)."""
    parts: tuple[NamePart, ...] = ()

    @model_validator(mode="after")
    def _parts_or_silence(self) -> Self:
        """A format has parts; a text without a format says so."""
        if bool(self.parts) == self.not_stated:
            raise ValueError("名称规则要么有 parts，要么写 not_stated")
        return self

    @property
    def slots(self) -> tuple[NamePart, ...]:
        """The parts to fill in, in the order of the name."""
        return tuple(part for part in self.parts if part.slot)


class NameIncomplete(ValueError):  # noqa: N818 - says what is the case, like KeyError says what is wrong
    """A name cannot be built: values are missing, or the text sets no format (then ``missing`` is empty)."""

    def __init__(self, missing: tuple[NamePart, ...]) -> None:
        """``missing``: the slots without a value."""
        super().__init__("、".join(part.called for part in missing) or "no format in the text")
        self.missing = missing


class Problem(Frozen):
    """A way in which a name departs from the format."""

    kind: Literal["empty", "missing", "order", "extra", "short"]
    """``missing``: the part is not in the name; ``extra``: words that belong to no part; ``order``: all parts are
    there, in another order; ``short``: too few characters for the parts named; ``empty``: no name at all."""
    what: str = ""
    """The part's words or label, or the surplus words; several labels are joined by 、."""


def build(rule: NameRule, values: Mapping[str, str]) -> str:
    """The name by the rule; ``values`` by slot id, others ignored. Raises ``NameIncomplete``."""
    missing = tuple(part for part in rule.slots if not values.get(part.slot, "").strip())
    if missing or not rule.parts:
        raise NameIncomplete(missing)
    return "".join(part.literal or _tidy(values[part.slot]) for part in rule.parts)


def lint(rule: NameRule, name: str, values: Mapping[str, str]) -> list[Problem]:
    """What is wrong with a name, as far as the known values tell; nothing where the text sets no format."""
    if not rule.parts:
        return []
    given = fold(name)
    if not given:
        return [Problem(kind="empty")]
    if len(given) > LONGEST:
        return [Problem(kind="extra", what=given[LONGEST : LONGEST + SHOWN])]
    pieces = [(part, fold(part.literal or values.get(part.slot, ""))) for part in rule.parts]
    absent = [Problem(kind="missing", what=part.called) for part, words in pieces if words not in given]
    if absent:
        return absent
    strict = "".join(re.escape(words) or f".{{{part.least},}}" for part, words in pieces)
    return [] if re.fullmatch(strict, given) else _gap_problems(pieces, given)


def _tidy(value: str) -> str:
    return _LAYOUT_SPACE.sub("", value).strip()


def _gap_problems(pieces: list[tuple[NamePart, str]], given: str) -> list[Problem]:
    """Problems of what stands before, between and after the parts whose words are known."""
    known = [words for _, words in pieces if words]
    found = re.fullmatch("(.*?)" + "(.*?)".join(re.escape(words) for words in known) + "(.*)", given)
    if found is None:
        return [Problem(kind="order", what="、".join(part.called for part, _ in pieces))]
    wanted: list[list[NamePart]] = [[]]
    for part, words in pieces:
        if words:
            wanted.append([])
        else:
            wanted[-1].append(part)
    return [
        problem for parts, between in zip(wanted, found.groups(), strict=True) for problem in _one_gap(parts, between)
    ]


def _one_gap(parts: list[NamePart], between: str) -> list[Problem]:
    """The words between two known parts, against the unknown parts that belong there."""
    if not parts:
        return [Problem(kind="extra", what=between)] if between else []
    if len(between) >= sum(part.least for part in parts):
        return []
    kind: Literal["missing", "short"] = "short" if between else "missing"
    return [Problem(kind=kind, what="、".join(part.called for part in parts))]
