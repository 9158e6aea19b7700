"""The folder of one regulation: reading its files, and the name of its edition."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from knowledge.faults import Fault
from knowledge.model import Frozen, Provision
from knowledge.reasons import why
from knowledge.strict_yaml import Document, document, validate
from knowledge.texts.edition import edition_name

MAX_TEXT_BYTES = 2_000_000

Part = TypeVar("Part", bound=Frozen)


@dataclass(slots=True)
class Folder:
    """The files of one regulation as they are read."""

    path: Path
    name: str
    """Path under the root, as faults name it."""
    faults: list[Fault]
    documents: dict[str, Document] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    """Names of the YAML files looked for, whether or not they could be read."""

    def part(self, file: str, model: type[Part]) -> Part | None:
        """One YAML file as a ``model``; None where it cannot be read as such."""
        self.asked.add(file)
        found = document(self.path / file, f"{self.name}/{file}", self.faults)
        if found is None:
            return None
        self.documents[file] = found
        return validate(model, found, f"{self.name}/{file}", self.faults)

    def own(self, file: str, model: type[Part]) -> Part | None:
        """Like ``part`` for a file that a folder need not have."""
        return self.part(file, model) if (self.path / file).exists() else None

    def report_strangers(self) -> None:
        """YAML files that nothing reads: a misspelt name would otherwise go unnoticed."""
        for path in sorted(self.path.glob("*.y*ml")):
            if path.name not in self.asked:
                self._fault(path.name, "不认识的文件，名字写错了吗？")

    def words(self, file: str) -> str | None:
        """A text file's content, line ends made alike; None where it cannot be read."""
        try:
            raw = (self.path / file).read_bytes()
            if len(raw) <= MAX_TEXT_BYTES:
                return raw.decode("utf-8-sig").replace("\r\n", "\n")
            self._fault(file, f"文件过大（最多 {MAX_TEXT_BYTES} 字节）")
        except OSError as error:
            self._fault(file, f"读不到文件：{why(error)}")
        except UnicodeDecodeError as error:
            self._fault(file, "不是 UTF-8 编码", error.object[: error.start].count(b"\n") + 1)
        return None

    def edition(self, provisions: Sequence[Provision]) -> str:
        """What names this edition: the words of the text, and the names and bytes of all files but hidden ones."""
        digest = hashlib.sha256()
        for path in sorted(self.path.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                content = path.read_bytes()
                digest.update(f"{path.name}\0{len(content)}\0".encode())
                digest.update(content)
        return edition_name(provisions, digest.hexdigest())

    def _fault(self, file: str, message: str, line: int = 0) -> None:
        self.faults.append(Fault(f"{self.name}/{file}", line, message))
