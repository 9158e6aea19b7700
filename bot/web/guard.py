"""What holds for every request, whichever page it asks for: whose name we answer to, where a form may come from, how
large it may be, and what the browser is told about our pages."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.pages import Pages, home_of
from bot.webhook import PREFIX

LARGEST: Final = 1_000_000
"""Bytes of one request."""
LARGEST_FILE: Final = 11_000_000
"""The same where files are added."""
LARGEST_FORM: Final = 8_000_000
"""The same where a whole form is sent."""
FILES: Final = re.compile(r"(/drafts/[^/]+)/files")
FORM: Final = re.compile(r"/drafts/[^/]+")
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing."""
OURS: Final = frozenset({"same-origin", "none"})
"""What a browser says of a form that was sent from one of our own pages, or of an address typed in."""

HEADERS: Final = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")),
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""Nothing from other hosts, no script and no style in the page itself, in nobody's frame, no address of ours to others.

``same-origin`` rather than ``no-referrer``: under the latter a browser does not say where a form comes from.
"""

WRONG_HOST = "这个网址不是本站的网址。请从本站提供的链接打开。"
FROM_ELSEWHERE = "这次提交不是从本站的网页发出的，没有处理。请打开本站的网页再操作。"
TOO_LARGE = "发来的内容太大，没有处理。请分几次发送。"
FILE_TOO_LARGE = "这个文件太大，没有保存。每个文件最多 10 MB；可以降低扫描的清晰度，或者分成几个文件。"


@dataclass(frozen=True)
class Place:
    """Where we are."""

    origin: str
    """``https://assistant.example`` or ``http://127.0.0.1:8000``."""
    hosts: Collection[str]
    """Names that we answer to, without port. A page of somebody else's that has its own name lead to our machine is
    refused."""

    @property
    def https(self) -> bool:
        """Whether people reach us over https."""
        return self.origin.startswith("https://")


@dataclass(frozen=True)
class Refused:
    """A request that goes no further."""

    status: int
    words: str
    back: str = "/"
    """Where the person can go on."""


def too_large(path: str) -> Refused:
    """More was sent to an address than it takes; for a file, how large one may be."""
    files = FILES.fullmatch(path)
    return Refused(413, FILE_TOO_LARGE, f"{files[1]}#files") if files else Refused(413, TOO_LARGE, home_of(path))


class Guard:
    """Stands before all pages."""

    def __init__(self, app: ASGIApp, place: Place, pages: Pages) -> None:
        self._app = app
        self._place = place
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or refuse with a page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(Headers(scope=scope), scope)
        if refusal is None:
            await self._app(scope, _limited(receive, _most(scope)), self._dressed(send))
            return
        page = self._pages.told(Request(scope), refusal.status, refusal.words, back=refusal.back)
        await page(scope, receive, self._dressed(send))

    def _refusal(self, headers: Headers, scope: Scope) -> Refused | None:
        """None for a request that is in order."""
        host = headers.get("host", "")
        if _name(f"//{host}") not in self._place.hosts:
            return Refused(400, WRONG_HOST)
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:20]) > _most(scope):
            return too_large(scope["path"])
        if scope["method"] in SAFE or scope["path"].startswith(PREFIX):
            return None  # at the webhook a secret word stands in for the browser's
        return None if self._is_ours(headers, host) else Refused(403, FROM_ELSEWHERE, home_of(scope["path"]))

    def _is_ours(self, headers: Headers, host: str) -> bool:
        """Whether a form comes from our own page. Browsers say so in one header or the other and let no page change
        them; a program that is no browser carries nobody's cookie but its own."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            return site in OURS
        return origin in {None, self._place.origin} or (not self._place.https and origin == f"http://{host}")

    def _dressed(self, send: Send) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if self._place.https:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        return dressed


def _most(scope: Scope) -> int:
    """Bytes that a request to this address may have."""
    if FILES.fullmatch(scope["path"]):
        return LARGEST_FILE
    return LARGEST_FORM if FORM.fullmatch(scope["path"]) else LARGEST


def _limited(receive: Receive, most: int) -> Receive:
    """What comes in, as long as it is not too much; a length that was not told, or told wrongly, is counted."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise HTTPException(413)
        return message

    return counted


def _name(url: str) -> str | None:
    """The host's name; None where there is none to be made out."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
