"""Who somebody is on the web: a number made by chance, kept in a signed cookie, and nothing else.

The number leads to everything that the person has told us, so nobody may be able to guess it or to make one up.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from itsdangerous import BadSignature, Signer
from starlette.requests import Request
from starlette.responses import Response

from bot.settings import SettingsError
from storage.files import write_new

CHANNEL: Final = "web"
YEAR = 365 * 24 * 60 * 60
SECRET_BYTES = 32
ID_BYTES = 16
SPOILED = (
    "网页会话的密钥文件 {path} 不完整。请用您另外保管的那一份替换它；没有的话请把它删掉再启动，"
    "之后用浏览器的人都会开始新的会话。"
)


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
    """The secret that cookies are signed with, made at the first start. Raises SettingsError for a spoiled file.

    Whoever loses the file loses the way from browsers to their conversations.
    """
    if not path.exists():
        write_new(path, secrets.token_bytes(SECRET_BYTES))
    secret = path.read_bytes()
    if len(secret) != SECRET_BYTES:
        raise SettingsError(SPOILED.format(path=path))
    return secret
