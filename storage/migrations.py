"""The tables, as a series of steps. Each step runs in one transaction together with the record that it has run.

A step that has been released is never edited; a change is a further step.
"""

from sqlite_utils import Database, Migrations

migrations = Migrations("assistant")

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


@migrations()
def first_tables(db: Database) -> None:
    """Turns, sessions, drafts, the outbox with the messages that it became, chats out of reach or renamed."""
    for statement in TABLES:
        db.execute(statement)


@migrations()
def feedback(db: Database) -> None:
    """Which replies are answers, which were handed to staff, and what people think of them. The question, its regions,
    the outcome and the citations stand in the reply."""
    for statement in FEEDBACK:
        db.execute(statement)


@migrations()
def reminders(db: Database) -> None:
    """The reminders that people have switched on. That one was sent is a turn of the channel ``reminder``."""
    db.execute(REMINDERS)


@migrations()
def entries(db: Database) -> None:
    """The ledgers: what was done on which day."""
    for statement in ENTRIES:
        db.execute(statement)
