"""A library of many regulations of which most have only their text: each is found, and what was built is kept."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from knowledge.answering.questions import Answered, Enquiries
from knowledge.answering.search import Index, index_of
from knowledge.answering.sentences import Part
from knowledge.answering.wide import Wide
from knowledge.library import Library
from knowledge.model import Bound, Provision
from knowledge.texts.provisions import Provisions
from tests.bench.corpora import corpus

EACH = 40
FED = "made11"
LAY = Answered(title="猫粮", ask=("一个月要几包猫粮",), sources=(Bound(at="a3", quote=""),))


class Many(NamedTuple):
    """The library, the folder that keeps what was built for it, and its index."""

    library: Library
    cache: Path
    found: Index


@pytest.fixture(scope="module")
def many(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Many:
    made = corpus(library, 30 * EACH)
    model = library.get("daxing")
    regulations = dict(library.regulations)
    for number in range(30):
        slug = f"made{number:02}"
        provisions = [
            Provision(region=slug, eid=f"a{at}", kind="article", label=f"第{at}条", printed=f"第{at}条", text=one.text)
            for at, one in enumerate(made[number * EACH : (number + 1) * EACH], start=1)
        ]
        identity = model.identity.model_copy(update={"slug": slug, "title": made[number * EACH].law, "short": slug})
        text = Provisions(provisions)
        asked = Enquiries(answers=(LAY,) if slug == FED else ())
        regulations[slug] = replace(model, identity=identity, edition=slug, text=text, enquiries=asked)
    grown = replace(library, regulations=dict(sorted(regulations.items())))
    cache = tmp_path_factory.mktemp("cache")
    for name, file in (("older", "ids.json"), ("letters", "to_mother.txt")):
        (cache / name).mkdir()
        (cache / name / file).write_text("", encoding="utf-8")
    return Many(grown, cache, Index(grown, cache))


@pytest.mark.parametrize(("slug", "eid"), [("made03", "a7"), ("made17", "a31"), ("made29", "a40")])
def test_a_provision_is_found_by_its_words(many: Many, slug: str, eid: str) -> None:
    asked = many.found.normaliser.asked(many.library.get(slug).get(eid).text[6:34])
    best = many.found.rank(Part(asked, ""), many.library.regulations).best(slug)
    assert best is not None
    assert best.target.sources[0].at == eid


def test_a_provision_is_found_by_a_lay_question_of_its_folder(many: Many) -> None:
    ranking = many.found.rank(Part("猫粮一个月吃几包呀", ""), many.library.regulations)
    best = ranking.best(FED)
    assert best is not None
    assert best.target.title == "猫粮"


def test_few_regulations_are_looked_at(many: Many) -> None:
    ranking = many.found.rank(Part("评审专家由谁组织", ""), many.library.regulations)
    assert {"xiaoshan", "hangzhou", "urumqi", "zhengzhou", "daxing"} < set(ranking.hits)
    assert len(ranking.hits) <= 17


def test_lay_questions_find_what_they_found(many: Many, library: Library) -> None:
    alone = index_of(library)
    for question in ("团队要几个人", "牌子会不会被收走", "钱什么时候到账"):
        part = Part(alone.normaliser.asked(question), "")
        for slug in library.regulations:
            right, found = alone.rank(part, [slug]).best(slug), many.found.rank(part, [slug]).best(slug)
            assert right is not None
            assert found is not None
            assert found.target.sources == right.target.sources


def nearest(library: Library, cache: Path) -> str:
    """The regulation that comes nearest to the words of one of its provisions."""
    made = [one for slug, one in library.regulations.items() if slug.startswith("made")]
    asked = library.get("made05").get("a9").text[4:30]
    return Wide(made, library.speech, cache).nearest(Part(asked, ""), library.regulations)[0]


def test_what_was_built_is_kept_and_opened(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    names = sorted(path.name for path in many.cache.iterdir())
    assert len(names) == 2
    assert "letters" in names
    monkeypatch.setattr("knowledge.retrieval.engine.Engine.build", None)
    assert nearest(many.library, many.cache) == "made05"


def test_what_is_broken_is_built_again(many: Many, tmp_path: Path) -> None:
    nearest(many.library, tmp_path)
    (kept,) = tmp_path.iterdir()
    (kept / "words.keys.npy").write_bytes(b"")
    assert nearest(many.library, tmp_path) == "made05"
    assert (kept / "words.keys.npy").stat().st_size


def test_without_a_place_to_keep_it_everything_works(many: Many, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert nearest(many.library, tmp_path / "file") == "made05"
