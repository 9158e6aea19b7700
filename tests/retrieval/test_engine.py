"""The search engine: exact sums, the same after storing, better with every question answered, the same every time."""

import json
import math
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.loader import everyday, order
from knowledge.retrieval.engine import WORDS, Article, Engine, best
from knowledge.retrieval.everyday import Everyday
from knowledge.retrieval.grams import grams, query
from knowledge.retrieval.postings import Field
from knowledge.retrieval.search import ENOUGH, Search
from knowledge.retrieval.storing import load, save
from knowledge.retrieval.trees import TreeData, Trees, TreesData
from tests.bench.corpora import corpus

ROOT = Path(__file__).parents[2]
NOTHING = Everyday({})
LAWS = [
    Article("w1", "劳动法", "用人单位应当按月支付劳动者的劳动报酬。", "第一章 工资"),
    Article("w2", "劳动法", "用人单位解除劳动合同，应当向劳动者支付经济补偿。", "第二章 劳动合同"),
    Article("w3", "劳动法", "用人单位应当依法安排劳动者休息休假。", "第三章 休息"),
    Article("t1", "税收法", "纳税人应当按期缴纳税款。"),
    Article("t2", "税收法", "出口货物的，由税务机关依法退还税款。"),
]
texts = st.lists(st.text("劳动合同应当解除ab12。\n ", max_size=30), min_size=1, max_size=8)


def naive(text: str) -> Counter[str]:
    """Characters and pairs, one by one; latin letters and figures run together to one."""
    pieces: list[tuple[str, int, int]] = []
    for at, sign in enumerate(text):
        kind = "a" if sign.isascii() and sign.isalpha() else "1" if sign.isdigit() else ""
        if not kind and not "\u4e00" <= sign <= "\u9fff":
            continue
        last = pieces[-1] if pieces else ("", -1, -1)
        if kind and last[2] == at and last[0][-1].isascii() and last[0][-1].isalpha() == sign.isalpha():
            pieces[-1] = (last[0] + sign, last[1], at + 1)
        else:
            pieces.append((sign, at, at + 1))
    found = Counter(piece for piece, _, _ in pieces)
    found.update(f"{one}|{other}" for (one, _, end), (other, start, _) in pairwise(pieces) if end == start)
    return found


@given(texts, st.text("劳动合同应当解除ab12", max_size=12))
def test_scores_are_those_of_a_naive_scorer(many: list[str], question: str) -> None:
    field = Field.of(grams(many), len(many), WORDS)
    keys, counts = query(question)
    bags = [naive(text.replace("\n", " ")) for text in many]
    mean = max(sum(sum(bag.values()) for bag in bags) / len(bags), 1.0)
    for score, bag in zip(field.scores(keys, counts).tolist(), bags, strict=True):
        right = 0.0
        for gram, times in naive(question).items():
            spread = sum(gram in other for other in bags)
            rarity = math.log(1 + (len(bags) - spread + 0.5) / (spread + 0.5))
            stretch = WORDS.saturation * (1 - WORDS.length + WORDS.length * sum(bag.values()) / mean)
            right += times * rarity * bag[gram] * (WORDS.saturation + 1) / (bag[gram] + stretch)
        assert score == pytest.approx(right, rel=1e-4, abs=1e-4)


def test_a_stored_engine_answers_the_same(tmp_path: Path, library: Library) -> None:
    engine = Engine.build(corpus(library, 300), Everyday(everyday()))
    save(engine, tmp_path / "index")
    save(engine, tmp_path / "index")
    opened = load(tmp_path / "index", Everyday(everyday()))
    for question in ("老板不发工资怎么办", "技能大师工作室给多少钱", "", "hello 123"):
        assert Search(opened).find(question) == Search(engine).find(question)
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_stored_engine_of_another_form_is_refused(tmp_path: Path) -> None:
    save(Engine.build(LAWS, NOTHING), tmp_path / "index")
    ids = tmp_path / "index" / "ids.json"
    ids.write_text(json.dumps(json.loads(ids.read_text(encoding="utf-8")) | {"form": 0}), encoding="utf-8")
    with pytest.raises(ValueError, match="another form"):
        load(tmp_path / "index", NOTHING)


def test_everyday_words_find_the_law() -> None:
    plain, helped = Search(Engine.build(LAWS, NOTHING)), Search(Engine.build(LAWS, Everyday(everyday())))
    question = "被炒鱿鱼了能拿到什么"
    assert helped.find(question)[0].id == "w2"
    assert plain.find(question)[0].id != "w2"


