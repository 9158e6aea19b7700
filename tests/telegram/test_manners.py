"""Deep links, votes and 转人工 in the real channel, with the real conversation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import count

import pytest

from handlers.core import case_named, step
from knowledge.answering.search import index_of
from knowledge.library import Library
from storage.sqlite import SqliteReader
from tests.fake_bot_api import Shown
from tests.telegram.bench import Bench, until

DESK, OFFICER = -100, 5
PEOPLE = count(1_000)
REGIONS = {"daxing": "大兴", "hangzhou": "杭州", "urumqi": "乌鲁木齐", "xiaoshan": "萧山", "zhengzhou": "郑州"}


@pytest.fixture(scope="module")
def bench(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A running bot with staff."""
    index_of(library)
    path = tmp_path_factory.mktemp("manners") / "assistant.db"
    with Bench(path, library, step, case_named, staff_chat=DESK, staff_ids=frozenset({OFFICER})) as running:
        yield running


@pytest.fixture
def me() -> int:
    """Somebody new for each test."""
    return next(PEOPLE)


def labels(message: Shown) -> list[str]:
    return [label for label, _ in message.buttons]


class TestLinks:
    """``t.me/<bot>?start=…``"""

    @pytest.mark.parametrize(("slug", "short"), REGIONS.items())
    def test_to_a_region(self, bench: Bench, me: int, slug: str, short: str) -> None:
        (shown,) = bench.ask(me, f"/start {slug}")
        assert shown.text.startswith(f"好的，现在看的是{short}")
        assert "查申报资格" in labels(shown)

    @pytest.mark.parametrize(
        ("payload", "head", "words"),
        [
            ("art-daxing-9", "大兴第九条", "为期7天的公示"),
            ("art-urumqi-9", "乌鲁木齐第九条", "申办。"),
            ("art-xiaoshan-9", "萧山第九条", "有领办技师"),
            ("art-zhengzhou-13", "郑州第十三条", "一次性建设奖补资金"),
            ("art-hangzhou-6", "杭州六", "一次性10万元"),
        ],
    )
    def test_to_an_article(self, bench: Bench, me: int, payload: str, head: str, words: str) -> None:
        (shown,) = bench.ask(me, f"/start {payload}")
        assert f"{head}\n" in shown.text
        assert words in shown.text
        assert {"👍", "👎", "转人工"} <= set(labels(shown))
        assert bench.ask(me, "公示几天")[0].text.count("【") == 0

    @pytest.mark.parametrize("number", range(1, 8))
    def test_to_every_section_of_the_draft_with_its_status_first(self, bench: Bench, me: int, number: int) -> None:
        (shown,) = bench.ask(me, f"/start art-hangzhou-{number}")
        assert shown.text.startswith("文件状态：征求意见稿")
        assert f"杭州{'一二三四五六七'[number - 1]}\n" in shown.text

    @pytest.mark.parametrize(
        "payload",
        [
            "art-xiaoshan-999",
            "art-xiaoshan-",
            "art-shanghai-1",
            "art",
            "-",
            "_" * 64,
            "art-xiaoshan-9-9",
            "ask",
            "萧山县",
        ],
    )
    def test_a_payload_that_means_nothing_is_a_plain_start(self, bench: Bench, me: int, payload: str) -> None:
        (shown,) = bench.ask(me, f"/start {payload}")
        assert "请先选地区，或者直接提问" in shown.text

    def test_an_article_opened_in_the_questionnaire_leaves_it_open(self, bench: Bench, me: int) -> None:
        bench.ask(me, "/check 萧山")
        article, question = bench.ask(me, "/start art-zhengzhou-13")
        assert "郑州第十三条" in article.text
        assert "第1题" in question.text
        assert "第2题" in bench.press(me, "是")[0].text

    def test_a_region_opened_in_the_questionnaire_asks_for_that_region(self, bench: Bench, me: int) -> None:
        bench.ask(me, "/check 萧山")
        assert "郑州" in bench.ask(me, "/start zhengzhou")[0].text
        assert bench.press(me, "是")[0].text.startswith("记下了")


