"""``staff``: who may work on cases, and what they may do."""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final

import click

from bot.commands.failures import Refused
from bot.commands.lines import print_rows
from bot.commands.options import as_json
from bot.commands.reading import reading
from bot.settings import read_settings
from handlers import periods
from handlers.flow import SHANGHAI
from handlers.member import Member, Role
from handlers.model import Code
from handlers.wording.cases import ROLE_NAMES
from storage import letters
from storage.posting import post
from storage.records import AccessKind
from storage.sqlite import SqliteStore
from storage.transaction import Transaction

ACCESSES: Final[dict[AccessKind, str]] = {
    "sign-in": "登录",
    "sign-out": "退出",
    "open": "查看",
    "reveal": "查看敏感内容",
    "export": "导出",
    "file": "下载文件",
    "pack": "下载打印材料",
    "withdraw": "撤回裁量结论",
}
LONGEST: Final = 40
"""Characters of a name."""

NOBODY_LOOKED = "还没有查看记录。"
NOBODY = "还没有登记工作人员。用 staff add 登记第一位。"
NO_MEMBER = "没有编号是 {id} 的工作人员。用 staff list 可以看到全部编号。"
NO_NAME = "请写工作人员的姓名，最多 {longest} 个字。"
NOTHING_TO_CHANGE = "没有写要改什么。可以改 --name、--role、--telegram、--no-telegram、--leave、--back。"
CONTRARY = "{these} 不能同时写，请选一个。"
HAS_LEFT = "{name} 已经停用，不能登录。要恢复，请先运行 staff change {id} --back。"
LINE = "{id}\t{name}\t{role}\t{telegram}\t{state}"
ADDED = "已登记：{line}"
CHANGED = "已更改：{line}"
INVITED = """给{name}（{role}）的登录链接，只能用一次，{minutes}分钟内有效，请只交给本人：
{link}
程序正在运行才打得开。"""


