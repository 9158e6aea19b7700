"""Who is who: one person on two channels, and the one-time codes that lead from one to the other."""

from datetime import datetime

from sqlite_utils import Database

from handlers import periods
from handlers.model import Code
from storage import rows
from storage.digests import digest


def person_of(db: Database, sender: str) -> str:
    """Whom the sender acts as: themselves unless they have been joined with somebody."""
    row = db.execute("SELECT person FROM aliases WHERE sender = ?", (sender,)).fetchone()
    return sender if row is None else str(row[0])


def join(db: Database, sender: str, person: str) -> None:
    """From now on the sender acts as the person; what the sender had stays the sender's own, and is not shown."""
    person = person_of(db, person)
    if sender == person:
        return
    db.execute("UPDATE aliases SET person = ? WHERE person = ?", (person, sender))
    db.execute("INSERT OR REPLACE INTO aliases (sender, person) VALUES (?, ?)", (sender, person))


def save_code(db: Database, code: Code) -> None:
    """Keep a digest of the secret and what it leads to."""
    sql = "INSERT INTO codes (digest, kind, person, draft, made) VALUES (:digest, :kind, :person, :draft, :made)"
    db.execute(sql, row_of(code))


def row_of(code: Code) -> dict[str, str | None]:
    """A code as it is kept."""
    return {
        "digest": digest(code.secret),
        "kind": code.kind,
        "person": code.person,
        "draft": code.draft,
        "made": rows.stamp(code.made),
    }


def redeem(db: Database, secret: str, at: datetime) -> Code | None:
    """What the secret leads to, the first time and within its time; None for every other."""
    sql = "DELETE FROM codes WHERE digest = ? RETURNING kind, person, draft, made"
    found = db.execute(sql, (digest(secret),)).fetchone()
    if found is None:
        return None
    kind, person, draft, made = found
    code = Code(secret=secret, kind=kind, person=person, draft=draft, made=datetime.fromisoformat(made))
    return code if at < code.made + periods.CODE else None
