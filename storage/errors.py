"""How a storage can fail."""


class StorageError(Exception):
    """A storage failed. The message is Chinese, says what to do, and holds no personal data."""

    exit_code = 1
    """What a program that ends for this reason returns."""


class InUseError(StorageError):
    """Another process works on the same data."""

    exit_code = 3


class UnwritableError(StorageError):
    """The place for the data cannot be written."""


class DamagedError(StorageError):
    """The data is not what this program wrote; nothing was changed."""


class NewerError(StorageError):
    """The data was written by a later version of the program; nothing was changed."""


class UnavailableError(StorageError):
    """It did not work this time (disk full, locked); nothing was written, and it may be tried again."""


class RowDamagedError(StorageError):
    """One stored record cannot be read; the others can."""


class CollisionError(StorageError):
    """A name made by chance (a receipt, the id of a draft or an answer) is taken; make another."""


class StaleDraftError(StorageError):
    """The draft has changed since it was read."""
