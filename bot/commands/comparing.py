"""``regulation diff``: what a new edition changes."""

from pathlib import Path

import click

from bot.commands.failures import InputError
from bot.commands.lines import print_rows
from bot.commands.options import as_json
from bot.library import open_library
from handlers.intents import region_named
from handlers.wording.editions import edition_change
from knowledge import loader
from knowledge.editions.comparing import compare
from knowledge.editions.edition import Edition
from knowledge.editions.results import as_rows
from knowledge.library import Library


@click.command("diff")
@click.argument("old")
@click.argument("new")
@as_json
def diff_editions(old: str, new: str, as_json: bool) -> None:
    """Tell what changes from the edition OLD to the edition NEW.

    Each is the slug or name of a regulation of the library, or the path of a folder like those of the library; write
    ./xiaoshan for a folder of that name. A folder may have nothing but the text.
    """
    library = open_library()
    first, second = (_edition(library, named) for named in (old, new))
    change = compare(first, second)
    if as_json:
        print_rows(as_rows(change))
    else:
        facts = {**first.library.facts, **second.library.facts}
        click.echo(edition_change(change, facts, second.regulation.identity.leader))


def _edition(library: Library, named: str) -> Edition:
    """The edition that is meant; InputError where there is none."""
    slug = region_named(library, named)
    if slug is not None:
        return Edition(library, slug)
    folder = Path(named)
    if not folder.is_dir():
        raise InputError(f"没有“{named[:80]}”这份规定，也没有这个文件夹")
    alone = loader.load_alone(folder)
    return Edition(alone, next(iter(alone.regulations)))
