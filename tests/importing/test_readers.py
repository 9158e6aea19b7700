"""One file of each format, made here, becomes the same provisions."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bot.documents.reading import read_file
from bot.documents.refusals import UnreadableError
from knowledge.importing.importing import Imported
from tests.importing.made import imported, odd, shown

TITLE = "某市工坊管理办法"
WORDS = ["第一章 总则", "第一条 为了试验，制定本办法。", "第二条 应当具备：", "（一）场地；", "（二）人员。"]
PROVISIONS = [
    "文件头（正文标题） | 某市工坊管理办法",
    "第一章 | 第一章 总则",
    "第一条 | 第一条 为了试验，制定本办法。",
    "第二条 | 第二条 应当具备：",
    "第二条（一） | （一）场地；",
    "第二条（二） | （二）人员。",
]


def from_file(path: Path, content: bytes) -> Imported:
    path.write_bytes(content)
    return imported(read_file(path)[0])


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_plain_text(tmp_path: Path) -> None:
    assert shown(from_file(tmp_path / "a.txt", "\n".join([TITLE, *WORDS]).encode())) == PROVISIONS


def test_markdown_and_text_that_is_markdown(tmp_path: Path) -> None:
    lines = ["# " + TITLE, "## 第一章 总则", "**第一条** 为了试验，制定本办法。", "**第二条** 应当具备："]
    words = "\n\n".join([*lines, "- （一）场地；", "- （二）人员。"])
    assert shown(from_file(tmp_path / "a.md", words.encode())) == PROVISIONS
    assert shown(from_file(tmp_path / "a.txt", words.encode())) == PROVISIONS


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_html(tmp_path: Path, encoding: str) -> None:
    page = f"""<html><head><meta charset="{encoding}"><title>网站</title><style>p {{}}</style></head><body>
      <h1>{TITLE}</h1><div><h2>第一章 总则</h2><p>第一条 为了试验，
      制定本办法。</p><p>第二条 应当具备：<br>（一）场地；<br>（二）人员。</p></div><script>x()</script>
      <table><tr><th>等级</th><th>金额</th></tr><tr><td><p>甲等</p></td><td>5万元</td></tr></table></body></html>"""
    found = from_file(tmp_path / "a.html", page.encode(encoding))
    first = [line.replace("试验， 制定", "试验，制定") for line in shown(found)]
    assert first[:6] == PROVISIONS
    assert first[6:] == ["第二条“等级”部分 | 等级\n金额", "第二条第1行（甲等） | 甲等\n5万元"]


def test_word(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading(TITLE, level=0)
    document.add_heading("第一章 总则", level=1)
    for words in WORDS[1:]:
        document.add_paragraph(words)
    table = document.add_table(rows=2, cols=2)
    for place, words in enumerate(["等级", "金额", "甲等", "5万元"]):
        table.cell(place // 2, place % 2).text = words
    document.sections[0].footer.paragraphs[0].text = "内部资料"
    found = from_file(tmp_path / "a.docx", saved(document))
    assert shown(found)[:6] == PROVISIONS
    assert shown(found)[6:] == ["第二条第1行（等级） | 等级\n金额", "第二条第2行（甲等） | 甲等\n5万元"]
    assert odd(found, "outside") == [(0, "页眉页脚没有收录：内部资料")]


def test_numbers_that_word_adds_and_words_that_are_tracked(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    for words in ("为了试验。", "另行规定。"):
        numbered(document, document.add_paragraph(words))
    inserted = OxmlElement("w:ins")
    deleted = OxmlElement("w:del")
    for mark, tag, words in ((inserted, "w:t", "新写的。"), (deleted, "w:delText", "删去的。")):
        run, said = OxmlElement("w:r"), OxmlElement(tag)
        said.text = words
        run.append(said)
        mark.append(run)
        document.paragraphs[-1]._p.append(mark)
    found = from_file(tmp_path / "a.docx", saved(document))
    assert shown(found)[1:] == ["第一条 | 第一条 为了试验。", "第二条 | 第二条 另行规定。新写的。"]
    assert odd(found, "numbering") == [(0, "2段的编号是 Word 自动加的，已写进文字，请核对")]


def numbered(document: docx.document.Document, paragraph: Paragraph) -> None:
    """Let Word number a paragraph as 第…条."""
    numbering = document.part.numbering_part.element
    if not numbering.findall(f"{qn('w:num')}[@{qn('w:numId')}='77']"):
        abstract, level = OxmlElement("w:abstractNum"), OxmlElement("w:lvl")
        abstract.set(qn("w:abstractNumId"), "77")
        level.set(qn("w:ilvl"), "0")
        for tag, value in (("w:start", "1"), ("w:numFmt", "chineseCounting"), ("w:lvlText", "第%1条")):
            part = OxmlElement(tag)
            part.set(qn("w:val"), value)
            level.append(part)
        abstract.append(level)
        numbering.insert(0, abstract)
        num, of = OxmlElement("w:num"), OxmlElement("w:abstractNumId")
        num.set(qn("w:numId"), "77")
        of.set(qn("w:val"), "77")
        num.append(of)
        numbering.append(num)
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.get_or_add_numPr().get_or_add_ilvl().val = 0
    properties.get_or_add_numPr().get_or_add_numId().val = 77


def pdf(pages: list[list[tuple[int, str]]]) -> bytes:
    """A PDF file: for each page its lines, each with its indentation in characters."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for number, lines in enumerate(pages, start=1):
        canvas.setFont("STSong-Light", 14)
        for place, (indent, words) in enumerate(lines):
            canvas.drawString(72 + 14 * indent, 780 - 22 * place, words)
        canvas.drawCentredString(300, 40, f"- {number} -")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_pdf_pages_break_lines_that_indentation_tells_apart(tmp_path: Path) -> None:
    first = [
        (9, TITLE),
        (10, "第一章 总则"),
        (2, "第一条 为了规范工坊的规划、建设、保护和管理，根据有"),
        (0, "关法律法规的规定，结合本市的实际情况，制定本办法。各单位"),
        (0, "应当遵照执行。"),
        (2, "本办法由市工坊主管部门负责解释。各区的工坊主管部门应当。"),
        (2, "第二条 市工坊主管部门负责全市的工坊工作，并对全市的"),
        (0, "工坊工作进行检查、监督和指导，具体的办法由市工坊主管部门"),
    ]
    second = [
        (0, "另外制定，各区的工坊主管部门按照自己的职责做好本区的工坊"),
        (0, "工作，并接受市工坊主管部门的监督、检查、指导和考核，另有"),
        (0, "规定的除外。"),
        (2, "第三条 丙。"),
        (2, "第四条 丁。"),
    ]
    found = from_file(tmp_path / "a.pdf", pdf([first, second]))
    assert [one.label for one in found.provisions.all] == [
        "文件头（正文标题）",
        "第一章",
        "第一条",
        "第一条第2款",
        "第二条",
        "第三条",
        "第四条",
    ]
    assert found.provisions.get("art_1").text.endswith("制定本办法。各单位应当遵照执行。")
    assert "具体的办法由市工坊主管部门另外制定，" in found.provisions.get("art_2").text
    assert [why for _, why in odd(found, "dropped")] == ["舍弃2处：页码（如“- 1 -”）"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "文件是空的"),
        ("a.txt", b" \n\n ", "文件是空的"),
        ("a.doc", b"x", "另存为 .docx"),
        ("a.xlsx", b"x", "不认识这种文件"),
        ("a", b"x", "没有扩展名"),
        ("a.docx", b"PK nothing", "打不开"),
        ("a.pdf", b"%PDF-1.4 nothing", "打不开"),
        ("a.html", b"<html><body> </body></html>", "没有文字"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=said):
        read_file(path)


def test_pages_and_documents_without_words_are_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.showPage()
    canvas.save()
    for name, content, said in (("a.pdf", buffer.getvalue(), "扫描件"), ("a.docx", saved(docx.Document()), "没有文字")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UnreadableError, match=said):
            read_file(tmp_path / name)
