"""The master key: one file outside the data folder, which every other key is wrapped with.

Whoever has the data folder, or a backup of it, and not this file, can read nothing that people wrote. The file is made
at the first start. A new master key lies beside the old one, as ``<name>.new``, until the database has taken it up;
whichever of the two opens the database is the right one, so that a rotation may be cut off anywhere.
"""

from collections.abc import Callable
from pathlib import Path

from storage.errors import StorageError
from storage.files import sync_folder, write_new
from storage.vault import LENGTH, new_key

NAME = "master.key"

INSIDE = (
    "主密钥 {path} 放在数据文件夹里：数据和密钥一起被拷走，加密就没有用了。请用 MASTER_KEY 把它设到数据文件夹以外。"
)
TOO_OPEN = "主密钥文件 {path} 的权限太宽，别的用户也能读。请先运行 chmod 600 {path}，再试一次。"
LOST = (
    "主密钥文件 {path} 不见了。已保存的内容是用它加密的，没有它谁也读不出来。"
    "请把您另外保管的那一份放回原处，或用 MASTER_KEY 指明它在哪里。程序没有另建密钥，数据未作改动。"
)
SPOILED = "主密钥文件 {path} 读不了或不完整。请用您另外保管的那一份替换它；数据未作改动。"
WRONG = "主密钥文件 {path} 不是加密这份数据的那一把。请换回原来的主密钥，或用 MASTER_KEY 指明它在哪里；数据未作改动。"
UNWRITABLE = "建不了主密钥文件 {path}：请检查文件夹的写权限和磁盘空间，或用 MASTER_KEY 另选位置。"


class MasterKeyError(StorageError):
    """The master key cannot be used. Nothing was changed."""


def default_path(database: Path) -> Path:
    """Beside the data folder: ``var/assistant.db`` has its key in ``var-keys``."""
    folder = database.resolve().parent
    return folder.parent / f"{folder.name}-keys" / NAME


def successor(path: Path) -> Path:
    """Where a new master key waits for the database to take it up."""
    return path.with_name(f"{path.name}.new")


def check_place(path: Path, database: Path) -> None:
    """Refuse a key that would be copied along with the data."""
    if path.resolve().is_relative_to(database.resolve().parent):
        raise MasterKeyError(INSIDE.format(path=path))


def find(path: Path, opens: Callable[[bytes], bool]) -> bytes:
    """The master key that opens the database: the file's, or that of a rotation which was cut off."""
    kept = [each for each in (path, successor(path)) if each.exists()]
    if not kept:
        raise MasterKeyError(LOST.format(path=path))
    for each in kept:
        key = _read(each)
        if opens(key):
            return key
    raise MasterKeyError(WRONG.format(path=path))


def first(path: Path) -> bytes:
    """The master key for data that has none yet: that of the file if there is one, else a new one."""
    key = _read(path) if path.exists() else make(path)
    settle(path, key)
    return key


def make(path: Path) -> bytes:
    """A new key beside the old one, readable for its owner alone, on the disk before anything is sealed with it."""
    key = new_key()
    try:
        write_new(successor(path), f"{key.hex()}\n".encode())
    except OSError:
        raise MasterKeyError(UNWRITABLE.format(path=path)) from None
    return key


def settle(path: Path, key: bytes) -> None:
    """The key that the database knows is the one that stays; the other file goes."""
    waiting = successor(path)
    if not waiting.exists():
        return
    try:
        if path.exists() and _read(path) == key:
            waiting.unlink()
        else:
            waiting.replace(path)
        sync_folder(path.parent)
    except OSError:
        raise MasterKeyError(UNWRITABLE.format(path=path)) from None


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_mode & 0o077:
            raise MasterKeyError(TOO_OPEN.format(path=path))
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        raise MasterKeyError(SPOILED.format(path=path)) from None
    if len(key) != LENGTH:
        raise MasterKeyError(SPOILED.format(path=path))
    return key
