"""Who somebody is on the web: a number made by chance, kept in a signed cookie, and nothing else.

The number leads to everything that the person has told us, so nobody may be able to guess it or to make one up.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from itsdangerous import BadSignature, Signer, TimestampSigner
from starlette.requests import Request
from starlette.responses import Response

CHANNEL: Final = "web"
YEAR = 365 * 24 * 60 * 60
ID_BYTES = 16
GRANT: Final = 12 * 60 * 60
"""Seconds for which a one-time link to a form opens it in the browser that used it."""


@dataclass(frozen=True)
class Visitor:
    """Somebody who has opened a page."""

    number: str
    """32 hexadecimal digits."""
    known: bool = True
    """They brought the cookie along."""
    forged: bool = False
    """They brought one that is not ours; they are somebody new."""

    @property
    def person(self) -> str:
        """As the rest of the program calls them, and their chat."""
        return f"{CHANNEL}:{self.number}"


class People:
    """Reads and writes the cookie."""

    def __init__(self, secret: bytes, *, https: bool) -> None:
        self._signer = Signer(secret, salt="person", key_derivation="hmac", digest_method=sha256)
        self._grants = TimestampSigner(secret, salt="form", key_derivation="hmac", digest_method=sha256)
        self._https = https
        self.cookie = "__Host-person" if https else "person"
        """Browsers take a cookie with that prefix from the host itself only, over https only."""
        self._form_cookie = "__Host-form" if https else "form"

    def visitor(self, request: Request) -> Visitor:
        """Who asks; somebody without a cookie of ours is somebody new."""
        brought = request.cookies.get(self.cookie)
        if brought is None:
            return Visitor(secrets.token_hex(ID_BYTES), known=False)
        try:
            return Visitor(self._signer.unsign(brought).decode("ascii"))
        except (BadSignature, UnicodeError):
            return Visitor(secrets.token_hex(ID_BYTES), known=False, forged=True)

    def owner(self, request: Request, draft: str) -> str:
        """Whom a draft's pages are opened for: the visitor, or who gave them the one-time link to this very draft."""
        brought = request.cookies.get(self._form_cookie)
        try:
            given = "" if brought is None else self._grants.unsign(brought, max_age=GRANT).decode("utf-8")
        except (BadSignature, UnicodeError):
            given = ""
        named, _, person = given.partition(" ")
        return person if named == draft and person else self.visitor(request).person

    def grant(self, response: Response, draft: str, person: str) -> None:
        """Let this browser work on one draft of the person's for a while."""
        response.set_cookie(
            self._form_cookie,
            self._grants.sign(f"{draft} {person}").decode("ascii"),
            max_age=GRANT,
            secure=self._https,
            httponly=True,
            samesite="lax",
        )

    def remember(self, response: Response, visitor: Visitor) -> None:
        """Have the browser bring it along next time; that next time it lasts for another year."""
        response.set_cookie(
            self.cookie,
            self._signer.sign(visitor.number).decode("ascii"),
            max_age=YEAR,
            secure=self._https,
            httponly=True,
            samesite="lax",
        )
