"""``keys``: the master key."""

import click

from bot.settings import read_settings
from storage.rotation import rotate

ROTATED = """主密钥已更换：{key}，{count} 把密钥已用它重新包好。
旧的主密钥已删掉：以前的备份，只有您另外保管着旧的主密钥才能恢复。
请马上再做一次备份（backup），并把新的主密钥另外保管一份。"""


@click.group()
def keys() -> None:
    """The master key that everything personal is encrypted with."""


@keys.command("rotate")
def rotate_key() -> None:
    """Take a new master key. The assistant must be stopped.

    The data stays as it is; only the keys are wrapped anew. Backups made before need the old master key.
    """
    settings = read_settings()
    count = rotate(settings.database, settings.key)
    click.echo(ROTATED.format(key=settings.key, count=count))
