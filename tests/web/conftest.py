"""The application that the tests of its pages share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.web.bench import Bench, Browser


@pytest.fixture(scope="module")
def bench(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Everybody's."""
    with Bench(tmp_path_factory.mktemp("web") / "assistant.db", library) as running:
        yield running


@pytest.fixture
def untouched(library: Library, tmp_path: Path) -> Iterator[Bench]:
    """One that nobody has talked to."""
    with Bench(tmp_path / "assistant.db", library) as running:
        yield running


@pytest.fixture
def browser(bench: Bench) -> Browser:
    """Somebody new."""
    return bench.browser()
