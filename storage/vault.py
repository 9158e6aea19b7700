"""What people wrote is kept sealed: each person's words under a key of their own, wrapped with the master key.

AES-GCM tells whether a sealed text is whole; what it is bound to (table, row, owner) tells whether it stands where it
was put. Destroying a person's key destroys all copies of their words at once.
"""

import hashlib
import hmac
import json
import secrets
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlite_utils import Database

HOUSE = ""
"""Owner of what belongs to nobody: words of the program alone."""
LENGTH = 32
"""Bytes of a key."""
NONCE = 12
NOTHING = b""
"""Stands where sealed words have been taken away."""
_WRAPPED = "keys"
_NAMES = b"names of destroyed keys"


class SealBrokenError(Exception):
    """Sealed bytes are damaged, stand where they were not put, or their key is gone."""


class Place(NamedTuple):
    """Where sealed bytes stand and whose they are."""

    table: str
    row: str | int
    owner: str


def in_use(db: Database) -> bool:
    """Whether anything has been sealed in this database."""
    return "keys" in db.table_names() and db.execute("SELECT 1 FROM keys").fetchone() is not None


class Vault:
    """Seals and opens what one database keeps."""

    def __init__(self, db: Database, master: bytes) -> None:
        self._db = db
        self._master = master
        self._keys: dict[str, bytes] = {}

    @property
    def opens(self) -> bool:
        """Whether the master key is the one that this database was sealed with."""
        try:
            return self._known(HOUSE) is not None
        except SealBrokenError:
            return False

    def seal(self, place: Place, words: str | bytes) -> bytes:
        """The words, sealed for this place. Makes the owner's key where there is none."""
        plain = words.encode() if isinstance(words, str) else words
        return encrypt(self._known(place.owner) or self._make(place.owner), place, plain)

    def open(self, place: Place, sealed: bytes) -> bytes:
        """What was sealed for this place. Raises SealBrokenError."""
        key = self._known(place.owner)
        if key is None:
            raise SealBrokenError
        return decrypt(key, place, sealed)

    def is_broken(self, owner: str) -> bool:
        """Whether the owner has a key that cannot be used: nothing can be sealed for them until it is restored."""
        try:
            self._known(owner)
        except SealBrokenError:
            return True
        return False

    def name_of_key(self, owner: str) -> str | None:
        """A name for the owner's key that tells nothing of either; None where there is none. Raises SealBrokenError."""
        key, house = self._known(owner), self._known(HOUSE)
        if key is None or house is None:
            return None
        naming = hmac.digest(house, _NAMES, hashlib.sha256)
        return hmac.digest(naming, key, hashlib.sha256).hex()

    def secret(self, purpose: str) -> bytes:
        """A secret of the house for one purpose, the same for as long as there is this data."""
        house = self._known(HOUSE) or self._make(HOUSE)
        return hmac.digest(house, purpose.encode(), hashlib.sha256)

    def destroy(self, owner: str) -> None:
        """Destroy the owner's key."""
        self._db.execute("DELETE FROM keys WHERE person = ?", (owner,))
        self._keys.pop(owner, None)

    def refresh(self) -> None:
        """A transaction was undone: keys made or destroyed in it are not what the database has."""
        self._keys.clear()

    def rewrap(self, master: bytes) -> int:
        """Wrap every key with another master key; how many there are. The caller commits. Raises SealBrokenError."""
        found = self._db.execute("SELECT person, wrapped FROM keys").fetchall()
        for owner, wrapped in found:
            place = Place(_WRAPPED, owner, owner)
            again = encrypt(master, place, decrypt(self._master, place, wrapped))
            self._db.execute("UPDATE keys SET wrapped = ? WHERE person = ?", (again, owner))
        return len(found)

    def _known(self, owner: str) -> bytes | None:
        if owner not in self._keys:
            row = self._db.execute("SELECT wrapped FROM keys WHERE person = ?", (owner,)).fetchone()
            if row is None:
                return None
            self._keys[owner] = decrypt(self._master, Place(_WRAPPED, owner, owner), row[0])
        return self._keys[owner]

    def _make(self, owner: str) -> bytes:
        key = new_key()
        wrapped = encrypt(self._master, Place(_WRAPPED, owner, owner), key)
        self._db.execute("INSERT INTO keys (person, wrapped) VALUES (?, ?)", (owner, wrapped))
        self._keys[owner] = key
        return key


def new_key() -> bytes:
    """256 random bits."""
    return secrets.token_bytes(LENGTH)


def _bound(place: Place) -> bytes:
    """The place in a form that no other place has."""
    return json.dumps(place).encode()


def encrypt(key: bytes, place: Place, plain: bytes) -> bytes:
    """Sealed for the place under the key, with a nonce of its own."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, _bound(place))


def decrypt(key: bytes, place: Place, sealed: bytes) -> bytes:
    """What was sealed for the place under the key. Raises SealBrokenError."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(place))
    except (InvalidTag, ValueError):
        raise SealBrokenError from None
