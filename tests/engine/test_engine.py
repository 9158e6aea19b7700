"""One turn, one transaction: what is taken, refused, apologised for and addressed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.engine import POINTS, Engine
from handlers.choice import Choice
from handlers.draft import Draft
from handlers.model import STAFF, Asked, Ballot, Outcome, Reply, Turn, World
from handlers.session import Session
from knowledge.library import Library
from storage.errors import UnavailableError
from storage.rows import TURNS
from storage.sqlite import SqliteStore
from tests.engine.killed import NOTHING, no_case

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ME = "telegram:7"
DESK = "telegram:-100"
MENU = (Choice(label="甲", says="甲"), Choice(label="乙", says="乙"))


@dataclass
class Talk:
    """A conversation that does what the test says, and remembers what it was given."""

    outcome: Outcome | Exception
    worlds: list[World] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)

    def __call__(self, _library: Library, world: World, turn: Turn) -> Outcome:
        self.worlds.append(world)
        self.turns.append(turn)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


def turn(key: str = "1", person: str = ME, **more: object) -> Turn:
    values = {"channel": "telegram", "key": key, "person": person, "chat": person, "at": NOON, "nonce": "a" * 32}
    return Turn.model_validate({**values, "text": "你好", **more})


def says(*replies: Reply | str, person: str = ME, rev: int = 1, **more: object) -> Outcome:
    given = tuple(reply if isinstance(reply, Reply) else Reply(text=reply) for reply in replies)
    offered = more.pop("offered", ())
    session = Session.model_validate({"person": person, "rev": rev, "offered": offered})
    return Outcome.model_validate({"session": session, "replies": given, **more})


def draft(name: str = "d", person: str = ME, **more: object) -> Draft:
    values = {"id": name, "person": person, "region": "xiaoshan", "edition": "e", "created": NOON, "changed": NOON}
    return Draft.model_validate({**values, **more})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty storage."""
    opened = SqliteStore.open(tmp_path / "assistant.db")
    yield opened
    opened.close()


def engine(store: SqliteStore, talk: Talk, **more: object) -> Engine:
    return Engine(store, NOTHING, talk, **{"case_named": no_case, **more})  # type: ignore[arg-type]


def waiting(store: SqliteStore, chat: str = ME) -> list[str]:
    return [queued.reply.text for queued in store.undelivered() if queued.chat == chat]


def test_replies_are_stored_in_order_and_returned(store: SqliteStore) -> None:
    taken = engine(store, Talk(says("一", "二"))).take(turn(), first=(Reply(text="先说"),))
    assert [queued.reply.text for queued in taken.replies] == ["先说", "一", "二"]
    assert waiting(store) == ["先说", "一", "二"]


def test_a_turn_that_comes_again_changes_nothing(store: SqliteStore) -> None:
    talk = Talk(says("一"))
    assistant = engine(store, talk)
    assistant.take(turn())
    again = assistant.take(turn())
    assert (again.number, again.replies, len(talk.turns)) == (None, (), 1)
    assert waiting(store) == ["一"]


def test_the_next_turn_knows_what_the_last_one_left(store: SqliteStore) -> None:
    talk = Talk(says("一", rev=1, save=(draft(), draft("e"))))
    assistant = engine(store, talk)
    assistant.take(turn("1"))
    talk.outcome = says("二", rev=2, delete=("e",))
    assistant.take(turn("2"))
    assistant.take(turn("3"))
    assert [world.session.rev for world in talk.worlds] == [0, 1, 2]
    assert [{each.id for each in world.drafts} for world in talk.worlds] == [set(), {"d", "e"}, {"d"}]


def test_a_poison_turn_is_kept_and_answered_and_blocks_nothing(store: SqliteStore) -> None:
    talk = Talk(ValueError("张三 110105"))
    assistant = engine(store, talk)
    taken = assistant.take(turn("1"))
    assert taken.number is not None
    assert len(taken.replies) == 1
    assert str(taken.number) in taken.replies[0].reply.text
    ((error,),) = store._db.execute("SELECT error FROM turns").fetchall()
    assert error.startswith("ValueError<test_engine.py:")
    assert "张三" not in error
    assert assistant.take(turn("1")).number is None
    talk.outcome = says("好")
    assistant.take(turn("2"))
    assert waiting(store)[1:] == ["好"]


