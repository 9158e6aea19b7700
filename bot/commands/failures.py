"""How a command fails: one plain message on standard error, a non-zero exit, never a traceback unless asked for."""

from collections.abc import Mapping
from importlib import import_module
from typing import IO, Any

import click

from bot.settings import SettingsError
from knowledge.faults import RegulationError
from knowledge.reasons import why
from storage.errors import InUseError, StorageError


class InputError(Exception):
    """What was given cannot be answered. The message is Chinese, without a full stop, and says why."""


class Refused(click.ClickException):
    """The command cannot do what was asked. The message is Chinese and says what to do."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message to ``file``, standard error by default."""
        click.echo(f"错误：{self.format_message()}", file=file, err=file is None)


class Occupied(Refused):
    """Another process works on the same data."""

    exit_code = InUseError.exit_code


class CommandGroup(click.Group):
    """A group that turns every failure of its commands into a :class:`Refused`; ``--debug`` lets it through.

    A command's module is imported when the command is wanted: each needs other libraries, and some are slow to load.
    """

    def __init__(self, *args: Any, places: Mapping[str, str] | None = None, **settings: Any) -> None:
        """``places``: by name of the command, the module that defines it under that name."""
        super().__init__(*args, **settings)
        self._places = places or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the alphabet."""
        return sorted({*super().list_commands(ctx), *self._places})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported if need be."""
        place = self._places.get(cmd_name)
        if place is None:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(place), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            refusal = Occupied if isinstance(error, InUseError) else Refused
            raise refusal(explain(error)) from error


def explain(error: Exception) -> str:
    """What went wrong, in words for the person at the terminal. Unforeseen errors are named by their type alone:
    their text may quote what somebody typed."""
    match error:
        case InputError():
            return f"{error}。"
        case SettingsError() | StorageError():
            return str(error)
        case RegulationError():
            return "\n".join(["规定的资料有错，不能启动：", *map(str, error.faults)])
        case OSError():
            return f"{why(error)}：{error.filename}" if error.filename else f"{why(error)}。"
        case _:
            return f"程序内部出错（{type(error).__name__}）。加 --debug 再运行一次可以看到细节。"