def test_an_answered_question_teaches() -> None:
    engine = Engine.build(LAWS, NOTHING)
    question = "卖到国外的东西能拿回多少"
    assert Search(engine).find(question)[0].id != "t2"
    taught = Search(engine, [("卖到国外去，能拿回钱吗", ["t2"]), ("放几天假", ["w3", "unknown"])])
    assert taught.find(question)[0].id == "t2"
    assert taught.find("一年放几天假")[0].id == "w3"


def test_nothing_to_search() -> None:
    assert Search(Engine.build([], NOTHING)).find("工资") == []
    assert [one.id for one in Search(Engine.build(LAWS, NOTHING)).find("", most=2)] == ["w1", "w2"]


@given(st.lists(st.sampled_from([0.0, 1.0, 2.0]), max_size=30), st.integers(1, 12))
def test_the_best_are_those_of_a_full_sort(scores: list[float], most: int) -> None:
    right = sorted(range(len(scores)), key=lambda number: (-scores[number], number))[:most]
    assert best(np.array(scores, np.float32), most).tolist() == right


def test_trees_add_what_each_decides() -> None:
    one = TreeData(figure=(0, 1), limit=(1.0, 5.0), left=(-1, -2), right=(1, -3), leaf=(0.5, 2.0, 3.0))
    lone = TreeData(figure=(), limit=(), left=(), right=(), leaf=(10.0,))
    trees = Trees.of(TreesData(names=("a", "b"), trees=(one, lone)))
    assert trees.scores(np.array([[1.0, 9.0], [2.0, 5.0], [2.0, 5.1]])).tolist() == [10.5, 12.0, 13.0]


def test_the_trained_order_serves_from_enough_questions_on(library: Library) -> None:
    made = corpus(library, 400)
    engine = Engine.build(made, NOTHING)
    known = [(one.text[10:30], [one.id]) for one in made[:ENOUGH]]
    searches = [Search(engine, known, order()), Search(engine, known), Search(engine, known[:-1], order())]
    asked = [one.text[12:28] for one in made[:50]]
    trained, fixed, few = ([one.find(question)[0].id for question in asked] for one in searches)
    right = [one.id for one in made[:50]]
    assert sum(a == b for a, b in zip(trained, right, strict=True)) >= 45
    assert searches[0].find(asked[0])[0].score != searches[1].find(asked[0])[0].score
    assert few == fixed
    with pytest.raises(ValueError, match="other figures"):
        Search(engine, known, TreesData(names=("a",), trees=()))


def test_the_bench_tells_bad_lines_and_goes_on(tmp_path: Path) -> None:
    rows = [{"id": one.id, "law": one.law, "article": "第一条", "text": one.text} for one in LAWS]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    files = {
        "c.jsonl": "\n".join([lines[0], "{broken", '{"id": "x"}', "", *lines[1:]]),
        "q.jsonl": '{"id": "q1", "question": "多久缴纳税款", "gold": ["t1"]}\n[]\n'
        '{"id": "q2", "question": "退还税款"}\n',
        "l.jsonl": '{"id": "k1", "question": "放假", "gold": ["w3"]}\n{"id": "k2", "question": "放假", "gold": 3}\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = {name: str(tmp_path / f"{name[0]}.jsonl") for name in ("corpus", "questions", "learn")}
    options = [each for name, path in paths.items() for each in (f"--{name}", path)]
    command = [sys.executable, "-m", "tests.bench.retrieval", *options, "--out", str(tmp_path / "ranked.jsonl")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for told in ("c.jsonl:2: ", "c.jsonl:3: no text under law", "q.jsonl:2: ", "l.jsonl:2: gold is no list"):
        name, number, message = told.split(":", 2)
        assert f"{name}:{number}: left out:{message.rstrip()}" in done.stderr
    figures = json.loads(done.stdout)
    assert (figures["articles"], figures["R@1"], figures["MRR@10"]) == (5, 1.0, 1.0)
    ranked = [json.loads(line) for line in (tmp_path / "ranked.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in ranked] == ["q1", "q2"]
    assert ranked[1]["ranked"][0] == "t2"
    assert sorted(ranked[0]["ranked"]) == sorted(one.id for one in LAWS)
