"""What dies half-way. In a module of its own, so that the process it runs in starts fast."""

import os
import signal
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from storage import master_key
from storage.migrations import migrations
from storage.vault import Vault


def migrate_until_killed(path: str, statements: int) -> None:
    """Bring the tables up, and die before the statement after so many."""
    done = 0

    def count(_sql: str, _values: object) -> None:
        nonlocal done
        done += 1
        if done > statements:
            os.kill(os.getpid(), signal.SIGKILL)

    connection = sqlite3.connect(path, isolation_level=None)
    db = Database(connection, tracer=count, execute_plugins=False)
    migrations(Vault(db, master_key.first(master_key.default_path(Path(path))))).apply(db)
