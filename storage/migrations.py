"""The tables, as a series of steps. Each step runs in one transaction together with the record that it has run.

A step that has been released is never edited; a change is a further step.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError
from sqlite_utils import Database, Migrations

from handlers.draft import Draft
from storage import staff
from storage.editions import words_of
from storage.rulings import TABLE
from storage.tables import (
    DESK,
    EDITIONS,
    ENTRIES,
    FEEDBACK,
    HAPPENED,
    KEPT,
    LISTING,
    OWNER,
    OWNERS,
    PEOPLE,
    PLAIN,
    REMINDERS,
    SEALED,
    TABLES,
    THREADS,
    TIMES,
    UNTOLD,
)
from storage.vault import HOUSE, Place, SealBrokenError, Vault

Step = Callable[[Database, Vault], None]
SET = "assistant"


def first_tables(db: Database, _vault: Vault) -> None:
    """Turns, sessions, drafts, the outbox with the messages that it became, chats out of reach or renamed."""
    for statement in TABLES:
        db.execute(statement)


def feedback(db: Database, _vault: Vault) -> None:
    """Which replies are answers, which were handed to staff, and what people think of them. The question, its regions,
    the outcome and the citations stand in the reply."""
    for statement in FEEDBACK:
        db.execute(statement)


def reminders(db: Database, _vault: Vault) -> None:
    """The reminders that people have switched on. That one was sent is a turn of the channel ``reminder``."""
    db.execute(REMINDERS)


def entries(db: Database, _vault: Vault) -> None:
    """The ledgers: what was done on which day."""
    for statement in ENTRIES:
        db.execute(statement)


def sealed(db: Database, vault: Vault) -> None:
    """Everything that people wrote, sealed; nothing of it stays in the open."""
    for statement in (*SEALED, *OWNERS):
        db.execute(statement)
    vault.seal(Place("keys", HOUSE, HOUSE), b"")  # makes the house's key, by which a master key is known to fit
    for name, owner in OWNER.items():
        table = db.table(name)
        for row in [each[table.pks[0]] for each in table.rows_where(select=table.pks[0])]:
            kept = table.get(row)
            words = kept["body"] if "body" in kept else _entry(kept)
            table.update(row, {"sealed": vault.seal(Place(name, row, kept[owner]), words)})
    for name, columns in PLAIN.items():
        for column in columns:
            db.execute(f"ALTER TABLE {name} DROP COLUMN {column}")


def _entry(row: dict[str, object]) -> str:
    """An entry of a ledger as it is kept from now on."""
    return json.dumps({name: value for name, value in row.items() if name != "sealed"}, ensure_ascii=False)


def people(db: Database, _vault: Vault) -> None:
    """One person on two channels, consent, one-time codes."""
    for statement in PEOPLE:
        db.execute(statement)


def kept(db: Database, vault: Vault) -> None:
    """Files that people add, when they were here last, and when a case was closed."""
    for statement in KEPT:
        db.execute(statement)
    table = db.table("drafts")
    for name in [each["id"] for each in table.rows_where(select="id")]:
        row = table.get(name)
        closed = _closed(vault, row)
        if closed is not None:
            table.update(name, {"closed": closed})


def _closed(vault: Vault, row: dict[str, Any]) -> str | None:
    """When staff closed a case; None where it is open, or cannot be read."""
    try:
        draft = json.loads(vault.open(Place("drafts", row["id"], row["person"]), row["sealed"]))
        at = datetime.fromisoformat(draft["history"][-1]["at"]) if draft["state"] == "closed" else None
    except (SealBrokenError, ValueError, LookupError):
        return None
    return None if at is None else at.astimezone(UTC).isoformat(timespec="microseconds")


def times(db: Database, _vault: Vault) -> None:
    """How the clock went, and what is looked for by its time."""
    for statement in TIMES:
        db.execute(statement)


def desk(db: Database, vault: Vault) -> None:
    """The staff, and what a list of cases is sorted by."""
    for statement in DESK:
        db.execute(statement)
    _fill(db, vault, staff.listed)


def _fill(db: Database, vault: Vault, columns: Callable[[Draft], Mapping[str, str | None]]) -> None:
    """Fill columns of every draft from its words; one that cannot be read is left as it is."""
    table = db.table("drafts")
    for name in [each["id"] for each in table.rows_where(select="id")]:
        row = table.get(name)
        with suppress(SealBrokenError, ValidationError):
            draft = Draft.model_validate_json(vault.open(Place("drafts", row["id"], row["person"]), row["sealed"]))
            table.update(name, dict(columns(draft)))


def rulings(db: Database, _vault: Vault) -> None:
    """What authorities have settled in single cases."""
    db.execute(TABLE)


def listing(db: Database, _vault: Vault) -> None:
    """Long lists of cases without reading over what is sealed, and views of them under a name."""
    for statement in LISTING:
        db.execute(statement)


def threads(db: Database, _vault: Vault) -> None:
    """What the staff chat shows of each case."""
    for statement in THREADS:
        db.execute(statement)


def editions(db: Database, vault: Vault) -> None:
    """The editions of the texts that have been here, and under which words an application was made."""
    for statement in EDITIONS:
        db.execute(statement)
    _fill(db, vault, lambda draft: {"words": words_of(draft)})


def happened(db: Database, vault: Vault) -> None:
    """When something last happened to a case that staff can see; of one that cannot be read, when it changed."""
    for statement in HAPPENED:
        db.execute(statement)
    _fill(db, vault, lambda draft: {"happened": staff.happened(draft)})


def untold(db: Database, _vault: Vault) -> None:
    """Which replies of staff have not arrived although they were told so."""
    db.execute(UNTOLD)


STEPS: tuple[Step, ...] = (
    first_tables,
    feedback,
    reminders,
    entries,
    sealed,
    people,
    kept,
    times,
    desk,
    rulings,
    listing,
    threads,
    editions,
    happened,
    untold,
)


def migrations(vault: Vault) -> Migrations:
    """The steps for one database."""
    found = Migrations(SET)
    for step in STEPS:
        found(name=step.__name__)(_with(vault, step))
    return found


def _with(vault: Vault, step: Step) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        step(db, vault)

    return run


def ahead(db: Database) -> frozenset[str]:
    """Steps that have run here and that this version does not know."""
    return _applied(db) - {step.__name__ for step in STEPS}


def behind(db: Database) -> frozenset[str]:
    """Steps that have still to run here."""
    return frozenset(step.__name__ for step in STEPS) - _applied(db)


def begun(db: Database) -> bool:
    """Whether any step has run here: whether it is a database of ours."""
    return bool(_applied(db))


def _applied(db: Database) -> frozenset[str]:
    return frozenset(step.name for step in Migrations(SET).applied(db))