def test_a_poison_turn_leaves_the_session_as_it_was(store: SqliteStore) -> None:
    talk = Talk(says("一", rev=1, save=(draft(fields={"name": "旧"}),)))
    assistant = engine(store, talk)
    assistant.take(turn("1"))
    kept = talk.outcome = says("二", rev=2, save=(draft(fields={"name": "新"}), draft("x", "telegram:8")))
    assert isinstance(kept, Outcome)
    assistant.take(turn("2"))
    talk.outcome = says("三", rev=2)
    assistant.take(turn("3"))
    assert talk.worlds[-1].session.rev == 1
    assert [each.fields for each in talk.worlds[-1].drafts] == [{"name": "旧"}]


@pytest.mark.parametrize("point", POINTS[1:-1])
def test_whatever_fails_half_way_leaves_only_the_apology(store: SqliteStore, point: str) -> None:
    def fail(here: str) -> None:
        if here == point:
            raise ZeroDivisionError

    talk = Talk(says("一", save=(draft(),)))
    taken = engine(store, talk, reached=fail).take(turn())
    assert [queued.reply.text for queued in store.undelivered()] == [taken.replies[0].reply.text]
    talk.outcome = says("二")
    engine(store, talk).take(turn("2"))
    assert talk.worlds[-1] == World(session=Session(person=ME))


def test_a_storage_that_fails_is_not_acknowledged(store: SqliteStore) -> None:
    talk = Talk(UnavailableError("满"))
    assistant = engine(store, talk)
    with pytest.raises(UnavailableError):
        assistant.take(turn())
    assert store.undelivered() == ()
    talk.outcome = says("一")
    assert assistant.take(turn()).number is not None


def test_a_taken_receipt_is_made_anew(store: SqliteStore) -> None:
    def hand_in(_library: Library, world: World, now: Turn) -> Outcome:
        receipt = "AAAA2222" if now.nonce < "c" else "BBBB3333"
        name = f"{now.person}{now.key}"
        return says("收到", person=now.person, save=(draft(name, now.person, receipt=receipt, state="submitted"),))

    nonces = iter(["b" * 32, "c" * 32])
    assistant = Engine(store, NOTHING, hand_in, no_case, nonce=lambda: next(nonces))
    assistant.take(turn("1"))
    taken = assistant.take(turn("2", "telegram:8"))
    assert [queued.reply.text for queued in taken.replies] == ["收到"]
    assert {each.receipt for each in store.submitted()} == {"AAAA2222", "BBBB3333"}
    (row,) = store._db.query("SELECT * FROM turns WHERE key = '2'")
    assert TURNS.read(store._vault, row).nonce == "c" * 32


def test_receipts_that_stay_taken_end_in_an_apology(store: SqliteStore) -> None:
    talk = Talk(says("收到", save=(draft("d", receipt="AAAA2222"),)))
    assistant = engine(store, talk)
    assistant.take(turn("1"))
    talk.outcome = says("收到", person="telegram:8", save=(draft("e", "telegram:8", receipt="AAAA2222"),))
    taken = assistant.take(turn("2", "telegram:8"))
    assert "编号" in taken.replies[0].reply.text
    assert len({each.nonce for each in talk.turns[1:]}) == len(talk.turns) - 1


def test_somebody_whose_key_is_damaged_is_answered_and_blocks_nobody(store: SqliteStore) -> None:
    talk = Talk(says("一"))
    assistant = engine(store, talk)
    assistant.take(turn("1"))
    store._write(("UPDATE keys SET wrapped = x'00' WHERE person = ?", (ME,)))
    store._vault.refresh()
    taken = assistant.take(turn("2"))
    assert "编号" in taken.replies[0].reply.text
    talk.outcome = says("好", person="telegram:8")
    assert assistant.take(turn("3", "telegram:8")).replies[0].reply.text == "好"
    with store.transaction() as transaction:
        transaction.forget(ME, NOON)
    talk.outcome = says("又来")
    assert assistant.take(turn("4")).replies[0].reply.text == "又来"


