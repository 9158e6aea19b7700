"""Files that are on the disk, and readable for their owner alone, before anybody relies on them."""

import os
import shutil
from pathlib import Path


def write_new(path: Path, content: bytes) -> None:
    """Put the content where nothing or something older was. Raises OSError, and then leaves nothing half-written."""
    make_folder(path.parent)
    path.unlink(missing_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def append(path: Path, content: bytes) -> None:
    """Put the content behind what is there, on the disk before this returns. Raises OSError."""
    make_folder(path.parent)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600), "ab") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """A folder for its owner alone, if there is none."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def copy_new(source: Path, target: Path) -> None:
    """Copy a file to where nothing is. Raises OSError."""
    with (
        source.open("rb") as content,
        open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as copy,
    ):
        shutil.copyfileobj(content, copy)
        copy.flush()
        os.fsync(copy.fileno())


def free_name(path: Path) -> Path:
    """The path, or with a number behind it."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.name}-{number}")
        number += 1
    return free
