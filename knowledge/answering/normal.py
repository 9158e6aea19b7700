"""Questions as people type them, made plain: widths, traditional characters, pinyin, homophones, numerals."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from operator import add

from opencc import OpenCC
from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process

from knowledge.answering.phrases import any_of
from knowledge.answering.speech import Lexicon
from knowledge.texts.numbering import to_int

HAN = re.compile("[\u4e00-\u9fff]")
LATIN = re.compile(r"[a-z]{2,}(?:[ '\-][a-z]{2,})*")
NUMERAL = re.compile(r"[一二两三四五六七八九十百]+(?=[年月日号天个名人份万元次级家届岁分项倍])")
SECTION = re.compile("[一二三四五六七八九十]+(?:$|[(（])")
"""The number of a section, which is no typo: a question ends with it, or its items follow (杭州四, 杭州四（二）)."""
LONGEST_TERM = 6
ENGLISH_CUTOFF = 86
"""Likeness (0–100) from which an English word counts as a mistyped one of the lexicon."""

_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ing", "in"), ("eng", "en"))
"""Pairs that many speakers do not tell apart; the first is read as the second."""


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=8192)
def syllable(character: str) -> str:
    """A character's pinyin without tone; the character itself where it has none."""
    found = lazy_pinyin(character)
    return str(found[0]) if found else character


def _fuzzy(sound: str) -> str:
    for clear, blurred in _FUZZY:
        if clear in sound:
            sound = sound.replace(clear, blurred)
    return sound


def plain(text: str) -> str:
    """NFKC, lower case; anything that is no printable character is a blank."""
    folded = unicodedata.normalize("NFKC", text)
    return (folded if folded.isprintable() else "".join(c if c.isprintable() else " " for c in folded)).lower()


def _arabic(found: re.Match[str]) -> str:
    return str(to_int(found.group()))


class Normaliser:
    """Knows the words of the field; makes both questions and the texts that answer them alike."""

    def __init__(self, lexicon: Lexicon, names: Iterable[str], corpus: Iterable[str]) -> None:
        texts = [plain(text) for text in corpus]
        terms = dict.fromkeys((*lexicon.terms, *lexicon.common, *(name for name in names if len(name) >= 2)))
        self._known = {pair for text in (*texts, *terms) for pair in map(add, text, text[1:])}
        self._english = {word: chinese for chinese, words in lexicon.english.items() for word in words}
        self._same = {word: one for one, words in lexicon.same.items() for word in words} | dict.fromkeys(
            lexicon.empty, " "
        )
        self._same_pattern = any_of(tuple(self._same))
        self._by_sound: dict[str, str] = {}
        self._by_blurred: dict[tuple[str, ...], str] = {}
        for term in terms:
            if HAN.search(term) and len(term) <= LONGEST_TERM:
                sounds = [syllable(c) for c in term]
                self._by_sound.setdefault("".join(sounds), term)
                self._by_blurred.setdefault(tuple(map(_fuzzy, sounds)), term)
        self._by_syllable = _commonest(texts)

    def asked(self, text: str) -> str:
        """What a person typed, in plain Chinese."""
        return self._respelled(LATIN.sub(self._latin, _simplifier().convert(plain(text))))

    def alike(self, text: str) -> str:
        """Plain Chinese with one word for one thing, no empty words and arabic numerals, for comparing."""
        one = self._same_pattern.sub(lambda found: self._same[found.group()], plain(text))
        return NUMERAL.sub(_arabic, one)

    def _latin(self, found: re.Match[str]) -> str:
        """English words of the lexicon and pinyin as Chinese; anything else stays."""
        run = found.group()
        if run in self._english:
            return self._english[run]
        words = re.split(r"[ '\-]", run)
        english = [self._in_chinese(word) for word in words]
        if any(english):
            return "".join(
                one or self._from_sound(word) or f" {word} " for word, one in zip(words, english, strict=True)
            )
        return self._from_sound("".join(words)) or run

    def _in_chinese(self, word: str) -> str | None:
        if word in self._english:
            return self._english[word]
        if len(word) < 6 or self._from_sound(word):
            return None
        near = process.extractOne(word, self._english.keys(), scorer=fuzz.ratio, score_cutoff=ENGLISH_CUTOFF)
        return self._english[near[0]] if near else None

    def _from_sound(self, run: str) -> str | None:
        """A run of pinyin as the fewest words; None where it is none."""
        best: list[tuple[int, str] | None] = [(0, "")] + [None] * len(run)
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - 6 * LONGEST_TERM), end):
                before = best[start]
                word = self._by_sound.get(run[start:end])
                single = word is None
                word = word or self._by_syllable.get(run[start:end])
                if before is None or word is None:
                    continue
                cost = before[0] + (3 if single else 2)
                now = best[end]
                if now is None or cost < now[0]:
                    best[end] = (cost, before[1] + word)
        found = best[-1]
        return found[1] if found else None

    def _respelled(self, text: str) -> str:
        """Homophone typos put right: a pair of characters never seen that sounds like a word of the field."""
        strange = list(accumulate((self._strange(text[at : at + 2]) for at in range(len(text) - 1)), initial=0))
        if not strange[-1]:
            return text
        sounds = [_fuzzy(syllable(c)) for c in text]
        out = list(text)
        done = [False] * len(text)
        for size in range(LONGEST_TERM, 1, -1):
            for start in range(len(text) - size + 1):
                if strange[start + size - 1] == strange[start] or any(done[start : start + size]):
                    continue
                term = self._by_blurred.get(tuple(sounds[start : start + size]))
                if term is not None and self._mistyped(text, start, term):
                    out[start : start + size] = term
                    done[start : start + size] = [True] * size
        return "".join(out)

    def _mistyped(self, text: str, start: int, term: str) -> bool:
        """Whether the characters that differ from the word make no known pair with those outside it."""
        end = start + len(term)
        if text[end - 1] != term[-1] and SECTION.match(text, end - 1):
            return False
        before, after = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
        return not (
            (text[start] != term[0] and len(before) == 2 and before in self._known)
            or (text[end - 1] != term[-1] and len(after) == 2 and after in self._known)
        )

    def _strange(self, pair: str) -> bool:
        return bool(HAN.match(pair[0]) and HAN.match(pair[1])) and pair not in self._known


def _commonest(texts: Iterable[str]) -> dict[str, str]:
    """For each syllable the character that the texts use most."""
    found: dict[str, str] = {}
    for character, _ in Counter("".join(texts)).most_common():
        if HAN.match(character):
            found.setdefault(syllable(character), character)
    return found
