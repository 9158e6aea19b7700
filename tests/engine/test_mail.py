"""Mail, through a real SMTP server: it arrives, what fails is tried again or told, and nothing else stops."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.delivery import Again, Delivered, Refused
from bot.mail import MailSender, Post, keep_mailing
from bot.worker import Worker
from handlers.model import STAFF, Reply, Turn
from storage.records import FOLLOWUP, Queued
from storage.sqlite import SqliteStore

OFFICE = "mail:office@example.cn"
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
TEXT = "案件日报 2026年11月20日\n没有超期的。"


class Server:
    """Takes mail, or answers as it is told to."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answers: list[str] = []

    async def handle_RCPT(  # noqa: N802 - the library's own name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def checked(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"office", b"p@ss"), handled=False)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def port(server: Server) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=number, authenticator=checked, auth_require_tls=False)
    controller.start()
    yield number
    controller.stop()


def post(port: int, login: str = "office:p%40ss@") -> Post:
    return Post.at(f"smtp://{login}127.0.0.1:{port}", "robot@example.cn")


def send(post: Post, chat: str = OFFICE) -> object:
    sender = MailSender(post)
    (part,) = sender.parts(Queued(id=7, turn=1, chat=chat, reply=Reply(text=TEXT), rev=None))
    return asyncio.run(sender.send(chat, part))


def test_it_arrives(server: Server, port: int) -> None:
    assert isinstance(send(post(port)), Delivered)
    (mail,) = server.taken
    assert (mail["Subject"], mail["To"], mail["Message-ID"]) == (
        "案件日报 2026年11月20日",
        "office@example.cn",
        "<reply-7@example.cn>",
    )
    assert mail["From"].addresses[0].addr_spec == "robot@example.cn"
    assert mail.get_content().split() == TEXT.split()


def test_no_for_good_and_no_for_now(server: Server, port: int) -> None:
    server.answers = ["554 spam", "451 try later"]
    assert send(post(port)) == Refused("SMTP 554")
    assert send(post(port)) == Again("SMTP 451")
    assert send(post(port), "mail:nobody@example.cn") == Refused("SMTP 550")


def test_the_operator_s_own_faults_lose_nothing(port: int) -> None:
    assert send(post(port, "office:wrong@")) == Again("SMTPAuthenticationError")
    assert send(post(1)) == Again("SMTPConnectError")


def test_what_waits_is_sent_and_a_failure_is_tried_again(server: Server, port: int, tmp_path: Path) -> None:
    server.answers = ["451 try later"]

    async def go_on(store: SqliteStore, worker: Worker) -> None:
        stop, waiting = asyncio.Event(), asyncio.Event()
        mailing = asyncio.create_task(keep_mailing(post(port), store, worker.do, stop, waiting))
        while await worker.do(store.undelivered):
            await asyncio.sleep(0.02)
        stop.set()
        await mailing

    def opened() -> SqliteStore:
        store = SqliteStore.open(tmp_path / "assistant.db")
        with store.transaction() as transaction:
            turn = Turn(channel=FOLLOWUP, key="digest", person=STAFF, chat=OFFICE, at=NOW, nonce="0" * 32)
            number = transaction.add_turn(turn)
            assert number is not None
            transaction.queue(number, OFFICE, Reply(text=TEXT), None)
        return store

    async def work() -> None:
        with Worker() as worker:
            store = await worker.do(opened)
            await asyncio.wait_for(go_on(store, worker), 30)
            await worker.do(store.close)

    asyncio.run(work())
    assert [mail.get_content().split() for mail in server.taken] == [TEXT.split()]
