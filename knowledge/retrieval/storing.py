"""An engine as a folder: one file for each array, opened by mapping it, so that only what is looked at is read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from knowledge.retrieval.engine import FORM, Engine
from knowledge.retrieval.everyday import Everyday
from knowledge.retrieval.postings import Arrays

IDS = "ids.json"


def save(engine: Engine, folder: Path) -> None:
    """Write an engine as a folder that was not there; where there is one already it stays as it is."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    told = json.dumps({"form": FORM, "ids": list(engine.ids)})
    try:
        (draft / IDS).write_text(told, encoding="utf-8")
        for field, arrays in engine.arrays.items():
            for name, array in arrays.items():
                np.save(draft / f"{field}.{name}.npy", array)
        draft.rename(folder)
    except OSError:
        shutil.rmtree(draft)
        if not (folder / IDS).exists():
            raise


def load(folder: Path, everyday: Everyday) -> Engine:
    """The engine of a folder. Raises ``OSError`` or ``ValueError`` where there is none, or one of another form."""
    told = json.loads((folder / IDS).read_text(encoding="utf-8"))
    if told["form"] != FORM:
        raise ValueError("the folder holds an index of another form")
    found: dict[str, Arrays] = {}
    for file in sorted(folder.glob("*.npy")):
        field, name = file.name.removesuffix(".npy").split(".")
        found[field] = {**found.get(field, {}), name: np.load(file, mmap_mode="r")}
    return Engine(told["ids"], found, everyday)


def kept(cache: Path | None, edition: str, build: Callable[[], Engine], everyday: Everyday) -> Engine:
    """The engine of an edition from a cache folder, built and put there where it is not; older ones are thrown away.

    Without a folder, or where nothing can be written, it is built in memory.
    """
    if cache is None:
        return build()
    folder = cache / edition
    try:
        return load(folder, everyday)
    except (OSError, ValueError, KeyError, EOFError):
        shutil.rmtree(folder, ignore_errors=True)
    engine = build()
    try:
        save(engine, folder)
    except OSError:
        return engine
    for other in cache.iterdir():
        if other != folder and (other / IDS).is_file():
            shutil.rmtree(other, ignore_errors=True)
    return load(folder, everyday)
