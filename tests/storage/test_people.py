"""Who is who: consent, one-time codes, one person on two channels, and what they said read back."""

from datetime import timedelta

import pytest

from handlers.consent import Consent
from handlers.model import Asked, Ballot, Code, Reminder, Reply, Turn
from handlers.session import Session
from storage.records import REMINDER
from storage.sqlite import SqliteStore
from storage.store import Store
from tests.storage.test_store import ASKED, NOON, draft, entry, give, put, turn, vote, waiting

ME, WEB = "telegram:7", "web:ab"
SECRET = "5e" * 16


def code(secret: str = SECRET, **more: object) -> Code:
    return Code.model_validate({"secret": secret, "kind": "web", "person": ME, "made": NOON, **more})


class TestConsents:
    """The last word counts, for each kind of use and each person."""

    def test_the_last_word_of_each_kind(self, store: Store) -> None:
        first = Consent(kind="sensitive", edition="1", at=NOON, granted=True)
        taken_back = Consent(kind="sensitive", edition="1", at=NOON + timedelta(days=1), granted=False)
        form = Consent(kind="form", edition="2", at=NOON, granted=True)
        with store.transaction() as transaction:
            for one in (first, form, taken_back):
                transaction.save_consent(ME, one)
            assert transaction.consents(ME) == (form, taken_back)
            assert transaction.consents("telegram:8") == ()


class TestCodes:
    """A secret leads where it was made for, once and soon."""

    @pytest.fixture
    def kept(self, store: Store) -> Store:
        with store.transaction() as transaction:
            transaction.save_code(code(kind="form", draft="d"))
        return store

    def test_it_works_once(self, kept: Store) -> None:
        with kept.transaction() as transaction:
            assert transaction.redeem(SECRET, NOON) == code(kind="form", draft="d")
            assert transaction.redeem(SECRET, NOON) is None

    @pytest.mark.parametrize(("minutes", "works"), [(29, True), (30, False), (31, False)])
    def test_it_works_for_half_an_hour(self, kept: Store, minutes: int, works: bool) -> None:
        with kept.transaction() as transaction:
            assert (transaction.redeem(SECRET, NOON + timedelta(minutes=minutes)) is not None) == works

    @pytest.mark.parametrize("secret", ["", "5e" * 15, SECRET.upper(), "' OR 1=1 --", "\ud800", "秘" * 9000])
    def test_nothing_else_works(self, kept: Store, secret: str) -> None:
        with kept.transaction() as transaction:
            assert transaction.redeem(secret, NOON) is None
            assert transaction.redeem(SECRET, NOON) is not None

    def test_it_still_works_when_what_it_led_to_failed(self, kept: Store) -> None:
        def fail() -> None:
            with kept.transaction() as transaction:
                transaction.redeem(SECRET, NOON)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        with kept.transaction() as transaction:
            assert transaction.redeem(SECRET, NOON) is not None

    def test_the_secret_itself_is_not_stored(self, kept: Store) -> None:
        assert isinstance(kept, SqliteStore)
        assert SECRET not in "".join(kept._db.conn.iterdump())


