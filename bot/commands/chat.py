"""``chat``: the assistant in the terminal."""

import click

from bot import logs
from bot.app import running_engine
from bot.console import converse
from bot.settings import read_settings


@click.command()
def chat() -> None:
    """Talk to the assistant in the terminal."""
    settings = read_settings()
    # between the lines of a conversation only warnings are logged, or everything for DEBUG
    logs.configure("WARNING" if settings.log_level == "INFO" else settings.log_level)
    with running_engine(settings) as engine:
        converse(engine, settings.database.parent / "files")
