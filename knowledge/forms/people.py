"""Whether what a form says of one person agrees: identity number, sex, birth, age, begin of work; and who is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

from knowledge.forms import identity_numbers
from knowledge.forms.dates import Span, read_span, years_between
from knowledge.forms.form import Blank
from knowledge.forms.remarks import Remark
from knowledge.forms.values import YOUNGEST, bare, number
from knowledge.texts.text import fold

Filled = Mapping[str, str]
"""What is filled in, by key."""


def check_people(blanks: Iterable[Blank], filled: Filled, on: date) -> Iterator[Remark]:
    """Odd things about each person of the form, and about who stands in it."""
    known = [blank for blank in blanks if filled.get(blank.key)]
    for _, group in groupby(known, key=lambda blank: (blank.group.id, blank.row)):
        yield from _one_person(list(group), filled, on)
    yield from _named_twice(known, filled)


def _one_person(blanks: list[Blank], filled: Filled, on: date) -> Iterator[Remark]:
    """What is said of the person of one group or entry, held against the identity number and against each other."""
    by_role: dict[str, Blank] = {blank.field.person or blank.field.kind: blank for blank in blanks}
    numbers = by_role.get("id_number")
    bearer = identity_numbers.bearer(bare(filled[numbers.key])) if numbers else None
    birth = _span(by_role.get("birth"), filled, on)
    if bearer and birth and not birth.first <= bearer.birth <= birth.last:
        said = f"和身份证号码里的出生日期（{bearer.birth.year}年{bearer.birth.month}月）不一致，请核对。"
        yield _odd(by_role["birth"], said)
    sex = by_role.get("sex")
    if bearer and sex and filled[sex.key].strip() in sex.field.choices and filled[sex.key].strip() != bearer.sex:
        yield _odd(sex, f"和身份证号码里的性别（{bearer.sex}）不一致，请核对。")
    born = Span(bearer.birth, bearer.birth) if bearer else birth
    if born:
        yield from _against_birth(by_role, born, filled, on)


def _against_birth(by_role: Mapping[str, Blank], born: Span, filled: Filled, on: date) -> Iterator[Remark]:
    """Age and begin of work. An age counted by years of the calendar (虚岁) is one more, which is let pass."""
    age = by_role.get("age")
    stated = number(filled[age.key]) if age else None
    if age and stated is not None and not years_between(born.last, on) <= stated <= years_between(born.first, on) + 1:
        yield _odd(age, f"和出生年月对不上：按出生年月是{years_between(born.first, on)}周岁，请核对。")
    work = _span(by_role.get("work_since"), filled, on)
    if work and years_between(born.first, work.last) < YOUNGEST:
        yield _odd(by_role["work_since"], f"和出生年月对不上：参加工作时还不满{YOUNGEST}周岁，请核对。")


def _span(blank: Blank | None, filled: Filled, on: date) -> Span | None:
    read = read_span(filled[blank.key], on) if blank else None
    return read if isinstance(read, Span) else None


def _named_twice(known: Iterable[Blank], filled: Filled) -> Iterator[Remark]:
    """The same name in two entries of a group, and the leader's among the members."""
    named = [blank for blank in known if blank.field.person == "name"]
    leaders = {fold(filled[blank.key]): blank for blank in named if blank.row is None}
    seen: dict[tuple[str, str], Blank] = {}
    for blank in (blank for blank in named if blank.row is not None):
        name = fold(filled[blank.key])
        if name in leaders:
            said = f"和“{leaders[name].field.called}”是同一个姓名；这里填其他人。只是同名的，可以不改。"
            yield _odd(blank, said)
        first = seen.setdefault((blank.group.id, name), blank)
        if first is not blank:
            yield _odd(blank, f"和第{(first.row or 0) + 1}条的姓名相同，是不是填重了？只是同名的，可以不改。")


def _odd(blank: Blank, text: str) -> Remark:
    return Remark(key=blank.key, kind="warning", text=text)
