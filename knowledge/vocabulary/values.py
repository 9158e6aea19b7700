"""Answers: from what people type, or what a fact sheet holds in JSON, to the value of a fact, and back to words."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from knowledge.model import Frozen
from knowledge.vocabulary.facts import NEVER, NO, YES, Answers, Fact, FactChoice, Value, by_name
from knowledge.vocabulary.moments import date_from_text, expected_date
from knowledge.vocabulary.quantities import expected_number, number_from_text, within
from knowledge.vocabulary.succession import out_of_order, wrong_order
from knowledge.vocabulary.typed import BadValueError, cleaned, hedged, is_unknown, negated, squeezed, yes_or_no

_NTH = re.compile(r"(?:选|第|选项)?([0-9]{1,2})(?:个|项|\.|、|\))?")
_SEPARATORS = re.compile(r"[;、,，；/|\s]+|和|以及|还有")
_COUNTED = re.compile("[0-9一二两三四五六七八九十几多]个人")
_YEAR_SAID = re.compile(r"(?:(?:19|20)[0-9]{2}|第[0-9一二三四五六七八九十]{1,2})[年次]?度?[:=是]?")
"""A year, or a place in the order, before its result."""
_TIMES = re.compile("([0-9]{1,2}|[一两二三四五六七八九十])[次年]")
_COUNTS = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_NONE_YET = frozenset(
    {"还没考过", "还没有考过", "没考过", "没有考过", "还没考核", "还没有考核", "没考核过", "0次", "0"}
)
_CATCH_ALL_LENGTH = 30
_LARGEST_REST = 0.72
"""Share of an answer that may be other words around those of a choice."""


class SheetProblem(Frozen):
    """An entry of a fact sheet that could not be used."""

    fact: str
    message: str


def expected(fact: Fact) -> str:
    """What answers the fact takes, with an example (Chinese)."""
    if fact.kind == "number":
        return expected_number(fact)
    if fact.kind in ("month", "event"):
        return expected_date(fact)
    if fact.kind == "yes_no":
        return "请回答“是”或“否”；不清楚可以回答“不清楚”。"
    names = "、".join(choice.value for choice in fact.offered)
    if fact.kind == "series":
        return f"请按先后写出每一次的结果（{names}），例如：合格、合格、不合格；还没有过就回答“没有”。"
    several = "可以选几项，用空格隔开，例如：1 3；一项都没有就回答“没有”" if fact.kind == "choices" else "可以回答序号"
    return f"请从这些答案里选：{names}（{several}）；不清楚可以回答“不清楚”。"


def parse(fact: Fact, raw: object, *, keep_day: bool = True, on: date | None = None) -> Value:
    """The value that an answer stands for.

    ``raw`` is typed text or a JSON value. JSON null means never for an ``event`` and 不清楚 for anything else.
    A series may be an object by year. ``keep_day`` false drops the day of a birth date. ``on``, where given, refuses
    dates after it, except where the fact may lie ahead. Raises ``BadValueError`` saying what is expected.
    """
    if raw is None:
        return NEVER if fact.kind == "event" else None
    if isinstance(raw, str):
        return _from_text(fact, raw, keep_day, on)
    if isinstance(raw, bool):
        return _from_bool(fact, raw)
    if isinstance(raw, int | float):
        return _from_number(fact, raw, keep_day, on)
    if isinstance(raw, dict) and fact.kind == "series":
        raw = [raw[year] for year in sorted(raw, key=str)]
    if (
        isinstance(raw, list | tuple)
        and fact.kind in ("choices", "series")
        and all(isinstance(one, str) for one in raw)
    ):
        return _gathered(fact, [_one_choice(fact, item) for item in raw])
    if isinstance(raw, list | tuple) and not raw:
        return _from_bool(fact, False)
    if isinstance(raw, list | tuple) and len(raw) == 1 and isinstance(raw[0], str | int | float):
        return parse(fact, raw[0], keep_day=keep_day, on=on)
    raise BadValueError(f"{fact.short}的写法不对。{expected(fact)}")


def parse_sheet(
    facts: Mapping[str, Fact], sheet: Mapping[str, object], *, keep_day: bool = True, on: date | None = None
) -> tuple[Answers, tuple[SheetProblem, ...]]:
    """The answers of a fact sheet under the vocabulary's own names, and what could not be used of it."""
    named = by_name(facts)
    answers: Answers = {}
    problems: list[SheetProblem] = []
    for name, raw in sorted(sheet.items(), key=lambda entry: entry[0] not in facts):
        fact = named.get(name)
        if fact is None:
            near = get_close_matches(name[:80], named, n=1)
            problems.append(SheetProblem(fact=name[:80], message=_unknown_name(near)))
            continue
        try:
            value = parse(fact, raw, keep_day=keep_day, on=on)
        except BadValueError as bad:
            problems.append(SheetProblem(fact=name, message=bad.message))
            continue
        if fact.id in answers and answers[fact.id] != value:
            problems.append(
                SheetProblem(fact=name, message=f"和{fact.id}说的是同一件事，但答案不同，以{fact.id}为准。")
            )
            continue
        answers[fact.id] = value
    problems += [*_denied(facts, answers), *_out_of_order(facts, answers)]
    return answers, tuple(problems)


