"""What every storage promises, whichever database stands behind it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.draft import Draft, Event
from handlers.editions import Seen
from handlers.model import NEWS, Asked, Ballot, Received, Reminder, Reply, Turn
from handlers.session import Mode, Session
from knowledge.ledger.entries import Entry
from knowledge.model import Citation
from storage.errors import CollisionError, RowDamagedError, StaleDraftError
from storage.sqlite import SqliteStore
from storage.store import Store
from storage.threads import Thread
from storage.transaction import Transaction
from storage.vault import Place

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVENT = Event(at=NOON, who="staff:1", what="closed")


def turn(key: str, person: str = "telegram:7") -> Turn:
    return Turn(channel="telegram", key=key, person=person, chat=person, at=NOON, nonce="0" * 32, text="你好")


def draft(name: str, person: str = "telegram:7", **more: object) -> Draft:
    values = {"id": name, "person": person, "region": "xiaoshan", "edition": "e", "created": NOON, "changed": NOON}
    return Draft.model_validate({**values, **more})


def put(store: Store, key: str, *texts: str, chat: str = "telegram:7", receipt: str | None = None) -> list[int]:
    """One turn with these replies; their numbers."""
    with store.transaction() as transaction:
        number = transaction.add_turn(turn(key, chat))
        assert number is not None
        return [transaction.queue(number, chat, Reply(text=text, receipt=receipt), None).id for text in texts]


def waiting(store: Store, chat: str = "telegram:7") -> list[str]:
    """The texts that a chat waits for, marked sent as they are read."""
    texts = []
    while (queued := store.next_waiting(chat)) is not None:
        texts.append(queued.reply.text)
        store.mark_sent(queued.id, NOON)
    return texts


class TestTurns:
    """A turn is known by channel and key, and is there wholly or not at all."""

    def test_a_turn_is_taken_once(self, store: Store) -> None:
        with store.transaction() as transaction:
            assert transaction.add_turn(turn("1")) is not None
        with store.transaction() as transaction:
            assert transaction.add_turn(turn("1", "telegram:8")) is None
            assert transaction.add_turn(turn("1").model_copy(update={"channel": "console"})) is not None

    def test_an_exception_undoes_everything(self, store: Store) -> None:
        def die_half_way() -> None:
            with store.transaction() as transaction:
                number = transaction.add_turn(turn("1"))
                assert number is not None
                transaction.save_session(Session(person="telegram:7", rev=1))
                transaction.save_draft(draft("d"), None)
                transaction.queue(number, "telegram:7", Reply(text="收到"), None)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            die_half_way()
        assert waiting(store) == []
        with store.transaction() as transaction:
            assert transaction.session("telegram:7").rev == 0
            assert transaction.drafts("telegram:7") == ()
            assert transaction.add_turn(turn("1")) is not None


class TestSessions:
    """What is remembered comes back as it was."""

    def test_a_stranger_has_a_new_session(self, store: Store) -> None:
        with store.transaction() as transaction:
            assert transaction.session("telegram:9") == Session(person="telegram:9")

    def test_a_session_comes_back_whole(self, store: Store) -> None:
        answers = {"a": True, "b": 3, "c": 2.5, "d": None, "e": "技师", "f": ("甲", "乙"), "g": False, "h": ()}
        kept = Session(person="telegram:7", rev=4, mode=Mode.QUESTION, region="daxing", answers=answers, fact="a")
        with store.transaction() as transaction:
            transaction.save_session(kept.model_copy(update={"rev": 3}))
            transaction.save_session(kept)
        with store.transaction() as transaction:
            found = transaction.session("telegram:7")
        assert found == kept
        assert [type(value) for value in found.answers.values()] == [type(value) for value in answers.values()]


class TestDrafts:
    """Drafts belong to a person; a change is made to the draft that was read, or not at all."""

    def test_drafts_are_listed_last_changed_first(self, store: Store) -> None:
        with store.transaction() as transaction:
            for name, minutes in (("old", 0), ("new", 5), ("middle", 3)):
                transaction.save_draft(draft(name, changed=NOON + timedelta(minutes=minutes)), None)
            transaction.save_draft(draft("other", "telegram:8"), None)
            assert [each.id for each in transaction.drafts("telegram:7")] == ["new", "middle", "old"]

    def test_a_change_needs_the_revision_that_was_read(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.save_draft(draft("d"), None)
            transaction.save_draft(draft("d", rev=1, fields={"name": "张三"}), 0)
        with pytest.raises(StaleDraftError), store.transaction() as transaction:
            transaction.save_draft(draft("d", rev=1, fields={"name": "李四"}), 0)
        with store.transaction() as transaction:
            assert transaction.drafts("telegram:7")[0].fields == {"name": "张三"}

    def test_another_persons_draft_is_neither_changed_nor_deleted(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.save_draft(draft("d"), None)
        with pytest.raises(StaleDraftError), store.transaction() as transaction:
            transaction.save_draft(draft("d", "telegram:8", rev=1), 0)
        with store.transaction() as transaction:
            transaction.delete_draft("telegram:8", "d")
            assert len(transaction.drafts("telegram:7")) == 1
            transaction.delete_draft("telegram:7", "d")
            assert transaction.drafts("telegram:7") == ()

    @pytest.mark.parametrize("twin", [{"name": "d", "receipt": None}, {"name": "e", "receipt": "K7QF2M8R"}])
    def test_a_taken_id_or_receipt_is_a_collision(self, store: Store, twin: dict[str, str]) -> None:
        with store.transaction() as transaction:
            transaction.save_draft(draft("d", receipt="K7QF2M8R"), None)
        with pytest.raises(CollisionError), store.transaction() as transaction:
            transaction.save_draft(draft(**twin), None)

    def test_staff_find_what_was_handed_in(self, store: Store) -> None:
        event = Event(at=NOON, who="telegram:7", what="submitted")
        verdict = {"outcome": "eligible", "criteria": [{"eid": "art_9"}]}
        first = draft("d", receipt="K7QF2M8R", state="submitted", verdict=verdict, history=(event,))
        second = draft("e", "telegram:8", receipt="AAAA2222", changed=NOON + timedelta(days=1))
        with store.transaction() as transaction:
            for each in (first, second, draft("f")):
                transaction.save_draft(each, None)
            assert transaction.case("K7QF2M8R") == first
            assert transaction.case("ZZZZ9999") is None
        assert store.case("AAAA2222") == second
        assert store.submitted() == (second, first)


class TestOutbox:
    """Replies wait in order, chat by chat, until each is sent, held or dead."""

    def test_replies_wait_in_order(self, store: Store) -> None:
        put(store, "1", "一", "二")
        put(store, "2", "乙", chat="telegram:8")
        put(store, "3", "三")
        put(store, "4", "屏幕", chat="console:local")
        assert store.chats_waiting("telegram") == ("telegram:7", "telegram:8")
        assert store.chats_waiting("tele") == ()
        assert waiting(store) == ["一", "二", "三"]
        assert store.chats_waiting("telegram") == ("telegram:8",)

    def test_parts_are_counted(self, store: Store) -> None:
        (number,) = put(store, "1", "长", receipt="K7QF2M8R")
        for part, message in enumerate(("501", "502")):
            store.part_sent(number, part, message)
        queued = store.next_waiting("telegram:7")
        assert queued is not None
        assert queued.parts_sent == 2

    def test_a_card_is_found_by_its_message(self, store: Store) -> None:
        (number,) = put(store, "1", "卡片", receipt="K7QF2M8R")
        store.part_sent(number, 0, "501")
        assert store.receipt_shown("telegram:7", "501") == "K7QF2M8R"
        assert store.receipt_shown("telegram:8", "501") is None
        assert store.receipt_shown("telegram:7", "502") is None

    def test_a_dead_reply_keeps_its_reason_and_blocks_nothing(self, store: Store) -> None:
        first, _ = put(store, "1", "坏", "好")
        store.mark_dead(first, "BUTTON_DATA_INVALID")
        assert [(each.reply.text, each.state, each.reason) for each in store.undelivered()] == [
            ("坏", "dead", "BUTTON_DATA_INVALID"),
            ("好", "waiting", ""),
        ]
        assert waiting(store) == ["好"]

    def test_out_of_reach_is_held_until_heard_from(self, store: Store) -> None:
        put(store, "1", "一")
        store.hold("telegram:7", "blocked")
        put(store, "2", "二")
        assert waiting(store) == []
        assert [each.state for each in store.undelivered()] == ["held", "held"]
        with store.transaction() as transaction:
            transaction.heard_from("telegram:7")
        assert waiting(store) == ["一", "二"]

    def test_what_waits_moves_with_a_renamed_chat(self, store: Store) -> None:
        put(store, "1", "一", chat="telegram:-5")
        store.rename_chat("telegram:-5", "telegram:-1005")
        put(store, "2", "二", chat="telegram:-5")
        store.rename_chat("telegram:-1005", "telegram:-2005")
        put(store, "3", "三", chat="telegram:-5")
        assert store.current_chat("telegram:-5") == "telegram:-2005"
        assert waiting(store, "telegram:-2005") == ["一", "二", "三"]

    def test_what_has_been_sent_stays_where_it_was(self, store: Store) -> None:
        (number,) = put(store, "1", "卡片", chat="staff", receipt="K7QF2M8R")
        store.part_sent(number, 0, "501")
        store.mark_sent(number, NOON)
        put(store, "2", "等", chat="staff")
        store.move_chat("staff", "telegram:-5")
        assert waiting(store, "telegram:-5") == ["等"]
        assert store.current_chat("staff") == "staff"


ASKED = Asked(id="a" * 16, question="公示几天", regions=("xiaoshan",), outcome="answer")
CITED = Citation(region="xiaoshan", eid="art_10", label="第十条", quote="公示期为7天")


def give(store: Store, key: str, asked: Asked = ASKED, person: str = "telegram:7", at: datetime = NOON) -> None:
    """A turn that is answered."""
    with store.transaction() as transaction:
        number = transaction.add_turn(turn(key, person).model_copy(update={"at": at}))
        assert number is not None
        transaction.queue(number, person, Reply(text="7天", citations=(CITED,), asked=asked), None)


def vote(store: Store, what: Ballot, person: str = "telegram:7") -> None:
    with store.transaction() as transaction:
        transaction.save_vote(person, NOON, what)


class TestAnswers:
    """An answer is found by its id until it is voted on; the question and the citations stand in it alone."""

    def test_a_person_finds_their_own_answers_only(self, store: Store) -> None:
        give(store, "1")
        put(store, "2", "题目")
        with store.transaction() as transaction:
            assert transaction.answer("telegram:7", ASKED.id) == Received(at=NOON, asked=ASKED, citations=(CITED,))
            assert transaction.answer("telegram:8", ASKED.id) is None
            assert transaction.answer("telegram:7", "b" * 16) is None

    def test_one_vote_a_person_and_answer_the_last_one(self, store: Store) -> None:
        give(store, "1")
        for what in ("useful", "useless", "useless"):
            vote(store, Ballot.model_validate({"answer": ASKED.id, "vote": what}))
        assert [each.vote for each in store.received()] == ["useless"]
        assert isinstance(store, SqliteStore)
        assert store._db.execute("SELECT reply, person, vote FROM votes").fetchall() == [(1, "telegram:7", "useless")]

    def test_a_vote_on_no_answer_is_none(self, store: Store) -> None:
        give(store, "1")
        vote(store, Ballot(answer="b" * 16, vote="useful"))
        assert [each.vote for each in store.received()] == [None]

    def test_a_vote_that_fails_half_way_is_undone(self, store: Store) -> None:
        give(store, "1")

        def die_half_way() -> None:
            with store.transaction() as transaction:
                transaction.save_vote("telegram:7", NOON, Ballot(answer=ASKED.id, vote="useful"))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            die_half_way()
        assert [each.vote for each in store.received()] == [None]

    def test_answers_are_listed_from_a_moment_on(self, store: Store) -> None:
        for number in range(3):
            asked = ASKED.model_copy(update={"id": f"{number:016x}"})
            give(store, str(number), asked, at=NOON + timedelta(days=number))
        put(store, "9", "题目")
        assert [each.asked.id[-1] for each in store.received()] == ["0", "1", "2"]
        since = NOON + timedelta(days=1)
        assert [each.asked.id[-1] for each in store.received(since)] == ["1", "2"]
        with store.transaction() as transaction:
            assert transaction.received(since) == store.received(since)

    def test_a_question_handed_over_is_known_as_such(self, store: Store) -> None:
        give(store, "1")
        give(store, "2", ASKED.model_copy(update={"id": "b" * 16}))
        case = draft("d", kind="enquiry", answer=ASKED.id, shown=(CITED,), receipt="K7QF2M8R", state="submitted")
        with store.transaction() as transaction:
            transaction.save_draft(case, None)
            transaction.save_draft(draft("e"), None)
        assert [each.handed_over for each in store.received()] == [True, False]
        assert store.case("K7QF2M8R") == case

    def test_the_id_of_an_answer_is_taken_once(self, store: Store) -> None:
        give(store, "1")
        with pytest.raises(CollisionError):
            give(store, "2", person="telegram:8")


class TestDamagedRecords:
    """One record that cannot be read does not take the others with it."""

    @pytest.fixture
    def spoiled(self, store: Store) -> Store:
        put(store, "1", "坏", "好")
        with store.transaction() as transaction:
            transaction.save_session(Session(person="telegram:7"))
        assert isinstance(store, SqliteStore)
        store._write(("UPDATE sessions SET sealed = ?", (b"{",)))
        strange = store._vault.seal(Place("outbox", 1, "telegram:7"), '{"text": 5, "x": 1}')
        store._write(("UPDATE outbox SET sealed = ? WHERE id = 1", (strange,)))
        return store

    def test_a_session_is_refused_not_guessed(self, spoiled: Store) -> None:
        with pytest.raises(RowDamagedError, match="telegram:7"), spoiled.transaction() as transaction:
            transaction.session("telegram:7")

    def test_a_reply_is_marked_dead_and_passed_over(self, spoiled: Store) -> None:
        assert waiting(spoiled) == ["好"]
        assert [each.state for each in spoiled.undelivered()] == ["dead"]

    def test_an_answer_is_left_out(self, spoiled: Store) -> None:
        give(spoiled, "2")
        give(spoiled, "3", ASKED.model_copy(update={"id": "b" * 16}))
        assert isinstance(spoiled, SqliteStore)
        spoiled._write(("UPDATE outbox SET sealed = x'7b' WHERE answer = ?", (ASKED.id,)))
        assert [each.asked.id for each in spoiled.received()] == ["b" * 16]
        with spoiled.transaction() as transaction:
            assert transaction.answer("telegram:7", ASKED.id) is None


def entry(name: str, person: str = "telegram:7", **more: object) -> Entry:
    values = {"id": name, "person": person, "region": "xiaoshan", "day": date(2026, 3, 5), "kind": "apprentice"}
    return Entry.model_validate({**values, "count": 2, "created": NOON, "changed": NOON, **more})


def seen(region: str = "xiaoshan", words: str = "one", found: datetime = NOON, **more: object) -> Seen:
    provisions = [
        {"region": region, "eid": "art_1", "kind": "article", "label": "第一条", "printed": "第一条", "text": words}
    ]
    return Seen.model_validate(
        {"region": region, "name": f"{words}-files", "found": found, "provisions": provisions, **more}
    )


class TestEditions:
    """Editions of the texts are kept in the order in which they were found."""

    def test_they_come_back_whole(self, store: Store) -> None:
        later = seen(words="two", found=NOON - timedelta(days=1), told=NOON)
        with store.transaction() as transaction:
            assert transaction.editions() == ()
            for each in (seen(), seen("daxing"), later):
                transaction.save_edition(each)
        with store.transaction() as transaction:
            assert transaction.editions() == (seen(), seen("daxing"), later)

    def test_one_is_changed_in_its_place(self, store: Store) -> None:
        with store.transaction() as transaction:
            for each in (seen(), seen("daxing"), seen(words="other", told=NOON)):
                transaction.save_edition(each)
            assert transaction.editions() == (seen(words="other", told=NOON), seen("daxing"))

    def test_what_stands_under_old_words(self, store: Store) -> None:
        handed_in = {"state": "submitted", "edition": "old-files"}
        drafts = (
            draft("late", receipt="AAAA2222", **handed_in, created=NOON + timedelta(days=1)),
            draft("early", receipt="BBBB2222", **handed_in),
            draft("today", receipt="CCCC2222", state="submitted", edition="new-other"),
            draft("over", receipt="DDDD2222", state="closed", edition="old-files", history=(EVENT,)),
            draft("unknown", receipt="EEEE2222", state="submitted", edition="name of before"),
            draft("elsewhere", receipt="FFFF2222", region="daxing", **handed_in),
            draft("asked", receipt="GGGG2222", kind="enquiry", **handed_in),
            draft("open", edition="old-files"),
            draft("open today", edition="new-files"),
        )
        with store.transaction() as transaction:
            for each in drafts:
                transaction.save_draft(each, None)
        found = store.overtaken("xiaoshan", "new", 1)
        assert (found.cases, found.drafts, [each.id for each in found.some]) == (2, 1, ["early"])
        assert [each.id for each in store.overtaken("xiaoshan", "new", 9).some] == ["early", "late"]


class TestReminders:
    """Reminders of deadlines, and the wish to hear of changes, belong to a person."""

    NEWS_TOO = (
        Reminder(region="xiaoshan", deadline="d", chat="telegram:7", since=NOON),
        Reminder(region="xiaoshan", deadline=NEWS, chat="telegram:7", since=NOON, told=NOON + timedelta(days=1)),
        Reminder(region="daxing", deadline=NEWS, chat="telegram:7", since=NOON),
    )

    def test_they_come_back_whole_and_in_order(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.save_reminders("telegram:7", self.NEWS_TOO)
            transaction.save_reminders("telegram:8", self.NEWS_TOO[:1])
        with store.transaction() as transaction:
            assert transaction.reminders("telegram:7") == self.NEWS_TOO
        assert store.reminded() == ("telegram:7", "telegram:8")
        assert store.awaiting_news() == ()

    def test_who_waits_for_word_is_found_until_they_have_heard(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.save_reminders("telegram:7", self.NEWS_TOO)
            transaction.save_reminders("telegram:8", self.NEWS_TOO[:1])
            transaction.save_edition(seen(found=NOON + timedelta(hours=1)))
        assert store.awaiting_news() == ()
        with store.transaction() as transaction:
            transaction.save_edition(seen("daxing", found=NOON + timedelta(microseconds=1)))
        assert store.awaiting_news() == ("telegram:7",)
        with store.transaction() as transaction:
            told = self.NEWS_TOO[2].model_copy(update={"told": NOON + timedelta(microseconds=1)})
            transaction.save_reminders("telegram:7", (*self.NEWS_TOO[:2], told))
        assert store.awaiting_news() == ()

    def test_who_is_forgotten_waits_for_nothing(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.save_reminders("telegram:7", self.NEWS_TOO)
            transaction.save_edition(seen(found=NOON + timedelta(days=9)))
        with store.transaction() as transaction:
            transaction.forget("telegram:7", NOON)
        assert store.awaiting_news() == store.reminded() == ()


class TestLedger:
    """A ledger is its person's own, in the order of the days."""

    def test_entries_are_kept_by_day_and_corrected_in_place(self, store: Store) -> None:
        early = entry("b", day=date(2026, 1, 2), count=None, note="=1+1", evidence="照片", deleted=NOON)
        with store.transaction() as transaction:
            transaction.save_entry(entry("a"))
            transaction.save_entry(early)
            transaction.save_entry(entry("a", count=3))
        with store.transaction() as transaction:
            assert transaction.entries("telegram:7") == (early, entry("a", count=3))
            assert transaction.entries("telegram:8") == ()

    def test_another_persons_entry_is_neither_overwritten_nor_deleted(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.save_entry(entry("a"))
        with pytest.raises(CollisionError), store.transaction() as transaction:
            transaction.save_entry(entry("a", person="telegram:8"))
        with store.transaction() as transaction:
            transaction.delete_entry("telegram:8", "a")
            assert transaction.entries("telegram:7") == (entry("a"),)
            transaction.delete_entry("telegram:7", "a")
            assert transaction.entries("telegram:7") == ()

    def test_a_turn_that_fails_leaves_no_entry(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.save_entry(entry("b", person="telegram:8"))
        with pytest.raises(CollisionError), store.transaction() as transaction:
            self.save(transaction, entry("a"), entry("b"))
        with store.transaction() as transaction:
            assert transaction.entries("telegram:7") == ()

    @staticmethod
    def save(transaction: Transaction, *entries: Entry) -> None:
        for one in entries:
            transaction.save_entry(one)


class TestThreads:
    """What the staff chat shows of a case is kept as it was told, and found by either end."""

    THREAD = Thread(
        "K7QF2M8R", "telegram:-100", "31", title="萧山·K7QF2M8R·已受理", card="32", pinned=True, actions="[]"
    )

    def test_a_thread_is_kept_in_place_of_the_one_before(self, store: Store) -> None:
        store.keep_thread(Thread("K7QF2M8R", "telegram:-100", ordered=True))
        assert store.receipt_in("telegram:-100", "31") is None
        store.keep_thread(self.THREAD)
        assert store.thread("K7QF2M8R", "telegram:-100") == self.THREAD
        assert store.receipt_in("telegram:-100", "31") == "K7QF2M8R"

    def test_another_chat_has_none_of_it(self, store: Store) -> None:
        store.keep_thread(self.THREAD)
        assert store.thread("K7QF2M8R", "telegram:-200") is None
        assert store.receipt_in("telegram:-200", "31") is None
        assert store.thread("AAAA2222", "telegram:-100") is None

    def test_it_is_dropped(self, store: Store) -> None:
        store.keep_thread(self.THREAD)
        store.drop_thread("K7QF2M8R")
        assert store.thread("K7QF2M8R", "telegram:-100") is None

    def test_it_goes_with_its_case_as_soon_as_nothing_is_left_to_say(self, store: Store) -> None:
        store.keep_thread(self.THREAD)
        with store.transaction() as transaction:
            transaction.save_draft(draft("d", receipt="K7QF2M8R"), None)
        for step, kept in (("there", True), ("gone", True), ("told", False)):
            if step == "gone":
                put(store, "bye", "删除了", chat="telegram:-100", receipt="K7QF2M8R")
                with store.transaction() as transaction:
                    transaction.delete_draft("telegram:7", "d")
            elif step == "told":
                waiting(store, "telegram:-100")
            with store.transaction() as transaction:
                transaction.tidy(NOON)
            assert (store.thread("K7QF2M8R", "telegram:-100") is not None) == kept

    def test_a_turn_is_read_again_by_its_name(self, store: Store) -> None:
        put(store, "1")
        with store.transaction() as transaction:
            assert transaction.turn("telegram", "1") == turn("1")
            assert transaction.turn("telegram", "2") is None
            assert transaction.turn("console", "1") is None
            transaction.hush("telegram:7", 10)
            assert transaction.turn("telegram", "1") is None