class TestVotes:
    """👍 and 👎 stay where they are and mean the answer above them."""

    def votes(self, bench: Bench, me: int) -> list[tuple[object, ...]]:
        """Question and vote, in the order of the answers."""
        with closing(SqliteReader.open(bench.path)) as reader:
            given = reader.received()
        asked = {each.asked.id: each.asked.question for each in given}
        sql = f"""SELECT answer, vote FROM votes JOIN outbox ON outbox.id = reply
                  WHERE person = 'telegram:{me}' ORDER BY reply"""
        return [(asked[str(answer)], vote) for answer, vote in bench.rows(sql)]

    def test_a_press_is_thanked_for_in_passing(self, bench: Bench, me: int) -> None:
        bench.ask(me, "萧山公示几天")
        before = len(bench.api.toasts)
        assert bench.press(me, "👍") == []
        assert bench.api.toasts[before:] == ["谢谢，已记下。"]
        assert self.votes(bench, me) == [("萧山公示几天", "useful")]

    def test_leafing_on_takes_away_the_other_buttons_only(self, bench: Bench, me: int) -> None:
        (first,) = bench.ask(me, "萧山公示几天")
        edits = len(bench.api.called("editMessageReplyMarkup"))
        bench.press(me, "下一条")
        until(lambda: len(bench.api.called("editMessageReplyMarkup")) > edits)
        edit = bench.api.called("editMessageReplyMarkup")[-1]
        assert edit["message_id"] == str(first.number)
        rows = json.loads(edit["reply_markup"])["inline_keyboard"]
        assert [button["text"] for row in rows for button in row] == ["👍", "👎", "转人工"]

    def test_an_old_answer_is_voted_on_after_hours_of_other_things(self, bench: Bench, me: int) -> None:
        (old,) = bench.ask(me, "萧山公示几天")
        bench.ask(me, "郑州公示几天")
        bench.ask(me, "/check 萧山")
        useless = dict(old.buttons)["👎"]
        (offer,) = bench.during(me, lambda: bench.api.press_data(me, useless, old))
        assert labels(offer) == ["转人工"]
        assert self.votes(bench, me) == [("萧山公示几天", "useless")]
        assert "第2题" in bench.press(me, "是")[0].text

    def test_nobody_votes_on_anothers_answer(self, bench: Bench, me: int) -> None:
        (mine,) = bench.ask(me, "萧山公示几天")
        stranger, stolen = me + 500, dict(mine.buttons)["👍"]
        before = len(bench.api.toasts)
        theirs = Shown(1, stranger, "…")
        assert bench.during(stranger, lambda: bench.api.press_data(stranger, stolen, theirs)) == []
        assert bench.api.toasts[before:] == ["没有找到这条回答，没有记下。"]
        assert self.votes(bench, me) == self.votes(bench, stranger) == []

    def test_a_press_delivered_again_changes_nothing(self, bench: Bench, me: int) -> None:
        bench.ask(me, "萧山公示几天")
        bench.press(me, "👎")
        bench.press(me, "👍")
        bench.api.redeliver = True
        bench.ask(me, "谢谢")
        bench.api.redeliver = False
        assert self.votes(bench, me) == [("萧山公示几天", "useful")]


class TestStaff:
    """From the button to the group, and what the group is told of a week."""

    def test_the_question_goes_to_staff_from_an_old_button(self, bench: Bench, me: int) -> None:
        (old,) = bench.ask(me, "郑州补助什么时候到账")
        bench.ask(me, "萧山公示几天")
        (offer,) = bench.during(me, lambda: bench.api.press_data(me, dict(old.buttons)["转人工"], old))
        assert "「郑州补助什么时候到账」" in offer.text
        assert "已转给工作人员" in bench.press(me, "就转这个问题")[0].text
        packet = bench.api.replies(DESK)[-1]
        assert "问题：郑州补助什么时候到账" in packet.text
        assert "助手当时引用：郑州第十三条" in packet.text

    def test_the_week_is_told_to_staff_and_to_nobody_else(self, bench: Bench, me: int) -> None:
        bench.ask(me, "上海能报吗")
        for sender, words in ((OFFICER, "不在范围"), (me, "只有工作人员")):
            (told,) = bench.during(
                DESK,
                lambda sender=sender: bench.api.send(sender, {"text": "/feedback"}, chat=DESK),  # type: ignore[misc]
            )
            assert words in told.text
            assert str(me) not in told.text
        assert "没有“/feedback”这个命令" in bench.ask(me, "/feedback")[0].text
