"""The command line: ``python -m bot`` and ``workshop-bot``."""

import io
import sys
from typing import cast

import click

from bot.commands.failures import CommandGroup
from bot.commands.language import speak_chinese

ALONE = (
    "serve",
    "chat",
    "ask",
    "eligibility",
    "score",
    "funding",
    "deadlines",
    "changes",
    "retire",
    "drafts",
    "feedback",
    "doctor",
    "keys",
    "staff",
    "rulings",
)
"""Commands that have a module of their own name."""
TOGETHER = {
    "library": ("facts", "provisions", "regulation"),
    "backups": ("backup", "restore"),
    "upkeep": ("audit", "purge", "erase"),
}
PLACES = {name: f"bot.commands.{name}" for name in ALONE} | {
    name: f"bot.commands.{module}" for module, names in TOGETHER.items() for name in names
}


speak_chinese()


@click.group(
    cls=CommandGroup,
    places=PLACES,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--debug", is_flag=True, help="Show the traceback when something unforeseen fails.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """A chat assistant for China's local rules on skill-master workshops (技能大师工作室)."""
    del debug  # read by CommandGroup
    if ctx.invoked_subcommand is None:
        ctx.invoke(cast(click.Command, cli.get_command(ctx, "serve")))


def main() -> None:
    """Run a command, UTF-8 on every stream whatever the locale; what UTF-8 cannot say is shown escaped."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli(prog_name="python -m bot")
