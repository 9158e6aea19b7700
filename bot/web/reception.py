"""Where Telegram brings updates. It is told that one has arrived only after that is committed."""

import json
from dataclasses import dataclass
from hmac import compare_digest
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.webhook import Webhook
from storage.errors import UnavailableError

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header
LATER = {"Retry-After": "5"}


@dataclass(frozen=True)
class Reception:
    """One address, which nobody can guess."""

    webhook: Webhook

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [Route(self.webhook.path, self.receive, methods=["POST"])]

    async def receive(self, request: Request) -> Response:
        """Take an update; one that could not be stored is to be brought again."""
        said = request.headers.get(SECRET, "")
        if not compare_digest(said.encode("utf-8", "replace"), self.webhook.secret.encode()):
            return PlainTextResponse("forbidden", 403)
        raw = _update(await request.body())
        if raw is None:
            return PlainTextResponse("no update", 400)
        if self.webhook.take is None:
            return PlainTextResponse("not ready", 503, LATER)
        try:
            await self.webhook.take(raw)
        except UnavailableError:
            return PlainTextResponse("not stored", 503, LATER)
        return PlainTextResponse("ok")


def _update(body: bytes) -> dict[str, Any] | None:
    """An update as Telegram writes it: an object with a number."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return raw if isinstance(number, int) and not isinstance(number, bool) else None
