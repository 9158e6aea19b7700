"""Whether everything is in place: looked at from outside, nothing changed."""

import asyncio
import shutil
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Literal

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.mail import MAIL
from bot.notices import WRONG_CREDENTIALS
from bot.retention import not_believed
from bot.settings import Settings
from handlers.flow import SHANGHAI
from storage import sqlite_version
from storage.backup import backups, default_folder
from storage.errors import InUseError, StorageError
from storage.opening import locked
from storage.sqlite import SqliteReader

State = Literal["good", "note", "bad"]

SCARCE, SPARE = 100_000_000, 1_000_000_000
"""Bytes of disk below which something will fail soon, or may."""
STALE = timedelta(days=2)
PATIENCE = 5.0
"""Seconds that Telegram is given to answer."""


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    text: str
    """Chinese, for the operator."""


def examine(settings: Settings, now: datetime) -> tuple[Check, ...]:
    """Everything, in the order in which it is to be put right."""
    return tuple(_checks(settings, now))


def _checks(settings: Settings, now: datetime) -> Iterator[Check]:
    yield Check("settings", "good", f"设置读得懂；数据文件 {settings.database}，主密钥 {settings.key}。")
    yield from _rights(settings.database)
    yield from _data(settings, now)
    yield _disk(settings.database)
    yield _sqlite()
    yield _fonts()
    yield _backups(settings, now)
    yield from _staff(settings)
    yield from _mail(settings)
    yield from _token(settings)


def _rights(database: Path) -> Iterator[Check]:
    """Only their owner reads the data folder and what is in it."""
    folder = database.resolve().parent
    if not folder.exists():
        yield Check("folder", "note", f"还没有数据文件夹 {folder}：启动一次程序就会建好。")
        return
    open_ones = [each for each in (folder, database) if each.exists() and stat.S_IMODE(each.stat().st_mode) & 0o077]
    if open_ones:
        named = "、".join(map(str, open_ones))
        yield Check(
            "folder",
            "bad",
            f"{named} 的权限太宽，别的用户也能看。请运行 chmod go-rwx {' '.join(map(str, open_ones))}。",
        )
    else:
        yield Check("folder", "good", f"数据文件夹 {folder} 只有本用户能看。")


def _data(settings: Settings, now: datetime) -> Iterator[Check]:
    """The data opens with the master key; whether the program runs; whether the clock is believed."""
    if not settings.database.exists():
        yield Check("data", "note", "还没有数据文件：启动一次程序就会建好。")
        return
    try:
        with closing(SqliteReader.open(settings.database, settings.master_key)) as reader:
            watch = reader.watch()
    except StorageError as error:
        yield Check("data", "bad", str(error))
        return
    yield Check("data", "good", "数据文件完好，主密钥打得开。")
    yield Check("running", "good", "程序正在运行。" if _runs(settings.database) else "程序没有在运行。")
    looked = None if watch is None else watch.looked(now)
    if looked is None or looked.since is None:
        yield Check(
            "clock", "good", f"电脑的时间是 {now.astimezone(SHANGHAI).strftime('%Y-%m-%d %H:%M')}（北京时间）。"
        )
    else:
        yield Check("clock", "bad", not_believed(looked))


def _runs(database: Path) -> bool:
    try:
        with locked(database):
            return False
    except InUseError:
        return True


def _disk(database: Path) -> Check:
    folder = next(each for each in database.resolve().parents if each.exists())
    free = shutil.disk_usage(folder).free
    state: State = "bad" if free < SCARCE else "note" if free < SPARE else "good"
    return Check("disk", state, f"磁盘还剩 {free / 1e9:.1f} GB。" + ("" if state == "good" else "请清理磁盘。"))


def _sqlite() -> Check:
    warning = sqlite_version.warning()
    return Check("sqlite", "good" if warning is None else "note", warning or f"SQLite {sqlite_version.version()}。")


def _fonts() -> Check:
    """The font of pictures and documents comes as a package."""
    try:
        found = Path(str(import_module("pylopdf_fonts_zh_cn").sans_path())).is_file()
    except ImportError:
        found = False
    if found:
        return Check("fonts", "good", "中文字体齐全。")
    return Check("fonts", "bad", "缺少中文字体，进度图会显示成方块。请重新运行 make setup。")


def _backups(settings: Settings, now: datetime) -> Check:
    folder = default_folder(settings.database)
    made = backups(folder)
    if not made:
        return Check("backup", "note", f"{folder} 里还没有备份。请每天运行一次 backup；备份在别处的可以不管。")
    last = made[-1][0]
    told = f"最近一次备份：{last.astimezone(SHANGHAI).strftime('%Y-%m-%d %H:%M')}。"
    stale = now - last > STALE
    return Check("backup", "note" if stale else "good", told + ("请每天运行一次 backup。" if stale else ""))


def _staff(settings: Settings) -> Iterator[Check]:
    if settings.staff_chat is not None and not settings.staff_ids:
        yield Check("staff", "bad", "设置了 STAFF_CHAT，但没有 STAFF_IDS：群里收到申报，却没有人能处理。")


def _mail(settings: Settings) -> Iterator[Check]:
    """Whether the settings for mail are complete, and whether mail that was to go has gone."""
    if settings.post is None:
        if settings.smtp_url is not None or settings.mail_from is not None or settings.mail_to:
            yield Check("mail", "bad", "SMTP_URL、MAIL_FROM、MAIL_TO 要一起设置，现在不发邮件。")
        return
    try:
        with closing(SqliteReader.open(settings.database, settings.master_key)) as reader:
            stuck = sum(1 for queued in reader.undelivered() if queued.chat.startswith(f"{MAIL}:"))
    except StorageError:
        return  # told already
    if stuck:
        yield Check(
            "mail", "bad", f"有 {stuck} 封邮件还没有发出。请核对 SMTP_URL、MAIL_FROM、MAIL_TO，看服务器能否连上。"
        )
    else:
        yield Check("mail", "good", "要发的邮件都已发出。")


def _token(settings: Settings) -> Iterator[Check]:
    """Whether Telegram knows the token, if it can be asked."""
    if settings.telegram_bot_token is None:
        yield Check("token", "note", "没有设置 TELEGRAM_BOT_TOKEN，不接 Telegram。")
        return
    token = settings.telegram_bot_token.get_secret_value()
    try:
        name = asyncio.run(_name_of(token, settings.telegram_api_url))
    except InvalidToken:
        yield Check("token", "bad", WRONG_CREDENTIALS)
    except TelegramError:
        yield Check("token", "note", "令牌的写法没错；现在连不上 Telegram，没有核对。")
    else:
        yield Check("token", "good", f"Telegram 认得这个令牌：@{name}。")


async def _name_of(token: str, api: str) -> str:
    request = HTTPXRequest(connect_timeout=PATIENCE, read_timeout=PATIENCE)
    async with Bot(token, f"{api}/bot", request=request) as bot:
        return bot.username
