"""Writing the folder of a regulation: whole, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

OWN = ("source.*", "text.md", "regulation.yaml", "report.md")
"""Files that adding a regulation writes; all others are of people."""


def write_folder(place: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder in its place; of one that stands there already, only the files that adding writes are exchanged."""
    place.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        made.chmod(0o755)
        if place.exists():
            shutil.copytree(place, made, dirs_exist_ok=True)
            for pattern in OWN:
                for old in made.glob(pattern):
                    old.unlink()
        for name, content in files.items():
            (made / name).write_bytes(content)
        _exchange(made, place)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _exchange(made: Path, place: Path) -> None:
    """The made folder takes the place; what stood there goes only once it does."""
    if not place.exists():
        made.rename(place)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{place.name}-old-", dir=place.parent)) / place.name
    place.rename(aside)
    try:
        made.rename(place)
    except OSError:
        aside.rename(place)
        raise
    finally:
        shutil.rmtree(aside.parent, ignore_errors=True)
