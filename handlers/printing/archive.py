"""Zip archives without a clock: the same parts make the same bytes."""

import io
import zipfile
from collections.abc import Iterable

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can name, for every part of it."""
READABLE = 0o100644 << 16
"""Rights of a part once it is unpacked."""


def archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The parts by name, in their order. Names that are no ASCII are marked as UTF-8."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = READABLE
            packed.writestr(info, content)
    return made.getvalue()
