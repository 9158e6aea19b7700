"""Templates become pages."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

LOOKS: Final = {"light": "浅色", "dark": "深色"}
"""Other than what the device itself prefers."""
LOOK_COOKIE = "look"
MISSING: Final = frozenset({404, 410})
"""Statuses of what is not there, or not any more."""
STATIC = files("bot.web") / "static"
HOMES: Final = {"/": "首页", "/desk": "工作台"}
"""Where people can begin anew, and what it is called: applicants, and staff."""


class Pages:
    """Renders templates."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("bot.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["static"] = address

    def page(self, request: Request, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
        """A page, or a part of one."""
        look = request.cookies.get(LOOK_COOKIE)
        html = self._environment.get_template(template).render(
            path=request.url.path, this_page=_here(request), look=look if look in LOOKS else "", **shown
        )
        return HTMLResponse(html, status)

    def told(
        self,
        request: Request,
        status: int,
        message: str,
        words: str = "",
        headers: Mapping[str, str] = MappingProxyType({}),
        back: str = "/",
    ) -> HTMLResponse:
        """A page that says why something was not done, and leads ``back``; ``words`` that somebody typed are given
        back to them."""
        heading = "没有找到" if status in MISSING else "没有处理"
        page = self.page(request, "told.html", status, heading=heading, message=message, words=words, back=back)
        page.headers.update(headers)
        return page


def home_of(path: str) -> str:
    """Where whoever asked for an address can begin anew."""
    return "/desk" if path == "/desk" or path.startswith("/desk/") else "/"


def _here(request: Request) -> str:
    """Where a page can be opened again; one that answers a form is at the address of the page that sent it, if any."""
    if request.method != "POST":
        return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    sender = urlsplit(request.headers.get("referer", ""))
    return (sender.path or "/") if sender.netloc == request.url.netloc else "/"


@cache
def address(name: str) -> str:
    """Where a file of ours is fetched; the address changes with the file, so that it may be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"
