"""What follows from the answers, in both directions, and what does not."""

from knowledge.library import Library
from knowledge.vocabulary.derive import Vocabulary, derive
from knowledge.vocabulary.facts import Answers


def follows(library: Library, said: Answers) -> Answers:
    return derive(Vocabulary(library.facts), said)


def test_a_whole_is_true_when_all_its_parts_are_and_false_when_one_is_not(library: Library) -> None:
    assert follows(library, {"site": True, "equipment": True})["site_and_equipment"] is True
    assert follows(library, {"site": False})["site_and_equipment"] is False
    assert "site_and_equipment" not in follows(library, {"site": True})


def test_parts_follow_from_the_whole(library: Library) -> None:
    whole = follows(library, {"site_and_equipment": True})
    assert (whole["site"], whole["equipment"]) == (True, True)
    last = follows(library, {"site_and_equipment": False, "site": True})
    assert last["equipment"] is False
    assert "site" not in follows(library, {"site_and_equipment": False})


def test_one_of_several_is_enough_and_none_is_not(library: Library) -> None:
    whole = "leader_outstanding_or_unique_skill"
    assert follows(library, {"leader_unique_skill": True})[whole] is True
    assert follows(library, {"leader_unique_skill": False, "leader_outstanding": False})[whole] is False
    assert whole not in follows(library, {"leader_unique_skill": False})
    assert follows(library, {whole: True, "leader_outstanding": False})["leader_unique_skill"] is True
    assert follows(library, {whole: False})["leader_outstanding"] is False


def test_parts_win_over_a_whole_that_contradicts_them(library: Library) -> None:
    assert follows(library, {"site_and_equipment": True, "equipment": False})["site_and_equipment"] is False


def test_unknown_gives_way_to_what_follows(library: Library) -> None:
    assert follows(library, {"site_and_equipment": None, "site": True, "equipment": True})["site_and_equipment"] is True


def test_the_kind_of_unit_says_whether_a_unit_applies(library: Library) -> None:
    assert follows(library, {"unit_type": "个体工商户"})["applicant_is_unit"] is True
    assert follows(library, {"unit_type": "个人"})["applicant_is_unit"] is False
    assert follows(library, {"unit_type": "企业", "applicant_is_unit": False})["applicant_is_unit"] is False
    assert follows(library, {"carrier_type": "职业（技工）院校"})["unit_type"] == "职业院校（含技工院校）"
    assert "carrier_type" not in follows(library, {"unit_type": "企业"})


def test_an_implication_holds_in_reverse_for_no(library: Library) -> None:
    assert follows(library, {"leader_retired": True})["leader_retired_or_reached_retirement"] is True
    assert follows(library, {"leader_retired_or_reached_retirement": False})["leader_retired"] is False
    assert "leader_retired_or_reached_retirement" not in follows(library, {"leader_retired": False})
    assert follows(library, {"fixed_site_equipment": True})["site_and_equipment"] is True
    assert follows(library, {"site_and_equipment": False})["fixed_site_equipment"] is False


def test_a_place_in_the_district_is_a_place_in_the_city(library: Library) -> None:
    assert follows(library, {"unit_in_xiaoshan": "注册和经营都在"})["unit_in_hangzhou"] is True
    assert follows(library, {"unit_in_hangzhou": False})["unit_in_xiaoshan"] == "都不在"
    assert "unit_in_hangzhou" not in follows(library, {"unit_in_xiaoshan": "只有注册在"})
