"""A made-up new edition of 大兴's text, as its authority might issue it, with the data that somebody wrote for it."""

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.library import Library
from knowledge.loader import load_alone
from tests.editions.edited import FOLDERS

REWORDED = {
    "每两年进行一次评选": "每三年进行一次评选",
    "原则上应取得国家技师或以上职业资格": "应取得国家高级技师或以上职业资格",
    "并在各类技能竞赛中取得优异成绩": "并在市级以上技能竞赛中取得优异成绩",
    "一次性3万元资金奖励": "一次性5万元资金奖励",
    "第十七条 本办法自": "第十八条 本办法自",
    "第十六条 本办法由": "第十七条 本办法由",
}
ADDED = "第十六条 工作室应当按月公开经费使用情况。"
DATA = {
    "    normally: {word: 原则上, at: art_6__item_1__item_1, quote: 应取得国家高级技师或以上职业资格}\n": "",
    "need: {fact: leader_level, in: [技师, 高级技师, 首席技师或特级技师]}": (
        "need: {fact: leader_level, in: [高级技师, 首席技师或特级技师]}"
    ),
    "        - {fact: studio_management_system, is: 是}\n": (
        "        - {fact: studio_management_system, is: 是}\n        - {fact: publishes_spending, is: 是}\n"
    ),
    "\n# 公共事实在本地区事实表上的名字": (
        "  - id: publishes_spending\n    kind: yes_no\n    question: 工作室能按月公开经费使用情况吗？\n"
        "    short: 按月公开经费使用情况\n\n# 公共事实在本地区事实表上的名字"
    ),
    "amount: {exactly: 3}": "amount: {exactly: 5}",
    "      studio_management_system: 有\n": "      studio_management_system: 有\n      publishes_spending: 是\n",
    "at: art_17": "at: art_18",
    "at: art_16": "at: art_17",
}
TALK = ("questions.yaml", "silences.yaml", "places.yaml")


def old_folder(place: Path) -> Path:
    """大兴's folder as it is, without what people ask."""
    folder = shutil.copytree(FOLDERS / "daxing", place)
    for name in TALK:
        (folder / name).unlink()
    return folder


def new_folder(place: Path) -> Path:
    """The new edition: words, numbers, an article more, a criterion harder, one softer no longer, a fact more."""
    folder = old_folder(place)
    added = _line(folder / "source.txt", "第十六条 ")
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        for old, new in {**REWORDED, **(DATA if path.suffix == ".yaml" else {})}.items():
            text = text.replace(old, new)
        if path.name in {"source.txt", "text.md"}:
            text = text.replace("第十七条 本办法由", f"{ADDED}\n第十七条 本办法由")
        if path.name == "regulation.yaml":
            text = re.sub(r"(?m)^( +line: )(\d+)$", lambda found: found[1] + _shifted(int(found[2]), added), text)
        if path.name == "personas.yaml":
            text = "\n  - name:".join(text.split("\n  - name:")[:2])
        path.write_text(text, encoding="utf-8")
    return folder


def text_alone(folder: Path) -> Path:
    """The folder without anything but its text."""
    for path in folder.glob("*.yaml"):
        if path.name != "regulation.yaml":
            path.unlink()
    return folder


@cache
def new_daxing() -> Library:
    """A library of the new edition alone."""
    with TemporaryDirectory() as place:
        return load_alone(new_folder(Path(place) / "daxing"))


def _line(path: Path, beginning: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if line.startswith(beginning))


def _shifted(line: int, added: int) -> str:
    return str(line + (line >= added))
