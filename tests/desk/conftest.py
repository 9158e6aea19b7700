"""The desk that its tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.desk.office import Desk


@pytest.fixture
def desk(library: Library, tmp_path: Path) -> Iterator[Desk]:
    """A desk on which nothing has been done yet."""
    with Desk(tmp_path / "assistant.db", library) as running:
        yield running
