"""``drafts``: what has been handed in, for staff at the terminal."""

from collections.abc import Sequence
from pathlib import Path

import click

from bot.commands.failures import Refused
from bot.commands.lines import print_rows
from bot.commands.options import as_json, day_or_today
from bot.commands.reading import reading
from bot.commands.recording import record
from bot.exporting import export, private_folder
from bot.library import open_library
from bot.settings import read_settings
from handlers.draft import Draft
from handlers.flow import SHANGHAI
from handlers.rulings import Ruling
from handlers.wording.desk import case_text
from handlers.wording.drafting import draft_text
from knowledge.library import Library
from storage.store import Reader

FILLED = "已填写（用 export 查看）"
MORE = """
要看身份证号等敏感栏目和上传的文件：python -m bot drafts export {receipt} 文件夹
要删除这位申请人（编号 {person}）的全部资料：先停程序，再运行 python -m bot erase {receipt}"""

AS_JSON = "终端，全部内容"
TAKEN_OUT = "终端，打印材料（含敏感栏目）和上传的文件 {count} 个"
EXPORTED = """已导出到 {folder}：材料 {documents} 份，上传的文件 {files} 个。
这些文件没有加密，里面有身份证号、电话等敏感信息，从现在起由您保管：只给办理的人看，不要发到群里，用完请删除。
这次导出已经记下来。"""
DAMAGED = "这些上传的文件缺失或损坏，没有导出：{names}。请运行 audit，或用最近的备份恢复。"


@click.group()
def drafts() -> None:
    """What applicants have handed in."""


@drafts.command("list")
@as_json
def list_drafts(as_json: bool) -> None:
    """All cases, newest first.

    Receipt, kind, region, state and last change of each.
    """
    with reading() as reader:
        cases = reader.submitted()
    if as_json:
        print_rows(case.model_dump(mode="json") for case in cases)
        return
    if not cases:
        click.echo("还没有人提交。", err=True)
    for case in cases:
        click.echo(_line(case))


def _line(case: Draft) -> str:
    changed = case.changed.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return "\t".join((case.receipt or "", case.kind, case.region or "-", case.state, changed))


@drafts.command("show")
@click.argument("receipt")
@as_json
def show_draft(receipt: str, as_json: bool) -> None:
    """One case, as staff see it. That it was looked at is written down.

    What is sensitive is shown by --json and by the command export alone.
    """
    with reading() as reader:
        case, rulings = _case(reader, receipt), reader.rulings()
    if as_json:
        record("reveal", receipt.upper(), AS_JSON)
        print_rows([case.model_dump(mode="json")])
    else:
        record("open", receipt.upper())
        click.echo(_shown(open_library(), case, rulings))
        click.echo(MORE.format(receipt=case.receipt, person=case.person))


def _case(reader: Reader, receipt: str) -> Draft:
    case = reader.case(receipt.upper())
    if case is None:
        raise Refused("没有这个回执编号。用 drafts list 可以看到全部编号。")
    return case


def _shown(library: Library, case: Draft, rulings: Sequence[Ruling]) -> str:
    form = draft_text(library, case, FILLED) if case.kind == "application" else ""
    return case_text(library, case, form, day_or_today(None), rulings=rulings)


@drafts.command("export")
@click.argument("receipt")
@click.argument("folder", type=click.Path(path_type=Path))
def export_draft(receipt: str, folder: Path) -> None:
    """Write a case's papers and files into a FOLDER, in the open.

    The documents to print, with what is sensitive, and the files that the applicant added. FOLDER must not exist yet,
    or be empty; only you can read it. From then on they are yours to guard. That they were taken out is written down.
    """
    library, database = open_library(), read_settings().database
    with private_folder(folder, database), reading() as reader:
        case = _case(reader, receipt)
        record("export", receipt.upper(), TAKEN_OUT.format(count=len(case.uploads)))
        exported = export(library, reader, case, folder, day_or_today(None))
    click.echo(EXPORTED.format(folder=folder, documents=exported.documents, files=exported.files))
    if exported.damaged:
        raise Refused(DAMAGED.format(names="、".join(exported.damaged)))
