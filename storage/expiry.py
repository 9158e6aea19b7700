"""What goes because its time is over. Words go first; names of turns stay as long as something hangs on them.

What people made themselves (drafts, cases, ledgers) is only listed here: it goes one by one, after its person was told.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlite_utils import Database

from handlers import periods
from handlers.retention import Holding, HoldingKind, Watch
from storage import rows, uploads
from storage.forgetting import REDELIVERED
from storage.removing import remove_replies
from storage.vault import HOUSE, Vault

NAMED = timedelta(days=400)
"""A reminder's turn keeps it from being sent twice, however long the deadline that it names is open."""
UNTIED = timedelta(days=1)
"""A file that no draft lists by then was never to be kept."""

HOLDINGS = """
    SELECT * FROM (
        SELECT CASE WHEN closed IS NULL THEN 'draft' ELSE 'case' END AS kind, person, id,
            coalesce(closed, changed) AS since
        FROM drafts WHERE receipt IS NULL OR closed IS NOT NULL
        UNION ALL
        SELECT 'ledger', entries.person, '', coalesce(visits.last, max(entries.created))
        FROM entries LEFT JOIN visits ON visits.person = entries.person GROUP BY entries.person
    )
"""

SPENT = """
    SELECT id FROM outbox
    WHERE (state = 'dead' AND turn IN (SELECT id FROM turns WHERE at <= :turns))
       OR ((sent_at <= :sent
            OR ((state = 'held' OR (state = 'waiting' AND (chat GLOB 'web:*' OR chat GLOB 'console:*')))
                AND turn IN (SELECT id FROM turns WHERE at <= :turns)))
           AND (receipt IS NULL OR NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.receipt = outbox.receipt)))
"""
"""Replies without further use; on the web and in the terminal those too that their person never came by to read. A
case's card stays, without its words: staff answer it as long as the case is here."""

FADING = (
    "UPDATE outbox SET sealed = x'' WHERE sent_at <= :sent AND sealed <> x''",
    """
    UPDATE turns SET sealed = x'' WHERE at <= :turns AND sealed <> x''
        AND EXISTS (SELECT 1 FROM outbox WHERE outbox.turn = turns.id)
    """,
)
"""Words that go before their rows."""

FREE = "NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.turn = turns.id)"
OVER = (
    (
        "threads",
        """NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.receipt = threads.receipt) AND NOT EXISTS (
            SELECT 1 FROM outbox WHERE outbox.receipt = threads.receipt AND state IN ('waiting', 'held'))""",
    ),
    ("turns", f"at <= :turns AND channel NOT IN ('reminder', 'retention', 'followup', 'news', 'unreached') AND {FREE}"),
    ("turns", f"at <= :named AND {FREE}"),
    ("turns", f"at <= :redelivered AND person = '' AND owner = '' AND {FREE}"),
    ("reminders", "(SELECT last FROM visits WHERE visits.person = reminders.person) <= :ledger"),
    (
        "sessions",
        """NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.person = sessions.person)
           AND NOT EXISTS (SELECT 1 FROM reminders WHERE reminders.person = sessions.person)
           AND coalesce((SELECT last FROM visits WHERE visits.person = sessions.person),
                        (SELECT max(at) FROM turns WHERE turns.person = sessions.person), '') <= :session""",
    ),
    ("consents", "at <= :record"),
    ("access", "at <= :record"),
    ("sign_ins", "made <= :redelivered"),
    ("codes", "made <= :code"),
)
"""Rows of a table whose time is over."""

NOTHING_LEFT = """
    SELECT person FROM keys WHERE person <> :house
        AND NOT EXISTS (SELECT 1 FROM turns WHERE owner = keys.person)
        AND NOT EXISTS (SELECT 1 FROM outbox WHERE owner = keys.person)
        AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.person = keys.person)
        AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.person = keys.person)
        AND NOT EXISTS (SELECT 1 FROM entries WHERE entries.person = keys.person)
        AND NOT EXISTS (SELECT 1 FROM uploads WHERE uploads.person = keys.person)
        AND NOT EXISTS (SELECT 1 FROM reminders WHERE reminders.person = keys.person)
"""
GONE = (
    "DELETE FROM visits WHERE person = ?",
    "DELETE FROM aliases WHERE person = ?",
    "DELETE FROM unreachable WHERE chat = ?",
)


def holdings(db: Database, before: Mapping[HoldingKind, datetime]) -> tuple[Holding, ...]:
    """Of each kind those whose time began before a moment, the oldest first."""
    sql = f"{HOLDINGS} WHERE kind = ? AND since <= ? ORDER BY since"
    return tuple(
        Holding.model_validate(row) for kind, at in before.items() for row in db.query(sql, (kind, rows.stamp(at)))
    )


def holdings_of(db: Database, person: str) -> tuple[Holding, ...]:
    """All that a person has that will go one day."""
    return tuple(Holding.model_validate(row) for row in db.query(f"{HOLDINGS} WHERE person = ?", (person,)))


def tidy(db: Database, vault: Vault, at: datetime) -> tuple[str, ...]:
    """Take away all whose time is over and that nobody need be told of; names of files to delete after the commit."""
    stamps = _stamps(at)
    remove_replies(db, [number for (number,) in db.execute(SPENT, stamps).fetchall()])
    for statement in FADING:
        db.execute(statement, stamps)
    for table, condition in OVER:
        db.table(table).delete_where(condition, stamps)
    untied = "SELECT id FROM uploads WHERE draft IS NULL AND made <= ?"
    names = [name for (name,) in db.execute(untied, (rows.stamp(at - UNTIED),)).fetchall()]
    files = uploads.remove(db, names)
    for (person,) in db.execute(NOTHING_LEFT, {"house": HOUSE}).fetchall():
        vault.destroy(person)
        for statement in GONE:
            db.execute(statement, (person,))
    return files


def overdue(db: Database, at: datetime) -> int:
    """How many rows should have gone by a moment."""
    stamps = _stamps(at)
    words = sum(db.table(table).count_where(condition, stamps) for table, condition in OVER)
    return words + len(db.execute(SPENT, stamps).fetchall())


def _stamps(at: datetime) -> dict[str, str]:
    """What lies before these moments is over."""
    kept = {
        "turns": periods.TURN,
        "sent": periods.SENT,
        "named": NAMED,
        "redelivered": REDELIVERED,
        "ledger": periods.LEDGER,
        "session": periods.SESSION,
        "record": periods.RECORD,
        "code": periods.CODE,
    }
    return {name: rows.stamp(at - period) for name, period in kept.items()}


def watch(db: Database) -> Watch | None:
    """What is known of the clock: since the last look, or else from the newest turn that somebody took."""
    found = db.execute("SELECT last, since FROM watch").fetchone()
    if found is not None:
        return Watch(last=found[0], since=found[1])
    (newest,) = db.execute(
        "SELECT max(at) FROM turns WHERE channel NOT IN ('reminder', 'retention', 'followup', 'news')"
    ).fetchone()
    return None if newest is None else Watch(last=newest)


def save_watch(db: Database, kept: Watch) -> None:
    """Keep what is known of the clock."""
    since = None if kept.since is None else rows.stamp(kept.since)
    db.execute("INSERT OR REPLACE INTO watch (id, last, since) VALUES (1, ?, ?)", (rows.stamp(kept.last), since))
