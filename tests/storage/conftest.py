"""The storages that the contract is tried on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.sqlite import SqliteStore
from storage.store import Store


@pytest.fixture(params=["sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Each storage in turn."""
    opened = {"sqlite": SqliteStore.open}[request.param](tmp_path / "assistant.db")
    yield opened
    opened.close()
