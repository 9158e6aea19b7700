"""Files that a browser saves and never shows."""

from typing import Final
from urllib.parse import quote

from starlette.responses import Response

MEDIA: Final = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
"""Media types of what people add."""


def download(content: bytes, name: str, media: str) -> Response:
    """A file under a name."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type=media, headers=headers)
