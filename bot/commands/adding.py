"""``regulation add``: a file becomes a folder of the library."""

import re
from pathlib import Path

import click

from bot.commands.failures import InputError
from bot.commands.lines import print_rows
from bot.commands.options import as_json
from bot.documents.reading import read_file
from bot.documents.refusals import UnreadableError
from bot.folders import write_folder
from bot.settings import read_settings
from knowledge import loader
from knowledge.folder import MAX_TEXT_BYTES
from knowledge.importing.importing import Imported, bring_in
from knowledge.importing.report import as_result, as_text
from knowledge.strict_yaml import MAX_BYTES

SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
TAKEN = frozenset({"all"})
"""Names that commands use for something else."""


@click.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--slug", required=True, help="Name of the folder: small letters, digits, - and _.")
@click.option("--name", help="What people call it, for example 苏州. By default the title without its trimmings.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Where the folder goes.")
@click.option("--replace", is_flag=True, help="Exchange the text of a folder that is there; rules and forms stay.")
@as_json
def add_regulation(file: Path, slug: str, name: str | None, into: Path | None, replace: bool, as_json: bool) -> None:
    """Add a regulation from a .txt, .md, .html, .docx or .pdf FILE.

    Writes source.txt, text.md, regulation.yaml and report.md; prints the report.
    """
    place = _place(slug, into, replace=replace)
    try:
        reading, raw = read_file(file)
    except UnreadableError as error:
        raise InputError(f"{file.name}：{error}") from error
    imported = bring_in(reading, slug, file.stem, name.strip() if name else None)
    report = as_text(imported, file.name)
    write_folder(place, _files(imported, report, file, raw))
    if as_json:
        print_rows([{**as_result(imported), "folder": str(place)}])
    else:
        click.echo(f"{report}\n\n已写入 {place}。下一步：python -m bot regulation check")


def _place(slug: str, into: Path | None, *, replace: bool) -> Path:
    """Where the folder goes; InputError where it may not."""
    if not SLUG.fullmatch(slug) or slug in TAKEN:
        raise InputError(f"名称“{slug[:40]}”不能用：只能用小写字母、数字、- 和 _，以字母或数字开头，不能是 all")
    home = into or read_settings().regulations or loader.HERE / loader.REGULATIONS
    if (home / "facts.yaml").exists():
        home = home / loader.REGULATIONS
    place = home / slug
    if place.exists() and not replace:
        raise InputError(f"{place} 已经有了。要换掉它的条文，加 --replace；要另存一份，换一个 --slug")
    if replace and place.exists() and not (place / "regulation.yaml").exists():
        raise InputError(f"{place} 不是一份规定的文件夹，没有动它")
    return place


def _files(imported: Imported, report: str, file: Path, raw: bytes) -> dict[str, bytes]:
    """The files of the folder; the original is kept beside where ``source.txt`` is not the same."""
    files = {name: words.encode("utf-8") for name, words in imported.files.items()}
    for name, limit in (("source.txt", MAX_TEXT_BYTES), ("text.md", MAX_TEXT_BYTES), ("regulation.yaml", MAX_BYTES)):
        if len(files[name]) > limit:
            raise InputError(f"{file.name} 的文字太多（{name} 超过 {limit} 字节）。请分成几份，一份规定一个文件")
    files["report.md"] = report.encode("utf-8")
    if raw != files["source.txt"]:
        kind = file.suffix.lower()
        files["source.original.txt" if kind in {".txt", ".text"} else f"source{kind}"] = raw
    return files
