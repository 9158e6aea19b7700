"""Asking before something that cannot be undone."""

from typing import Final

import click

YES: Final = frozenset({"是", "好", "确定", "继续", "y", "yes"})
HOW: Final = "（继续请输入“是”，不继续请直接按回车）"
NOTHING_DONE: Final = "好的，什么都没有改动。"


def ask_whether(question: str) -> None:
    """Go on if the person says yes; else the command ends here."""
    said: str = click.prompt(f"{question}{HOW}", default="", show_default=False, prompt_suffix="：")
    if said.strip().lower() not in YES:
        click.echo(NOTHING_DONE, err=True)
        raise click.exceptions.Exit(1)
