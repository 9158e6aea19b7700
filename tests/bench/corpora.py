"""Made-up laws of any number: Chinese that reads like the real texts, letter by letter, and always the same."""

from __future__ import annotations

import random
from collections import defaultdict

from knowledge.library import Library
from knowledge.retrieval.engine import Article
from knowledge.texts.numbering import to_han

SEED = 7
PLACES = "杭宁温嘉湖绍金衢舟台丽乌郑洛开平安鹤新焦濮许漯三南商信周驻大昌顺通密怀石房门延"
SUBJECTS = (
    "技能人才",
    "职业培训",
    "工作室",
    "就业创业",
    "工资支付",
    "社会保险",
    "劳动保护",
    "职称评审",
    "资金管理",
    "竞赛",
)
KINDS = ("办法", "条例", "实施细则", "规定")
CHAPTERS = ("总则", "申报条件", "认定程序", "资金与扶持", "职责", "考核管理", "监督检查", "附则")
PER_LAW, PER_CHAPTER = 40, 6
SHORTEST, LONGEST = 40, 190


class Prose:
    """Text in which every character follows two others as it does somewhere in the regulations."""

    def __init__(self, library: Library) -> None:
        self._chance = random.Random(SEED)
        self._after: defaultdict[str, list[str]] = defaultdict(list)
        for regulation in library.regulations.values():
            for provision in regulation.provisions:
                for at in range(len(provision.text) - 2):
                    self._after[provision.text[at : at + 2]].append(provision.text[at + 2])
        self._starts = sorted(self._after)

    def write(self) -> str:
        """One provision."""
        length = self._chance.randint(SHORTEST, LONGEST)
        text = self._chance.choice(self._starts)
        while len(text) < length:
            following = self._after.get(text[-2:])
            text += self._chance.choice(following) if following else self._chance.choice(self._starts)
        return text


def corpus(library: Library, size: int) -> list[Article]:
    """That many provisions of made-up laws."""
    prose = Prose(library)
    found = []
    for number in range(size):
        law, place = divmod(number, PER_LAW)
        town = PLACES[law % len(PLACES)] + PLACES[law // len(PLACES) % len(PLACES)]
        name = f"{town}市{SUBJECTS[law % len(SUBJECTS)]}{KINDS[law % len(KINDS)]}（{law}）"
        chapter = place // PER_CHAPTER
        heading = f"第{to_han(chapter + 1)}章 {CHAPTERS[chapter % len(CHAPTERS)]}"
        found.append(Article(f"a{number}", name, prose.write(), heading))
    return found


def asked(library: Library, most: int) -> list[str]:
    """Questions as people put them to the regulations, evenly from all topics."""
    lay = [ask for topic in library.speech.topics.values() for ask in topic.ask]
    return lay[:: max(len(lay) // most, 1)][:most]
