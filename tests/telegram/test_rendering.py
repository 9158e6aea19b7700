"""From a reply to messages: lengths, cuts and buttons that Telegram takes."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.rendering import BUTTONS, DATA, LONGEST, Message, messages, split, units
from handlers.choice import Choice
from handlers.model import Reply


def buttons(message: Message) -> list[list[tuple[str, str]]]:
    assert message.buttons is not None
    return [[(each.text, str(each.callback_data)) for each in row] for row in message.buttons.inline_keyboard]


def test_choices_carry_revision_and_place() -> None:
    choices = (
        Choice(label="是", says="有"),
        Choice(label="受理", says="accept K7QF2M8R", lasting=True),
        Choice(label="否", says="没有"),
    )
    (message,) = messages(Reply(text="有吗？", choices=choices), 12)
    assert buttons(message) == [[("是", "12:0"), ("受理", "!accept K7QF2M8R"), ("否", "12:1")]]


def test_without_a_revision_choices_carry_their_words() -> None:
    (message,) = messages(Reply(text="看吗？", choices=(Choice(label="我的草稿", says="/my"),)), None)
    assert buttons(message) == [[("我的草稿", "=/my")]]


def test_a_button_under_an_answer_names_the_answer() -> None:
    choice = Choice(label="👎", says="没有帮助", lasting=True, about="0123456789abcdef")
    (message,) = messages(Reply(text="7天", choices=(choice,)), None)
    ((button,),) = buttons(message)
    assert button == ("👎", "!没有帮助 0123456789abcdef")
    assert len(button[1].encode()) <= DATA


def test_what_is_said_in_passing_is_no_message() -> None:
    assert messages(Reply(text="谢谢", passing=True), 3) == ()


def test_long_labels_have_a_row_of_their_own() -> None:
    labels = ("企业", "事业单位", "个体工商户", "获得过市级以上优秀技能人才或者技能类奖项", "都没有")
    (message,) = messages(Reply(text="？", choices=tuple(Choice(label=each, says=each) for each in labels)), 1)
    rows = [[label for label, _ in row] for row in buttons(message)]
    assert rows == [list(labels[:2]), [labels[2]], [labels[3]], [labels[4]]]


def test_a_choice_that_fits_no_button_is_written_out() -> None:
    long = "很长的话" * 8
    choices = (Choice(label="选这个", says=long, lasting=True), Choice(label="好", says="好"))
    (message,) = messages(Reply(text="？", choices=choices), 1)
    assert message.text == f"？\n选这个：请输入“{long}”"
    assert buttons(message) == [[("好", "1:0")]]


def test_more_choices_than_telegram_takes_are_written_out() -> None:
    choices = tuple(Choice(label=str(each), says=str(each)) for each in range(BUTTONS + 2))
    (message,) = messages(Reply(text="？", choices=choices), 1)
    assert sum(len(row) for row in buttons(message)) == BUTTONS
    assert message.text.splitlines()[1:] == ["100：请输入“100”", "101：请输入“101”"]


def test_buttons_stand_under_the_last_piece() -> None:
    first, second = messages(Reply(text="长" * LONGEST + "短", choices=(Choice(label="好", says="好"),)), 1)
    assert (first.buttons, second.text) == (None, "短")
    assert second.buttons is not None


def test_a_text_is_cut_at_paragraphs_first() -> None:
    articles = [f"第{number}条　" + "技能大师工作室。" * 150 for number in range(8)]
    pieces = split("\n\n".join(articles))
    assert "\n\n".join(pieces) == "\n\n".join(articles)
    assert all(piece.startswith("第") and piece.endswith("。") for piece in pieces)


def test_a_long_paragraph_is_cut_at_sentences() -> None:
    pieces = split("工作室由单位申报。" * 1000)
    assert len(pieces) == 3
    assert all(piece.endswith("。") for piece in pieces)


def test_an_emoji_counts_twice_and_is_not_torn() -> None:
    assert units("好😀") == 3
    pieces = split("😀" * 3000)
    assert [len(piece) for piece in pieces] == [2048, 952]


def test_a_blank_text_is_no_message() -> None:
    assert split(" \n ") == []


@given(st.lists(st.text(max_size=30) | st.sampled_from(["\n\n", "\n", "。", "😀" * 50, "字" * 3000]), max_size=12))
def test_pieces_fit_and_lose_no_word(parts: list[str]) -> None:
    text = "".join(parts)
    pieces = split(text)
    assert all(0 < units(piece) <= LONGEST for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


CHOICES = st.builds(Choice, label=st.text(min_size=1), says=st.text(), lasting=st.booleans())


@given(st.lists(CHOICES, max_size=130), st.none() | st.integers(0, 10**9))
def test_no_button_is_more_than_telegram_takes(choices: list[Choice], rev: int | None) -> None:
    *_, last = messages(Reply(text="？", choices=tuple(choices)), rev)
    shown = [data for row in buttons(last) for _, data in row] if last.buttons else []
    assert all(1 <= len(data.encode()) <= DATA for data in shown)
    assert len(shown) <= BUTTONS
