"""The one thread that thinks and writes.

A turn takes time and the storage knows one user at a time, so whatever touches the engine or its storage is done here,
one piece after the other, whichever channel asks for it. The event loop meanwhile goes on serving everybody else. The
storage is opened in this thread too, and refuses to be used from any other.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Protocol, Self, TypeVar

T = TypeVar("T")


class Do(Protocol):
    """Has a piece of work done, and waits for its result."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]:
        """The result of the work; whatever it raises is raised here."""


class Worker:
    """Does one piece of work after the other, in the order in which they come. Use it as a context."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="worker")

    async def do(self, work: Callable[[], T], /) -> T:
        """The result of the work. Work that has begun is finished, even if nobody waits for it any more."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish what has been handed over."""
        self._thread.shutdown(wait=True)