class TestAddresses:
    """Who gets what, and what a button hangs on."""

    def test_replies_find_their_chats(self, store: SqliteStore) -> None:
        outcome = says("给我", Reply(text="给职员", to=STAFF), Reply(text="给他", to="telegram:8"))
        engine(store, Talk(outcome), staff_chat=DESK).take(turn())
        assert [(each.chat, each.reply.text) for each in store.undelivered()] == [
            (ME, "给我"),
            (DESK, "给职员"),
            ("telegram:8", "给他"),
        ]

    def test_packets_wait_for_a_staff_chat_to_be_configured(self, store: SqliteStore) -> None:
        engine(store, Talk(says(Reply(text="卡片", to=STAFF)))).take(turn())
        assert waiting(store, STAFF) == ["卡片"]
        assert store.chats_waiting("telegram") == ()
        engine(store, Talk(says("")), staff_chat=DESK)
        assert waiting(store, DESK) == ["卡片"]
        assert store.chats_waiting("telegram") == (DESK,)

    def test_only_the_choices_on_offer_hang_on_the_session(self, store: SqliteStore) -> None:
        outcome = says(
            Reply(text="旧", choices=MENU[:1]),
            Reply(text="新", choices=MENU),
            Reply(text="给他", to="telegram:8", choices=MENU),
            offered=MENU,
            rev=5,
        )
        taken = engine(store, Talk(outcome)).take(turn())
        assert [queued.rev for queued in taken.replies] == [None, 5, None]

    def test_in_a_group_no_choice_hangs_on_a_session(self, store: SqliteStore) -> None:
        outcome = says(Reply(text="新", choices=MENU), offered=MENU, rev=5)
        taken = engine(store, Talk(outcome), staff_chat=DESK).take(turn(chat=DESK, staff=True))
        assert [queued.rev for queued in taken.replies] == [None]

    def test_a_person_who_writes_again_gets_what_was_held(self, store: SqliteStore) -> None:
        assistant = engine(store, Talk(says("一")))
        assistant.take(turn("1"))
        store.hold(ME, "blocked")
        assert store.next_waiting(ME) is None
        assistant.note(turn("2", text=None, other="joined"))
        assert store.next_waiting(ME) is not None
        store.hold(ME, "blocked")
        assistant.take(turn("3"))
        assert store.chats_waiting("telegram") == (ME,)

    def test_a_noted_turn_is_stored_without_an_answer(self, store: SqliteStore) -> None:
        talk = Talk(says("一"))
        assistant = engine(store, talk)
        assistant.note(turn("1"))
        assistant.note(turn("1"))
        assert assistant.take(turn("1")).number is None
        assert (talk.turns, store.undelivered()) == ([], ())


ASKED = Asked(id="a" * 16, question="公示几天", outcome="answer")


