"""Files that people add: what they may be, told by their content and never by their name."""

import io
import re
import unicodedata
import warnings
from pathlib import PurePosixPath
from typing import Final

from PIL import Image, UnidentifiedImageError

from handlers.draft import UploadKind

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of one file."""
LONGEST_NAME: Final = 80
MOST_PIXELS: Final = 100_000_000
"""A picture of more is no scan of a paper, and would fill the memory of whoever opens it."""
_HEAD, _TAIL = b"%PDF-", b"%%EOF"
_WITHIN = 2_048
"""Bytes at the end of a PDF among which its end mark stands."""
_PICTURES: Final[dict[str, UploadKind]] = {"JPEG": "jpeg", "PNG": "png"}
_ENDINGS: Final[dict[UploadKind, str]] = {"pdf": ".pdf", "jpeg": ".jpg", "png": ".png"}
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')


class WrongKindError(Exception):
    """It is neither PDF nor JPEG nor PNG, or not whole."""


class TooLargeError(Exception):
    """It has more bytes, or more pixels, than may be."""


def kind_of(content: bytes) -> UploadKind:
    """What a file is. Raises WrongKindError or TooLargeError."""
    if len(content) > LARGEST:
        raise TooLargeError
    if content.startswith(_HEAD):
        if _TAIL not in content[-_WITHIN:]:
            raise WrongKindError
        return "pdf"
    return _picture(content)


def _picture(content: bytes) -> UploadKind:
    """A picture is looked at without being unpacked: its header tells its size, its parts their checksums."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=tuple(_PICTURES)) as picture:
                width, height = picture.size
                kind = _PICTURES[str(picture.format)]
                picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooLargeError from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, EOFError, Warning):
        raise WrongKindError from None
    if width * height > MOST_PIXELS:
        raise TooLargeError
    return kind


def tidy_name(name: str, kind: UploadKind) -> str:
    """The person's own name for a file, fit to be shown and to be saved under; its ending is that of its content."""
    plain = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign)[0] != "C")
    last = _FORBIDDEN.sub(" ", plain.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem = PurePosixPath(last).stem.strip(" .") if "." in last else last
    return f"{stem[:LONGEST_NAME] or '文件'}{_ENDINGS[kind]}"
