"""What a form sends."""

from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST = 200
"""Fields of one form."""
KIND = "application/x-www-form-urlencoded"


async def form_of(request: Request) -> dict[str, str]:
    """The fields, the last of each name. Text that was sent without being encoded is read as UTF-8."""
    if request.headers.get("content-type", KIND).partition(";")[0].strip().lower() != KIND:
        raise HTTPException(415)
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST))
    except ValueError:
        raise HTTPException(400) from None
