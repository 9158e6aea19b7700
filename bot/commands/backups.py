"""``backup`` and ``restore``."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.commands.asking import ask_whether
from bot.commands.lines import print_rows
from bot.commands.options import as_json
from bot.settings import read_settings
from storage import uploads
from storage.backup import DATA, back_up, default_folder, destroy_keys, prune
from storage.restoring import restore as restore_data
from storage.sqlite import SqliteReader

MADE = """备份做好了：{made}
数据 {size:.1f} MB，上传的文件 {files} 个。已经试着恢复过一次，并通过了检查。
里面没有主密钥：没有它谁也读不了这份备份。请把 {key} 另外保管一份，不要和备份放在一起。"""
PRUNED = "删除了 {count} 份30天以前的备份。"
NOT_PRUNED = "电脑的时间和上次记下的相差太大，没有删除旧备份。请用 doctor 核对时间。"
DESTROYED = "在以前的备份里，又销毁了 {count} 把已删除的人的密钥。"

SURE = "现在的数据会先另存一份，然后换成这份备份里的。"
RESTORED = "已经恢复：{backup} → {database}。"
ASIDE = "恢复以前的数据另存在 {aside}；确认没有问题以后，请把它删掉。"
ERASED_AGAIN = "备份以后有 {count} 人要求删除，他们的资料没有恢复。"

folder_argument = click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))


@click.command()
@folder_argument
@as_json
def backup(folder: Path | None, as_json: bool) -> None:
    """Back up the data, beside the running assistant.

    FOLDER is where the backup goes, for example a mounted disk; by default a folder beside that of the data
    (var-backups beside var). The copy is restored to a temporary place and checked before it counts. Backups of that
    folder older than 30 days are deleted.
    """
    settings, now = read_settings(), datetime.now(UTC)
    folder = folder or default_folder(settings.database)
    made = back_up(settings.database, settings.key, folder, now)
    destroyed = destroy_keys(folder, settings.key)
    believed = _clock_is_believed(settings.database, settings.key, now)
    pruned = prune(folder, now) if believed else ()
    files = uploads.folder_of(made / DATA)
    sizes = [each.stat().st_size for each in (made / DATA, *(files.iterdir() if files.is_dir() else ()))]
    if as_json:
        row = {"backup": str(made), "bytes": sum(sizes), "files": len(sizes) - 1, "keys_destroyed": destroyed}
        print_rows([{**row, "pruned": [str(each) for each in pruned]}])
        return
    click.echo(MADE.format(made=made, size=sum(sizes) / 1e6, files=len(sizes) - 1, key=settings.key))
    for told, count in ((PRUNED, len(pruned)), (DESTROYED, destroyed)):
        if count:
            click.echo(told.format(count=count))
    if not believed:
        click.echo(NOT_PRUNED, err=True)


def _clock_is_believed(database: Path, key: Path, now: datetime) -> bool:
    with closing(SqliteReader.open(database, key)) as reader:
        watch = reader.watch()
    return watch is None or watch.looked(now).since is None


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(folder: Path, yes: bool) -> None:
    """Put a backup in the place of the data.

    FOLDER is the one that the command backup named. The assistant must be stopped. The present data is kept aside, and
    people who have been erased since the backup do not come back.
    """
    settings = read_settings()
    if not yes:
        ask_whether(SURE)
    aside, erased = restore_data(folder, settings.database, settings.key, datetime.now(UTC))
    click.echo(RESTORED.format(backup=folder, database=settings.database))
    if erased:
        click.echo(ERASED_AGAIN.format(count=erased))
    if aside is not None:
        click.echo(ASIDE.format(aside=aside))
