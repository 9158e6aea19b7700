"""``facts``, ``provisions`` and ``regulation``: what the assistant knows, printed."""

from collections.abc import Iterator
from pathlib import Path

import click

from bot.commands.adding import add_regulation
from bot.commands.comparing import diff_editions
from bot.commands.lines import Row, print_rows
from bot.commands.options import as_json, chosen, day_or_today, region_option
from bot.library import open_library
from bot.settings import read_settings
from handlers.wording.status import status_line
from knowledge import loader
from knowledge.library import Library, Regulation, written
from knowledge.usage import facts_used
from knowledge.vocabulary.facts import Fact


@click.command()
@region_option
@as_json
def facts(region: str | None, as_json: bool) -> None:
    """What may be asked, and how sheets name it."""
    library = open_library()
    users = _users(library)
    shown = [fact for fact in library.facts.values() if users[fact.id] & set(chosen(library, region))]
    if as_json:
        print_rows(_fact_row(library, fact, sorted(users[fact.id])) for fact in shown)
        return
    for fact in shown:
        click.echo(f"{fact.id}  {fact.question}{_expected(fact)}")


def _users(library: Library) -> dict[str, set[str]]:
    """Slugs of the regulations that use each fact."""
    used = {slug: facts_used(library, slug) for slug in library.regulations}
    return {fact: {slug for slug, needed in used.items() if fact in needed} for fact in library.facts}


def _fact_row(library: Library, fact: Fact, regions: list[str]) -> Row:
    bounded = fact.minimum is not None or fact.maximum is not None
    named = {slug: written(library.get(slug).rules).names.get(fact.id) for slug in regions}
    return {
        "id": fact.id,
        "aliases": list(fact.aliases),
        "named_in": {slug: list(names) for slug, names in named.items() if names},
        "question": fact.question,
        "kind": fact.kind,
        "choices": [choice.value for choice in fact.choices],
        "unit": fact.unit,
        "range": [fact.minimum, fact.maximum] if bounded else None,
        "sensitivity": fact.sensitivity,
        "regions": regions,
    }


def _expected(fact: Fact) -> str:
    """What an answer looks like, in brackets."""
    said = "、".join(choice.value for choice in fact.choices) or fact.unit
    return f"（{said}）" if said else ""


@click.command()
@region_option
@as_json
def provisions(region: str | None, as_json: bool) -> None:
    """Every provision, one a line."""
    library = open_library()
    rows = _provision_rows(library, chosen(library, region))
    if as_json:
        print_rows(rows)
        return
    for row in rows:
        words = row["text"].replace("\n", " ")
        click.echo(f"{row['region']}\t{row['eid']}\t{row['label']}\t{words}")


def _provision_rows(library: Library, slugs: list[str]) -> Iterator[Row]:
    for slug in slugs:
        for provision in library.get(slug).provisions:
            yield {"region": slug, "eid": provision.eid, "label": provision.label, "text": provision.text}


@click.group()
def regulation() -> None:
    """The library of regulations."""


@regulation.command("list")
@as_json
def list_regulations(as_json: bool) -> None:
    """Status and edition of each regulation."""
    rows = [_regulation_row(each) for each in open_library().regulations.values()]
    if as_json:
        print_rows(rows)
        return
    for row in rows:
        only = "\t只有条文" if row["text_only"] else ""
        click.echo(f"{row['region']}\t{row['short']}\t{row['title']}\t{row['status']}\t{row['provisions']} 条款{only}")


def _regulation_row(regulation: Regulation) -> Row:
    identity = regulation.identity
    return {
        "region": identity.slug,
        "short": identity.short,
        "title": identity.title,
        "number": identity.number,
        "status": status_line(regulation, day_or_today(None)),
        "edition": regulation.edition,
        "provisions": len(regulation.provisions),
        "text_only": regulation.rules is None,
    }


regulation.add_command(add_regulation)
regulation.add_command(diff_editions)


@regulation.command("check")
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=loader.HERE,
    show_default="the folder of the program",
    help="Folder that holds facts.yaml and regulations/.",
)
@click.pass_context
def check_regulations(ctx: click.Context, root: Path) -> None:
    """Print every fault with its file and line.

    Exits with 1 if there are any.
    """
    more = read_settings().regulations if root == loader.HERE else None
    faults = loader.check(root, more)
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        click.echo(f"发现 {len(faults)} 处错误。", err=True)
        ctx.exit(1)
    library = loader.load(root, more)
    count = sum(len(each.provisions) for each in library.regulations.values())
    click.echo(f"检查通过：{len(library.regulations)} 部规定，{count} 条条款。")
