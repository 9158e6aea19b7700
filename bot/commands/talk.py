"""``serve`` and ``chat``: the assistant itself."""

import asyncio

import click

from bot import logs
from bot.app import running_engine
from bot.console import converse
from bot.settings import Settings, read_settings
from bot.telegram import TelegramOptions, run_telegram

IN_TERMINAL = """没有设置 TELEGRAM_BOT_TOKEN，助手在终端里运行。
要接到 Telegram：在 Telegram 里向 @BotFather 发送 /newbot 得到令牌，
把 .env.example 复制成 .env，在 TELEGRAM_BOT_TOKEN= 后面填上令牌，再启动一次。
"""


NOBODY_ON_DUTY = (
    "设置了 STAFF_CHAT，但没有 STAFF_IDS：群里会收到申报，却没有人能处理。请在 STAFF_IDS 里填上工作人员的编号。"
)


@click.command()
@click.pass_context
def serve(ctx: click.Context) -> None:
    """Start the assistant (the default).

    On Telegram when TELEGRAM_BOT_TOKEN is set, else in the terminal.
    """
    settings = read_settings()
    if settings.telegram_bot_token is None:
        click.echo(IN_TERMINAL)
        _converse(settings)
        return
    if settings.staff_chat is not None and not settings.staff_ids:
        _tell(NOBODY_ON_DUTY)
    logs.configure(settings.log_level)
    options = TelegramOptions(
        token=settings.telegram_bot_token.get_secret_value(),
        api=settings.telegram_api_url,
        staff_ids=settings.staff_ids,
    )
    with running_engine(settings) as engine:
        ctx.exit(asyncio.run(run_telegram(options, engine, engine.store, _tell)))


def _tell(notice: str) -> None:
    """Say something to the operator."""
    click.echo(notice, err=True)


@click.command()
def chat() -> None:
    """Talk to the assistant in the terminal."""
    _converse(read_settings())


def _converse(settings: Settings) -> None:
    """Between the lines of a conversation only warnings are logged, or everything for DEBUG."""
    logs.configure("WARNING" if settings.log_level == "INFO" else settings.log_level)
    with running_engine(settings) as engine:
        converse(engine, settings.database.parent / "files")
