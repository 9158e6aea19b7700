"""A case taken out of the sealed data for those who handle it: papers and files in the open, in one folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from bot.web.uploads import tidy_name
from handlers import filling
from handlers.draft import Draft, Upload
from handlers.model import File
from handlers.printing.pack import parts
from knowledge.forms.form import Form
from knowledge.library import Library
from storage.errors import RowDamagedError, StorageError
from storage.files import make_folder, write_new
from storage.store import Reader

CONTENT: Final = "填写内容.txt"
QUESTION: Final = "question"
"""The one field of a question to staff."""
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


@contextmanager
def private_folder(folder: Path, database: Path) -> Iterator[None]:
    """A new or empty folder for its owner alone, and away from the sealed data; empty again, or gone, where something
    fails. Raises StorageError or OSError."""
    _check(folder, database)
    new = not folder.exists()
    make_folder(folder)
    folder.chmod(0o700)
    try:
        yield
    except BaseException:
        for each in folder.iterdir():
            each.unlink()
        if new:
            folder.rmdir()
        raise


def _check(folder: Path, database: Path) -> None:
    data = database.resolve().parent
    if folder.resolve().is_relative_to(data):
        raise StorageError(WITH_DATA.format(data=data))
    if folder.exists() and not folder.is_dir():
        raise StorageError(NO_FOLDER.format(folder=folder))
    if folder.exists() and any(folder.iterdir()):
        raise StorageError(NOT_EMPTY.format(folder=folder))


def export(library: Library, reader: Reader, case: Draft, folder: Path, on: date) -> Exported:
    """Write the papers, with what is sensitive, and every file that was added; one that is damaged keeps back no other.

    Raises OSError.
    """
    documents = (*_papers(library, case, on), _content(library, case))
    for each in documents:
        write_new(folder / each.name, each.content)
    damaged = []
    for number, upload in enumerate(case.uploads, start=1):
        content = _read(reader, case, upload)
        if content is None:
            damaged.append(upload.name)
        else:
            name = UPLOADED.format(number=number, name=tidy_name(upload.name, upload.kind))
            write_new(folder / name, content)
    return Exported(len(documents), len(case.uploads) - len(damaged), tuple(damaged))


def _read(reader: Reader, case: Draft, upload: Upload) -> bytes | None:
    try:
        return reader.upload(case.person, upload.id)
    except RowDamagedError:
        return None


def _papers(library: Library, case: Draft, on: date) -> tuple[File, ...]:
    """What there is to print; nothing for a question, or where the region's form is not in the library (any more)."""
    return () if _form(library, case) is None else parts(library, case, on, with_sensitive=True)


def _content(library: Library, case: Draft) -> File:
    """Every field by its name, those too for which no paper has room."""
    form = _form(library, case)
    names = {QUESTION: "问题"} if form is None else {key: filling.called(form, case, key) for key in case.fields}
    lines = (f"{names.get(key, key)}：{value}" for key, value in case.fields.items() if value)
    return File(name=CONTENT, content="\r\n".join((*lines, "")).encode("utf-8-sig"))


def _form(library: Library, case: Draft) -> Form | None:
    if case.kind == "enquiry" or case.region not in library.regulations:
        return None
    return library.get(case.region).form
