"""A new master key: every other key is wrapped anew, in one transaction, and then the old file goes.

Cut off before the commit, the old key stays; after it, the next start finds that the new one fits.
"""

from contextlib import closing
from pathlib import Path

from storage import master_key
from storage.errors import DamagedError
from storage.sqlite import SqliteStore
from storage.vault import SealBrokenError

BROKEN = "有一把密钥解不开，没有更换主密钥，数据未作改动。请先运行 audit，或用备份恢复。"


def rotate(path: Path, key: Path) -> int:
    """Take a new master key; the number of keys wrapped with it. Raises StorageError."""
    with closing(SqliteStore.open(path, key, found=True)) as store:
        new = master_key.make(key)
        try:
            count = store.rewrap(new)
        except SealBrokenError:
            raise DamagedError(BROKEN) from None
        master_key.settle(key, new)
    return count
