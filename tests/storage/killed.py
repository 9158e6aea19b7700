"""A migration that dies half-way. In a module of its own, so that the process it runs in starts fast."""

import os
import signal
import sqlite3

from sqlite_utils import Database

from storage.migrations import migrations


def migrate_until_killed(path: str, statements: int) -> None:
    """Bring the tables up, and die before the statement after so many."""
    done = 0

    def count(_sql: str, _values: object) -> None:
        nonlocal done
        done += 1
        if done > statements:
            os.kill(os.getpid(), signal.SIGKILL)

    connection = sqlite3.connect(path, isolation_level=None)
    migrations.apply(Database(connection, tracer=count, execute_plugins=False))
