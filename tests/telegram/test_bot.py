"""The whole channel over HTTP: what users, staff and operators see, and what Telegram is asked."""

import json
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.notices import COMMANDS, POLLED_ELSEWHERE, STAFF_COMMANDS, TELEGRAM_UNREACHABLE, WRONG_CREDENTIALS
from handlers.choice import Choice
from handlers.draft import Draft
from handlers.model import STAFF, File, Outcome, Reply, Turn, World
from handlers.session import Session
from knowledge.library import Library
from tests.fake_bot_api import BROKEN, DROPPED_AFTER, DROPPED_BEFORE, Fault, Shown, person, place, too_many
from tests.telegram.bench import Bench, until

ME, OTHER, OFFICER, DESK = 7, 8, 5, -100
MENU = (Choice(label="甲", says="甲"), Choice(label="乙", says="乙"))
CASE = "K7QF2M8R"
FILES = (File(name="进度.png", content=b"\x89PNG\r\n\x00\xff"), File(name="自评表.docx", content=b"PK\x03\x04" * 999))

ODD: tuple[dict[str, object], ...] = ({"message": {"chat": 5}}, {"message": None}, {"callback_query": {"id": {}}}, {})
"""Updates that make no sense."""


def talk(library: Library, world: World, turn: Turn) -> Outcome:
    """Repeats what it hears; 提交 hands in, the card's button accepts, an answer to the card is passed on."""
    session = world.session.model_copy(update={"rev": world.session.rev + 1, "offered": MENU})
    if turn.press is not None and turn.press.rev != world.session.rev:
        return Outcome(session=session, replies=(Reply(text="这个按钮已经过时", choices=MENU),))
    if turn.press is not None:
        return Outcome(session=session, replies=(Reply(text=f"按了{MENU[turn.press.index].label}", choices=MENU),))
    if turn.text == "提交":
        return _hand_in(session, turn)
    if turn.text == "文件":
        return Outcome(session=session, replies=(Reply(text="做好了", files=FILES, choices=MENU),))
    if turn.staff and world.case is not None:
        told = Reply(text=f"工作人员：{turn.command or turn.text}", to=world.case.person)
        return Outcome(session=session, replies=(told, Reply(text="已转达")))
    if turn.chat != turn.person:
        return Outcome(session=session, replies=(Reply(text="这个按钮只有工作人员能用"),))
    return Outcome(session=session, replies=(Reply(text=f"您说：{turn.text or turn.other}", choices=MENU),))


def _hand_in(session: Session, turn: Turn) -> Outcome:
    draft = Draft(
        id=turn.nonce,
        person=turn.person,
        region="xiaoshan",
        edition="e",
        created=turn.at,
        changed=turn.at,
        state="submitted",
        receipt=CASE,
    )
    button = Choice(label="受理", says=f"accept {CASE}", lasting=True)
    card = Reply(text=f"新的申报 {CASE}", to=STAFF, choices=(button,), receipt=CASE)
    return Outcome(session=session, replies=(Reply(text="已提交"), card), save=(draft,))


