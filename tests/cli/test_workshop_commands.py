"""``funding`` and ``deadlines``, run as a person or a program would run them."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli

REGIONS = ["daxing", "hangzhou", "urumqi", "xiaoshan", "zhengzhou"]


def run(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, words, input=stdin)


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_account_as_json() -> None:
    sheet = json.dumps({"named_on": "2023-05-10", "review_results": ["合格", "合格"]})
    (row,) = rows(
        run("funding", "--region", "萧山", "--facts", "-", "--json", "--on", "2026-11-20", stdin=sheet)
    )  # fmt: skip
    assert (row["region"], row["total"], row["net"]) == ("xiaoshan", [16, 16], [16, 16])
    assert row["clawback"] == {"state": "not_stated", "amount": [0, 0], "at_risk": [0, 0]}
    opening = row["lines"][0]
    assert {name: opening[name] for name in ("kind", "eid", "label", "amount", "state")} == {
        "kind": "grant",
        "eid": "art_11",
        "label": "第十一条",
        "amount": [10, 10],
        "state": "paid",
    }
    assert "１０万元" in opening["quote"]
    assert all({"eid", "label", "quote", "text"} == set(one) for one in row["not_stated"])
    assert row["problems"] == []


def test_a_batch_of_accounts_goes_on_after_a_bad_line() -> None:
    lines = [
        {"id": 1, "region": "all", "facts": {}, "on": "2026-11-20"},
        {"id": 2, "region": "上海", "facts": {}},
        {"id": 3, "region": "zhengzhou", "facts": {"类别": "现代", "salary": 1}},
        {"id": 4, "region": "zhengzhou"},
    ]
    found = rows(run("funding", "--batch", "-", stdin="\n".join(map(json.dumps, lines))))
    assert [row["region"] for row in found if row["id"] == 1] == REGIONS
    assert "error" in found[5]
    assert found[6]["total"] == [0, 15]
    assert [problem["fact"] for problem in found[6]["problems"]] == ["salary"]
    assert "facts" in found[7]["error"]


def test_dates_need_no_sheet() -> None:
    (row,) = rows(run("deadlines", "--region", "hangzhou", "--json", "--on", "2026-11-20"))
    first = row["deadlines"][0]
    assert (first["id"], first["precision"], first["next"]) == ("H-SELF-CHECK", "exact", ["2027-01-05", "2027-01-05"])
    assert (
        first["quote"]
        in "各技能大师工作室于每年1月5日前进行自查，将上年度工作总结、年度运行情况表及本年度工作计划报认定委员会办公室"
    )
    assert "征求意见稿" in row["status"]
    apply = next(one for one in row["deadlines"] if one["id"] == "H-APPLY")
    assert (apply["precision"], apply["next"]) == ("not_stated", None)


def test_a_batch_of_dates() -> None:
    lines = [
        {"id": "a", "region": "urumqi", "facts": {"named_on": "2025-03-01"}, "on": "2026-11-20"},
        {"id": "b", "region": "zhengzhou", "on": "2026-12-31"},
    ]
    found = rows(run("deadlines", "--batch", "-", stdin="\n".join(map(json.dumps, lines))))
    days = {one["id"]: one["next"] for row in found for one in row["deadlines"]}
    assert days["U-CONSTRUCTION-END"] == ["2027-02-28", "2027-03-01"]
    assert days["Z-PLAN"] == ["2027-01-20", "2027-01-20"]


@pytest.mark.parametrize("command", ["funding", "deadlines"])
def test_words_for_people(command: str) -> None:
    result = run(command, "--region", "all", "--facts", "-", "--on", "2026-11-20", stdin='{"named_on": "昨天"}')
    assert "named_on：" in result.stderr
    assert result.stdout.count("文件状态：") == 5
    assert result.stdout.index("征求意见稿") < result.stdout.index("【杭州】")


def test_the_vocabulary_names_what_they_ask_for() -> None:
    facts = {row["id"]: row for row in rows(run("facts", "--json"))}
    assert facts["named_on"]["regions"] == REGIONS
    assert facts["review_results"]["kind"] == "series"
    assert facts["review_results"]["choices"] == ["优秀", "合格", "不合格", "没有考核"]
    assert facts["zhengzhou_class"]["regions"] == ["zhengzhou"]
