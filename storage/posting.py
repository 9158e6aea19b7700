"""Writing something down beside the running program, or instead of it while it is stopped."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from storage import letters
from storage.errors import InUseError
from storage.letters import Letter
from storage.sqlite import SqliteStore


def post(path: Path, key: Path, letter: Letter, at: datetime) -> None:
    """It is kept when this returns: the running program takes it in, or else it is taken in now.

    Raises StorageError.
    """
    letters.leave(letters.folder_of(path), letter, at)
    with suppress(InUseError):
        SqliteStore.open(path, key, found=True).close()
