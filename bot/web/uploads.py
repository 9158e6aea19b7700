"""Files that people add: what they may be, told by their content and never by their name.

``kind_of`` takes a moment and blocks: it is called outside the event loop, and outside the one thread that thinks.
"""

import io
import re
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

import pypdfium2
from PIL import Image
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.web.guard import LARGEST_FILE
from handlers.draft import UploadKind

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of one file."""
LONGEST_NAME: Final = 80
MOST_PIXELS: Final = 64_000_000
"""Of one picture: a page of A4 has 62 million at 800 dots per inch. More would fill the memory of whoever opens it."""
FIELDS: Final = 10
"""Fields beside the file that are read."""
KIND: Final = "multipart/form-data"
_HEAD, _TAIL = b"%PDF-", b"%%EOF"
_WITHIN = 2_048
"""Bytes at the end of a PDF among which its end mark stands."""
_PICTURES: Final[dict[str, UploadKind]] = {"JPEG": "jpeg", "PNG": "png"}
_ENDINGS: Final[dict[UploadKind, str]] = {"pdf": ".pdf", "jpeg": ".jpg", "png": ".png"}
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')
_ONE_BY_ONE: Final = threading.Lock()
"""PDFium knows one user at a time, and two large pictures unpacked at once would need twice the memory."""


class WrongKindError(Exception):
    """It is neither PDF nor JPEG nor PNG, or not whole."""


class TooLargeError(Exception):
    """It has more bytes, or more pixels, than may be."""


class LockedError(Exception):
    """It is a PDF that opens with a password only."""


class _InMemory(MultiPartParser):
    """Nothing that is sent lies on the disk before it is sealed."""

    spool_max_size = LARGEST_FILE


@dataclass(frozen=True)
class Received:
    """A form with a file."""

    fields: Mapping[str, str]
    name: str
    """What the file is called; empty where none was chosen."""
    content: bytes = field(repr=False)


async def received(request: Request) -> Received:
    """What was sent. Raises HTTPException."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != KIND:
        raise HTTPException(415)
    try:
        sent = await _InMemory(request.headers, request.stream(), max_files=1, max_fields=FIELDS).parse()
    except MultiPartException:
        raise HTTPException(400) from None
    found = sent.get("file")
    name, content = (found.filename or "", await found.read()) if isinstance(found, UploadFile) else ("", b"")
    await sent.close()
    return Received({one: value for one, value in sent.items() if isinstance(value, str)}, name, content)


def kind_of(content: bytes) -> UploadKind:
    """What a file is. Raises WrongKindError, TooLargeError or LockedError."""
    if len(content) > LARGEST:
        raise TooLargeError
    with _ONE_BY_ONE:
        return _pdf(content) if content.startswith(_HEAD) else _picture(content)


def _pdf(content: bytes) -> UploadKind:
    """One that opens and has a page."""
    if _TAIL not in content[-_WITHIN:]:
        raise WrongKindError
    try:
        with pypdfium2.PdfDocument(content) as document:
            pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise (LockedError if "password" in str(error).lower() else WrongKindError) from None
    if not pages:
        raise WrongKindError
    return "pdf"


def _picture(content: bytes) -> UploadKind:
    """One that can be unpacked to its end; what stands behind its end is let be, since nobody is shown it."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_PICTURES)) as picture:
            width, height = picture.size
            kind = _PICTURES[str(picture.format)]
            picture.verify()
        if width * height <= MOST_PIXELS:
            with Image.open(io.BytesIO(content), formats=tuple(_PICTURES)) as picture:
                picture.draft(None, (1, 1))  # a JPEG is unpacked at an eighth of its size
                picture.load()
            return kind
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLargeError from None
    except Exception:  # noqa: BLE001 - whatever a file breaks that was made to break something
        raise WrongKindError from None
    raise TooLargeError


def tidy_name(name: str, kind: UploadKind) -> str:
    """The person's own name for a file, fit to be shown and to be saved under; its ending is that of its content."""
    plain = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign)[0] != "C")
    last = _FORBIDDEN.sub(" ", plain.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem = PurePosixPath(last).stem.strip(" .") if "." in last else last
    return f"{stem[:LONGEST_NAME] or '文件'}{_ENDINGS[kind]}"