def show(fact: Fact, value: Value) -> str:
    """An answer in words, for lists of answers and for reasons."""
    if value is None:
        return "不清楚"
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple):
        return "、".join(value) or "没有"
    if isinstance(value, int | float):
        return f"{value:g}{fact.unit}"
    if fact.kind in ("month", "event") and value != NEVER:
        return show_date(value)
    return value


def show_date(value: str) -> str:
    """``YYYY-MM`` or ``YYYY-MM-DD`` as 1968年5月(20日)."""
    parts = [int(part) for part in value.split("-")]
    return "".join(f"{part}{name}" for part, name in zip(parts, "年月日", strict=False))


def _denied(facts: Mapping[str, Fact], answers: Answers) -> list[SheetProblem]:
    """Take out every 是 that another answer denies (单位性质：个人 denies 由单位提出申报：是), and tell it."""
    problems = []
    for fact_id, value in list(answers.items()):
        chosen = next((choice for choice in facts[fact_id].choices if choice.value == value), None)
        for target, word in (chosen.implies if chosen else {}).items():
            if word == NO and answers.get(target) is True:
                del answers[target]
                message = f"和“{facts[fact_id].short}：{value}”对不上，这里按“{facts[target].short}：{NO}”判断。"
                problems.append(SheetProblem(fact=target, message=message))
    return problems


def _out_of_order(facts: Mapping[str, Fact], answers: Answers) -> list[SheetProblem]:
    """Take out every day that lies before one that must come first, and tell it."""
    found = {later.id: wrong_order(later, first) for later, first in out_of_order(facts, answers)}
    for fact_id in found:
        del answers[fact_id]
    return [SheetProblem(fact=fact_id, message=f"{told}这一项没有采用。") for fact_id, told in found.items()]


def _unknown_name(near: Sequence[str]) -> str:
    """What to say of a name that no fact bears."""
    hint = f"是不是想写 {near[0]}？" if near else "名称见 facts 命令。"
    return f"没有这个事实名，这一项没有采用。{hint}"


def _from_text(fact: Fact, raw: str, keep_day: bool, on: date | None) -> Value:
    """The value of typed text."""
    text = cleaned(raw, expected(fact))
    if is_unknown(text):
        return None
    if fact.kind == "number":
        return number_from_text(fact, raw)
    if fact.kind in ("month", "event"):
        return date_from_text(fact, raw, keep_day, on)
    if fact.kind == "choices":
        return _several(fact, text)
    if fact.kind == "series":
        return _in_turn(fact, text)
    if fact.kind == "choice":
        return _one_choice(fact, text)
    return _yes_no(fact, text)


def _from_bool(fact: Fact, raw: bool) -> Value:
    """The value of JSON true or false."""
    if fact.kind == "yes_no":
        return raw
    if fact.kind == "event" and not raw:
        return NEVER
    if fact.kind in ("choices", "series") and not raw:
        return ()
    plain = _plain(fact, raw) if fact.kind in ("choice", "choices") else None
    if plain is None:
        raise BadValueError(f"{fact.short}不能只写是或否。{expected(fact)}")
    return (plain.value,) if fact.kind == "choices" else plain.value


def _from_number(fact: Fact, raw: int | float, keep_day: bool, on: date | None) -> Value:
    """The value of a JSON number."""
    if fact.kind == "number":
        return within(fact, raw)
    if fact.kind == "yes_no" and raw in (0, 1):
        return bool(raw)
    if fact.kind == "choice" and isinstance(raw, int):
        named = [choice.value for choice in fact.choices if str(raw) in choice.also]
        if named:
            return named[0]
    if fact.kind in ("month", "event") and isinstance(raw, int) and raw.bit_length() < 64:
        return date_from_text(fact, str(raw), keep_day, on)
    raise BadValueError(f"{fact.short}不能写成数字。{expected(fact)}")


def _yes_no(fact: Fact, text: str) -> bool:
    """True or False from typed text; 1 and 2 are the places of 是 and 否 in a numbered list."""
    word = squeezed(text)
    for choice in fact.choices:
        if _key(word) in _keys(choice):
            return choice.value == YES
    if word in ("0", "1", "2"):
        return word == "1"
    named = _contained(fact, _key(word))
    if len(named) == 1:
        return named[0].value == YES
    plain = yes_or_no(word, fact.question + fact.short)
    if plain is None:
        raise BadValueError(f"没看懂。{expected(fact)}")
    return plain


