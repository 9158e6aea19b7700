"""Whatever is imported: every character is kept, every provision can be cited, and nothing makes it fail."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents import markdown, plain
from knowledge.texts.numbering import to_han
from tests.importing.made import imported

WORDS = st.text(alphabet="甲乙丙丁的应当，、（）《》“”第条章一二3a ", min_size=1, max_size=30)
ENDS = st.sampled_from(["。", "：", "；", "", "，"])
NUMBERS = st.sampled_from(
    [
        "第{han}条 ",
        "第{han}条",
        "第{n}条　",
        "第{han}章 ",
        "第{han}节 ",
        "{han}、",
        "（{han}）",
        "{n}.",
        "（{n}）",
        "附件{n} ",
        "",
    ]
)
ODD = st.sampled_from(
    [
        "",
        "\u3000\u3000",
        "\u200b",
        "# ",
        "## ",
        "- ",
        "| ",
        "{文号} ",
        "{",
        "\\",
        "— 3 —",
        "目录",
        "附：",
        "2024年1月2日",
        "***",
    ]
)


@st.composite
def lines(draw: st.DrawFn) -> str:
    """One line of anything that a file may hold."""
    number = draw(st.integers(1, 25))
    head = draw(NUMBERS).format(han=to_han(number), n=number)
    return draw(ODD) + head + draw(WORDS) + draw(ENDS)


@settings(max_examples=150)
@given(st.lists(lines(), min_size=1, max_size=25), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_any_lines(found: Sequence[str], end: str) -> None:
    raw = end.join(found).encode()
    for reader in (plain, markdown):
        imported(reader.read(raw))


@settings(max_examples=80)
@given(st.text(max_size=200))
def test_any_characters(words: str) -> None:
    raw = words.encode("utf-8", "surrogatepass").decode("utf-8", "ignore").encode()
    for reader in (plain, markdown):
        imported(reader.read(raw))


TREES = st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=9)
"""For each article: how many items, and whether a second paragraph follows them."""


@settings(max_examples=60)
@given(TREES)
def test_a_well_made_law_is_read_as_it_was_made(tree: list[tuple[int, bool]]) -> None:
    made, wanted = ["某法"], ["title"]
    for article, (items, more) in enumerate(tree, start=1):
        made.append(f"第{to_han(article)}条 下列事项" + ("：" if items else "。"))
        wanted.append(f"art_{article}")
        made += [f"（{to_han(item)}）事项；" for item in range(1, items + 1)]
        wanted += [f"art_{article}__item_{item}" for item in range(1, items + 1)]
        if more:
            made.append("其他的除外。")
            wanted.append(f"art_{article}__para_2")
    found = imported(plain.read("\n".join(made).encode()))
    assert [one.eid for one in found.provisions.all] == wanted
    for one in found.provisions.all:
        again = found.provisions.find(one.label)
        assert again is not None
        assert again.eid == one.eid
