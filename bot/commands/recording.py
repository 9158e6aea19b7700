"""Who looked at what at the terminal is written down before it is shown."""

import getpass
import os
from datetime import UTC, datetime

from bot.settings import read_settings
from storage import letters
from storage.posting import post
from storage.records import Access, AccessKind


def record(what: AccessKind, receipt: str, detail: str = "") -> None:
    """Write it down, whether the assistant runs or not. Raises StorageError: then nothing may be shown."""
    settings, entry = read_settings(), access(what, receipt, detail)
    post(settings.database, settings.key, letters.of_access(entry), entry.at)


def access(what: AccessKind, receipt: str, detail: str = "") -> Access:
    """What whoever is at the terminal looks at or does now."""
    return Access(at=datetime.now(UTC), staff=f"terminal:{_who()}", what=what, receipt=receipt, detail=detail)


def _who() -> str:
    """The user of the system; their number where it has no name for them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