def _one_choice(fact: Fact, raw: str) -> str:
    """The choice that typed words name: exactly, by number, by a plain yes or no, by the words in them, or other."""
    text = cleaned(raw, expected(fact))
    key = _key(text)
    for choice in fact.choices:
        if key in _keys(choice):
            return choice.value
    nth = _NTH.fullmatch(squeezed(text))
    if nth and 1 <= int(nth[1]) <= len(fact.offered):
        return fact.offered[int(nth[1]) - 1].value
    plain = yes_or_no(text)
    named = _contained(fact, key)
    found = named[0] if named else (_plain(fact, plain) if plain is not None else None) or _catch_all(fact, key)
    if found is None or nth or len(named) > 1:
        raise BadValueError(f"没看懂。{expected(fact)}")
    return found.value


def _several(fact: Fact, text: str) -> tuple[str, ...]:
    """Several choices from one line; a plain no is none of them."""
    if yes_or_no(text, fact.question + fact.short) is False or squeezed(text) in (
        "都没有",
        "以上都没有",
        "都不是",
        "0",
    ):
        return ()
    whole = next((choice for choice in fact.choices if _key(text) in _keys(choice)), None)
    if whole:
        return (whole.value,)
    pieces = [piece for piece in _SEPARATORS.split(text) if piece]
    return _ordered(fact, [_one_choice(fact, piece) for piece in pieces])


def _in_turn(fact: Fact, text: str) -> tuple[str, ...]:
    """Results one after the other (2020年合格、2021年不合格); 合格两次 counts twice; a plain no is none yet."""
    if yes_or_no(text, fact.question + fact.short) is False or squeezed(text) in _NONE_YET:
        return ()
    pieces = [piece for piece in _SEPARATORS.split(_YEAR_SAID.sub(" ", text)) if piece]
    return tuple(value for piece in pieces for value in _repeated(fact, piece))


def _repeated(fact: Fact, piece: str) -> tuple[str, ...]:
    """One result as often as the piece says (合格2次, 两次合格)."""
    found = _TIMES.search(piece)
    times = (_COUNTS.get(found[1]) or int(found[1])) if found else 1
    return (_one_choice(fact, _TIMES.sub("", piece)),) * times


def _gathered(fact: Fact, values: Sequence[str]) -> tuple[str, ...]:
    """What was chosen: of a series every one as it came, of choices in their order, each once."""
    return tuple(values) if fact.kind == "series" else _ordered(fact, values)


def _ordered(fact: Fact, values: Sequence[str]) -> tuple[str, ...]:
    """The chosen values in the order of the choices, each once."""
    return tuple(choice.value for choice in fact.choices if choice.value in values)


def _plain(fact: Fact, answer: bool) -> FactChoice | None:
    """The choice that a plain yes or no stands for."""
    return next((choice for choice in fact.choices if (choice.yes if answer else choice.no)), None)


def _contained(fact: Fact, key: str) -> list[FactChoice]:
    """The choices whose words make up much of an answer (我们是国有企业); none where it is denied or a question."""
    spoken = {word: choice for choice in fact.choices for word in _keys(choice) if len(word) > 1}
    found: dict[str, FactChoice] = {}
    rest = _COUNTED.sub(" ", key)  # 三个人 is a number of people, not 个人
    for word in sorted(spoken, key=len, reverse=True):  # longer words first: 高级技师 is not 技师 as well
        if word in rest:
            found[spoken[word].value] = spoken[word]
            rest = rest.replace(word, " ")
    left = len(rest.replace(" ", ""))
    if negated(rest) or hedged(rest) or left > _LARGEST_REST * len(key) or any(sign in key for sign in "?吗"):
        return []
    return list(found.values())


def _catch_all(fact: Fact, key: str) -> FactChoice | None:
    """The catch-all choice, for words that could name something: short, with letters, no denial and no question."""
    if len(key) > _CATCH_ALL_LENGTH or negated(key) or any(sign in key for sign in "?吗"):
        return None
    if not any(unicodedata.category(sign) in ("Lo", "Ll") for sign in key):
        return None
    return next((choice for choice in fact.choices if choice.other), None)


def _keys(choice: FactChoice) -> frozenset[str]:
    """The words of a choice in the form that answers are compared in."""
    return frozenset(_key(word) for word in (choice.value, *choice.also))


def _key(text: str) -> str:
    """Words without width, case, spaces and signs."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in folded if sign.isalnum() or sign in "?")
