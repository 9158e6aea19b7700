"""``drafts``: what has been handed in, for staff at the terminal."""

from collections.abc import Sequence

import click

from bot.commands.failures import Refused
from bot.commands.lines import print_rows
from bot.commands.options import as_json, day_or_today
from bot.commands.reading import reading
from bot.library import open_library
from handlers.draft import Draft
from handlers.flow import SHANGHAI
from handlers.rulings import Ruling
from handlers.wording.desk import case_text
from handlers.wording.drafting import draft_text
from knowledge.library import Library


@click.group()
def drafts() -> None:
    """What applicants have handed in."""


@drafts.command("list")
@as_json
def list_drafts(as_json: bool) -> None:
    """All cases, newest first.

    Receipt, kind, region, state and last change of each.
    """
    with reading() as reader:
        cases = reader.submitted()
    if as_json:
        print_rows(case.model_dump(mode="json") for case in cases)
        return
    if not cases:
        click.echo("还没有人提交。", err=True)
    for case in cases:
        click.echo(_line(case))


def _line(case: Draft) -> str:
    changed = case.changed.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return "\t".join((case.receipt or "", case.kind, case.region or "-", case.state, changed))


@drafts.command("show")
@click.argument("receipt")
@as_json
def show_draft(receipt: str, as_json: bool) -> None:
    """One case, as staff see it."""
    with reading() as reader:
        case = reader.case(receipt.upper())
        rulings = reader.rulings()
    if case is None:
        raise Refused("没有这个回执编号。用 drafts list 可以看到全部编号。")
    if as_json:
        print_rows([case.model_dump(mode="json")])
    else:
        click.echo(_shown(open_library(), case, rulings))


def _shown(library: Library, case: Draft, rulings: Sequence[Ruling]) -> str:
    form = draft_text(library, case) if case.kind == "application" else ""
    return case_text(library, case, form, day_or_today(None), rulings=rulings)
