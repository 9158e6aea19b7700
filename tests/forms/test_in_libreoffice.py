"""The documents as an office program prints them: nothing lost, nothing cut, no sign without a picture.

Everything is converted in one go, because the program takes longer to start than to print.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from handlers.printing.form_document import form_document
from handlers.printing.pack import parts
from knowledge.forms.cleaning import clean
from knowledge.forms.form import blank_fields, repeated_groups, report_blanks
from knowledge.forms.values import LONG_TEXT
from knowledge.library import Library, written
from tests.forms.drafts import ON, draft, full

SLUGS = ("daxing", "hangzhou", "urumqi", "xiaoshan", "zhengzhou")
HOW_TO_GET_IT = (
    "soffice is missing. Get it with: apt-get install --no-install-recommends libreoffice-writer fonts-noto-cjk"
)
NASTY = {
    "unit_name": '<b>粗体</b>&amp;"引号"',
    "workshop_name": '=HYPERLINK("http://example.com")',
    "support": "目标../../etc/passwd\u202e原样",
    "plan": "{{7*7}} ${HOME} %s",
    "filled_on": "\U0001f600",
    "goals": "长" * LONG_TEXT,
}
MARGIN = 0.8
"""Centimetres along every edge of a page in which nothing may be printed."""
SCALE = 1.0
POINTS_A_CENTIMETRE = 72 / 2.54


@dataclass(frozen=True)
class Page:
    """What is printed on a page."""

    text: str
    """Without white space, which lines and cells add."""
    fonts: Mapping[str, set[str]]
    """The signs by the font that draws them."""
    edges_are_white: bool


@pytest.fixture(scope="module")
def printed(library: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """The pages of every document, by region, what was filled in, and file name."""
    folder = tmp_path_factory.mktemp("printed")
    for slug in SLUGS:
        for kind, one in (("full", full(library, slug)), ("empty", draft(slug))):
            for part in parts(library, one, ON, with_sensitive=True):
                (folder / f"{slug} {kind} {part.name}").write_bytes(part.content)
    extremes = (full(library, "xiaoshan", 50), full(library, "urumqi", 50), draft("daxing", NASTY))
    for made in filter(None, (form_document(library, one, ON, with_sensitive=True) for one in extremes)):
        (folder / f"extreme {made.name}").write_bytes(made.content)
    convert(folder)
    return {path.stem: pages(path) for path in sorted(folder.glob("*.pdf"))}


def convert(folder: Path) -> None:
    """Every document of a folder as a PDF beside it, by one start of the program with a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail(HOW_TO_GET_IT)
    files = sorted(folder.glob("*.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=150)
    assert len(list(folder.glob("*.pdf"))) == len(files)


def pages(path: Path) -> list[Page]:
    document = pypdfium2.PdfDocument(path)
    found = [read(page) for page in document]
    document.close()
    return found


def read(page: pypdfium2.PdfPage) -> Page:
    text_page = page.get_textpage()
    fonts: dict[str, set[str]] = {}
    for index in range(text_page.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(text_page, index))
        if sign.strip():
            fonts.setdefault(font(text_page, index), set()).add(sign)
    text = squeezed(text_page.get_text_range())
    text_page.close()
    picture = page.render(scale=SCALE).to_numpy()
    edge = int(MARGIN * POINTS_A_CENTIMETRE * SCALE)
    sides = (picture[:edge], picture[-edge:], picture[:, :edge], picture[:, -edge:])
    return Page(text, fonts, all(bool((side == 255).all()) for side in sides))


def font(text_page: pypdfium2.PdfTextPage, index: int) -> str:
    """The name of the font that draws a sign."""
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page, index, name, len(name), ctypes.byref(flags))
    return name.value.decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("xiaoshan empty 萧山申报表", 5),
        ("xiaoshan full 萧山申报表", 5),
        ("urumqi empty 乌鲁木齐申报表", 4),
        ("urumqi full 乌鲁木齐申报表", 4),
        ("daxing empty 大兴申报表", 3),
        ("daxing full 大兴申报表", 3),
    ],
)
def test_a_form_has_as_many_pages_as_its_annex(printed: dict[str, list[Page]], name: str, count: int) -> None:
    assert len(printed[name]) == count


def test_reports_and_checklists_are_short(printed: dict[str, list[Page]]) -> None:
    for name, found in printed.items():
        if not name.startswith("extreme") and not name.endswith("申报表"):
            assert 1 <= len(found) <= 4, name


def whole_fields(library: Library, slug: str) -> list[str]:
    """Keys of all that is printed; parts of the name that no form asks for are printed in the name."""
    form = written(library.get(slug).form)
    rows = {group.id: 3 for group in repeated_groups(form)}
    asked = [blank.key for blank in blank_fields(form, rows) if blank.group.id != "name"]
    return [*asked, *(blank.key for blank in report_blanks(form))]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_value_stands_whole_on_one_page(library: Library, printed: dict[str, list[Page]], slug: str) -> None:
    one, asked = full(library, slug), whole_fields(library, slug)
    whole = [page.text for name, found in printed.items() if name.startswith(f"{slug} full") for page in found]
    missing = [key for key in asked if not any(squeezed(one.fields[key]) in text for text in whole)]
    assert missing == []


@pytest.mark.parametrize("slug", ["xiaoshan", "urumqi"])
def test_fifty_members_are_all_there_each_on_one_page(
    library: Library, printed: dict[str, list[Page]], slug: str
) -> None:
    one = full(library, slug, 50)
    texts = [page.text for page in printed[f"extreme {library.get(slug).identity.short}申报表"]]
    rows = [value for key, value in one.fields.items() if key.startswith("members.")]
    assert all(any(squeezed(value) in text for text in texts) for value in rows)
    names = [value for key, value in one.fields.items() if key.startswith("members.") and key.endswith(".name")]
    lists = [text for text in texts if sum(name in text for name in names) > 1]
    assert len(lists) > 3
    assert all("年龄" in text and "姓名" in text for text in lists)


def test_what_looks_like_code_is_printed_as_it_was_typed(printed: dict[str, list[Page]]) -> None:
    text = "".join(page.text for page in printed["extreme 大兴申报表"])
    assert "\U0001f600" in text
    for value in ("unit_name", "workshop_name", "support", "plan"):
        assert squeezed(clean(NASTY[value]).text) in text
    assert text.count("长") == len(NASTY["goals"])


def test_every_chinese_sign_has_a_picture(printed: dict[str, list[Page]]) -> None:
    """A face without Chinese would draw empty boxes."""
    for name, found in printed.items():
        for page in found:
            for face, signs in page.fonts.items():
                chinese = [sign for sign in signs if "\u4e00" <= sign <= "\u9fff"]
                assert not chinese or re.search("CJK|Song|Hei|Fang|Kai|Ming|Han", face), (name, face, chinese[:5])


def test_nothing_runs_over_the_edge_of_a_page(printed: dict[str, list[Page]]) -> None:
    assert [name for name, found in printed.items() if not all(page.edges_are_white for page in found)] == []


def test_no_page_is_empty(printed: dict[str, list[Page]]) -> None:
    assert [name for name, found in printed.items() if not all(page.text for page in found)] == []
