"""Telling small talk from questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from knowledge.answering.phrases import any_of
from knowledge.answering.speech import OtherTalk, SmallTalk

LONGEST = 40
"""Characters from which a message is no small talk."""
ASKING = frozenset({"吗", "么", "嘛", "呢"})
"""Words without meaning that all the same make a question of 可以."""
_SIGNS = re.compile(r"[^\u4e00-\u9fffa-z]+")


def small_talk(other: OtherTalk, text: str) -> SmallTalk | Literal["unclear"] | None:
    """What kind of small talk a message (in plain words) is; ``unclear`` without any word, None for anything else."""
    if len(text) > LONGEST:
        return None
    bare = _SIGNS.sub("|", text)
    if not bare.strip("|"):
        return "unclear"
    kinds = {word: kind for kind, words in other.chat.items() for word in words}
    said = any_of(tuple(kinds))
    found = said.search(bare)
    if found is not None and not any_of(other.filler).sub("", said.sub("|", bare)).strip("| "):
        return kinds[found.group()]
    return _without_filler(other, kinds, bare)


def _without_filler(other: OtherTalk, kinds: Mapping[str, SmallTalk], bare: str) -> SmallTalk | None:
    """The same where words without meaning stand within the phrases (你都会干些啥)."""
    filler = any_of((*(word for word in other.filler if word not in ASKING), "|"))
    lean = {short: kind for word, kind in kinds.items() if len(short := filler.sub("", word)) > 1}
    rest = filler.sub("", bare)
    said = any_of(tuple(lean))
    found = said.search(rest)
    return lean[found.group()] if found and not said.sub("", rest) else None


def is_order(other: OtherTalk, text: str) -> bool:
    """Whether a message (in plain words) insults, or tells the assistant what to be or to make up."""
    return any_of(other.orders).search(text) is not None
