"""What is wrong with a file of the library, told so that its author finds the place."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing wrong, in Chinese, with its place."""

    file: str
    """Path under the library's root, with forward slashes."""
    line: int
    """Counted from 1; 0 where no single line is to blame."""
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class RegulationError(Exception):
    """The library cannot be used; ``faults`` says why, all of it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
