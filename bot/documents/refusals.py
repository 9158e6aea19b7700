"""Why a file cannot be read."""


class UnreadableError(Exception):
    """The file holds no text that can be read. The message is Chinese, without a full stop, and says what to do."""
