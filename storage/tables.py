"""The statements of the steps in :mod:`storage.migrations`. One that has been released is never edited."""

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

KEPT = (
    """
    CREATE TABLE uploads (
        id TEXT PRIMARY KEY,
        person TEXT NOT NULL,
        draft TEXT,
        size INTEGER NOT NULL,
        made TEXT NOT NULL,
        sealed BLOB NOT NULL
    ) STRICT
    """,
    "CREATE INDEX uploads_person ON uploads (person)",
    "CREATE INDEX uploads_draft ON uploads (draft) WHERE draft IS NOT NULL",
    """
    CREATE TABLE visits (
        person TEXT PRIMARY KEY,
        last TEXT NOT NULL
    ) STRICT
    """,
    """
    INSERT INTO visits (person, last) SELECT person, max(at) FROM turns
    WHERE person = owner AND channel <> 'reminder' GROUP BY person
    """,
    "ALTER TABLE drafts ADD COLUMN closed TEXT",
)
"""``sealed`` of an upload is the key of its file. A visit is a turn of the person's own, in a chat of their own."""

TIMES = (
    """
    CREATE TABLE watch (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        last TEXT NOT NULL,
        since TEXT
    ) STRICT
    """,
    "CREATE INDEX turns_at ON turns (at)",
    "CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL",
)
"""What is known of the clock (``handlers.retention.Watch``), and what has been kept long enough."""

DESK = (
    """
    CREATE TABLE staff (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('viewer', 'reviewer', 'admin')),
        telegram INTEGER UNIQUE,
        active INTEGER NOT NULL,
        made TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE sign_ins (
        digest TEXT PRIMARY KEY,
        staff INTEGER NOT NULL REFERENCES staff (id),
        made TEXT NOT NULL,
        seen TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX sign_ins_staff ON sign_ins (staff)",
    """
    CREATE TABLE access (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        staff TEXT NOT NULL,
        what TEXT NOT NULL,
        receipt TEXT,
        detail TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX access_receipt ON access (receipt) WHERE receipt IS NOT NULL",
    "CREATE INDEX access_at ON access (at)",
    "ALTER TABLE drafts ADD COLUMN region TEXT",
    "ALTER TABLE drafts ADD COLUMN kind TEXT",
    "ALTER TABLE drafts ADD COLUMN state TEXT",
    "ALTER TABLE drafts ADD COLUMN outcome TEXT",
    "ALTER TABLE drafts ADD COLUMN assignee TEXT",
    "ALTER TABLE drafts ADD COLUMN entered TEXT",
    "CREATE INDEX drafts_listed ON drafts (state, entered) WHERE receipt IS NOT NULL",
)
"""Who may work at the desk, who is signed in there, who looked at what. ``outcome`` of a draft is its verdict's,
``entered`` when it came into its state; both, like region, kind, state and assignee, stand in the open so that a long
list can be sorted."""

LISTING = (
    """
    CREATE INDEX drafts_desk ON drafts (entered, receipt, changed, rev, region, kind, state, outcome, assignee)
    WHERE receipt IS NOT NULL
    """,
    """
    CREATE TABLE views (
        staff INTEGER NOT NULL REFERENCES staff (id),
        name TEXT NOT NULL,
        wanted TEXT NOT NULL,
        PRIMARY KEY (staff, name)
    ) STRICT
    """,
)
"""The index holds all that a list shows, so that no sealed words are read over for it. A view is a list that a member
of staff has given a name."""

THREADS = (
    """
    CREATE TABLE threads (
        receipt TEXT PRIMARY KEY,
        chat TEXT NOT NULL,
        topic TEXT,
        ordered INTEGER NOT NULL,
        title TEXT NOT NULL,
        over INTEGER NOT NULL,
        card TEXT,
        pinned INTEGER NOT NULL,
        actions TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX threads_topic ON threads (chat, topic) WHERE topic IS NOT NULL",
)
"""What the staff chat shows of each case. It holds no words of people."""

EDITIONS = (
    """
    CREATE TABLE editions (
        id INTEGER PRIMARY KEY,
        region TEXT NOT NULL,
        name TEXT NOT NULL,
        found TEXT NOT NULL,
        provisions TEXT NOT NULL,
        told TEXT,
        UNIQUE (region, found)
    ) STRICT
    """,
    "ALTER TABLE reminders ADD COLUMN told TEXT",
    "ALTER TABLE drafts ADD COLUMN words TEXT NOT NULL DEFAULT ''",
    "DROP INDEX drafts_desk",
    """
    CREATE INDEX drafts_desk ON drafts (
        entered, receipt, changed, rev, region, kind, state, outcome, assignee, words
    ) WHERE receipt IS NOT NULL
    """,
)
"""The texts as they have been here, in the open, for they are public. ``words`` of a draft names those that an
application was made under, in the open so that a long list can be looked through for it."""

HAPPENED = (
    "ALTER TABLE drafts ADD COLUMN happened TEXT NOT NULL DEFAULT ''",
    "UPDATE drafts SET happened = changed",
    "DROP INDEX drafts_desk",
    """
    CREATE INDEX drafts_desk ON drafts (
        entered, receipt, happened, rev, region, kind, state, outcome, assignee, words
    ) WHERE receipt IS NOT NULL
    """,
)
"""When something last happened to a case that staff can see: what its applicant types meanwhile is no news to them."""

UNTOLD = "ALTER TABLE outbox ADD COLUMN untold INTEGER NOT NULL DEFAULT 0"
"""Whether a reply was held after it had been put in the outbox, and staff do not know yet."""
