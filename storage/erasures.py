"""Which keys have been destroyed, told beside the master key: a backup restored later must not bring their words back.

A line names a key by a digest that tells nothing without the database's own secret. It is written before the
transaction that destroys the key, so that no death in between loses it.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from knowledge.reasons import why
from storage.errors import UnavailableError
from storage.files import append

NOT_WRITTEN = "删除没有完成：记录删除的文件 {path} 写不进去（{why}）。请检查磁盘空间和权限，再试一次；数据未作改动。"


class Erasures:
    """The file ``erased.log``."""

    def __init__(self, key: Path) -> None:
        self._path = key.with_name("erased.log")

    def add(self, names: Iterable[str], at: datetime) -> None:
        """These keys are about to be destroyed. Raises UnavailableError."""
        lines = "".join(f"{at.isoformat(timespec='seconds')} {name}\n" for name in names)
        if not lines:
            return
        try:
            append(self._path, lines.encode())
        except OSError as error:
            raise UnavailableError(NOT_WRITTEN.format(path=self._path, why=why(error))) from None

    def names(self) -> frozenset[str]:
        """Names of all keys that were ever to be destroyed. A line that a crash cut short is passed over."""
        if not self._path.exists():
            return frozenset()
        lines = self._path.read_text(encoding="utf-8").splitlines()
        return frozenset(line.partition(" ")[2] for line in lines)
