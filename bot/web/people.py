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
"""Seconds for which a one-time link to a form opens it in the browser that used it, unless it is the person's own."""
_BORROWED, _OWN = "-borrowed", "own"


@dataclass(frozen=True)
class Visitor:
    """Somebody who has opened a page."""

    number: str
    """32 hexadecimal digits."""
    known: bool = True
    """They brought the cookie along."""
    forged: bool = False
    """They brought one that is not ours; they are somebody new."""
    borrowed: bool = False
    """The device is not theirs: the browser forgets them when it is closed."""

    @property
    def person(self) -> str:
        """As the rest of the program calls them, and their chat."""
        return f"{CHANNEL}:{self.number}"


@dataclass(frozen=True)
class Grant:
    """A draft that a browser may work on, since a one-time link to it was used there."""

    draft: str
    person: str


class People:
    """Reads and writes the cookies."""

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
            said = self._signer.unsign(brought).decode("ascii")
        except (BadSignature, UnicodeError):
            return Visitor(secrets.token_hex(ID_BYTES), known=False, forged=True)
        return Visitor(said.removesuffix(_BORROWED), borrowed=said.endswith(_BORROWED))

    def owner(self, request: Request, draft: str) -> str:
        """Whom a draft's pages are opened for: the visitor, or who gave them the one-time link to this very draft."""
        grant = self.granted(request)
        return grant.person if grant and grant.draft == draft else self.visitor(request).person

    def granted(self, request: Request) -> Grant | None:
        """The draft that the browser was given a link to."""
        brought = request.cookies.get(self._form_cookie)
        try:
            draft, person, *own = self._grants.unsign(brought or "").decode("utf-8").split(" ")
            self._grants.unsign(brought or "", max_age=YEAR if own else GRANT)
        except (BadSignature, UnicodeError, ValueError):
            return None
        return Grant(draft, person)

    def grant(self, response: Response, draft: str, person: str, *, own: bool) -> None:
        """Let this browser work on one draft of the person's; for long where the device is their own."""
        said = f"{draft} {person} {_OWN}" if own else f"{draft} {person}"
        self._keep(response, self._form_cookie, self._grants.sign(said), lasting=own)

    def remember(self, response: Response, visitor: Visitor) -> None:
        """Have the browser bring it along next time; that next time it lasts for another year."""
        said = f"{visitor.number}{_BORROWED}" if visitor.borrowed else visitor.number
        self._keep(response, self.cookie, self._signer.sign(said), lasting=not visitor.borrowed)

    def forget(self, response: Response) -> None:
        """Have the browser know nobody any more."""
        for cookie in (self.cookie, self._form_cookie):
            response.delete_cookie(cookie, secure=self._https, httponly=True, samesite="lax")

    def _keep(self, response: Response, cookie: str, signed: bytes, *, lasting: bool) -> None:
        response.set_cookie(
            cookie,
            signed.decode("ascii"),
            max_age=YEAR if lasting else None,
            secure=self._https,
            httponly=True,
            samesite="lax",
        )
