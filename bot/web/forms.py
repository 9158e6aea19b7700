"""What a form sends."""

from collections.abc import Iterable
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST = 200
"""Fields of one form."""
KIND = "application/x-www-form-urlencoded"


async def form_of(request: Request, most: int = MOST) -> dict[str, str]:
    """The fields; of a name that is sent several times all values, one a line.

    Ends of lines are made ours, and text that was sent without being encoded is read as UTF-8.
    """
    if request.headers.get("content-type", KIND).partition(";")[0].strip().lower() != KIND:
        raise HTTPException(415)
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return joined(parse_qsl(body, keep_blank_values=True, max_num_fields=most))
    except ValueError:
        raise HTTPException(400) from None


def joined(sent: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The fields by name."""
    found: dict[str, str] = {}
    for name, value in sent:
        text = value.replace("\r\n", "\n")
        found[name] = f"{found[name]}\n{text}" if name in found else text
    return found
