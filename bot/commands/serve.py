"""``serve``: the assistant itself, on the web and on Telegram."""

import asyncio

import click

from bot import logs
from bot.serving import serve as serve_all
from bot.settings import read_settings

NO_TELEGRAM = """没有设置 TELEGRAM_BOT_TOKEN，只有网页。想在终端里用，请运行 python -m bot chat。
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

    The web page always, and Telegram when TELEGRAM_BOT_TOKEN is set.
    """
    settings = read_settings()
    logs.configure(settings.log_level)
    if settings.telegram_bot_token is None:
        click.echo(NO_TELEGRAM)
    if settings.staff_chat is not None and not settings.staff_ids:
        _tell(NOBODY_ON_DUTY)
    ctx.exit(asyncio.run(serve_all(settings, click.echo, _tell)))


def _tell(notice: str) -> None:
    """Say something to the operator."""
    click.echo(notice, err=True)
