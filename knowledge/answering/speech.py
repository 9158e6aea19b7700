"""How people talk: lay words, abbreviations, places, small talk. Nothing here says what any regulation says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field

from knowledge.answering.questions import Topic
from knowledge.model import Frozen
from knowledge.retrieval.trees import TreesData


class Lexicon(Frozen):
    """``lexicon.yaml``: from the words that people type to the words of the law."""

    terms: tuple[str, ...] = ()
    """Words of the field: they weigh more, and pinyin and homophone typos are recognised by them."""
    common: tuple[str, ...] = ()
    """Words of any subject by which pinyin and typos are recognised."""
    same: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Different words of the texts for one thing; all are read as the key."""
    lay: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Words of the law (parted by blanks), each group with the everyday words for it."""
    english: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Chinese words, each with the English ones that people mix in (lower case)."""
    everywhere: tuple[str, ...] = ()
    """Words that ask about all regulations at once: 各地, 哪个地方."""
    which: tuple[str, ...] = ()
    """Words that, at the beginning of a question about all regulations, ask in which of them something is so."""
    together: tuple[str, ...] = ()
    """Words that compare the regions named: 两边, 对比."""
    whole: tuple[str, ...] = ()
    """Words for the regulations as such, which beside those say nothing of what is compared: 规定, 政策."""
    empty: tuple[str, ...] = ()
    """Words that say nothing of what is asked; they are left out where questions are compared."""
    aims: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """What kind of thing is asked for (a sum, a date, a number of copies), each with the words that ask for it.
    ``…`` stands for up to five characters, ``#`` for a number."""
    people: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Whom a question is about, each with the words for them; ``…`` as in ``aims``."""
    apart: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """What sets one thing apart from others that are asked about in nearly the same words (旧办法, 续建)."""
    ours: tuple[str, ...] = ()
    """Words by which a question is about workshops even where nothing is found."""


class Everyday(Frozen):
    """``everyday.yaml``: everyday words for the words of any law."""

    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Words of the law (parted by blanks), each group with the everyday words for it."""


class Elsewhere(Frozen):
    """``elsewhere.yaml``: places of China that no regulation here covers."""

    provinces: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Names by province; the province's own name is one of them."""
    near: dict[str, str] = Field(default_factory=dict)
    """Province → slug of the regulation to point to."""
    levels: tuple[str, ...] = ()
    """Workshops of higher levels, which other rules govern."""
    level_asks: tuple[str, ...] = ()
    """Words that, soon after such a level, ask for its own rules."""
    other_names: tuple[str, ...] = ()
    """What after the name of a place makes it the name of another thing: 路, 镇."""
    own_rules: tuple[str, ...] = ()
    """Words by which a question asks for a district's own rules: 自己的, 区级."""
    home_before: tuple[str, ...] = ()
    """Words before one of several places named that make it where the one who asks is: 我人在."""
    on_behalf: tuple[str, ...] = ()
    """Words before such a place that make it the one asked about all the same: 替."""
    owner: tuple[str, ...] = ()
    """Words that, after one of several places named, make it where somebody comes from: 的企业, 的表哥."""
    unit: tuple[str, ...] = ()
    """Words after a place for those who are there (的企业, 的公司): they say little of what is asked."""
    held: tuple[str, ...] = ()
    """Words before the name of a larger place that make it the level somebody holds already: 已经是."""
    aside_before: tuple[str, ...] = ()
    """Words before a place that make it a side remark: 老家, 注册在."""
    aside_after: tuple[str, ...] = ()
    """Words after a place that make it a side remark: 人, 户口."""


SmallTalk = Literal["staff", "about", "thanks", "farewell", "understood", "greeting"]
"""What a message that asks nothing is about: a wish for staff, ourselves, thanks, a goodbye, assent, a greeting."""


class OtherTalk(Frozen):
    """``other_talk.yaml``: what is no question about these regulations."""

    chat: dict[SmallTalk, tuple[str, ...]] = Field(default_factory=dict)
    """Greetings, thanks and the like, by kind; a message of nothing else is small talk."""
    filler: tuple[str, ...] = ()
    """Words that may stand beside them without meaning anything."""
    orders: tuple[str, ...] = ()
    """Words by which a message insults, or tells the assistant what to be or to make up; ``…`` as in ``aims``."""
    terms: tuple[str, ...] = ()
    """Words of other subjects; they weigh as much as those of the field, unless ours use them too."""
    foreign: tuple[str, ...] = ()
    """Examples of questions on other subjects."""


@dataclass(frozen=True, slots=True)
class Speech:
    """All of it, with the topics that the regulations share; empty where the files are absent."""

    topics: dict[str, Topic] = field(default_factory=dict)
    lexicon: Lexicon = field(default_factory=Lexicon)
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    other: OtherTalk = field(default_factory=OtherTalk)
    everyday: Everyday = field(default_factory=Everyday)
    order: TreesData | None = None
    """The trained order of what a search over many regulations finds."""
