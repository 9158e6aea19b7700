"""The staff: let in, signed in for a while, let go; and what they looked at."""

from datetime import timedelta

import pytest

from storage.errors import CollisionError
from storage.records import Access
from storage.store import Store
from tests.storage.test_store import NOON, draft

SECRET = "5" * 32


def test_members_come_change_and_leave(store: Store) -> None:
    with store.transaction() as transaction:
        first = transaction.add_member("周看", "viewer", None, NOON)
        second = transaction.add_member("吴办", "reviewer", 102, NOON)
        transaction.save_member(first.model_copy(update={"role": "admin"}))
        transaction.save_member(second.model_copy(update={"active": False}))
    with store.transaction() as transaction:
        assert [(one.id, one.role, one.active) for one in transaction.staff()] == [
            ("staff:1", "admin", True),
            ("staff:2", "reviewer", False),
        ]


def test_a_number_on_telegram_is_one_member_s(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.add_member("周看", "viewer", 101, NOON)
        other = transaction.add_member("吴办", "reviewer", None, NOON)
        with pytest.raises(CollisionError):
            transaction.add_member("郑管", "admin", 101, NOON)
        with pytest.raises(CollisionError):
            transaction.save_member(other.model_copy(update={"telegram": 101}))


@pytest.mark.parametrize(
    ("minutes", "open_still"),
    [((59,), True), ((61,), False), ((50,) * 14, True), ((50,) * 15, False)],
)
def test_a_session_ends_after_an_idle_hour_and_after_half_a_day(
    store: Store, minutes: tuple[int, ...], open_still: bool
) -> None:
    with store.transaction() as transaction:
        member = transaction.add_member("周看", "viewer", None, NOON)
        transaction.sign_in(member.id, SECRET, NOON)
        at, found = NOON, None
        for each in minutes:
            at += timedelta(minutes=each)
            found = transaction.signed_in(SECRET, at)
        assert (found == member) is open_still


def test_signing_out_here_and_everywhere(store: Store) -> None:
    with store.transaction() as transaction:
        member = transaction.add_member("周看", "viewer", None, NOON)
        for number in "123":
            transaction.sign_in(member.id, number * 32, NOON)
        transaction.sign_out(member.id, "1" * 32)
        assert [transaction.signed_in(number * 32, NOON) is None for number in "123"] == [True, False, False]
        transaction.sign_out(member.id)
        assert transaction.signed_in("2" * 32, NOON) is None


def test_who_leaves_is_signed_out(store: Store) -> None:
    with store.transaction() as transaction:
        member = transaction.add_member("周看", "viewer", None, NOON)
        transaction.sign_in(member.id, SECRET, NOON)
        transaction.save_member(member.model_copy(update={"active": False}))
        assert transaction.signed_in(SECRET, NOON) is None


def test_who_looked_at_what(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.log_access(Access(NOON, "staff:1", "open", "K7QF2M8R"))
        transaction.log_access(Access(NOON, "staff:1", "export", detail="csv"))
        transaction.log_access(Access(NOON, "staff:2", "reveal", "K7QF2M8R", "电话：核对"))
        found = transaction.access_log("K7QF2M8R", 10)
        assert [(one.staff, one.what) for one in found] == [("staff:2", "reveal"), ("staff:1", "open")]
        assert len(transaction.access_log(None, 10)) == 3


def test_what_a_list_is_sorted_by_follows_the_draft(store: Store) -> None:
    with store.transaction() as transaction:
        first = draft("d1", "telegram:1", receipt="AAAA2222").model_copy(update={"assignee": "staff:2"})
        transaction.save_draft(first, None)
        row = next(iter(transaction._db.query("SELECT region, state, assignee FROM drafts")))  # type: ignore[attr-defined]
        assert row == {"region": first.region, "state": first.state, "assignee": "staff:2"}
