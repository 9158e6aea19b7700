"""Commands that run in the tests' own process find the library already read. Processes of their own read it anew."""

from pathlib import Path

import pytest

from knowledge import loader
from knowledge.library import Library


@pytest.fixture(autouse=True)
def read_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real library under the usual call; anything else is really read."""
    read = loader.load

    def load(root: Path = loader.HERE, more: Path | None = None) -> Library:
        return library if root == loader.HERE and more is None else read(root, more)

    monkeypatch.setattr(loader, "load", load)
