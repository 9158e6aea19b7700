"""The library that every command works with: the program's own regulations and those that the operator keeps."""

from bot.settings import Settings, read_settings
from knowledge import loader
from knowledge.library import Library


def open_library(settings: Settings | None = None) -> Library:
    """The library by the settings. Raises RegulationError with every fault where anything is wrong."""
    return loader.load(more=(settings or read_settings()).regulations)
