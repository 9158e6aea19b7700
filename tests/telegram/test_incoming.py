"""From an update to a turn: every kind of update, and who counts as staff."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.incoming import Door, Incoming
from handlers.model import Press
from knowledge.forms.masking import MASK
from storage.errors import UnavailableError
from tests.fake_bot_api import BOT, person, place

DESK = -100
OFFICER = 5
CARD = {"message_id": 501, "date": 1, "from": BOT, "chat": place(DESK), "text": "新的申报 K7QF2M8R"}


def door(**more: Any) -> Door:
    values: dict[str, Any] = {
        "name": "Workshop_Test_Bot",
        "number": BOT["id"],
        "staff_chat": lambda: f"telegram:{DESK}",
        "staff_ids": frozenset({OFFICER}),
        "clock": lambda: datetime(2026, 11, 20, tzinfo=UTC),
        "nonce": lambda: "0" * 32,
        "receipt_shown": lambda _chat, message: "AAAA2222" if message == "502" else None,
        "receipt_in": lambda _chat, _topic: None,
    }
    return Door(**{**values, **more})


def read(kind: str = "message", chat: int = 7, user: int = 7, **content: Any) -> Incoming:
    message = {"message_id": 9, "date": 1_700_000_000, "from": person(user), "chat": place(chat), **content}
    return door().read({"update_id": 1, kind: message})


def press(data: str, chat: int = 7, user: int = 7) -> Incoming:
    message = {"message_id": 9, "date": 1, "chat": place(chat), "from": BOT, "text": "…"}
    query = {"id": "q", "from": person(user), "chat_instance": "1", "message": message, "data": data}
    return door().read({"update_id": 1, "callback_query": query})


class TestWords:
    """Text typed in a private chat."""

    def test_a_text_is_a_turn(self) -> None:
        turn = read(text="你好").turn
        assert (turn.channel, turn.key, turn.person, turn.chat) == ("telegram", "1", "telegram:7", "telegram:7")
        assert (turn.text, turn.other, turn.staff) == ("你好", None, False)
        assert turn.at.isoformat() == "2023-11-14T22:13:20+00:00"
        assert turn.nonce == "0" * 32

    @pytest.mark.parametrize(
        ("typed", "text"),
        [
            ("/check", "/check"),
            ("/check@workshop_test_bot", "/check"),
            ("/check@workshop_test_bot 萧山", "/check 萧山"),
            ("/start xiaoshan", "/start xiaoshan"),
            ("请发 /check@somebody", "请发 /check@somebody"),
        ],
    )
    def test_commands_lose_the_name_of_the_bot(self, typed: str, text: str) -> None:
        assert read(text=typed).turn.text == text

    def test_an_identity_number_is_masked_told_of_and_deleted(self) -> None:
        incoming = read(text="我的号码11010519491231002X")
        assert incoming.turn.text == f"我的号码{MASK}"
        assert len(incoming.first) == 1
        assert (incoming.message, incoming.query) == (9, None)

    def test_nul_and_lone_surrogates_are_dropped(self) -> None:
        assert read(text="a\x00\ud83db").turn.text == "ab"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], "caption": "证书"}, "photo"),
        ({"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}}, "voice"),
        (
            {
                "sticker": {
                    "file_id": "f",
                    "file_unique_id": "u",
                    "type": "regular",
                    "width": 1,
                    "height": 1,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            "sticker",
        ),
        ({"document": {"file_id": "f", "file_unique_id": "u"}}, "document"),
        ({"contact": {"phone_number": "1", "first_name": "张"}}, "contact"),
        ({"location": {"latitude": 1.0, "longitude": 1.0}}, "location"),
        ({"text": "转", "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "某"}}, "forward"),
        ({}, "message"),
    ],
)
def test_what_is_not_typed_text_is_named_by_its_kind(content: dict[str, Any], kind: str) -> None:
    turn = read(**content).turn
    assert (turn.other, turn.text) == (kind, None)


def test_an_edit_is_no_new_answer() -> None:
    turn = read("edited_message", text="改了", edit_date=2).turn
    assert (turn.other, turn.text) == ("edit", None)


class TestPresses:
    """What a button sends back is never trusted."""

    def test_a_press_names_a_place_in_a_revision(self) -> None:
        incoming = press("4:2")
        assert incoming.turn.press == Press(rev=4, index=2)
        assert (incoming.query, incoming.message) == ("q", 9)
        assert incoming.turn.at == datetime(2026, 11, 20, tzinfo=UTC)

    def test_a_button_with_words_is_the_same_as_typing_them(self) -> None:
        assert press("=/my").turn.text == "/my"
        turn = press("!accept K7QF2M8R").turn
        assert (turn.text, turn.command, turn.other) == (None, None, "button")
        assert press("=/my").message is None

    def test_a_card_of_the_staff_carries_a_command(self) -> None:
        turn = press("!accept K7QF2M8R", DESK, OFFICER).turn
        assert (turn.command, turn.staff, turn.chat) == ("accept K7QF2M8R", True, f"telegram:{DESK}")
        assert press("=取消", DESK, OFFICER).turn.text == "取消"

    def test_a_button_under_an_answer_is_words_about_it(self) -> None:
        incoming = press("!没用 0123456789abcdef")
        assert (incoming.turn.text, incoming.turn.about, incoming.turn.command) == ("没用", "0123456789abcdef", None)
        assert (incoming.query, incoming.message) == ("q", None)

    @pytest.mark.parametrize(
        "data", ["!没用 0123", "!没用 0123456789ABCDEF", "!0123456789abcdef", "!没用  0123456789abcdef"]
    )
    def test_a_button_that_names_no_answer_does_nothing(self, data: str) -> None:
        turn = press(data).turn
        assert (turn.text, turn.about, turn.other) == (None, None, "button")

    def test_buttons_that_stay_are_kept_when_another_is_pressed(self) -> None:
        rows = [
            [("上一条", "4:0"), ("👍", "!有用 0123456789abcdef")],
            [("看", "=看")],
            [("👎", "!没用 0123456789abcdef")],
        ]
        keyboard = [[{"text": text, "callback_data": data} for text, data in row] for row in rows]
        message = {"message_id": 9, "date": 1, "chat": place(7), "from": BOT, "text": "…"}
        message["reply_markup"] = {"inline_keyboard": keyboard}
        query = {"id": "q", "from": person(7), "chat_instance": "1", "message": message, "data": "4:0"}
        kept = door().read({"update_id": 1, "callback_query": query}).lasting
        assert kept is not None
        assert [[button.text for button in row] for row in kept.inline_keyboard] == [["👍"], ["👎"]]
        assert press("4:0").lasting is None

    def test_of_a_message_too_old_to_be_shown_nothing_is_known(self) -> None:
        message = {"message_id": 9, "date": 0, "chat": place(7)}
        query = {
            "id": "q",
            "from": person(7),
            "chat_instance": "1",
            "message": message,
            "data": "!没用 0123456789abcdef",
        }
        incoming = door().read({"update_id": 1, "callback_query": query})
        assert (incoming.turn.text, incoming.turn.about) == ("没用", "0123456789abcdef")

    def test_a_stranger_in_the_staff_chat_is_no_staff(self) -> None:
        assert press("!accept K7QF2M8R", DESK, 7).turn.staff is False

    def test_a_press_in_another_group_is_noted_only(self) -> None:
        incoming = press("!accept K7QF2M8R", -7, OFFICER)
        assert incoming.quiet
        assert (incoming.turn.command, incoming.turn.staff, incoming.turn.person) == (None, False, "telegram:0")

    @given(st.text(max_size=64))
    def test_forged_data_is_a_place_words_or_nothing(self, data: str) -> None:
        incoming = press(data)
        turn = incoming.turn
        said = [each for each in (turn.text, turn.press, turn.other) if each is not None]
        assert len(said) == 1
        assert (turn.staff, turn.command, turn.reply_to) == (False, None, None)
        assert incoming.query == "q"


class TestStaff:
    """Staff are numbers in the configured chat; nothing else makes one."""

    @pytest.mark.parametrize("name", ["管理员", "工作人员", "admin", "ad\u200bmin", "\u202enimda"])
    def test_no_name_makes_staff(self, name: str) -> None:
        sender = {"id": 7, "is_bot": False, "first_name": name, "username": "admin"}
        raw = {"message_id": 9, "date": 1, "from": sender, "chat": place(DESK), "text": "/help"}
        assert door().read({"update_id": 1, "message": raw}).turn.staff is False

    def test_staff_in_their_own_chat_with_the_bot_are_applicants(self) -> None:
        assert read(chat=OFFICER, user=OFFICER, text="你好").turn.staff is False

    def test_an_answer_to_a_card_names_its_case(self) -> None:
        turn = read(chat=DESK, user=OFFICER, text="请补材料", reply_to_message=CARD).turn
        assert (turn.reply_to, turn.text, turn.staff) == ("K7QF2M8R", "请补材料", True)

    def test_the_stored_card_counts_more_than_its_words(self) -> None:
        card = {**CARD, "message_id": 502}
        assert read(chat=DESK, user=OFFICER, text="好", reply_to_message=card).turn.reply_to == "AAAA2222"

    def test_a_card_that_names_two_cases_names_none(self) -> None:
        card = {**CARD, "text": "K7QF2M8R 和 BBBB3333"}
        turn = read(chat=DESK, user=OFFICER, text="好", reply_to_message=card).turn
        assert (turn.reply_to, turn.staff) == (None, True)

    def test_a_stranger_names_no_case(self) -> None:
        assert read(chat=DESK, user=7, text="好", reply_to_message=CARD).turn.reply_to is None

    def test_a_case_in_another_persons_message_is_none(self) -> None:
        theirs = {**CARD, "from": person(8)}
        assert read(chat=DESK, user=OFFICER, text="好", reply_to_message=theirs).quiet

    @pytest.mark.parametrize(
        ("text", "heard"),
        [("/help", True), ("/help@workshop_test_bot", True), ("/help@other_bot", False), ("大家好", False)],
    )
    def test_people_may_talk_among_themselves(self, text: str, heard: bool) -> None:
        incoming = read(chat=DESK, user=OFFICER, text=text)
        assert incoming.quiet is not heard
        assert (incoming.turn.text is not None) is heard

    def test_other_groups_are_not_answered_and_not_kept(self) -> None:
        incoming = read(chat=-7, user=OFFICER, text="/help")
        turn = incoming.turn
        assert (incoming.quiet, turn.text, turn.other, turn.person) == (True, None, "group", "telegram:0")

    def test_without_a_staff_chat_there_is_no_staff(self) -> None:
        raw = {"message_id": 9, "date": 1, "from": person(OFFICER), "chat": place(DESK), "text": "/help"}
        assert door(staff_chat=lambda: None).read({"update_id": 1, "message": raw}).quiet


class TestInline:
    """Words typed after the bot's name in any chat: answered, and remembered by nothing but the update's number."""

    def inquire(self, words: str) -> Incoming:
        query = {"id": "i", "from": person(7), "query": words, "offset": ""}
        return door().read({"update_id": 1, "inline_query": query})

    def test_neither_who_nor_what_is_kept(self) -> None:
        incoming = self.inquire("萧山 补助")
        assert incoming.inline is not None
        assert (incoming.inline.query, incoming.inline.words) == ("i", "萧山 补助")
        assert (incoming.quiet, incoming.turn.other, incoming.query) == (True, "inline", None)
        stored = incoming.turn.model_dump_json()
        assert "萧山" not in stored
        assert "telegram:7" not in stored

    def test_an_identity_number_is_masked(self) -> None:
        incoming = self.inquire("我是11010519491231002X")
        assert incoming.inline is not None
        assert incoming.inline.words == f"我是{MASK}"


class TestTheRest:
    """What is not for the conversation is stored without an answer; nothing stops the door."""

    @pytest.mark.parametrize(("status", "left"), [("kicked", True), ("member", False)])
    def test_blocking_and_coming_back(self, status: str, left: bool) -> None:
        member = {"user": BOT, "status": status} | ({"until_date": 0} if status == "kicked" else {})
        old = {"user": BOT, "status": "left"}
        change = {"chat": place(7), "from": person(7), "date": 1, "old_chat_member": old, "new_chat_member": member}
        incoming = door().read({"update_id": 1, "my_chat_member": change})
        assert (incoming.left, incoming.quiet) == (left, True)
        assert incoming.turn.chat == "telegram:7"

    def test_other_bots_are_not_answered(self) -> None:
        raw = {"message_id": 9, "date": 1, "from": {**BOT, "id": 8}, "chat": place(7), "text": "我也是机器人"}
        assert door().read({"update_id": 1, "message": raw}).quiet

    def test_kinds_that_nobody_asked_for_are_noted(self) -> None:
        poll = {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": True}
        assert door().read({"update_id": 1, "poll": poll | {"type": "regular"}}).quiet

    def test_an_update_that_makes_no_sense_is_answered_where_possible(self) -> None:
        incoming = door().read({"update_id": 1, "message": {"chat": {"id": 7}, "photo": "?"}})
        assert (incoming.turn.other, incoming.turn.chat, incoming.quiet) == ("undecodable", "telegram:7", False)

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["chat", "id", "from", "text", "date", "data", "type"]), inner, max_size=4
                )
            ),
            max_leaves=12,
        ),
        st.sampled_from(["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "nonsense"]),
    )
    def test_any_update_at_all_becomes_a_turn(self, content: Any, kind: str) -> None:
        turn = door().read({"update_id": 1, kind: content}).turn
        assert (turn.key, turn.staff) == ("1", False)

    def test_a_storage_that_fails_is_no_fault_of_the_update(self) -> None:
        def fail(_chat: str, _message: str) -> str | None:
            raise UnavailableError("满")

        raw = {"message_id": 9, "date": 1, "from": person(OFFICER), "chat": place(DESK), "text": "好"}
        with pytest.raises(UnavailableError):
            door(receipt_shown=fail).read({"update_id": 1, "message": {**raw, "reply_to_message": CARD}})
