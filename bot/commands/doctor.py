"""``doctor``: whether everything is in place."""

from datetime import UTC, datetime

import click

from bot.commands.lines import print_rows
from bot.commands.options import as_json
from bot.doctor import examine
from bot.settings import read_settings

SIGNS = {"good": "✓", "note": "！", "bad": "✗"}


@click.command()
@as_json
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Look at settings, rights, keys, disk, clock, fonts, backups and token.

    Exits with 1 where something is wrong. Nothing is changed.
    """
    found = examine(read_settings(), datetime.now(UTC))
    if as_json:
        print_rows({"check": each.name, "state": each.state, "text": each.text} for each in found)
    else:
        for each in found:
            click.echo(f"{SIGNS[each.state]} {each.text}")
    ctx.exit(1 if any(each.state == "bad" for each in found) else 0)
