"""Verdicts on the real texts: the order of the conclusion, and the readings taken where the texts are silent."""

from collections.abc import Mapping
from datetime import date

import pytest

from knowledge.eligibility.rules import Conclusion, Outcome, Verdict, compare, judge
from knowledge.library import Library, written
from knowledge.vocabulary.facts import NEVER, Answers, Value
from knowledge.vocabulary.values import parse_sheet

ON = date(2026, 11, 20)
ELIGIBLE, BARRED = Conclusion.ELIGIBLE, Conclusion.NOT_ELIGIBLE
REVIEW, INCOMPLETE = Conclusion.NEEDS_REVIEW, Conclusion.INCOMPLETE

EVERY_ROW = {
    "xiaoshan": "X-UNIT X-LEADLEVEL X-LEADQUAL X-TEAM X-POLICY X-MGMT X-AGREE X-SITE X-FUND X-REWARD X-PROJ X-RETIRE "
    "X-LEAVE X-QUOTA X-HIGHER X-ORIENT",
    "hangzhou": "H-UNIT H-LEAD H-RETIRE H-TEAM H-TEAMSTAFF H-POLICY H-MGMT H-AGREE H-SITE H-FUND H-REWARD H-PROJ "
    "H-DISTRICT H-HON1 H-HON2 H-VALID",
    "urumqi": "U-UNITAPPLY U-LOC U-CARRIER U-ONEPER U-ONEOCC U-NAMED U-BAN U-GEN U-LEADLEVEL U-LEADQUAL U-ONJOB "
    "U-RETIRE U-PRIOR U-TEAM U-ETHICS U-UNITSYS U-SITE U-FUND U-MATCH",
    "zhengzhou": "Z-APPLY Z-LOC Z-CARRIER Z-LEVEL Z-HEALTH Z-ALT Z-COACH Z-UNIT Z-SUPPORT Z-BAN Z-NORET",
    "daxing": "D-LOC D-TYPE D-LEVEL D-RELAX D-METHOD D-TEAM D-INNOV D-STD D-UNIT1 D-UNIT2 D-UNIT3 D-CITYFUND D-CYCLE",
}


def good(library: Library, slug: str) -> Answers:
    """The answers of the region's first persona, who is plainly eligible."""
    answers, _ = parse_sheet(library.facts, library.get(slug).personas[0].facts)
    return answers


def judged(library: Library, slug: str, changes: Mapping[str, Value], without: tuple[str, ...] = ()) -> Verdict:
    answers = {fact: value for fact, value in good(library, slug).items() if fact not in without}
    return judge(library, slug, {**answers, **changes}, ON)


def outcome(verdict: Verdict, criterion: str) -> Outcome:
    return next(finding.outcome for finding in verdict.findings if finding.id == criterion)


@pytest.mark.parametrize(("slug", "ids"), EVERY_ROW.items())
def test_every_condition_and_every_non_condition_is_there(library: Library, slug: str, ids: str) -> None:
    rules = written(library.get(slug).rules)
    assert set(ids.split()) <= {one.id for one in rules.criteria} | {one.id for one in rules.notices}


@pytest.mark.parametrize("slug", EVERY_ROW)
def test_the_first_persona_is_eligible_and_every_criterion_carries_its_words(library: Library, slug: str) -> None:
    verdict = judged(library, slug, {})
    assert verdict.outcome is ELIGIBLE
    for finding in verdict.findings:
        assert finding.reason.endswith("。")
        for source in finding.sources:
            assert source.label == library.get(slug).get(source.eid).label


@pytest.mark.parametrize("slug", EVERY_ROW)
def test_nothing_said_is_incomplete_and_tells_what_is_missing(library: Library, slug: str) -> None:
    verdict = judge(library, slug, {}, ON)
    assert verdict.outcome is INCOMPLETE
    assert verdict.missing_facts
    assert not verdict.settled
    assert not verdict.repairs


def test_a_known_hard_failure_bars_though_much_is_unsaid(library: Library) -> None:
    verdict = judge(library, "xiaoshan", {"leader_level": "高级工"}, ON)
    assert verdict.outcome is BARRED
    assert verdict.missing_facts == ()


def test_an_unsaid_fact_comes_before_discretion(library: Library) -> None:
    verdict = judged(library, "hangzhou", {"district_level_studio": False}, without=("funding",))
    assert verdict.outcome is INCOMPLETE
    assert verdict.missing_facts == ("funding",)


@pytest.mark.parametrize("slug", ["hangzhou", "urumqi"])
def test_a_post_that_was_told_is_not_missed(library: Library, slug: str) -> None:
    told: dict[str, Value] = {"leader_post_type": "工人岗", "leader_birth": "1970-05-01"}
    verdict = judged(library, slug, told, without=("leader_sex",))
    assert verdict.outcome is INCOMPLETE
    assert verdict.missing_facts == ("leader_sex",)


