"""The commands, run as a person or a program would run them, on the real regulations."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.settings import Settings
from handlers.draft import Draft, Event
from storage.sqlite import SqliteStore

REGIONS = ["daxing", "hangzhou", "urumqi", "xiaoshan", "zhengzhou"]
RECEIPT = "K7QF2M8R"


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def run(*words: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(cli, words, input=stdin)


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


# facts, provisions, regulation


def test_facts_are_one_vocabulary_with_the_regions_that_use_each() -> None:
    found = rows(run("facts", "--json"))
    wanted = {"id", "aliases", "named_in", "question", "kind", "choices", "unit", "range", "sensitivity", "regions"}
    assert all(set(row) == wanted for row in found)
    policy = next(row for row in found if row["id"] == "talent_policy_system")
    assert policy["aliases"] == ["talent_systems"]
    assert policy["named_in"] == {"daxing": ["talent_systems"], "urumqi": ["talent_systems"]}
    assert len({row["id"] for row in found}) == len(found)
    assert {region for row in found for region in row["regions"]} == set(REGIONS)


def test_facts_of_one_region_are_those_that_it_uses() -> None:
    every = rows(run("facts", "--json"))
    assert rows(run("facts", "--region", "萧山", "--json")) == [row for row in every if "xiaoshan" in row["regions"]]


def test_facts_for_people_are_one_a_line() -> None:
    assert len(run("facts").stdout.splitlines()) == len(rows(run("facts", "--json")))


def test_provisions_are_the_index() -> None:
    found = rows(run("provisions", "--json"))
    by_place = {(row["region"], row["eid"]): row for row in found}
    assert len(by_place) == len(found)
    article = by_place["xiaoshan", "art_9__item_1"]
    assert article["label"] == "第九条第1项"
    assert "担当领办技师" in article["text"]


def test_provisions_of_one_region() -> None:
    assert {row["region"] for row in rows(run("provisions", "--region", "urumqi", "--json"))} == {"urumqi"}


def test_an_unknown_region_is_refused_with_those_there_are() -> None:
    result = run("provisions", "--region", "上海")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("错误：没有“上海”这个地区；可用的是 ")
    assert all(region in result.stderr for region in REGIONS)


def test_the_list_of_regulations_leads_with_their_status() -> None:
    found = {row["region"]: row for row in rows(run("regulation", "list", "--json"))}
    assert sorted(found) == REGIONS
    assert "征求意见稿" in found["hangzhou"]["status"]
    assert found["xiaoshan"]["number"] == "萧人社〔2019〕100号"
    assert "征求意见稿" in run("regulation", "list").stdout


def test_the_regulations_check() -> None:
    result = run("regulation", "check")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("检查通过：5 部规定，")


def test_a_faulty_library_is_refused_with_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "regulations" / "nowhere"
    folder.mkdir(parents=True)
    (folder / "regulation.yaml").write_text("slug: nowhere\nslug: again\n", encoding="utf-8")
    result = run("regulation", "check", "--root", str(tmp_path))
    assert result.exit_code == 1
    assert "regulations/nowhere/regulation.yaml:2" in result.stderr
    assert "处错误" in result.stderr


# score


def test_a_score_sheet_is_worked_out_row_by_row() -> None:
    sheet = '{"apprentices_this_year": 4, "apprentice_roster": "有", "dedicated_site": false}'
    (found,) = rows(run("score", "--region", "xiaoshan", "--facts", "-", "--json", stdin=sheet))
    row = next(row for row in found["rows"] if row["id"] == "apprentices")
    assert {key: row[key] for key in ("eid", "max", "range", "expected")} == {
        "eid": "annex_2__row_7",
        "max": 10,
        "range": [1, 1],
        "expected": 1,
    }
    assert "每少培养1人扣1.5分" in row["reason"]
    assert found["grade"] == "not_stated"
    assert found["bonus"] == [0, 10]
    assert found["total"][1] == 91
    assert "sign_visible" not in found["missing_facts"]


def test_reviews_in_a_batch_carry_their_ids_and_a_bad_line_does_not_stop_them() -> None:
    lines = [
        '{"id": 1, "region": "xiaoshan", "facts": {"leader_left_unit": "离职"}}',
        '{"id": 2, "region": "zhengzhou"}',
        '{"id": 3, "region": "郑州", "facts": {"zhengzhou_class": "传统工艺类", "newly_certified": 2, "colour": 1}}',
    ]
    vetoed, bad, duties = rows(run("score", "--batch", "-", stdin="\n".join(lines)))
    assert (vetoed["id"], vetoed["grade"]) == (1, "不合格")
    assert vetoed["vetoes"][0]["eid"] == "annex_2__row_14"
    assert (bad["id"], "error" in bad) == (2, True)
    certified = next(one for one in duties["obligations"] if one["id"] == "ZZ-Y-CERT")
    assert (certified["met"], certified["gap"], certified["unit"]) == (False, 1, "人")
    assert duties["problems"][0]["fact"] == "colour"


def test_a_review_in_words_leads_with_the_status_of_a_draft() -> None:
    shown = run("score", "--region", "all", "--facts", "-", stdin="{}").stdout
    assert "附件2（考核表）不在收录的文本里" in shown
    assert shown.index("文件状态：征求意见稿") < shown.index("【杭州】")


# eligibility


def test_one_sheet_is_judged_by_every_region() -> None:
    found = rows(run("eligibility", "--region", "all", "--facts", "-", "--json", stdin="{}"))
    assert [row["region"] for row in found] == REGIONS
    assert {row["verdict"] for row in found} == {"incomplete"}


def test_a_verdict_quotes_its_provisions() -> None:
    sheet = '{"applicant_is_unit": false}'
    (found,) = rows(run("eligibility", "--region", "xiaoshan", "--facts", "-", "--json", stdin=sheet))
    assert found["verdict"] == "not_eligible"
    (unmet,) = [row for row in found["criteria"] if row["outcome"] == "unmet"]
    assert unmet["label"] == "第八条"
    assert "用人单位" in unmet["quote"]
    assert {"missing_facts", "repairs", "assumptions", "notices"} <= set(found)


def test_what_is_missing_is_named_once_in_the_regulations_own_words() -> None:
    shown = run("eligibility", "--region", "hangzhou", "--facts", "-", stdin="{}").stdout
    assert "· 领衔人出生年月——" in shown
    assert "领办人出生年月" not in shown
    assert shown.count("领衔人出生年月") == 1


def test_a_verdict_for_people_is_words() -> None:
    result = run("eligibility", "--region", "xiaoshan", "--facts", "-", stdin='{"applicant_is_unit": false}')
    assert result.exit_code == 0
    assert "不符合申报条件" in result.stdout
    assert "第八条" in result.stdout


def test_facts_that_cannot_be_used_are_named_and_the_rest_is_judged(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.json"
    sheet.write_text('{"applicant_is_unit": false, "no_such_fact": 1, "leader_birth": "昨天"}', encoding="utf-8")
    (found,) = rows(run("eligibility", "--region", "hangzhou", "--facts", str(sheet), "--json"))
    assert found["verdict"] == "not_eligible"
    assert {problem["fact"] for problem in found["problems"]} == {"no_such_fact", "leader_birth"}
    people = run("eligibility", "--region", "hangzhou", "--facts", str(sheet))
    assert "no_such_fact" in people.stderr
    assert "no_such_fact" not in people.stdout


def test_a_batch_of_sheets_goes_on_after_bad_lines() -> None:
    lines = [
        {"id": "one", "region": "萧山", "facts": {"applicant_is_unit": False}},
        {"id": "two", "region": "上海", "facts": {}},
        {"id": "three", "region": "daxing"},
        {"id": "four", "region": "urumqi", "facts": {}, "on": "2026-11-20"},
        {"id": "five", "region": "all", "facts": {}},
    ]
    found = rows(run("eligibility", "--batch", "-", stdin="\n".join(map(json.dumps, lines))))
    assert [row["id"] for row in found] == ["one", "two", "three", "four", *["five"] * 5]
    assert "上海" in found[1]["error"]
    assert "facts" in found[2]["error"]
    assert [row.get("verdict") for row in found[:4]] == ["not_eligible", None, None, "incomplete"]


def test_the_day_decides_and_a_line_may_name_its_own() -> None:
    banned = {"failed_final_assessment_date": "2024-06-01"}
    lines = [{"id": day, "region": "urumqi", "facts": banned, "on": day} for day in ("2026-11-20", "2027-06-02")]
    found = rows(run("eligibility", "--batch", "-", "--on", "2020-01-01", stdin="\n".join(map(json.dumps, lines))))
    assert [row["verdict"] for row in found] == ["not_eligible", "incomplete"]


@pytest.mark.parametrize(
    ("words", "stdin", "said"),
    [
        (["eligibility"], "", "请用 --facts 或者 --batch 给一个文件"),
        (["eligibility", "--facts", "-"], "{}", "还要用 --region"),
        (["eligibility", "--region", "xiaoshan", "--facts", "-"], "[1]", "应是一个 JSON 对象"),
        (["eligibility", "--region", "xiaoshan", "--facts", "-"], "{", "不是 UTF-8 编码的 JSON"),
        (["eligibility", "--region", "xiaoshan", "--facts", "-"], b"\xff", "不是 UTF-8 编码的 JSON"),
        (["eligibility", "--region", "xiaoshan", "--facts", "missing.json"], "", "missing.json"),
        (["eligibility", "--region", "上海", "--facts", "-"], "{}", "没有“上海”这个地区"),
        (["eligibility", "--batch", "-", "--on", "20 Nov"], "", "请写成 2026-11-20 这样"),
        (["ask"], "", "请写一个问题，或者用 --batch"),
        (["ask", "补助多少", "--batch", "-"], "", "请写一个问题，或者用 --batch"),
        (["ask", "补助多少", "--region", "上海"], "", "没有“上海”这个地区"),
        (["drafts", "list"], "", "var/assistant.db"),
        (["score"], "", "请用 --facts 或者 --batch 给一个文件"),
        (["guess"], "", "没有 'guess' 这个命令"),
    ],
)
def test_bad_input_is_one_message_and_a_failure(words: list[str], stdin: str | bytes, said: str) -> None:
    result = run(*words, stdin=stdin)
    assert result.exit_code != 0
    assert result.stdout == ""
    assert said in result.stderr
    assert "Traceback" not in result.stderr


# ask


def test_an_article_is_opened_word_for_word() -> None:
    (found,) = rows(run("ask", "第九条", "--region", "xiaoshan", "--json"))
    assert found["outcome"] == "answer"
    assert found["citations"][0]["label"].startswith("第九条")
    assert "担当领办技师" in found["text"]
    assert run("ask", "第九条", "--region", "xiaoshan").stdout.strip() == found["text"].strip()


def test_a_batch_of_questions_keeps_ids_and_order() -> None:
    lines = [
        '{"id": "a", "question": "第十三条", "region": "urumqi", "gold": ["ignored"]}',
        "not json",
        '{"id": 3, "question": "萧山第九条", "region": null}',
        '{"id": "d", "region": "urumqi"}',
    ]
    found = rows(run("ask", "--batch", "-", stdin="\n".join(lines)))
    assert [row["id"] for row in found] == ["a", None, 3, "d"]
    assert found[0]["citations"][0]["region"] == "urumqi"
    assert found[2]["citations"][0]["region"] == "xiaoshan"
    assert "error" in found[1]
    assert "question" in found[3]["error"]
    assert set(found[0]) == {"id", "outcome", "citations", "text"}


# drafts


@pytest.fixture
def handed_in(tmp_path: Path) -> Draft:
    at = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    case = Draft(
        id="0123456789abcdef",
        person="telegram:42",
        region="xiaoshan",
        edition="0" * 12,
        kind="enquiry",
        created=at,
        changed=at,
        state="submitted",
        receipt=RECEIPT,
        fields={"question": "个体工商户能不能申报？"},
        history=(Event(at=at, who="telegram:42", what="submitted"),),
    )
    store = SqliteStore.open(tmp_path / "var" / "assistant.db")
    with store.transaction() as transaction:
        transaction.save_draft(case, None)
    store.close()
    return case


def test_what_was_handed_in_is_listed(handed_in: Draft) -> None:
    assert run("drafts", "list").stdout == f"{RECEIPT}\tenquiry\txiaoshan\tsubmitted\t2026-11-20 09:30\n"
    (row,) = rows(run("drafts", "list", "--json"))
    assert Draft.model_validate_json(json.dumps(row)) == handed_in


def test_a_case_is_shown_as_staff_see_it(handed_in: Draft) -> None:
    shown = run("drafts", "show", RECEIPT.lower()).stdout
    assert RECEIPT in shown
    assert "个体工商户能不能申报？" in shown


@pytest.mark.usefixtures("handed_in")
def test_an_unknown_receipt_is_refused() -> None:
    result = run("drafts", "show", "22222222")
    assert result.exit_code == 1
    assert "没有这个回执编号" in result.stderr


# the program itself


@pytest.mark.parametrize(
    ("name", "value"), [("TELEGRAM_BOT_TOKEN", "12:secretsecret"), ("DATABASE", "/"), ("LOG_LEVEL", "LOUD")]
)
@pytest.mark.parametrize("command", [[], ["serve"], ["chat"], ["drafts", "list"]])
def test_a_wrong_setting_stops_every_start(
    command: list[str], name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    result = run(*command)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"错误：设置 {name} 不对")
    assert value not in result.stderr or value == "/"


def test_a_damaged_database_is_refused_and_left_alone() -> None:
    Path("var").mkdir()
    Path("var/assistant.db").write_bytes(b"SQLite format 3\x00" + b"\xaa" * 5000)
    result = run("chat")
    assert result.exit_code == 1
    assert result.stderr.startswith("错误：数据文件 var/assistant.db 已损坏")
    assert Path("var/assistant.db").read_bytes()[16:] == b"\xaa" * 5000


def test_an_unforeseen_error_is_one_line_unless_debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(more: Path | None) -> None:
        raise ZeroDivisionError("what somebody typed")

    monkeypatch.setattr("knowledge.loader.load", broken)
    result = run("facts")
    assert result.exit_code == 1
    assert result.stderr == "错误：程序内部出错（ZeroDivisionError）。加 --debug 再运行一次可以看到细节。\n"
    assert isinstance(run("--debug", "facts").exception, ZeroDivisionError)


def test_programs_hear_that_the_term_of_a_text_is_over() -> None:
    command = ("eligibility", "--region", "urumqi", "--facts", "-", "--on", "2029-01-01", "--json")
    (found,) = rows(run(*command, stdin="{}"))
    assert "有效期已于2028-08-27届满" in found["status"]


def test_what_the_sheet_and_what_the_text_does_not_allow_stand_together() -> None:
    sheet = '{"zhengzhou_class": "文化创意类", "construction_grant_wan": 12, "no_such_fact": 1}'
    (found,) = rows(run("funding", "--region", "zhengzhou", "--facts", "-", "--json", stdin=sheet))
    assert [one["fact"] for one in found["problems"]] == ["no_such_fact", "construction_grant_wan"]
