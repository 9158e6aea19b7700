"""The data, looked at beside the running assistant."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.settings import read_settings
from storage.sqlite import SqliteReader


@contextmanager
def reading() -> Iterator[SqliteReader]:
    """What the settings name, opened for reading alone."""
    settings = read_settings()
    reader = SqliteReader.open(settings.database, settings.master_key)
    try:
        yield reader
    finally:
        reader.close()
