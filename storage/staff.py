"""The staff: who may work at the desk, who is signed in there, and who looked at what."""

from datetime import datetime

from sqlite_utils import Database

from handlers import periods
from handlers.draft import Draft
from handlers.member import Member, Role
from storage.digests import digest
from storage.errors import CollisionError
from storage.records import Access
from storage.rows import stamp


def listed(draft: Draft) -> dict[str, str | None]:
    """What of a draft stands in the open, for lists of cases."""
    moves = [event for event in draft.history if event.what in STATES]
    entered = moves[-1].at if moves else draft.created
    outcome = draft.verdict.get("outcome")
    return {
        "region": draft.region,
        "kind": draft.kind,
        "state": draft.state,
        "outcome": outcome if isinstance(outcome, str) else None,
        "assignee": draft.assignee,
        "entered": stamp(entered),
    }


def happened(draft: Draft) -> str:
    """When something last happened to a draft that staff can see."""
    return stamp(draft.history[-1].at if draft.history else draft.created)


STATES = frozenset({"submitted", "accepted", "to_correct", "recommended", "refused", "closed", "withdrawn", "reopened"})
"""Events that bring a case into a state."""


def members(db: Database) -> tuple[Member, ...]:
    """All members, those who have left too, in the order in which they came."""
    return tuple(_member(row) for row in db.query("SELECT * FROM staff ORDER BY id"))


def _member(row: dict[str, object]) -> Member:
    return Member.model_validate(
        {
            "id": f"staff:{row['id']}",
            "name": row["name"],
            "role": row["role"],
            "telegram": row["telegram"],
            "active": bool(row["active"]),
        }
    )


def add(db: Database, name: str, role: Role, telegram: int | None, at: datetime) -> Member:
    """A new member. Raises CollisionError where the number on Telegram is another's."""
    _check_free(db, telegram, None)
    sql = "INSERT INTO staff (name, role, telegram, active, made) VALUES (?, ?, ?, 1, ?) RETURNING *"
    return _member(next(iter(db.query(sql, (name, role, telegram, stamp(at))))))


def change(db: Database, member: Member) -> None:
    """Keep a member as they are now; one who is no longer active is signed out everywhere."""
    number = number_of(member.id)
    _check_free(db, member.telegram, number)
    sql = "UPDATE staff SET name = ?, role = ?, telegram = ?, active = ? WHERE id = ?"
    db.execute(sql, (member.name, member.role, member.telegram, int(member.active), number))
    if not member.active:
        sign_out(db, member.id)


def _check_free(db: Database, telegram: int | None, number: int | None) -> None:
    sql = "SELECT 1 FROM staff WHERE telegram = ? AND id IS NOT ?"
    if telegram is not None and db.execute(sql, (telegram, number)).fetchone():
        raise CollisionError("这个 Telegram 编号已经是另一位工作人员的。")


def number_of(member: str) -> int:
    """The number of ``staff:7``; 0, which nobody has, for anything else."""
    number = member.partition(":")[2]
    return int(number) if member.startswith("staff:") and number.isdecimal() else 0


def sign_in(db: Database, member: str, secret: str, at: datetime) -> None:
    """Begin a session; of its secret only a digest is kept."""
    sql = "INSERT INTO sign_ins (digest, staff, made, seen) VALUES (?, ?, ?, ?)"
    db.execute(sql, (digest(secret), number_of(member), stamp(at), stamp(at)))


def signed_in(db: Database, secret: str, at: datetime, *, quiet: bool = False) -> Member | None:
    """Whose session a secret opens; None for one that is over, or whose member has left.

    It counts as used, unless it is a page that asks by itself (``quiet``).
    """
    sql = """SELECT staff.*, sign_ins.made AS begun, sign_ins.seen FROM sign_ins JOIN staff ON staff.id = sign_ins.staff
             WHERE digest = ? AND active = 1"""
    row = next(iter(db.query(sql, (digest(secret),))), None)
    if row is None:
        return None
    seen, begun = datetime.fromisoformat(row["seen"]), datetime.fromisoformat(row["begun"])
    if at - seen > periods.DESK_IDLE or at - begun > periods.DESK:
        db.execute("DELETE FROM sign_ins WHERE digest = ?", (digest(secret),))
        return None
    if not quiet:
        db.execute("UPDATE sign_ins SET seen = ? WHERE digest = ?", (stamp(at), digest(secret)))
    return _member(row)


def sign_out(db: Database, member: str, secret: str | None = None) -> None:
    """End one session of a member, or all of them."""
    if secret is None:
        db.execute("DELETE FROM sign_ins WHERE staff = ?", (number_of(member),))
    else:
        db.execute("DELETE FROM sign_ins WHERE digest = ?", (digest(secret),))


def log(db: Database, entry: Access) -> None:
    """Write down that somebody looked at something, or took it out."""
    sql = "INSERT INTO access (at, staff, what, receipt, detail) VALUES (:at, :staff, :what, :receipt, :detail)"
    db.execute(sql, row_of(entry))


def row_of(entry: Access) -> dict[str, str | None]:
    """An entry of the log as it is kept."""
    return {
        "at": stamp(entry.at),
        "staff": entry.staff,
        "what": entry.what,
        "receipt": entry.receipt,
        "detail": entry.detail,
    }


def logged(db: Database, receipt: str | None, limit: int) -> tuple[Access, ...]:
    """Who looked at a case, or at anything, newest first."""
    sql = "SELECT * FROM access WHERE ? IS NULL OR receipt = ? ORDER BY id DESC LIMIT ?"
    return tuple(
        Access(datetime.fromisoformat(row["at"]), row["staff"], row["what"], row["receipt"], row["detail"])
        for row in db.query(sql, (receipt, receipt, limit))
    )
