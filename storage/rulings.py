"""Rulings: kept sealed under the house's own key, for they speak of no person."""

from collections.abc import Iterator

from sqlite_utils import Database

from handlers.rulings import Ruling
from storage import rows
from storage.errors import RowDamagedError
from storage.vault import HOUSE, Vault

TABLE = """
    CREATE TABLE rulings (
        id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        made TEXT NOT NULL,
        sealed BLOB NOT NULL
    ) STRICT
    """


def rulings(db: Database, vault: Vault) -> Iterator[Ruling]:
    """All rulings, withdrawn ones too, oldest first; one that cannot be read is left out."""
    for row in db.query("SELECT * FROM rulings ORDER BY made, rowid"):
        try:
            yield rows.RULINGS.read(vault, row)
        except RowDamagedError:
            continue


def save(db: Database, vault: Vault, ruling: Ruling) -> None:
    """Keep a ruling in place of the one of its id."""
    sql = """INSERT INTO rulings (id, owner, made, sealed) VALUES (?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed"""
    db.execute(sql, (ruling.id, HOUSE, rows.stamp(ruling.made), rows.RULINGS.seal(vault, ruling.id, HOUSE, ruling)))
