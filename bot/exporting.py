"""A case taken out of the sealed data for those who handle it: papers and files in the open, in one folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from bot.web.uploads import tidy_name
from handlers import filling
from handlers.draft import Draft
from handlers.model import File
from handlers.printing.pack import parts
from knowledge.library import Library
from storage.files import make_folder, write_new
from storage.store import Reader, RowDamagedError, StorageError

CONTENT: Final = "填写内容.txt"
UPLOADED: Final = "附件{number:02}-{name}"

WITH_DATA = "不能导出到数据文件夹 {data} 里面：导出的文件没有加密。请换一个文件夹。"
NOT_EMPTY = "{folder} 里已经有东西，没有导出。请给一个还没有的文件夹，或者空的文件夹。"
NO_FOLDER = "{folder} 是文件，不是文件夹，没有导出。"


@dataclass(frozen=True)
class Exported:
    """What was written."""

    documents: int
    files: int
    damaged: tuple[str, ...]
    """Files that could not be read, as the applicant called them."""


def check_folder(folder: Path, database: Path) -> None:
    """Refuse a place that is not free, or where sealed data lies. Raises StorageError."""
    data = database.resolve().parent
    if folder.resolve().is_relative_to(data):
        raise StorageError(WITH_DATA.format(data=data))
    if folder.exists() and not folder.is_dir():
        raise StorageError(NO_FOLDER.format(folder=folder))
    if folder.exists() and any(folder.iterdir()):
        raise StorageError(NOT_EMPTY.format(folder=folder))


def export(library: Library, reader: Reader, case: Draft, folder: Path, on: date) -> Exported:
    """Write the papers, with what is sensitive, and every file that was added. All of it, or nothing: what cannot be
    read at all is told, and the rest is written. Raises OSError."""
    documents = (*_papers(library, case, on), _content(library, case))
    damaged = []
    with _private(folder):
        for each in documents:
            write_new(folder / each.name, each.content)
        for number, upload in enumerate(case.uploads, start=1):
            try:
                content = reader.upload(case.person, upload.id)
            except RowDamagedError:
                content = None
            if content is None:
                damaged.append(upload.name)
            else:
                name = UPLOADED.format(number=number, name=tidy_name(upload.name, upload.kind))
                write_new(folder / name, content)
    return Exported(len(documents), len(case.uploads) - len(damaged), tuple(damaged))


def _papers(library: Library, case: Draft, on: date) -> tuple[File, ...]:
    """What there is to print; nothing where the region's form is not in the library (any more)."""
    known = case.region in library.regulations and library.get(case.region).form is not None
    return parts(library, case, on, with_sensitive=True) if known else ()


def _content(library: Library, case: Draft) -> File:
    """Every field by its name, those too for which no paper has room."""
    form = library.get(case.region).form if case.region in library.regulations else None
    lines = (
        f"{key if form is None else filling.called(form, case, key)}：{value}"
        for key, value in case.fields.items()
        if value
    )
    return File(name=CONTENT, content="\r\n".join((*lines, "")).encode("utf-8-sig"))


@contextmanager
def _private(folder: Path) -> Iterator[None]:
    """The folder, for its owner alone; empty again, or gone, where something fails."""
    new = not folder.exists()
    make_folder(folder)
    folder.chmod(0o700)
    try:
        yield
    except BaseException:
        for each in folder.iterdir():
            each.unlink()
        if new:
            os.rmdir(folder)
        raise