@pytest.mark.parametrize(
    ("slug", "fact"), [("urumqi", "failed_final_assessment_date"), ("zhengzhou", "falsification_date")]
)
def test_the_day_is_missed_where_the_month_of_a_ban_does_not_decide(library: Library, slug: str, fact: str) -> None:
    verdict = judged(library, slug, {fact: "2023-11"})
    assert verdict.outcome is INCOMPLETE
    assert verdict.missing_facts == (fact,)


def test_a_workshop_taken_in_from_above_needs_no_application(library: Library) -> None:
    assert "不用再走申报认定" in judged(library, "xiaoshan", {"already_city_level": True}).instead
    assert not judged(library, "xiaoshan", {"already_city_level": False}).instead


@pytest.mark.parametrize(
    ("count", "expected", "shown"),
    [(0, BARRED, "unmet"), (1, BARRED, "unmet"), (2, REVIEW, "discretionary"), (3, ELIGIBLE, "met")],
)
def test_xiaoshan_does_not_say_whether_the_leader_counts(
    library: Library, count: int, expected: Conclusion, shown: str
) -> None:
    verdict = judged(library, "xiaoshan", {"team_qualified_excluding_leader": count})
    assert (verdict.outcome, outcome(verdict, "X-TEAM")) == (expected, shown)


def test_a_leader_below_the_level_cannot_make_up_the_team(library: Library) -> None:
    verdict = judged(library, "xiaoshan", {"team_qualified_excluding_leader": 2, "leader_level": "高级工"})
    assert outcome(verdict, "X-TEAM") is Outcome.UNMET


def test_obstacles_bar_when_known_and_are_assumed_absent_when_not(library: Library) -> None:
    retired = judged(library, "xiaoshan", {"leader_retired_or_reached_retirement": True})
    assert retired.outcome is BARRED
    for unsaid in ({"leader_at_unit": None}, {}):
        silent = judged(library, "xiaoshan", unsaid, without=("leader_at_unit", "leader_retired_or_reached_retirement"))
        assert silent.outcome is ELIGIBLE
        assert any("没有说领办技师是否已退休" in told for told in silent.assumptions)
    born = {"leader_birth": "1960-01", "leader_sex": "男"}
    assert judged(library, "xiaoshan", born, without=("leader_retired_or_reached_retirement",)).outcome is BARRED


def test_what_people_judge_is_taken_as_stated_and_listed(library: Library) -> None:
    verdict = judged(library, "xiaoshan", {})
    assert [finding.id for finding in verdict.findings if finding.judged_by] == ["X-LEADQUAL"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"leader_retired": True}, INCOMPLETE),
        ({"leader_retired": True, "unit_continues_to_engage": False}, BARRED),
        ({"leader_retired": True, "unit_continues_to_engage": True, "was_national_studio": True}, ELIGIBLE),
        (
            {
                "leader_retired": True,
                "unit_continues_to_engage": True,
                "was_national_studio": False,
                "leader_honours": ("其他荣誉",),
            },
            REVIEW,
        ),
        (
            {
                "leader_retired": True,
                "unit_continues_to_engage": True,
                "was_national_studio": False,
                "leader_honours": (),
            },
            BARRED,
        ),
        ({"leader_birth": "1968-10"}, REVIEW),
        ({"leader_birth": "1968-12"}, ELIGIBLE),
        ({"leader_level": "没有技能等级"}, BARRED),
        ({"leader_level": "没有技能等级", "leader_unique_skill": True}, ELIGIBLE),
        ({"team_all_unit_staff": "有劳务派遣等"}, REVIEW),
        ({"team_all_unit_staff": "不都是"}, BARRED),
        ({"district_level_studio": False}, REVIEW),
        ({"applicant_is_unit": False}, BARRED),
    ],
)
def test_hangzhou(library: Library, changes: Answers, expected: Conclusion) -> None:
    assert judged(library, "hangzhou", changes).outcome is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"leader_on_job": False}, REVIEW),
        ({"ethics_ok": False}, REVIEW),
        ({"fixed_site_equipment": False, "reward_system": False}, REVIEW),
        ({"matching_funds_wan": 9.9}, BARRED),
        ({"matching_funds_wan": 10, "daily_funds": False}, REVIEW),
        ({"unit_type": "普通学校"}, REVIEW),
        ({"unit_type": "高技能人才培训（培养）基地"}, ELIGIBLE),
        ({"failed_final_assessment_date": "2023-11-20"}, ELIGIBLE),
        ({"failed_final_assessment_date": "2023-11-21"}, BARRED),
        ({"failed_final_assessment_date": "2023-11"}, INCOMPLETE),
        ({"failed_final_assessment_date": None}, INCOMPLETE),
        ({"failed_final_assessment_date": NEVER}, ELIGIBLE),
    ],
)
def test_urumqi(library: Library, changes: Answers, expected: Conclusion) -> None:
    assert judged(library, "urumqi", changes).outcome is expected


