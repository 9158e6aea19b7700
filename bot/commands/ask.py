"""``ask``: one question, or a batch of them."""

from datetime import date
from typing import IO

import click

from bot.commands.lines import BatchLine, Row, print_rows, run_batch
from bot.commands.options import InputFile, as_json, day_or_today, on_day, region_option, slug_of
from bot.library import open_library
from handlers import ask as answering
from knowledge.library import Library


class QuestionLine(BatchLine):
    """One question of a batch; ``region`` is what the conversation is about, null where nothing is known."""

    question: str
    region: str | None = None
    on: date | None = None


@click.command()
@click.argument("question", required=False)
@region_option
@click.option("--batch", type=InputFile(), metavar="FILE|-", help="Questions as JSON Lines; answers likewise.")
@on_day
@as_json
def ask(question: str | None, region: str | None, batch: IO[bytes] | None, on: date | None, as_json: bool) -> None:
    """Answer a question with the words of the law.

    With --batch: lines {"id", "question", "region"|null} in, one result a line out.
    """
    if (question is None) == (batch is None):
        raise click.UsageError("请写一个问题，或者用 --batch 给一个文件，二者选一。")
    library = open_library()
    given = slug_of(library, region) if region else None
    if batch is not None:
        run_batch(batch, QuestionLine, lambda line: [_answer_line(library, line, given, on)])
        return
    answer = answering.answer(library, question or "", region=given, on=day_or_today(on))
    if as_json:
        print_rows([answering.as_result(answer)])
    else:
        click.echo(answer.text)


def _answer_line(library: Library, line: QuestionLine, given: str | None, on: date | None) -> Row:
    region = slug_of(library, line.region) if line.region else given
    answer = answering.answer(library, line.question, region=region, on=day_or_today(line.on or on))
    return {"id": line.id, **answering.as_result(answer)}
