"""Processes that tests may kill: each is forked from a clean server that has the heavy imports done already."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    [
        "__main__",
        "bot.telegram",
        "storage.sqlite",
        "knowledge.loader",
        "handlers.core",
        "tests.searched",
        "tests.processes",
    ]
)

PATIENCE = 60.0
"""Seconds until a process counts as hanging."""


def start(work: Callable[..., object], *values: object) -> BaseProcess:
    """A process that does the work. Functions and values must be importable and picklable."""
    process = _context.Process(target=work, args=values)
    process.start()
    return process


def run(work: Callable[..., object], *values: object) -> int:
    """Do the work in a process; its exit code, negative for the signal that ended it."""
    process = start(work, *values)
    process.join(PATIENCE)
    assert process.exitcode is not None, "the process hangs"
    return process.exitcode