class Number(click.ParamType[str]):
    """The number of a member, ``staff:7`` or 7 alone."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """With its prefix, or a usage error."""
        number = str(value).removeprefix("staff:")
        if not (number.isascii() and number.isdecimal()):
            self.fail(f"{value!r} 不是工作人员的编号，请写成 staff:7 或者 7。", param, ctx)
        return f"staff:{number}"


role_option = click.Choice(tuple(ROLE_NAMES))
telegram_option = click.IntRange(min=1)
member_argument = click.argument("member", metavar="ID", type=Number())


@click.group()
def staff() -> None:
    """Who works on cases. A viewer looks, a reviewer handles cases, an admin also assigns those of others.

    Adding and changing need the assistant stopped; list and invite work at any time.
    """


@staff.command("add")
@click.argument("name")
@click.option("--role", type=role_option, required=True, help="What they may do.")
@click.option("--telegram", type=telegram_option, help="Their number on Telegram, if they work there too.")
def add_member(name: str, role: Role, telegram: int | None) -> None:
    """Add a member of staff by NAME, as colleagues see it. The assistant must be stopped.

    A number on Telegram gives no access by itself: it must stand in the setting STAFF_IDS too.
    """
    with _writing() as transaction:
        member = transaction.add_member(_checked(name), role, telegram, datetime.now(UTC))
    click.echo(ADDED.format(line=_line(member)))


@staff.command("list")
@as_json
def list_staff(as_json: bool) -> None:
    """Everybody, those who have left too: number, name, role, number on Telegram, state."""
    with reading() as reader:
        members = reader.staff()
    if as_json:
        print_rows(member.model_dump(mode="json") for member in members)
        return
    if not members:
        click.echo(NOBODY, err=True)
    for member in members:
        click.echo(_line(member))


@dataclass(frozen=True)
class Wishes:
    """What is to change of a member; None leaves it."""

    name: str | None
    role: Role | None
    telegram: int | None
    no_telegram: bool
    leave: bool
    back: bool

    def check(self) -> None:
        """Raise UsageError where they contradict each other, or are none."""
        if self.telegram is not None and self.no_telegram:
            raise click.UsageError(CONTRARY.format(these="--telegram 和 --no-telegram"))
        if self.leave and self.back:
            raise click.UsageError(CONTRARY.format(these="--leave 和 --back"))
        if not any((self.name is not None, self.role, self.telegram, self.no_telegram, self.leave, self.back)):
            raise click.UsageError(NOTHING_TO_CHANGE)

    def applied(self, member: Member) -> Member:
        """The member as wished."""
        return member.model_copy(
            update={
                "name": member.name if self.name is None else _checked(self.name),
                "role": self.role or member.role,
                "telegram": None if self.no_telegram else self.telegram or member.telegram,
                "active": self.back or (member.active and not self.leave),
            }
        )


@staff.command("change")
@member_argument
@click.option("--name", help="Another name.")
@click.option("--role", type=role_option, help="Another role.")
@click.option("--telegram", type=telegram_option, help="Another number on Telegram.")
@click.option("--no-telegram", is_flag=True, help="No number on Telegram any more.")
@click.option("--leave", is_flag=True, help="They have left: signed out at once, and let in no more.")
@click.option("--back", is_flag=True, help="They are back.")
def change_member(member: str, **wished: Any) -> None:
    """Change a member of staff. The assistant must be stopped. Whoever has left stays in the list."""
    wishes = Wishes(**wished)
    wishes.check()
    with _writing() as transaction:
        changed = wishes.applied(_found(transaction.staff(), member))
        transaction.save_member(changed)
    click.echo(CHANGED.format(line=_line(changed)))


@staff.command("invite")
@member_argument
def invite(member: str) -> None:
    """Make a one-time link by which a member signs in on the web page. Works beside the running assistant."""
    settings, now, secret = read_settings(), datetime.now(UTC), secrets.token_hex(16)
    with reading() as reader:
        found = _found(reader.staff(), member)
    if not found.active:
        raise Refused(HAS_LEFT.format(name=found.name, id=found.id))
    code = Code(secret=secret, kind="desk", person=found.id, made=now)
    post(settings.database, settings.key, letters.of_code(code), now)
    minutes = int(periods.CODE.total_seconds() // 60)
    link = f"{settings.address}/desk/in/{secret}"
    click.echo(INVITED.format(name=found.name, role=ROLE_NAMES[found.role], minutes=minutes, link=link))


@staff.command("log")
@click.argument("receipt", required=False)
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="At most so many.")
@as_json
def list_accesses(receipt: str | None, limit: int, as_json: bool) -> None:
    """Who looked at a case, or at any, newest first; kept for three years.

    When, who (terminal:… is the user of the system), what, the receipt, and what of it.
    """
    with reading() as reader:
        entries = reader.access_log(None if receipt is None else receipt.upper(), limit)
    if as_json:
        print_rows({**asdict(entry), "at": entry.at.isoformat()} for entry in entries)
        return
    if not entries:
        click.echo(NOBODY_LOOKED, err=True)
    for entry in entries:
        at = entry.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        click.echo("\t".join((at, entry.staff, ACCESSES[entry.what], entry.receipt or "-", entry.detail)))


@contextmanager
def _writing() -> Iterator[Transaction]:
    settings = read_settings()
    store = SqliteStore.open(settings.database, settings.master_key, found=True)
    with closing(store), store.transaction() as transaction:
        yield transaction


def _checked(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > LONGEST or not tidy.isprintable():
        raise Refused(NO_NAME.format(longest=LONGEST))
    return tidy


def _found(members: tuple[Member, ...], wanted: str) -> Member:
    member = next((each for each in members if each.id == wanted), None)
    if member is None:
        raise Refused(NO_MEMBER.format(id=wanted))
    return member


def _line(member: Member) -> str:
    return LINE.format(
        id=member.id,
        name=member.name,
        role=ROLE_NAMES[member.role],
        telegram=member.telegram or "-",
        state="在岗" if member.active else "已停用",
    )
