"""The assistant in service: the web page always, Telegram beside it where there is a token, reminders for both."""

import asyncio
import errno
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp

from bot.app import running_engine
from bot.engine import Engine
from bot.followup import Promise, keep_following
from bot.mail import keep_mailing
from bot.news import keep_telling
from bot.reminders import keep_sending
from bot.retention import keep_purging
from bot.settings import Settings, SettingsError
from bot.telegram import TelegramOptions, run_telegram
from bot.unreached import keep_telling_of_unreached
from bot.web.app import WebOptions, make_app
from bot.web.guard import Place
from bot.webhook import Webhook
from bot.worker import Worker
from knowledge.reasons import why
from storage.opening import locked

WEB_RUNNING = "网页已打开：{address}　按 Ctrl+C 停止。"
NO_WEBHOOK = "TELEGRAM_WEBHOOK 要求 PUBLIC_URL 以 https:// 开头；现在由程序自己去取 Telegram 的消息。"
PORT_TAKEN = "端口 {port} 已被别的程序占用，网页打不开。请停掉那个程序，或者在设置 PORT 里换一个端口，例如 {other}。"
CANNOT_LISTEN = "不能在 {host} 的端口 {port} 打开网页（{why}）。请检查设置 HOST 和 PORT。"
NO_SUCH_ADDRESS = "找不到这个地址"
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
GRACE = 3
"""Seconds for answers on their way when the program is told to stop."""
BACKLOG = 128

Say = Callable[[str], None]


def clock() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


class Server(uvicorn.Server):
    """uvicorn in our own event loop; signals are ours to read."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


async def serve(settings: Settings, announce: Say, say: Say) -> int:
    """Serve until SIGTERM or SIGINT; the exit code. ``announce`` is told where the web page is, ``say`` whatever else
    the operator must know, both in Chinese.

    Raises SettingsError, RegulationError or StorageError where it cannot begin or cannot go on.
    """
    stop, waiting = stopped_by_signals(), asyncio.Event()
    with locked(settings.database):
        pass  # whoever starts twice is told so, and not that the port is taken: it is, by the first
    with listening(settings) as door:
        async with engine_at_work(settings) as (engine, worker):
            webhook = _webhook(settings, say)
            secret = await worker.do(partial(engine.store.secret, "cookies"))
            app = make_app(engine, worker.do, waiting, web_options(settings, secret, webhook))
            announce(WEB_RUNNING.format(address=settings.address))
            works: list[Coroutine[None, None, object]] = [
                serve_web(app, door, stop),
                keep_sending(engine, worker.do, clock, stop, waiting),
                keep_telling(engine, worker.do, clock, stop, waiting),
                keep_telling_of_unreached(engine, worker.do, clock, stop, waiting),
                keep_purging(engine, worker.do, clock, stop, waiting, say),
                *following(settings, engine, worker, stop, waiting),
            ]
            if settings.telegram_bot_token is not None:
                options = telegram_options(settings, webhook)
                works.append(run_telegram(options, engine, worker.do, say, stop, waiting))
            results = await side_by_side(works, stop)
    return next((code for code in results if isinstance(code, int)), 0)


def following(
    settings: Settings, engine: Engine, worker: Worker, stop: asyncio.Event, waiting: asyncio.Event
) -> Iterator[Coroutine[None, None, None]]:
    """The follow-up of cases, and the mail that it sends where there is a server for it."""
    post, mail = settings.post, asyncio.Event()
    promise = Promise(settings.sla, settings.digest_hour, () if post is None else settings.mail_to)
    yield keep_following(engine, promise, worker.do, clock, stop, (waiting, mail))
    if post is not None:
        yield keep_mailing(post, engine.store, worker.do, stop, mail)


@asynccontextmanager
async def engine_at_work(settings: Settings) -> AsyncIterator[tuple[Engine, Worker]]:
    """The engine in a thread of its own, closed at the end."""
    with Worker() as worker:
        opening = running_engine(settings)
        engine = await worker.do(opening.__enter__)
        try:
            yield engine, worker
        finally:
            await worker.do(lambda: opening.__exit__(None, None, None))


async def side_by_side(works: list[Coroutine[None, None, object]], stop: asyncio.Event) -> list[object]:
    """Go on until told to stop or until one of them ends; then all are told to. The first error is raised."""
    tasks = [asyncio.create_task(work) for work in works]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    return [task.result() for task in tasks]


def stopped_by_signals() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def web_options(settings: Settings, secret: bytes, webhook: Webhook | None) -> WebOptions:
    """What the settings mean for the web application."""
    public = urlsplit(settings.public_url or "").hostname
    hosts = {*LOCAL_NAMES, settings.host, *({public} if public else ())}
    return WebOptions(
        place=Place(settings.address, hosts),
        secret=secret,
        clock=clock,
        webhook=webhook,
        sla=settings.sla,
    )


def telegram_options(settings: Settings, webhook: Webhook | None) -> TelegramOptions:
    """What the settings mean for Telegram."""
    token = settings.telegram_bot_token
    return TelegramOptions(
        token="" if token is None else token.get_secret_value(),
        api=settings.telegram_api_url,
        staff_ids=settings.staff_ids,
        webhook=webhook,
    )


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """The place where browsers knock. Raises SettingsError."""
    host, port = settings.host, settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        door = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SettingsError(PORT_TAKEN.format(port=port, other=port + 1 if port < 65_535 else 8000)) from None
        reason = NO_SUCH_ADDRESS if isinstance(error, socket.gaierror) else why(error)
        raise SettingsError(CANNOT_LISTEN.format(host=host, port=port, why=reason)) from None
    with door:
        yield door


async def serve_web(app: ASGIApp, door: socket.socket, stop: asyncio.Event) -> None:
    """Answer browsers until told to stop; answers on their way are finished."""
    server = Server(
        uvicorn.Config(
            app,
            access_log=False,
            log_config=None,
            server_header=False,
            lifespan="off",
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[door]))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopping.cancel()
    await serving


def _webhook(settings: Settings, say: Say) -> Webhook | None:
    if not settings.telegram_webhook or settings.telegram_bot_token is None:
        return None
    if not (settings.public_url or "").startswith("https://"):
        say(NO_WEBHOOK)
        return None
    return Webhook.at(str(settings.public_url))
