"""What a strict YAML file holds, put together from the parser's events with the line of every value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from knowledge.faults import Fault

Data = str | int | list["Data"] | dict[str, "Data"]
Place = tuple[str | int, ...]
"""The way to a value: keys and list positions."""

MAX_DEPTH = 40
INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")


@dataclass(slots=True)
class Document:
    """What a file holds, and on which line each value stands."""

    data: Data
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of the value, or of the nearest that holds it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def walk(self) -> Iterator[tuple[Place, Data]]:
        """Every value with its place, a mapping or list before what it holds."""
        waiting: list[tuple[Place, Data]] = [((), self.data)]
        while waiting:
            place, value = waiting.pop()
            yield place, value
            if isinstance(value, dict):
                waiting.extend(((*place, key), below) for key, below in value.items())
            elif isinstance(value, list):
                waiting.extend(((*place, index), below) for index, below in enumerate(value))


@dataclass(slots=True)
class _Open:
    """A mapping or list that has not ended yet."""

    value: list[Data] | dict[str, Data]
    place: Place
    key: str | None = None


class Builder:
    """Puts a document together from the parser's events."""

    def __init__(self, name: str) -> None:
        self.faults: list[Fault] = []
        self.result: Document | None = None
        self._name = name
        self._stack: list[_Open] = []
        self._lines: dict[Place, int] = {}

    def take(self, event: yaml.Event) -> None:
        """Handle one event."""
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            self._fault(line, "不能用别名（*）")
            self._add("", line)
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event, line)
            self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_marks(event, line)
            self._start({} if isinstance(event, yaml.MappingStartEvent) else [], line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and self.result is not None:
            self._fault(line, "一个文件只能有一份内容（多出了 ---）")

    def _fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self._name, line, message))

    def _refuse_marks(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor:
            self._fault(line, f"不能用锚点（&{event.anchor}）")
        if getattr(event, "tag", None):
            self._fault(line, "不能用类型标签（!）")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        top = self._stack[-1] if self._stack else None
        if top and isinstance(top.value, dict) and top.key is None:
            if event.value in top.value:
                self._fault(line, f"名称重复：{event.value}")
            top.key = event.value
            return
        plain = event.style is None or event.style == ""
        if plain and not event.value:
            self._fault(line, '没有内容（空文字写成 ""，不需要的项目删去）')
        self._add(int(event.value) if plain and INTEGER.fullmatch(event.value) else event.value, line)

    def _start(self, value: list[Data] | dict[str, Data], line: int) -> None:
        top = self._stack[-1] if self._stack else None
        if top and isinstance(top.value, dict) and top.key is None:
            self._fault(line, "名称应是文字")
            top.key = ""
        place = self._add(value, line)
        self._stack.append(_Open(value, place))
        if len(self._stack) > MAX_DEPTH:
            raise yaml.YAMLError(f"第{line}行嵌套超过 {MAX_DEPTH} 层")

    def _add(self, value: Data, line: int) -> Place:
        """Put a value where it belongs, and say where that is."""
        if not self._stack:
            self.result = self.result or Document(value, self._lines)
            self._lines[()] = line
            return ()
        top = self._stack[-1]
        if isinstance(top.value, list):
            place: Place = (*top.place, len(top.value))
            top.value.append(value)
        else:
            key, top.key = top.key or "", None
            place = (*top.place, key)
            top.value[key] = value
        self._lines[place] = line
        return place
