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

NOBODY = "没有 {person} 的资料。编号的写法是 telegram:123456，用 drafts show --json 可以看到。"
SURE = "要删除 {person} 的全部资料吗？不能恢复。请把这个编号再输入一遍"
MISTYPED = "两次输入的编号不一样，没有删除。"
ERASED = "已经删除 {person} 的全部资料；从以前的备份恢复，也不会回来。"


@click.command()
@as_json
@click.pass_context
def audit(ctx: click.Context, as_json: bool) -> None:
    """Check the data beside the running assistant: nothing lost, nothing damaged, nothing kept too long.

    Prints what it finds and exits with 1, or exits with 0. The checks are listed in docs/operations.md.
    """
    library, now = open_library(), datetime.now(UTC)
    with reading() as reader:
        findings = reader.audit(now, lambda citation: _stands(library, citation))
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


def _stands(library: Library, citation: Citation) -> bool:
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
@click.argument("person")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(person: str, yes: bool) -> None:
    """Erase everything of a person, for example telegram:123456.

    The assistant must be stopped. People can do this by themselves: /erase.
    """
    settings = read_settings()
    with closing(SqliteStore.open(settings.database, settings.master_key, found=True)) as store:
        person = store.person_of(person)
        if person not in store.people():
            raise Refused(NOBODY.format(person=person))
        if not yes and click.prompt(SURE.format(person=person), prompt_suffix="：").strip() != person:
            raise Refused(MISTYPED)
        with store.transaction() as transaction:
            transaction.forget(person, datetime.now(UTC))
    click.echo(ERASED.format(person=person))
