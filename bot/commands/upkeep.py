"""``audit``, ``purge`` and ``erase``: what an operator sees to."""

from contextlib import closing
from datetime import UTC, datetime

import click

from bot.app import resting_engine
from bot.commands.failures import Refused
from bot.commands.lines import print_rows
from bot.commands.options import as_json
from bot.commands.reading import reading
from bot.library import open_library
from bot.retention import not_believed
from bot.retention import purge as purge_data
from bot.settings import read_settings
from knowledge.answering.gate import stands
from knowledge.library import Library
from knowledge.model import Bound, Citation
from storage import sqlite_version
from storage.sqlite import SqliteStore

CLEAN = "检查完毕，没有发现问题。"
VERSION = "SQLite {version}"

DONE = "清理完毕：提前告知 {told} 项，删除到期的草稿、申报和台账 {removed} 项；到期的聊天记录等也已删除。"

NOBODY = "没有 {whom} 的资料。编号的写法是 telegram:123456 或 web:32位字母和数字；提交过的人，也可以写回执编号。"
NO_RECEIPT = (
    "没有 {whom} 这个回执编号。用 drafts list 可以看到全部回执；编号的写法是 telegram:123456 或 web:32位字母和数字。"
)
OF = "{whom}（编号 {person}）"
SURE = "要删除 {named} 这个人的全部资料吗？不能恢复。请把您写的那个编号再输入一遍"
MISTYPED = "两次输入的不一样，没有删除。"
ERASED = "已经删除 {named} 这个人的全部资料；从以前的备份恢复，也不会回来。"


@click.command()
@as_json
@click.pass_context
def audit(ctx: click.Context, as_json: bool) -> None:
    """Check the data beside the running assistant: nothing lost, nothing damaged, nothing kept too long.

    Prints what it finds and exits with 1, or exits with 0. The checks are listed in docs/operations.md.
    """
    library, now = open_library(), datetime.now(UTC)
    with reading() as reader:
        findings = reader.audit(now, lambda citation: stands_in(library, citation))
    if as_json:
        print_rows({"invariant": each.invariant, "text": each.text} for each in findings)
    else:
        click.echo(VERSION.format(version=sqlite_version.version()))
        for each in findings:
            click.echo(f"{each.invariant}\t{each.text}")
        if not findings:
            click.echo(CLEAN)
    warning = sqlite_version.warning()
    if warning is not None:
        click.echo(warning, err=True)
    ctx.exit(1 if findings else 0)


def stands_in(library: Library, citation: Citation) -> bool:
    """Whether what was quoted stands in the provision, as the library has it now."""
    if citation.region not in library.regulations:
        return False
    return stands(library.get(citation.region).text, Bound(at=citation.eid, quote=citation.quote))


@click.command()
@click.option("--clock-is-right", is_flag=True, help="Go on although the clock has jumped: you have checked it.")
def purge(clock_is_right: bool) -> None:
    """Take away now what has been kept long enough; the running assistant does so every hour.

    The assistant must be stopped. Nothing is taken away while the clock cannot be believed.
    """
    with resting_engine(read_settings(), found=True) as engine:
        done = purge_data(engine, datetime.now(UTC), clock_is_right=clock_is_right)
    if done.watch is not None:
        raise Refused(not_believed(done.watch))
    click.echo(DONE.format(told=done.told, removed=done.removed))


@click.command()
@click.argument("whom")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(whom: str, yes: bool) -> None:
    """Erase everything of a person. The assistant must be stopped.

    WHOM is one of these:

    \b
    K7QF2M8R         the receipt of anything that they handed in (see the command drafts list)
    telegram:123456  their number on Telegram
    web:0f3c…        their number on the web page

    Both numbers stand in the copy that people get for /mydata, and in drafts show. People can erase everything by
    themselves: /erase.
    """
    settings = read_settings()
    with closing(SqliteStore.open(settings.database, settings.master_key, found=True)) as store:
        person = _meant(store, whom)
        named = whom if person == whom else OF.format(whom=whom, person=person)
        if not yes and click.prompt(SURE.format(named=named), prompt_suffix="：").strip() != whom:
            raise Refused(MISTYPED)
        with store.transaction() as transaction:
            transaction.forget(person, datetime.now(UTC))
    click.echo(ERASED.format(named=named))


def _meant(store: SqliteStore, whom: str) -> str:
    """The person of a number or of a receipt. Raises Refused."""
    case = None if ":" in whom else store.case(whom.strip().upper())
    person = store.person_of(whom) if case is None else case.person
    if person not in store.people():
        raise Refused((NOBODY if ":" in whom else NO_RECEIPT).format(whom=whom))
    return person