class TestJoining:
    """Two senders, one person: what is done from now on is the person's, and what was before stays whose it was."""

    @pytest.fixture
    def joined(self, store: Store) -> Store:
        """Somebody who used the web first and is known on Telegram."""
        reminder = Reminder(region="hangzhou", deadline="d", chat=WEB, since=NOON)
        give(store, "1", person=WEB)
        vote(store, Ballot(answer=ASKED.id, vote="useful"), WEB)
        store.save_upload(WEB, "ab" * 16, b"%PDF", NOON)
        with store.transaction() as transaction:
            transaction.save_draft(draft("d", WEB, fields={"name": "张三"}), None)
            transaction.save_entry(entry("e", WEB, note="带徒"))
            transaction.save_reminders(WEB, (reminder,))
            transaction.save_consent(WEB, Consent(kind="form", edition="1", at=NOON, granted=True))
            transaction.save_session(Session(person=WEB, rev=5))
            transaction.save_session(Session(person=ME, rev=2))
            transaction.join(WEB, ME)
        return store

    def test_the_sender_acts_as_the_person(self, joined: Store) -> None:
        with joined.transaction() as transaction:
            assert [transaction.person_of(each) for each in (WEB, ME, "web:cd")] == [ME, ME, "web:cd"]
        assert joined.person_of(WEB) == ME

    def test_nothing_is_handed_over(self, joined: Store) -> None:
        with joined.transaction() as transaction:
            things = (*transaction.drafts(ME), *transaction.entries(ME), *transaction.reminders(ME))
            assert things == ()
            assert transaction.consents(ME) == ()
            assert transaction.answer(ME, ASKED.id) is None
            assert transaction.session(ME).rev == 2
        assert joined.upload(ME, "ab" * 16) is None
        assert joined.history(ME, 50) == ()

    def test_nothing_is_lost(self, joined: Store) -> None:
        with joined.transaction() as transaction:
            assert transaction.drafts(WEB) == (draft("d", WEB, fields={"name": "张三"}),)
            assert transaction.entries(WEB) == (entry("e", WEB, note="带徒"),)
            assert transaction.session(WEB).rev == 5
        assert joined.upload(WEB, "ab" * 16) == b"%PDF"

    def test_who_forgets_the_person_forgets_the_sender(self, joined: Store) -> None:
        with joined.transaction() as transaction:
            transaction.forget(ME, NOON)
        with joined.transaction() as transaction:
            assert (transaction.drafts(WEB), transaction.entries(WEB), transaction.reminders(WEB)) == ((), (), ())
            assert transaction.person_of(WEB) == WEB
        assert joined.upload(WEB, "ab" * 16) is None
        assert isinstance(joined, SqliteStore)
        assert [row["person"] for row in joined._rows("SELECT person FROM keys")] == [""]

    def test_what_waits_for_the_old_chat_still_arrives(self, joined: Store) -> None:
        assert waiting(joined, WEB) == ["7天"]

    def test_joined_ends_are_followed(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.join("web:1", "web:2")
            transaction.join("web:2", ME)
            transaction.join("web:3", "web:1")
            transaction.join(ME, "web:1")
            transaction.join(ME, ME)
            assert {transaction.person_of(f"web:{each}") for each in "123"} == {ME}
            assert transaction.person_of(ME) == ME


class TestHistory:
    """What the person said and what they were told, oldest first."""

    def shown(self, store: Store, person: str = ME, limit: int = 50) -> list[tuple[str | None, list[str]]]:
        found = store.history(person, limit)
        assert [each.number for each in found] == sorted(each.number for each in found)
        return [(each.turn.text if each.turn else None, [one.reply.text for one in each.replies]) for each in found]

    def test_the_last_ones_with_their_replies(self, store: Store) -> None:
        for number in range(3):
            put(store, str(number), f"第{number}句", "又")
        put(store, "other", "别人", chat="telegram:8")
        waiting(store)
        assert self.shown(store) == [("你好", [f"第{number}句", "又"]) for number in range(3)]
        assert self.shown(store, limit=1) == [("你好", ["第2句", "又"])]
        assert self.shown(store, "telegram:9") == []

    def test_news_from_staff_and_reminders_come_by_themselves(self, store: Store) -> None:
        staff = turn("1", "telegram:5").model_copy(update={"chat": "telegram:-100", "text": "已受理", "staff": True})
        due = turn("x", ME).model_copy(update={"channel": REMINDER, "text": None, "other": REMINDER})
        with store.transaction() as transaction:
            number = transaction.add_turn(staff)
            assert number is not None
            transaction.concerns(number, ME)
            transaction.queue(number, ME, Reply(text="您的申报已受理"), None)
            transaction.queue(number, "telegram:-100", Reply(text="已通知申请人"), None)
            number = transaction.add_turn(due)
            assert number is not None
            transaction.queue(number, ME, Reply(text="🔔 提醒"), None)
        assert self.shown(store) == [(None, ["您的申报已受理"]), (None, ["🔔 提醒"])]
        assert self.shown(store, "telegram:5") == []

    def test_packets_for_staff_are_not_shown(self, store: Store) -> None:
        put(store, "1", "收到")
        with store.transaction() as transaction:
            transaction.queue(1, "telegram:-100", Reply(text="新的申报"), None)
        assert self.shown(store) == [("你好", ["收到"])]

    def test_both_channels_of_a_person(self, store: Store) -> None:
        put(store, "1", "网页上", chat=WEB)
        with store.transaction() as transaction:
            transaction.join(WEB, ME)
            later = Turn(channel="web", key="2", person=ME, chat=WEB, at=NOON, nonce="0" * 32, text="接着来")
            number = transaction.add_turn(later)
            assert number is not None
            transaction.queue(number, WEB, Reply(text="好", asked=Asked(id="c" * 16, question="", outcome="x")), 4)
        put(store, "3", "手机上")
        assert self.shown(store) == [("接着来", ["好"]), ("你好", ["手机上"])]
        assert store.history(ME, 2)[0].replies[0].rev == 4

    def test_what_cannot_be_read_is_said_to_be_so(self, store: Store) -> None:
        put(store, "1", "一")
        assert isinstance(store, SqliteStore)
        store._write(("UPDATE outbox SET sealed = x'00'", ()), ("UPDATE turns SET sealed = x'00'", ()))
        ((said, (told,)),) = self.shown(store)
        assert said is None
        assert "读不出来" in told
