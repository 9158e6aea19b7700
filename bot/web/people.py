"""Who somebody is on the web: a number made by chance, kept in a signed cookie, and nothing else.

The number leads to everything that the person has told us, so nobody may be able to guess it or to make one up.
"""

import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from itsdangerous import BadSignature, Signer
from starlette.requests import Request
from starlette.responses import Response

CHANNEL: Final = "web"
YEAR = 365 * 24 * 60 * 60
SECRET_BYTES = 32
ID_BYTES = 16


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
        self._https = https
        self.cookie = "__Host-person" if https else "person"
        """Browsers take a cookie with that prefix from the host itself only, over https only."""

    def visitor(self, request: Request) -> Visitor:
        """Who asks; somebody without a cookie of ours is somebody new."""
        brought = request.cookies.get(self.cookie)
        if brought is None:
            return Visitor(secrets.token_hex(ID_BYTES), known=False)
        try:
            return Visitor(self._signer.unsign(brought).decode("ascii"))
        except (BadSignature, UnicodeError):
            return Visitor(secrets.token_hex(ID_BYTES), known=False, forged=True)

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


def kept_secret(path: Path) -> bytes:
    """The secret that cookies are signed with: made at the first start, for its owner's eyes only.

    Whoever loses the file loses the way from browsers to their conversations.
    """
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with open(made, "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
    return path.read_bytes()
