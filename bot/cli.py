"""The command line: ``python -m bot`` and ``workshop-bot``."""

import io
import sys

import click

from bot.commands.ask import ask
from bot.commands.changes import changes
from bot.commands.deadlines import deadlines
from bot.commands.drafts import drafts
from bot.commands.eligibility import eligibility
from bot.commands.failures import CommandGroup
from bot.commands.feedback import feedback
from bot.commands.funding import funding
from bot.commands.library import facts, provisions, regulation
from bot.commands.retire import retire
from bot.commands.score import score
from bot.commands.talk import chat, serve


@click.group(cls=CommandGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback when something unforeseen fails.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """A chat assistant for China's local rules on skill-master workshops (技能大师工作室)."""
    del debug  # read by CommandGroup
    if ctx.invoked_subcommand is None:
        ctx.invoke(serve)


WORKSHOP = (eligibility, score, funding, deadlines, changes, retire)
for command in (serve, chat, ask, *WORKSHOP, facts, provisions, regulation, drafts, feedback):
    cli.add_command(command)


def main() -> None:
    """Run a command, UTF-8 on every stream whatever the locale; what UTF-8 cannot say is shown escaped."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli(prog_name="python -m bot")
