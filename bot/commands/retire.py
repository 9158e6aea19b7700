"""``retire``: the statutory day of retirement, for one person or a batch of them."""

from datetime import date
from typing import IO

import click

from bot.commands.lines import BatchLine, Row, print_rows, run_batch
from bot.commands.options import InputFile, as_json, day_or_today, on_day
from bot.library import open_library
from handlers.wording import retirement as wording
from knowledge.eligibility.outlook import outlook
from knowledge.library import Library
from knowledge.vocabulary.facts import Answers
from knowledge.vocabulary.values import parse_sheet


class PersonLine(BatchLine):
    """One person of a batch."""

    facts: Row
    on: date | None = None


@click.command()
@click.option("--birth", metavar="YYYY-MM", help="Month (or day) of birth, for example 1966-05.")
@click.option("--sex", metavar="男|女", help="Left out: both are shown where they differ.")
@click.option("--post", metavar="POST", help="A woman's post: 管理或技术岗 (55) or 工人岗 (50).")
@click.option("--batch", type=InputFile(), metavar="FILE|-", help="People as JSON Lines; answers likewise.")
@on_day
@as_json
def retire(
    birth: str | None,
    sex: str | None,
    post: str | None,
    batch: IO[bytes] | None,
    on: date | None,
    as_json: bool,
) -> None:
    """Work out the statutory day of retirement, and what each text asks for until then.

    By the national rule, which lies outside the five texts. What is not known gives a range.

    With --batch: lines {"id", "facts": {"leader_birth", "leader_sex", "leader_post_type"}} in, one answer a line out.
    """
    if (birth is None) == (batch is None):
        raise click.UsageError("请用 --birth YYYY-MM 写出生年月，或者用 --batch 给一个文件，二者选一。")
    library = open_library()
    if batch is not None:
        run_batch(batch, PersonLine, lambda line: [{"id": line.id, **_row(library, line.facts, line.on or on)}])
        return
    rule = library.retirement.facts
    said = {rule.birth: birth, rule.sex: sex, rule.post: post}
    sheet = {fact: value for fact, value in said.items() if value is not None}
    if as_json:
        print_rows([_row(library, sheet, on)])
    else:
        _show(library, sheet, day_or_today(on))


def _row(library: Library, sheet: Row, on: date | None) -> Row:
    """The answer as plain data: days for each group that the person may belong to, then every text's demands."""
    day = day_or_today(on)
    answers, problems = parse_sheet(library.facts, sheet, on=day)
    found = outlook(library, answers, day)
    return {
        **found.model_dump(mode="json"),
        "rule": library.retirement.source,
        "outside": library.retirement.outside,
        "missing_facts": _missing(library, answers),
        "problems": [problem.model_dump() for problem in problems],
    }


def _missing(library: Library, answers: Answers) -> list[str]:
    """The fact that would narrow the answer next."""
    fact = library.retirement.open_fact(answers)
    return [fact] if fact else []


def _show(library: Library, sheet: Row, on: date) -> None:
    """The answer in words; what could not be understood goes to standard error."""
    answers, problems = parse_sheet(library.facts, sheet, on=on)
    for problem in problems:
        click.echo(f"{problem.fact}：{problem.message}", err=True)
    said = [fact for fact in library.facts.values() if fact.id in answers]
    click.echo(wording.told(library, outlook(library, answers, on), said, answers))
