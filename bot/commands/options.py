"""Options that several commands share."""

from datetime import date, datetime
from typing import Any

import click

from bot.commands.failures import InputError
from handlers.flow import SHANGHAI
from handlers.intents import region_named
from handlers.wording.common import some_names
from knowledge.library import Library
from knowledge.reasons import why

ALL = "all"
"""Instead of one region."""

region_option = click.option("--region", metavar="SLUG", help="One regulation only, for example xiaoshan or 萧山.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")


class Day(click.ParamType[date]):
    """A calendar day written YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} 不是日期，请写成 2026-11-20 这样。", param, ctx)


class InputFile(click.File):
    """A file to read, or - for standard input."""

    def __init__(self) -> None:
        super().__init__("rb")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The open file, or a usage error; why it cannot be opened is told in our words, not in the system's."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            if isinstance(error.__context__, OSError):
                self.fail(f"{value!r} 打不开（{why(error.__context__)}）。", param, ctx)
            raise


on_day = click.option("--on", "on", type=Day(), help="The day to judge by, YYYY-MM-DD; today in China by default.")


def day_or_today(on: date | None) -> date:
    """The day asked for, else today where the regulations apply."""
    return on or datetime.now(SHANGHAI).date()


def slug_of(library: Library, region: str) -> str:
    """The slug of a region given as slug or Chinese name; InputError where there is none."""
    slug = region_named(library, region)
    if slug is None:
        raise InputError(f"没有“{region[:40]}”这个地区；可用的是 {some_names(list(library.regulations))}")
    return slug


def slugs_of(library: Library, region: str) -> list[str]:
    """Every slug for ``all``, else that of the region."""
    return list(library.regulations) if region == ALL else [slug_of(library, region)]


def chosen(library: Library, region: str | None) -> list[str]:
    """Slugs of the region asked for on the command line; every one where none was."""
    return list(library.regulations) if region is None else [slug_of(library, region)]
