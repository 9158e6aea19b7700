"""The body of a document: divisions, articles, items, paragraphs, tables, annexes and signatures, one after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from knowledge.importing.entries import Draft
from knowledge.importing.front import CONTENTS, DATE, is_body_title, is_issuer
from knowledge.importing.lines import Oddity
from knowledge.importing.lists import Lists
from knowledge.importing.paragraphs import Paragraph
from knowledge.importing.starts import ANNEX, LISTED, Start
from knowledge.texts.outline import RANKS

Unit = Literal["", "body", "division", "article", "section", "annex"]
"""What paragraphs without a number belong to; nothing at the beginning and after a signature."""

SHORT = 40
"""Characters of a heading at most."""
HEADING = re.compile(r"[\u4e00-\u9fff、\s]{2,24}")
"""Words that may name a chapter."""
LISTED_ANNEX = re.compile(r"附\s*件?\s*[:：]\s*\S")
"""The name of an annex on the line that begins with 附件."""


class Builder:
    """Takes the paragraphs of the body one after another."""

    def __init__(self, paragraphs: Sequence[Paragraph], draft: Draft, *, sections: bool) -> None:
        self._all = paragraphs
        self._draft = draft
        self._sections = sections
        """Whether 一、 begins a unit of its own: in documents without articles, and in annexes."""
        self.oddities: list[Oddity] = []
        self._unit: Unit = ""
        self._in_annex = False
        self._lists = Lists()
        self._heading: Paragraph | None = None
        """The heading that the next words may go on with."""
        self._in_table = False
        self._row_depth = 0
        self._listing = False
        """Whether a list of annexes is open."""
        self._heads = 0

    def take(self, place: int) -> None:
        """The paragraph at a place."""
        one = self._all[place]
        following = self._all[place + 1 : place + 1 + 2]
        if one.cells:
            self._row(one, place)
            return
        self._in_table = False
        if self._is_listing(one, place):
            self._list_annex(one)
        elif self._is_annex(one):
            self._annex(one)
        elif one.start is not None and one.start.shape == "division" and not one.quoted:
            self._division(one, one.start)
        elif one.start is not None and one.start.shape == "article":
            self._open("article", one, apart=True)
        elif one.start is not None and one.start.shape == "item":
            self._item(one, one.start, following)
        else:
            self._plain(one, place)

    def _open(self, unit: Unit, one: Paragraph, mark: str = "", *, apart: bool = False, literal: bool = False) -> None:
        """Begin a unit with its own words."""
        self._unit, self._lists, self._heading, self._listing = unit, Lists(), None, False
        self._draft.add(one, mark, apart=apart, literal=literal)

    def _division(self, one: Paragraph, start: Start) -> None:
        self._open("division", one, "#" * (2 + (RANKS[start.style] > RANKS["chapter"])) + " ", apart=True)
        self._heading = one

    def _is_annex(self, one: Paragraph) -> bool:
        return ANNEX.match(one.text) is not None and len(one.text) <= SHORT * 4

    def _annex(self, one: Paragraph) -> None:
        self._open("annex", one, "# ", apart=True, literal=True)
        self._in_annex, self._heading = True, one

    def _is_listing(self, one: Paragraph, place: int) -> bool:
        """Whether a paragraph names annexes that come later or not at all."""
        if self._listing:
            return one.start is not None and one.start.style in {"digit", "section"} and len(one.text) <= SHORT * 2
        if LISTED.match(one.text):
            return True
        if not LISTED_ANNEX.match(one.text) or one.heading:
            return False
        rest = self._all[place + 1 :]
        named_again = any(ANNEX.match(each.text) for each in rest)
        return named_again or all(is_issuer(each.text) or DATE.fullmatch(each.text) for each in rest)

    def _list_annex(self, one: Paragraph) -> None:
        if self._listing:
            self._draft.add(one, literal=True)
            return
        self._open("", one, "{附件目录} ", apart=True, literal=True)
        self._listing = True

    def _item(self, one: Paragraph, start: Start, following: Sequence[Paragraph]) -> None:
        if start.style == "section" and self._is_unit(one, following):
            headed = not self._in_annex and (self._unit == "article" or _is_short(one))
            self._open("section", one, "## " if headed else "", apart=True)
            self._heading = one if _is_short(one) else None
            return
        self._need_unit()
        depth, odd = self._lists.item(start)
        if odd:
            self.oddities.append(Oddity(one.line, odd, ITEM_ODDITIES[odd].format(name=start.name())))
        self._heading = None
        self._draft.add(one, depth=depth)

    def _is_unit(self, one: Paragraph, following: Sequence[Paragraph]) -> bool:
        """Whether 一、 begins a unit of its own and no item of the open article."""
        if one.heading or self._unit != "article":
            return bool(one.heading) or self._sections or self._unit in {"section", "annex", "division", ""}
        follower = following[0].start if following else None
        return _is_short(one) and follower is not None and follower.shape == "article"

    def _need_unit(self) -> None:
        if not self._unit:
            self._draft.open_body()
            self._unit, self._lists = "body", Lists()
        self._listing = False

    def _row(self, one: Paragraph, place: int) -> None:
        self._need_unit()
        if not self._in_table:
            self.oddities.append(
                Oddity(one.line, "table", f"这里有表格，每行按一条收录：{' | '.join(one.cells)[:SHORT]}")
            )
            before = self._all[place - 1] if place else None
            self._row_depth = self._lists.row(introduced=before is not None and before.text.endswith(("：", ":")))
        self._in_table = True
        self._draft.add(one, depth=self._row_depth)

    def _plain(self, one: Paragraph, place: int) -> None:
        """Words without a number that counts."""
        if self._signs(one, place) or self._titles(one, place):
            return
        if one.heading or self._heads_articles(one, place):
            self._unnumbered(one)
            return
        self._need_unit()
        if self._goes_on(one, place):
            self._heading = None
            self._draft.add(one, literal=True)
            return
        grows = self._unit in {"division", "annex"} or (self._unit == "section" and self._lists.empty)
        depth = self._lists.paragraph(self._all[place + 1 :])
        self._draft.add(one, "{另段} " if grows and not depth else "", depth, literal=True)
        self._heading = None

    def _unnumbered(self, one: Paragraph) -> None:
        """A heading without a number, by its words."""
        self._heads += 1
        named = f'{{#head_{self._heads} "“{_in_label(one.text)}”部分"}} ## '
        self._open("division", one, named, apart=True, literal=True)
        self.oddities.append(Oddity(one.line, "heading", f"没有编号的标题，当作章名：{one.text}"))

    def _heads_articles(self, one: Paragraph, place: int) -> bool:
        """Whether a few words between two articles are the name of a chapter whose number is missing."""
        before = self._all[place - 1] if place else None
        after = self._all[place + 1] if place + 1 < len(self._all) else None
        begins = after is not None and after.start is not None and after.start.shape == "article"
        ended = (
            before is not None and before.ended and not before.text.endswith(("：", ":")) and self._unit == "article"
        )
        return ended and begins and not one.quoted and HEADING.fullmatch(one.text) is not None

    def _goes_on(self, one: Paragraph, place: int) -> bool:
        """Whether the words are the rest of a heading, or what a headed section says itself."""
        heading = self._heading
        if heading is None:
            return False
        if self._unit == "section":
            return True
        bare = heading.start is not None and heading.text.strip() == heading.start.printed.strip()
        following = self._all[place + 1] if place + 1 < len(self._all) else None
        leads = following is None or following.start is not None or self._unit == "annex"
        return len(one.text) <= SHORT and not one.ended and (bare or leads) and one.start is None

    def _signs(self, one: Paragraph, place: int) -> bool:
        """A signature or a date at the end of the text, or before its annexes."""
        if not (is_issuer(one.text) or DATE.fullmatch(one.text)) or not self._unit:
            return False
        for each in self._all[place + 1 :]:
            if ANNEX.match(each.text) or is_body_title(each.text):
                break
            if each.cells or not (is_issuer(each.text) or DATE.fullmatch(each.text)):
                return False
        if self._in_annex and not any(DATE.fullmatch(each.text) for each in self._all[place:]):
            return False
        mark = "{日期} " if DATE.fullmatch(one.text) else "{落款} "
        listing = self._listing
        self._open(self._unit, one, mark, apart=True, literal=True)
        self._listing = listing
        return True

    def _titles(self, one: Paragraph, place: int) -> bool:
        """The title of the rules that a notice brings, after the notice."""
        if not is_body_title(one.text) or place + 1 >= len(self._all):
            return False
        after = next(
            (each for each in self._all[place + 1 : place + 4] if each.start or CONTENTS.fullmatch(each.text)), None
        )
        begins = after is not None and (
            after.start is None or (after.start.shape != "item" and after.start.number == 1)
        )
        if not begins:
            return False
        self._open("", one, "{正文标题} ", apart=True, literal=True)
        self._in_annex = False
        return True


def _is_short(one: Paragraph) -> bool:
    """Whether a paragraph reads like a heading."""
    return len(one.text) <= SHORT and not one.ended


def _in_label(text: str) -> str:
    """Words as they may stand in a label."""
    return re.sub(r"[{}\"“”]", "", text)[:SHORT]


ITEM_ODDITIES = {
    "gap": "“{name}”前面缺了编号",
    "repeat": "“{name}”的编号和前面重复或倒退",
    "mixed": "“{name}”和前一项的编号写法不一样",
    "first": "“{name}”前面没有第一项",
}
"""What is said of an item's number."""
