"""The blanks of a draft: keys, order, repeated entries, and finding a blank by its key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.forms.form import blank_fields, lookup, ordered_fields, repeated_groups
from knowledge.library import written
from tests.law import LIBRARY

FORMS = {slug: written(regulation.form) for slug, regulation in LIBRARY.regulations.items()}

slugs = st.sampled_from(sorted(FORMS))
counts = st.dictionaries(st.sampled_from(["members", "awards"]), st.integers(0, 50))


def test_keys_read_like_the_form() -> None:
    keys = [blank.key for blank in ordered_fields(FORMS["xiaoshan"], {"members": 2})]
    assert keys[:4] == ["unit_name", "workshop_name", "filled_on", "unit_full_name"]
    rows = [key for key in keys if key.startswith("members.")]
    assert rows[0] == "members.0.name"
    assert rows[8] == "members.1.name"
    assert len(rows) == 16


def test_a_group_that_nobody_counted_has_its_minimum() -> None:
    keys = [blank.key for blank in blank_fields(FORMS["urumqi"])]
    assert "members.1.name" in keys
    assert "members.2.name" not in keys
    assert not any(key.startswith("awards.") for key in keys)


def test_the_parts_of_the_name_that_the_form_lacks_come_first() -> None:
    first = {slug: [blank.key for blank in blank_fields(form)][:3] for slug, form in FORMS.items()}
    assert first["hangzhou"] == ["leader_name", "occupation", "workshop_name"]
    assert first["daxing"] == ["leader_name", "occupation", "unit_name"]
    assert first["zhengzhou"] == ["application_report", "implementation_plan", "equipment_list"]
    assert blank_fields(FORMS["hangzhou"])[0].field.label == "领衔人名字"


def test_more_than_fifty_entries_are_refused() -> None:
    assert len(ordered_fields(FORMS["urumqi"], {"awards": 50})) > 300
    with pytest.raises(ValueError, match="awards: 51"):
        ordered_fields(FORMS["urumqi"], {"awards": 51})
    with pytest.raises(ValueError, match="members: -1"):
        ordered_fields(FORMS["urumqi"], {"members": -1})


@given(slugs, counts)
def test_every_blank_is_found_by_its_key(slug: str, repeats: dict[str, int]) -> None:
    form = FORMS[slug]
    blanks = ordered_fields(form, repeats)
    keys = [blank.key for blank in blanks]
    assert len(set(keys)) == len(keys)
    for blank in (blanks[0], blanks[-1], blanks[len(blanks) // 2]):
        assert lookup(form, blank.key) == blank
    for group in repeated_groups(form):
        rows = {blank.row for blank in blanks if blank.group == group}
        assert rows == set(range(repeats.get(group.id, group.repeat.minimum if group.repeat else 0)))


@given(slugs, st.text(max_size=30))
def test_an_unknown_key_is_a_key_error(slug: str, key: str) -> None:
    if key not in {blank.key for blank in ordered_fields(FORMS[slug], {})}:
        with pytest.raises(KeyError):
            lookup(FORMS[slug], key)


@pytest.mark.parametrize(
    "key", ["", "members", "members.0", "members.50.name", "members.00.name", "members.０.name", "members.-1.name", "."]
)
def test_near_misses_are_not_found(key: str) -> None:
    with pytest.raises(KeyError):
        lookup(FORMS["xiaoshan"], key)