def case_named(turn: Turn) -> str | None:
    """The receipt in the command, or of the card answered."""
    return (turn.command or "").rpartition(" ")[2] or turn.reply_to


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bot that is not yet running, with staff."""
    return make(tmp_path, staff_chat=DESK, staff_ids=frozenset({OFFICER}))


def make(folder: Path, **more: object) -> Bench:
    return Bench(folder / "assistant.db", None, talk, case_named, **more)  # type: ignore[arg-type]


def texts(shown: Sequence[Shown]) -> list[str]:
    return [each.text for each in shown]


class TestUsers:
    """What somebody who writes to the bot sees."""

    def test_words_and_presses_are_answered(self, bench: Bench) -> None:
        with bench:
            (first,) = bench.ask(ME, "你好")
            assert (first.text, first.buttons) == ("您说：你好", (("甲", "1:0"), ("乙", "1:1")))
            assert texts(bench.press(ME, "乙")) == ["按了乙"]

    def test_a_press_is_answered_once_and_first_and_its_buttons_go(self, bench: Bench) -> None:
        with bench:
            (asked,) = bench.ask(ME, "你好")
            bench.press(ME, "甲")
            until(lambda: bench.api.called("editMessageReplyMarkup"))
            calls = [name for _, name, _ in bench.api.calls if name not in {"getUpdates", "getMe"}]
            after = calls[calls.index("answerCallbackQuery") :]
            assert sorted(after) == ["answerCallbackQuery", "editMessageReplyMarkup", "sendMessage"]
            (edit,) = bench.api.called("editMessageReplyMarkup")
            assert edit == {"chat_id": str(ME), "message_id": str(asked.number)}

    def test_a_button_of_an_old_message_is_refused_by_the_session(self, bench: Bench) -> None:
        with bench:
            (old,) = bench.ask(ME, "你好")
            bench.ask(ME, "再见")
            press = bench.during(ME, lambda: bench.api.press_data(ME, "1:0", old))
            assert texts(press) == ["这个按钮已经过时"]

    def test_other_peoples_buttons_do_nothing_to_them(self, bench: Bench) -> None:
        with bench:
            (mine,) = bench.ask(ME, "你好")
            bench.ask(OTHER, "你好")
            forged = bench.during(OTHER, lambda: bench.api.press_data(OTHER, "9:9", mine))
            assert bench.rows(f"SELECT rev FROM sessions WHERE person = 'telegram:{ME}'") == [(1,)]
            assert forged == []

    @pytest.mark.parametrize(
        ("content", "answer"),
        [
            ({"text": "/unknown"}, "您说：/unknown"),
            ({"text": "😀" * 2048}, "您说：" + "😀" * 2048),
            ({"text": "a\x00b"}, "您说：ab"),
            ({"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]}, "您说：photo"),
            ({"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}}, "您说：voice"),
            ({"sticker": "not a sticker at all"}, "您说：undecodable"),
        ],
    )
    def test_bad_input_gets_an_answer(self, bench: Bench, content: dict[str, object], answer: str) -> None:
        with bench:
            shown = bench.during(ME, lambda: bench.api.send(ME, content))
            assert "".join(texts(shown)) == answer
            assert texts(bench.ask(ME, "好")) == ["您说：好"]

    def test_an_identity_number_is_masked_and_its_message_deleted(self, bench: Bench) -> None:
        with bench:
            notice, repeated = bench.ask(ME, "11010519491231002X")
            assert "身份证" in notice.text
            assert repeated.text == "您说：〔身份证号已隐去〕"
            until(lambda: bench.api.called("deleteMessage"))

    def test_a_long_reply_comes_in_pieces_with_the_buttons_last(self, bench: Bench) -> None:
        with bench:
            shown = bench.ask(ME, "长" * 4096)
            assert "".join(texts(shown)) == "您说：" + "长" * 4096
            assert [bool(each.buttons) for each in shown] == [False, True]

    def test_the_menus_of_commands_are_set(self, bench: Bench) -> None:
        with bench:
            bench.ask(ME, "你好")
            everybody, staff = bench.api.called("setMyCommands")
            assert all(f'"{name}"' in everybody["commands"] for name in COMMANDS)
            assert all(f'"{name}"' in staff["commands"] for name in STAFF_COMMANDS)
            assert json.loads(staff["scope"]) == {"type": "chat", "chat_id": DESK}


class TestStaff:
    """From the card to the applicant."""

    def test_a_press_on_the_card_reaches_the_applicant(self, bench: Bench) -> None:
        with bench:
            bench.ask(ME, "提交")
            assert texts(bench.api.replies(DESK)) == [f"新的申报 {CASE}"]
            for _ in range(2):
                confirmed = bench.during(DESK, lambda: bench.api.press(OFFICER, "受理", DESK))
                assert texts(confirmed) == ["已转达"]
            assert texts(bench.api.replies(ME))[1:] == [f"工作人员：accept {CASE}"] * 2
            assert bench.api.called("editMessageReplyMarkup") == []

    def test_an_answer_to_the_card_reaches_the_applicant(self, bench: Bench) -> None:
        with bench:
            bench.ask(ME, "提交")
            (card,) = bench.api.replies(DESK)
            card.text = "卡片"
            bench.during(DESK, lambda: bench.api.answer_to(OFFICER, card, "请补附件"))
            assert texts(bench.api.replies(ME))[-1] == "工作人员：请补附件"

    def test_strangers_in_the_staff_chat_may_not(self, bench: Bench) -> None:
        with bench:
            bench.ask(ME, "提交")
            refused = bench.during(DESK, lambda: bench.api.press(ME, "受理", DESK))
            assert texts(refused) == ["这个按钮只有工作人员能用"]
            assert len(bench.api.replies(ME)) == 1

    def test_without_a_staff_chat_packets_are_kept_until_there_is_one(self, tmp_path: Path) -> None:
        with make(tmp_path) as bench:
            assert texts(bench.ask(ME, "提交")) == ["已提交"]
            assert bench.rows("SELECT chat, state FROM outbox WHERE receipt IS NOT NULL") == [("staff", "waiting")]
        with make(tmp_path, staff_chat=DESK) as bench:
            until(lambda: texts(bench.api.replies(DESK)) == [f"新的申报 {CASE}"])

    def test_a_staff_chat_that_became_a_supergroup_stays_the_staff_chat(self, bench: Bench) -> None:
        with bench:
            bench.api.moved[DESK] = -1005
            bench.ask(ME, "提交")
            until(lambda: texts(bench.api.replies(-1005)) == [f"新的申报 {CASE}"])
            bench.during(-1005, lambda: bench.api.press(OFFICER, "受理", -1005))
            assert texts(bench.api.replies(ME))[-1] == f"工作人员：accept {CASE}"

    def test_operators_are_told_that_the_staff_chat_has_a_new_number(self, tmp_path: Path) -> None:
        with make(tmp_path, staff_chat=DESK) as bench:
            bench.api.moved[DESK] = -1005
            bench.ask(ME, "提交")
            assert len(bench.said) == 1
        with make(tmp_path, staff_chat=DESK) as bench:
            until(lambda: len(bench.said) == 2)
            assert "-1005" in bench.said[-1]


class TestFailures:
    """Telegram or the disk fails; nothing is lost."""

    @pytest.mark.parametrize(
        ("faults", "times"), [((BROKEN, BROKEN), 1), ((DROPPED_BEFORE,), 1), ((DROPPED_AFTER,), 2)]
    )
    def test_a_reply_is_repeated_until_it_is_known_to_have_arrived(
        self, bench: Bench, faults: tuple[Fault, ...], times: int
    ) -> None:
        with bench:
            bench.api.faults["sendMessage"].extend(faults)
            assert texts(bench.ask(ME, "你好")) == ["您说：你好"] * times

    def test_told_to_wait_one_chat_waits_and_others_do_not(self, bench: Bench) -> None:
        with bench:
            bench.ask(OTHER, "热身")
            bench.api.faults["sendMessage"].append(too_many(1))
            began = time.monotonic()
            bench.api.say(ME, "慢")
            until(lambda: not bench.api.faults["sendMessage"])
            bench.api.say(OTHER, "快")
            until(lambda: bench.api.replies(ME))
            times = {each["text"]: at - began for at, name, each in bench.api.calls if name == "sendMessage"}
            assert times["您说：慢"] >= 1
            assert times["您说：快"] < 1

    def test_who_blocked_the_bot_gets_the_answers_after_coming_back(self, bench: Bench) -> None:
        with bench:
            bench.ask(ME, "一")
            bench.api.blocked.add(ME)
            bench.ask(ME, "二")
            assert bench.rows("SELECT state, reason FROM outbox WHERE state <> 'sent'") == [
                ("held", "Forbidden: bot was blocked by the user")
            ]
            bench.api.blocked.clear()
            assert texts(bench.ask(ME, "三")) == ["您说：二", "您说：三"]

    def test_leaving_and_joining_hold_and_release(self, bench: Bench) -> None:
        def change(status: str) -> int:
            bot = {"id": 123456789, "is_bot": True, "first_name": "测试"}
            new = {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})
            event = {"date": 1, "old_chat_member": {"user": bot, "status": "left"}, "new_chat_member": new}
            return bench.api.update({"my_chat_member": {"chat": place(ME), "from": person(ME), **event}})

        with bench:
            bench.ask(ME, "提交")
            bench.settle(change("kicked"))
            bench.during(DESK, lambda: bench.api.press(OFFICER, "受理", DESK))
            assert len(bench.api.replies(ME)) == 1
            bench.settle(change("member"))
            until(lambda: len(bench.api.replies(ME)) == 2)

    def test_a_message_that_telegram_refuses_is_dead_with_its_reason(self, bench: Bench) -> None:
        with bench:
            bench.api.faults["sendMessage"].append(Fault(400, "Bad Request: BUTTON_DATA_INVALID"))
            assert bench.ask(ME, "一") == []
            assert texts(bench.ask(ME, "二")) == ["您说：二"]
            assert bench.rows("SELECT state, reason FROM outbox WHERE state <> 'sent'") == [
                ("dead", "Button_data_invalid")
            ]

    def test_an_odd_update_blocks_nothing(self, bench: Bench) -> None:
        with bench:
            odd: tuple[dict[str, object], ...] = (
                {"message": {"chat": 5}},
                {"message": None},
                {"callback_query": {"id": {}}},
                {},
            )
            for content in odd:
                bench.api.update(content)
            assert texts(bench.ask(ME, "好")) == ["您说：好"]
            assert bench.rows("SELECT count(*) FROM turns") == [(5,)]

    def test_update_numbers_may_start_again_anywhere(self, bench: Bench) -> None:
        with bench:
            bench.ask(ME, "一")
            low = {"message_id": 1, "date": 1, "from": person(ME), "chat": place(ME), "text": "二"}
            bench.during(ME, lambda: bench.api.update({"message": low}, number=3))
            assert texts(bench.api.replies(ME)) == ["您说：一", "您说：二"]

    def test_an_update_that_cannot_be_stored_is_not_confirmed(self, bench: Bench) -> None:
        with bench:
            bench.ask(ME, "一")
            other = sqlite3.connect(bench.path, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            update = bench.api.say(ME, "二")
            time.sleep(0.3)
            assert update not in bench.api.confirmed
            other.close()
            bench.settle(update)
            assert texts(bench.api.replies(ME)) == ["您说：一", "您说：二"]

    def test_polling_goes_on_after_failures(self, bench: Bench) -> None:
        with bench:
            bench.api.faults["getUpdates"].extend([BROKEN, DROPPED_BEFORE, DROPPED_AFTER, too_many(1)])
            assert texts(bench.ask(ME, "好")) == ["您说：好"]


class TestOperators:
    """What the person who started the bot is told."""

    def test_a_wrong_token_is_named_without_being_shown(self, tmp_path: Path) -> None:
        secret = "987654321:WRONG-token_of-nobody-0123456789abcd"
        with make(tmp_path, token=secret) as bench:
            assert bench.ended() == 4
            assert bench.said == [WRONG_CREDENTIALS]
            assert secret not in "".join(bench.said)

    @pytest.mark.parametrize("method", ["getUpdates", "sendMessage"])
    def test_a_token_revoked_while_running_stops_the_bot(self, bench: Bench, method: str) -> None:
        with bench:
            bench.api.faults[method].append(Fault(401, "Unauthorized"))
            bench.api.say(ME, "好")
            assert bench.ended() == 4
            assert bench.said[-1] == WRONG_CREDENTIALS

    def test_a_second_poller_stops_the_bot(self, bench: Bench) -> None:
        with bench:
            bench.api.faults["getUpdates"].append(Fault(409, "Conflict: terminated by other getUpdates request"))
            assert bench.ended() == 4
            assert bench.said[-1] == POLLED_ELSEWHERE

    def test_telegram_out_of_reach_at_the_start_is_waited_for(self, bench: Bench) -> None:
        bench.api.faults["getMe"].extend([BROKEN, DROPPED_BEFORE])
        bench.api.faults["deleteWebhook"].append(BROKEN)
        bench.api.faults["setMyCommands"].append(BROKEN)
        with bench:
            assert texts(bench.ask(ME, "好")) == ["您说：好"]
            assert bench.said[0] == TELEGRAM_UNREACHABLE
            assert len(bench.said) == 2

    def test_stopping_is_quick_while_telegram_is_out_of_reach(self, bench: Bench) -> None:
        bench.api.faults["getMe"].extend([BROKEN] * 1000)
        with bench:
            until(lambda: bench.said == [TELEGRAM_UNREACHABLE])
        assert bench.code == 0

    def test_stopping_is_quick(self, bench: Bench) -> None:
        with bench:
            bench.ask(ME, "好")
            began = time.monotonic()
        assert bench.code == 0
        assert time.monotonic() - began < 5


def test_files_arrive_whole_before_the_words_with_the_buttons(library: Library, tmp_path: Path) -> None:
    with Bench(tmp_path / "assistant.db", library, talk) as bench:
        picture, sheet, words = bench.ask(ME, "文件")
        assert (picture.files, sheet.files) == (FILES[:1], FILES[1:])
        assert (words.text, [label for label, _ in words.buttons]) == ("做好了", ["甲", "乙"])
        assert [len(bench.api.called(method)) for method in ("sendPhoto", "sendDocument")] == [1, 1]


def test_a_file_whose_sending_fails_is_sent_again(library: Library, tmp_path: Path) -> None:
    with Bench(tmp_path / "assistant.db", library, talk) as bench:
        bench.api.faults["sendDocument"].extend([BROKEN, too_many(0), DROPPED_BEFORE])
        assert [shown.files for shown in bench.ask(ME, "文件")] == [FILES[:1], FILES[1:], ()]
