"""Mail: what waits in the outbox for an address, sent by SMTP. Nothing that goes wrong here stops anything else."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

from bot.delivery import Again, Delivered, Delivery, Refused
from bot.logs import event
from bot.outbox import Backoff, Outbox
from bot.worker import Do
from storage.errors import StorageError
from storage.records import Queued
from storage.store import Store

_log = logging.getLogger(__name__)

MAIL = "mail"
"""First word of the ids of addresses: ``mail:office@example.cn``."""
PATIENCE = 30.0
"""Seconds that a server is given to answer."""
BACKOFF = Backoff(longest=600.0)
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
PERMANENT = 500
"""Codes of SMTP from here on mean never."""
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Post:
    """The server that takes our mail, and from whom it comes."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = None
    tls: bool = False
    """Encrypted from the first word (smtps); otherwise encryption is begun before anything is said, except on this
    machine."""

    @classmethod
    def at(cls, url: str, sender: str) -> "Post":
        """``smtp://user:password@host:587`` or ``smtps://…``; the settings have checked it."""
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "",
            port=parts.port or PORTS[parts.scheme],
            sender=sender,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            tls=parts.scheme == "smtps",
        )


@dataclass(frozen=True)
class MailSender:
    """The way out of the channel ``mail``."""

    post: Post

    def parts(self, queued: Queued) -> Sequence[EmailMessage]:
        """One mail; it has the same id whenever it is made, so that a second copy is known as such."""
        domain = self.post.sender.rpartition("@")[2]
        message = EmailMessage()
        message["Subject"] = queued.reply.text.partition("\n")[0]
        message["From"] = Address("技能大师工作室申报助手", addr_spec=self.post.sender)
        message["To"] = queued.chat.removeprefix(f"{MAIL}:")
        message["Message-ID"] = f"<reply-{queued.id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(queued.reply.in_words)
        return (message,)

    async def is_needed(self, chat: str, part: EmailMessage) -> bool:  # noqa: ARG002 - each mail says something
        """Every mail is."""
        return True

    async def send(self, chat: str, part: EmailMessage) -> Delivery:
        """Hand one mail to the server. Only a server that refuses this very mail for good ends it."""
        try:
            await aiosmtplib.send(
                part,
                recipients=[chat.removeprefix(f"{MAIL}:")],
                hostname=self.post.host,
                port=self.post.port,
                username=self.post.user,
                password=self.post.password,
                use_tls=self.post.tls,
                start_tls=None if self.post.tls or self.post.host in LOCAL else True,
                timeout=PATIENCE,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            return _refused(min(one.code for one in error.recipients))
        except aiosmtplib.SMTPDataError as error:
            return _refused(error.code)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            return Again(type(error).__name__)
        return Delivered(str(part["Message-ID"]))

    def in_group(self, chat: str) -> bool:  # noqa: ARG002 - no address is a group
        """Every address is one reader."""
        return False


def _refused(code: int) -> Delivery:
    return Refused(f"SMTP {code}") if code >= PERMANENT else Again(f"SMTP {code}")


async def keep_mailing(post: Post, store: Store, do: Do, stop: asyncio.Event, waiting: asyncio.Event) -> None:
    """Send mail until ``stop``; ``waiting`` is set when there may be some."""
    outbox = Outbox(do, store, MailSender(post), MAIL, backoff=BACKOFF, waiting=waiting)
    going = asyncio.create_task(outbox.run())
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({going, stopping}, return_when=asyncio.FIRST_COMPLETED)
    await outbox.close()
    with suppress(StorageError):
        await going
    if not stop.is_set():
        event(_log, logging.ERROR, "mail stopped")
        await stopping
