"""``changes`` and ``retire``, run as a person or a program would run them."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli

REGIONS = ["daxing", "hangzhou", "urumqi", "xiaoshan", "zhengzhou"]
ON = ("--on", "2026-11-20")


def run(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=stdin)


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_change_in_every_region() -> None:
    found = rows(run("changes", "--region", "all", "--facts", "-", "--json", *ON, stdin='{"change": "leader_leaves"}'))
    assert [row["region"] for row in found] == REGIONS
    assert {row["change"] for row in found} == {"离职"}
    assert all(effect["label"] and effect["quote"] for row in found for effect in row["effects"])
    states = {row["region"]: row["state"] for row in found}
    assert (states["xiaoshan"], states["zhengzhou"]) == ("conflict", "not_stated")
    assert "征求意见稿" in found[1]["notices"][0]


def test_a_batch_goes_on_after_a_bad_line_and_tells_what_it_could_not_use() -> None:
    batch = "\n".join(
        [
            '{"id": 1, "region": "urumqi", "facts": {"change": "failed_once", "failed_review": "期满考核",'
            ' "failed_final_assessment_date": "2024-06"}}',
            "nonsense",
            '{"id": 3, "region": "天津", "facts": {}}',
            '{"id": 4, "region": "萧山", "facts": {"change": "退休", "weather": "晴"}}',
        ]
    )
    result = run("changes", "--batch", "-", *ON, stdin=batch)
    ban, bad, elsewhere, odd = rows(result)
    (term,) = [effect["term"] for effect in ban["effects"] if effect["term"]]
    assert (ban["id"], term["ends"], term["over"]) == (1, ["2027-06-01", "2027-06-30"], False)
    assert bad["error"].startswith("第2行：")
    assert "没有“天津”这个地区" in elsewhere["error"]
    assert odd["missing_facts"] == ["already_city_level"]
    assert odd["problems"][0]["fact"] == "weather"
    assert "2 行没有结果" in result.stderr


def test_a_line_may_carry_its_own_day() -> None:
    line = (
        '{"id": 1, "region": "urumqi", "on": "2027-07-01",'
        ' "facts": {"change": "再次申报", "failed_final_assessment_date": "2024-06"}}'
    )
    (row,) = rows(run("changes", "--batch", "-", *ON, stdin=line))
    assert row["on"] == "2027-07-01"
    assert [effect["term"]["over"] for effect in row["effects"] if effect["term"]] == [True]


def test_changes_in_words() -> None:
    shown = run("changes", "--region", "萧山", "--facts", "-", *ON, stdin='{"change": "拒绝考核", "weather": "晴"}')
    assert shown.exit_code == 0
    assert shown.stdout.startswith("【萧山】情况变化：拒绝考核")
    assert "条文前后不一致" in shown.stdout
    assert shown.stderr.startswith("weather：")
    assert "没有选出是哪一种变化" in run("changes", "--region", "大兴", "--facts", "-", stdin="{}").stdout


def test_facts_name_the_changes_with_the_regions_that_use_them() -> None:
    found = {row["id"]: row for row in rows(run("facts", "--json"))}
    assert found["change"]["regions"] == REGIONS
    assert len(found["change"]["choices"]) == 17
    assert found["failed_review"]["regions"] == ["urumqi"]
    assert found["unit_continues_to_engage"]["regions"] == ["hangzhou", "urumqi"]


@pytest.mark.parametrize("words", [("changes",), ("changes", "--facts", "-"), ("retire",)])
def test_what_is_missing_on_the_command_line_is_a_usage_error(words: tuple[str, ...]) -> None:
    assert run(*words, stdin="{}").exit_code == 2


def test_people_in_a_batch_retire_in_the_month_of_the_rule() -> None:
    batch = "\n".join(
        [
            '{"id": "2026-10", "facts": {"leader_birth": "1966-05", "leader_sex": "男"}}',
            '{"id": "2026-07", "facts": {"leader_birth": "1971年3月", "leader_sex": "女", "leader_post_type": "干部"}}',
            '{"id": "2026-11", "facts": {"leader_birth": "1976-03", "leader_sex": "f", "leader_post_type": "worker"}}',
            '{"id": "unsure", "facts": {"leader_birth": "1976-03", "leader_sex": "女"}}',
            '{"id": "bad"}',
        ]
    )
    *sure, unsure, bad = rows(run("retire", "--batch", "-", *ON, stdin=batch))
    for row in sure:
        (one,) = row["retires"]
        assert (one["first"][:7], one["last"][:7]) == (row["id"], row["id"])
        assert row["missing_facts"] == []
    assert len(unsure["retires"]) == 2
    assert unsure["missing_facts"] == ["leader_post_type"]
    assert bad["error"].startswith("第5行：")


def test_a_person_in_json_with_the_rule_and_its_source() -> None:
    (row,) = rows(run("retire", "--birth", "1966-05", "--sex", "男", "--json", *ON))
    assert [one["last"] for one in row["retires"]] == ["2026-10-31"]
    assert "全国人民代表大会常务委员会" in row["rule"]
    assert "不在本文本里" in row["outside"]


def test_retirement_in_words_tells_the_rule_and_what_it_could_not_read() -> None:
    shown = run("retire", "--birth", "1966-05", "--sex", "男", "--post", "车间", *ON)
    assert "按男职工推算，法定退休日是2026年10月1日至2026年10月31日之间的一天" in shown.stdout
    assert "每4个月延迟1个月" in shown.stdout
    assert shown.stderr.startswith("leader_post_type：")
    assert "推算不出" in run("retire", "--birth", "以前", *ON).stdout
