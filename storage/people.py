"""Who is who: one person on two channels, and the one-time codes that lead from one to the other."""

import json
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from handlers import periods
from handlers.model import Code
from storage import rows, uploads
from storage.digests import digest
from storage.vault import NOTHING, Place, Vault

OWN = (
    "UPDATE turns SET person = ? WHERE person = ?",
    "UPDATE OR IGNORE turns SET key = ?1 || substr(key, length(?2) + 1) WHERE person = ?1 AND key LIKE ?2 || '/%'",
    "UPDATE OR IGNORE reminders SET person = ? WHERE person = ?",
    "UPDATE OR IGNORE votes SET person = ? WHERE person = ?",
    "UPDATE consents SET person = ? WHERE person = ?",
    "UPDATE codes SET person = ? WHERE person = ?",
    """INSERT INTO visits (person, last) SELECT ?, last FROM visits WHERE person = ?
       ON CONFLICT (person) DO UPDATE SET last = max(last, excluded.last)""",
    "UPDATE former_keys SET person = ? WHERE person = ?",
    "UPDATE aliases SET person = ? WHERE person = ?",
)
"""What becomes the other's. The key of a reminder's turn begins with the person whom it reminded."""
LEFT = (
    "DELETE FROM reminders WHERE person = ?",
    "DELETE FROM votes WHERE person = ?",
    "DELETE FROM visits WHERE person = ?",
)
"""What both had; the other's own stays."""


def person_of(db: Database, sender: str) -> str:
    """Whom the sender acts as: themselves unless they have been joined with somebody."""
    row = db.execute("SELECT person FROM aliases WHERE sender = ?", (sender,)).fetchone()
    return sender if row is None else str(row[0])


def join(db: Database, vault: Vault, sender: str, person: str) -> None:
    """From now on the sender acts as the person, who is given all that the sender had of their own."""
    person = person_of(db, person)
    if sender == person:
        return
    has_session = db.execute("SELECT 1 FROM sessions WHERE person = ?", (person,)).fetchone()
    if has_session is not None:
        db.execute("DELETE FROM sessions WHERE person = ?", (sender,))
    for words in rows.ALL_WORDS:
        _hand_over(db, vault, words, sender, person)
    uploads.hand_over(db, vault, sender, person)
    for statement in OWN:
        db.execute(statement, (person, sender))
    for statement in LEFT:
        db.execute(statement, (sender,))
    former = vault.name_of_key(sender)
    if former is not None:
        db.execute("INSERT INTO former_keys (name, person) VALUES (?, ?)", (former, person))
        vault.destroy(sender)
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


def _hand_over(db: Database, vault: Vault, words: rows.Words[Any], sender: str, person: str) -> None:
    """Seal a table's words of one owner for another, who stands in them as their own."""
    table = db.table(words.table)
    for row in list(table.rows_where(f"{words.owner} = ?", (sender,))):
        name = person if words.name == words.owner else row[words.name]
        sealed = row["sealed"]
        if sealed != NOTHING:
            plain = _renamed(vault.open(words.place(row), sealed), sender, person)
            sealed = vault.seal(Place(words.table, name, person), plain)
        table.update(row[words.name], {words.owner: person, "sealed": sealed})


def _renamed(plain: bytes, sender: str, person: str) -> str:
    told = json.loads(plain)
    if told.get("person") == sender:
        told["person"] = person
    return json.dumps(told, ensure_ascii=False)
