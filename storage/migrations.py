"""The tables, as a series of steps. Each step runs in one transaction together with the record that it has run.

A step that has been released is never edited; a change is a further step.
"""

import json
from collections.abc import Callable

from sqlite_utils import Database, Migrations

from storage.vault import HOUSE, Place, Vault

Step = Callable[[Database, Vault], None]
SET = "assistant"

TABLES = (
    """
    CREATE TABLE turns (
        id INTEGER PRIMARY KEY,
        channel TEXT NOT NULL,
        key TEXT NOT NULL,
        person TEXT NOT NULL,
        at TEXT NOT NULL,
        body TEXT NOT NULL,
        error TEXT,
        UNIQUE (channel, key)
    ) STRICT
    """,
    "CREATE INDEX turns_person ON turns (person)",
    """
    CREATE TABLE sessions (
        person TEXT PRIMARY KEY,
        rev INTEGER NOT NULL,
        body TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE drafts (
        id TEXT PRIMARY KEY,
        person TEXT NOT NULL,
        receipt TEXT UNIQUE,
        rev INTEGER NOT NULL,
        changed TEXT NOT NULL,
        body TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX drafts_person ON drafts (person, changed)",
    """
    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        turn INTEGER NOT NULL REFERENCES turns (id),
        chat TEXT NOT NULL,
        receipt TEXT,
        rev INTEGER,
        body TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'sent', 'dead')),
        reason TEXT NOT NULL DEFAULT '',
        sent_at TEXT
    ) STRICT
    """,
    "CREATE INDEX outbox_unsent ON outbox (chat, id) WHERE state <> 'sent'",
    "CREATE INDEX outbox_turn ON outbox (turn)",
    """
    CREATE TABLE messages (
        reply INTEGER NOT NULL REFERENCES outbox (id),
        part INTEGER NOT NULL,
        chat TEXT NOT NULL,
        message TEXT NOT NULL,
        PRIMARY KEY (reply, part)
    ) STRICT
    """,
    "CREATE INDEX messages_shown ON messages (chat, message)",
    """
    CREATE TABLE unreachable (
        chat TEXT PRIMARY KEY,
        reason TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE renamed (
        old TEXT PRIMARY KEY,
        new TEXT NOT NULL
    ) STRICT
    """,
)

FEEDBACK = (
    "ALTER TABLE outbox ADD COLUMN answer TEXT",
    "CREATE UNIQUE INDEX outbox_answer ON outbox (answer) WHERE answer IS NOT NULL",
    "ALTER TABLE drafts ADD COLUMN answer TEXT",
    "CREATE INDEX drafts_answer ON drafts (answer) WHERE answer IS NOT NULL",
    """
    CREATE TABLE votes (
        reply INTEGER NOT NULL REFERENCES outbox (id),
        person TEXT NOT NULL,
        at TEXT NOT NULL,
        vote TEXT NOT NULL CHECK (vote IN ('useful', 'useless')),
        PRIMARY KEY (reply, person)
    ) STRICT
    """,
)


REMINDERS = """
    CREATE TABLE reminders (
        id INTEGER PRIMARY KEY,
        person TEXT NOT NULL,
        region TEXT NOT NULL,
        deadline TEXT NOT NULL,
        chat TEXT NOT NULL,
        since TEXT NOT NULL,
        UNIQUE (person, region, deadline)
    ) STRICT
    """

ENTRIES = (
    """
    CREATE TABLE entries (
        id TEXT PRIMARY KEY,
        person TEXT NOT NULL,
        region TEXT NOT NULL,
        day TEXT NOT NULL,
        kind TEXT NOT NULL,
        count INTEGER,
        note TEXT NOT NULL,
        evidence TEXT NOT NULL,
        created TEXT NOT NULL,
        changed TEXT NOT NULL,
        deleted TEXT
    ) STRICT
    """,
    "CREATE INDEX entries_person ON entries (person, day)",
)


SEALED = (
    "CREATE TABLE keys (person TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT",
    "ALTER TABLE turns ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE turns ADD COLUMN sealed BLOB NOT NULL DEFAULT x''",
    "CREATE INDEX turns_owner ON turns (owner)",
    "ALTER TABLE outbox ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE outbox ADD COLUMN sealed BLOB NOT NULL DEFAULT x''",
    "CREATE INDEX outbox_owner ON outbox (owner)",
    "ALTER TABLE sessions ADD COLUMN sealed BLOB NOT NULL DEFAULT x''",
    "ALTER TABLE drafts ADD COLUMN sealed BLOB NOT NULL DEFAULT x''",
    "ALTER TABLE entries ADD COLUMN sealed BLOB NOT NULL DEFAULT x''",
)
"""Whose words a row holds, and the words sealed. A turn of staff about a case belongs to the applicant."""

OWNERS = (
    """
    UPDATE turns SET owner = coalesce(
        (SELECT outbox.chat FROM outbox JOIN drafts ON drafts.person = outbox.chat
         WHERE outbox.turn = turns.id AND outbox.chat <> turns.person),
        CASE WHEN json_valid(body) AND json_extract(body, '$.chat') <> person THEN '' ELSE person END)
    """,
    "UPDATE outbox SET owner = (SELECT owner FROM turns WHERE turns.id = outbox.turn)",
)

PLAIN = {
    "turns": ("body",),
    "outbox": ("body",),
    "sessions": ("body",),
    "drafts": ("body",),
    "entries": ("region", "kind", "count", "note", "evidence", "changed", "deleted"),
}
"""Columns that held words in the open."""

OWNER = {"turns": "owner", "outbox": "owner", "sessions": "person", "drafts": "person", "entries": "person"}
"""Tables of words, and the column that says whose they are."""

PEOPLE = (
    """
    CREATE TABLE aliases (
        sender TEXT PRIMARY KEY,
        person TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX aliases_person ON aliases (person)",
    """
    CREATE TABLE former_keys (
        name TEXT PRIMARY KEY,
        person TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX former_keys_person ON former_keys (person)",
    """
    CREATE TABLE consents (
        id INTEGER PRIMARY KEY,
        person TEXT NOT NULL,
        kind TEXT NOT NULL,
        edition TEXT NOT NULL,
        at TEXT NOT NULL,
        granted INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX consents_person ON consents (person, kind)",
    """
    CREATE TABLE codes (
        digest TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        person TEXT NOT NULL,
        draft TEXT,
        made TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX codes_person ON codes (person)",
)
"""``former_keys``: keys that a person's words had before they were handed over to the person, by name."""


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


STEPS: tuple[Step, ...] = (first_tables, feedback, reminders, entries, sealed, people)


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


def _applied(db: Database) -> frozenset[str]:
    return frozenset(step.name for step in Migrations(SET).applied(db))