class TestVotes:
    """A vote is kept with the turn that gives it, on the answer that the turn is about."""

    @pytest.fixture
    def talk(self, store: SqliteStore) -> Talk:
        """After an answer to somebody's question."""
        talk = Talk(says(Reply(text="7天", asked=ASKED)))
        engine(store, talk).take(turn("1"))
        talk.outcome = says("谢谢", ballot=Ballot(answer=ASKED.id, vote="useless"))
        return talk

    def votes(self, store: SqliteStore) -> list[str | None]:
        return [each.vote for each in store.received()]

    def test_the_answer_is_loaded_and_the_vote_kept(self, store: SqliteStore, talk: Talk) -> None:
        engine(store, talk).take(turn("2", text="没用", about=ASKED.id))
        assert talk.worlds[-1].answer is not None
        assert talk.worlds[-1].answer.asked == ASKED
        assert self.votes(store) == ["useless"]

    def test_a_turn_that_comes_again_changes_nothing(self, store: SqliteStore, talk: Talk) -> None:
        assistant = engine(store, talk)
        assistant.take(turn("2", about=ASKED.id))
        talk.outcome = says("谢谢", ballot=Ballot(answer=ASKED.id, vote="useful"))
        assistant.take(turn("3", about=ASKED.id))
        assert assistant.take(turn("2", about=ASKED.id)).number is None
        assert self.votes(store) == ["useful"]

    @pytest.mark.parametrize(("person", "about"), [("telegram:8", "a" * 16), (ME, "b" * 16), (ME, None)])
    def test_no_vote_on_an_answer_that_is_not_at_hand(
        self, store: SqliteStore, talk: Talk, person: str, about: str | None
    ) -> None:
        talk.outcome = says("谢谢", person=person, ballot=Ballot(answer=ASKED.id, vote="useless"))
        taken = engine(store, talk).take(turn("2", person, about=about))
        assert talk.worlds[-1].answer is None
        assert "编号" in taken.replies[0].reply.text
        assert self.votes(store) == [None]

    @pytest.mark.parametrize(
        ("words", "staff", "count"), [("/feedback", True, 1), ("/feedback", False, 0), ("好", True, 0)]
    )
    def test_answers_of_late_are_loaded_for_staff_who_ask(
        self, store: SqliteStore, talk: Talk, words: str, staff: bool, count: int
    ) -> None:
        talk.outcome = says("好", person="telegram:5")
        engine(store, talk, staff_chat=DESK).take(turn("2", "telegram:5", chat=DESK, text=words, staff=staff))
        assert len(talk.worlds[-1].received) == count


class TestTrespass:
    """What the conversation may write: its own, and for staff the case at hand."""

    @pytest.fixture
    def case(self, store: SqliteStore) -> Draft:
        submitted = draft("theirs", "telegram:8", receipt="K7QF2M8R", state="submitted", rev=0)
        with store.transaction() as transaction:
            transaction.save_draft(submitted, None)
        return submitted

    def test_staff_may_write_the_case_at_hand(self, store: SqliteStore, case: Draft) -> None:
        accepted = case.model_copy(update={"state": "accepted"})
        talk = Talk(says("已受理", save=(accepted,)))
        engine(store, talk, case_named=lambda _turn: "K7QF2M8R").take(turn(staff=True))
        assert talk.worlds[0].case == case
        assert store.case("K7QF2M8R") == accepted.model_copy(update={"rev": 1})

    @pytest.mark.parametrize(("acts", "names"), [(True, ["周看"]), (False, [])])
    def test_the_list_of_staff_is_loaded_for_staff_only(self, store: SqliteStore, acts: bool, names: list[str]) -> None:
        with store.transaction() as transaction:
            transaction.add_member("周看", "viewer", 7, NOON)
        talk = Talk(says("好"))
        engine(store, talk).take(turn(staff=acts))
        assert [member.name for member in talk.worlds[0].staff] == names

    def test_a_case_is_loaded_for_staff_only(self, store: SqliteStore, case: Draft) -> None:
        talk = Talk(says("不行", save=(case.model_copy(update={"state": "accepted"}),)))
        engine(store, talk, case_named=lambda _turn: "K7QF2M8R").take(turn())
        assert talk.worlds[0].case is None
        assert store.case("K7QF2M8R") == case

    def test_another_persons_draft_is_not_deleted(self, store: SqliteStore, case: Draft) -> None:
        engine(store, Talk(says("删了", delete=(case.id,)))).take(turn())
        assert store.case("K7QF2M8R") == case

    def test_another_persons_draft_or_session_is_not_written(self, store: SqliteStore) -> None:
        talk = Talk(says("一", save=(draft("x", "telegram:8"),)))
        assistant = engine(store, talk)
        first = assistant.take(turn("1"))
        talk.outcome = says("一", person="telegram:8")
        second = assistant.take(turn("2"))
        assert all("编号" in taken.replies[0].reply.text for taken in (first, second))
        assert store._db.execute("SELECT count(*) FROM drafts").fetchone() == (0,)
        assert store._db.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
