"""``rulings``: what authorities have settled in single cases, for staff at the terminal."""

from datetime import UTC, date, datetime

import click

from bot.app import resting_engine
from bot.commands.failures import Refused
from bot.commands.lines import print_rows
from bot.commands.options import Day, as_json, day_or_today
from bot.commands.reading import reading
from bot.commands.recording import access
from bot.engine import new_nonce
from bot.library import open_library
from bot.settings import read_settings
from handlers.cases.ruling import RulingError, withdrawn
from handlers.cases.spoken import article
from handlers.member import Action
from handlers.model import Turn
from handlers.wording import rulings as wording
from handlers.wording.desk import NO_CASE

AT_THE_TERMINAL = "console:staff"
"""Who acts where somebody at the terminal does; nobody in a channel has this number."""


@click.group()
def rulings() -> None:
    """What authorities have settled where a text leaves something open (裁量结论)."""


@rulings.command("list")
@as_json
def list_rulings(as_json: bool) -> None:
    """All rulings, withdrawn ones too, oldest first.

    Id, provision, whether it stands, authority, date and words of each.
    """
    library = open_library()
    with reading() as reader:
        found = reader.rulings()
    if as_json:
        print_rows(each.model_dump(mode="json") for each in found)
        return
    if not found:
        click.echo(wording.NO_RULINGS, err=True)
    for each in found:
        click.echo(wording.line(library, each, day_or_today(None)))


@rulings.command("add")
@click.option("--case", "receipt", required=True, help="Receipt of the case in which it was made.")
@click.option("--provision", required=True, help="The provision that leaves it open: 第九条第1项, or its eId.")
@click.option("--criterion", default="", help="Title of the criterion, where the provision has several.")
@click.option("--text", required=True, help="The ruling, without anybody's name: others are shown it.")
@click.option("--authority", required=True, help="Who made it: 萧山区人力社保局.")
@click.option("--date", "day", type=Day(), required=True, help="When it was made, YYYY-MM-DD.")
@click.option("--expiry", type=Day(), help="The last day on which it stands; without an end by default.")
def add_ruling(
    receipt: str, provision: str, criterion: str, text: str, authority: str, day: date, expiry: date | None
) -> None:
    """Write down a ruling; its applicant is told. The assistant must be stopped.

    The situation in which it is shown to others is that of the case.
    """
    with resting_engine(read_settings()) as engine:
        with engine.store.transaction() as transaction:
            case = transaction.case(receipt.upper())
        if case is None:
            raise Refused(NO_CASE)
        action = Action(
            name="rule",
            receipt=receipt.upper(),
            provision=article(engine.library, case, provision)[0] or provision,
            criteria=(criterion,) if criterion else (),
            note=text,
            authority=authority,
            day=day,
            expiry=expiry,
        )
        nonce, at = new_nonce(), datetime.now(UTC)
        me = AT_THE_TERMINAL
        turn = Turn(channel="console", key=nonce, person=me, chat=me, at=at, nonce=nonce, staff=True, action=action)
        taken = engine.take(turn)
        for queued in taken.replies:
            if queued.chat == me:
                engine.store.mark_sent(queued.id, at)
        said = "\n".join(queued.reply.text for queued in taken.replies if queued.chat == me)
        with engine.store.transaction() as transaction:
            kept = any(each.id == nonce[:16] for each in transaction.rulings())
    if not kept:
        raise Refused(said)
    click.echo(said)


@rulings.command("withdraw")
@click.argument("ruling")
def withdraw_ruling(ruling: str) -> None:
    """Show a ruling to nobody any more. The assistant must be stopped."""
    with resting_engine(read_settings()) as engine, engine.store.transaction() as transaction:
        try:
            taken_back = withdrawn(transaction.rulings(), ruling, datetime.now(UTC))
        except RulingError as error:
            raise Refused(str(error)) from None
        transaction.save_ruling(taken_back)
        transaction.log_access(access("withdraw", taken_back.case, taken_back.id))
    click.echo(wording.withdrawn(taken_back))