def test_urumqis_normally_shows_the_criterion_unmet_and_softens_only_the_verdict(library: Library) -> None:
    verdict = judged(library, "urumqi", {"team_formal_staff_excluding_leader": 1})
    finding = next(one for one in verdict.findings if one.id == "U-TEAM")
    assert (verdict.outcome, finding.outcome, finding.normally) == (REVIEW, Outcome.UNMET, "一般应")
    assert finding.sources[0].label == "第七条（二）"
    assert "一般应" in finding.reason


def test_a_ban_names_the_day_from_which_one_may_apply_again(library: Library) -> None:
    verdict = judged(library, "urumqi", {"failed_final_assessment_date": "2024-06-15"})
    assert "，2027年6月15日起可以再申报" in next(one.reason for one in verdict.findings if one.id == "U-BAN")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"leader_level": "没有技能等级", "leader_title": "高级"}, ELIGIBLE),
        ({"leader_level": "没有技能等级", "leader_title": "中级"}, REVIEW),
        ({"leader_level": "没有技能等级", "leader_title": "初级"}, BARRED),
        ({"occupation_matches": False}, BARRED),
        ({"alt1": False}, BARRED),
        ({"alt1": False, "alt3": True}, REVIEW),
        ({"alt1": True, "alt3": True}, ELIGIBLE),
        ({"alt1": False, "coach_national_or_world": True}, REVIEW),
        ({"coach_national_or_world": True}, ELIGIBLE),
        ({"coach_national_or_world": True, "alt1": False, "equipment": False}, BARRED),
        ({"carrier_type": "个体工商户"}, REVIEW),
        ({"falsification_date": "2025-01"}, BARRED),
        ({"falsification_date": "2022-01"}, ELIGIBLE),
    ],
)
def test_zhengzhou(library: Library, changes: Answers, expected: Conclusion) -> None:
    assert judged(library, "zhengzhou", changes).outcome is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"leader_level": "高级工"}, REVIEW),
        ({"leader_level": "高级工", "field": "非物质文化遗产", "industry_reputation": True}, REVIEW),
        ({"apprentices_competition": False}, BARRED),
        ({"unit_type": "个体工商户"}, BARRED),
        ({"unit_type": "民办非企业单位"}, REVIEW),
        ({"unit_type": "个人"}, BARRED),
        ({"already_city_funded": True}, ELIGIBLE),
    ],
)
def test_daxing(library: Library, changes: Answers, expected: Conclusion) -> None:
    assert judged(library, "daxing", changes).outcome is expected


def test_relaxation_is_its_own_path(library: Library) -> None:
    changes: Answers = {"leader_level": "高级工", "field": "文化创意", "industry_reputation": True}
    verdict = judged(library, "daxing", changes)
    assert verdict.path == written(library.get("daxing").rules).paths[1].title
    assert outcome(verdict, "D-RELAX") is Outcome.DISCRETIONARY


def test_notices_are_told_only_where_they_concern_the_case(library: Library) -> None:
    assert any("只授铭牌" in told for told in judged(library, "daxing", {"already_city_funded": True}).notices)
    assert not any("只授铭牌" in told for told in judged(library, "daxing", {}).notices)
    assert any("优先" in told for told in judged(library, "urumqi", {"leader_honours": ("全国技术能手",)}).notices)
    assert not any("优先" in told for told in judged(library, "urumqi", {"leader_honours": ("其他荣誉",)}).notices)
    assert any("征求意见稿" in told for told in judged(library, "hangzhou", {}).notices)


def test_the_same_answers_serve_all_regulations(library: Library) -> None:
    verdicts = compare(library, good(library, "xiaoshan"), ON)
    assert set(verdicts) == set(EVERY_ROW)
    assert verdicts["xiaoshan"].outcome is ELIGIBLE
    assert verdicts["hangzhou"].outcome is INCOMPLETE
    assert "talent_policy_system" not in verdicts["daxing"].missing_facts


def test_a_verdict_survives_being_stored(library: Library) -> None:
    for slug in EVERY_ROW:
        for persona in library.get(slug).personas:
            answers, _ = parse_sheet(library.facts, persona.facts)
            verdict = judge(library, slug, answers, persona.on)
            assert Verdict.model_validate_json(verdict.model_dump_json()) == verdict
