"""YAML without surprises: what is typed is what is read, and every fault is told with its line.

Of YAML only mappings, lists and scalars are allowed. No tags, anchors, aliases, duplicate keys or second documents; a
scalar is text, or an integer where it is written plainly (``12``, ``-3``). ``yes`` and ``2019-11-20`` stay text.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.faults import Fault
from knowledge.reasons import why
from knowledge.yaml_document import Builder, Data, Document, Place

__all__ = ["Data", "Document", "Place", "document", "read", "validate"]

ModelType = TypeVar("ModelType", bound=BaseModel)

MAX_BYTES = 1_000_000
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

SAID = {
    "missing": "缺少",
    "extra_forbidden": "不认识的项目",
    "string_type": "应是文字（数字请加引号）",
    "int_parsing": "应是整数",
    "int_type": "应是整数",
    "bool_parsing": "应是 true 或 false",
    "tuple_type": "应是列表",
    "list_type": "应是列表",
    "dict_type": "应是“名称: 内容”的形式",
    "model_type": "应是“名称: 内容”的形式",
    "date_from_datetime_parsing": "应是日期，如 2019-11-20",
    "date_parsing": "应是日期，如 2019-11-20",
}
"""What pydantic means, in the words of those who write the files."""


def document(path: Path, name: str, faults: list[Fault]) -> Document | None:
    """Read a file as strict YAML; None, and at least one fault under ``name``, where that cannot be done."""
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_BYTES:
            faults.append(Fault(name, 0, f"文件过大（{len(raw)} 字节，最多 {MAX_BYTES}）"))
            return None
        text = raw.decode("utf-8-sig")
    except OSError as error:
        faults.append(Fault(name, 0, f"读不到文件：{why(error)}"))
        return None
    except UnicodeDecodeError as error:
        faults.append(Fault(name, raw[: error.start].count(b"\n") + 1, "不是 UTF-8 编码"))
        return None
    builder = Builder(name)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        builder.faults.append(Fault(name, mark.line + 1 if mark else 0, f"不是正确的 YAML：{error.problem}"))
    except yaml.YAMLError as error:
        builder.faults.append(Fault(name, 0, f"不是正确的 YAML：{error}"))
    faults.extend(builder.faults)
    if builder.faults:
        return None
    if builder.result is None:
        faults.append(Fault(name, 0, "文件是空的"))
    return builder.result


def validate(model: type[ModelType], read: Document, name: str, faults: list[Fault]) -> ModelType | None:
    """The document as a ``model``; None, and every fault with its line, where it does not fit."""
    try:
        return model.model_validate(read.data)
    except ValidationError as error:
        for wrong in error.errors(include_url=False, include_context=False):
            place = _known(read.data, wrong["loc"])
            said = SAID.get(wrong["type"]) or wrong["msg"].removeprefix("Value error, ")
            where = "/".join(str(step) for step in wrong["loc"])
            faults.append(Fault(name, read.line(place), f"{where}：{said}"))
        return None


def read(path: Path, model: type[ModelType], faults: list[Fault], name: str = "") -> ModelType | None:
    """A file as a ``model``; None, and every fault with its line, where it is no strict YAML or does not fit."""
    name = name or path.name
    found = document(path, name, faults)
    return validate(model, found, name, faults) if found else None


def _known(data: Data, loc: tuple[str | int, ...]) -> Place:
    """The part of pydantic's location that exists in the data (it also names members of unions)."""
    place: list[str | int] = []
    for step in loc:
        if (isinstance(data, dict) and isinstance(step, str) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        ):
            data = data[step]  # type: ignore[index]
            place.append(step)
    return tuple(place)
