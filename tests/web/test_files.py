"""Files added to a draft: looked into, kept once, kept sealed, given back as they came, and refused in plain words."""

from __future__ import annotations

import io
import random
import tempfile
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from bot.web.draft_files import NO_SUCH_FILE, NOT_STORED, NOTHING_CHOSEN
from bot.web.guard import FILE_TOO_LARGE
from bot.web.limits import Limits
from bot.web.uploads import LARGEST, MOST_PIXELS, LockedError, TooLargeError, WrongKindError, kind_of, tidy_name
from handlers.adding import MOST_FILES
from handlers.draft import Upload
from handlers.wording.form_page import CONSENT_FIRST, SENSITIVE_FIRST, too_many_files
from storage.errors import UnavailableError
from storage.sqlite import SqliteStore
from storage.uploads import folder_of
from tests.web.applicant import Applicant, alert, applicant
from tests.web.bench import GENEROUS, Bench


def pdf(text: str = "certificate", password: str = "") -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, encrypt=StandardEncryption(password) if password else None)
    canvas.drawString(72, 720, text)
    canvas.save()
    return made.getvalue()


def picture(kind: str, size: tuple[int, int] = (300, 200), mode: str = "RGB") -> bytes:
    made = io.BytesIO()
    noise = random.Random(7).randbytes(size[0] * size[1] * 3) if mode == "RGB" else None
    image = Image.frombytes("RGB", size, noise) if noise else Image.new(mode, size)
    image.save(made, kind)
    return made.getvalue()


def empty_pdf() -> bytes:
    """One that opens and has no page."""
    made = io.BytesIO()
    pypdfium2.PdfDocument.new().save(made)
    return made.getvalue()


PDF, JPEG, PNG = pdf(), picture("JPEG"), picture("PNG")


@pytest.fixture
def one(bench: Bench) -> Applicant:
    """Somebody who may add files."""
    found = applicant(bench)
    found.agree()
    return found


def on_disk(bench: Bench) -> list[Path]:
    store = bench.engine.store
    assert isinstance(store, SqliteStore)
    folder = folder_of(store._path)
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (JPEG, "jpeg"), (PNG, "png")])
def test_whole_files_are_known_by_their_content(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 a Word document",
        JPEG[: len(JPEG) // 2],
        PNG[: len(PNG) // 2],
        PDF[: len(PDF) // 2],
        b"%PDF-1.7\nnothing of the kind\n%%EOF\n",
        empty_pdf(),
        picture("GIF", mode="L"),
        JPEG[:200] + b"\x00" * 400 + JPEG[600:900],
    ],
    ids=["empty", "word", "half a jpeg", "half a png", "half a pdf", "no pdf", "no page", "gif", "broken jpeg"],
)
def test_files_that_lie_are_refused(content: bytes) -> None:
    with pytest.raises(WrongKindError):
        kind_of(content)


def test_a_pdf_with_a_password_is_said_to_have_one(one: Applicant) -> None:
    locked = pdf(password="secret")
    with pytest.raises(LockedError):
        kind_of(locked)
    page = one.upload("合同.pdf", locked)
    assert (page.status, "请去掉密码再添加" in alert(page)) == (422, True)
    assert not one.draft.uploads


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_that_would_fill_the_memory_is_refused(kind: str) -> None:
    with pytest.raises(TooLargeError):
        kind_of(picture(kind, (MOST_PIXELS // 8000 + 1, 8000), "1" if kind == "PNG" else "L"))


def test_a_file_of_more_than_ten_megabytes_is_refused() -> None:
    with pytest.raises(TooLargeError):
        kind_of(PDF + bytes(LARGEST))


@given(st.sampled_from((PDF, JPEG, PNG)), st.integers(0), st.binary(min_size=1, max_size=40))
def test_damaged_files_are_known_or_refused_and_break_nothing(whole: bytes, at: int, noise: bytes) -> None:
    place = at % len(whole)
    with suppress(WrongKindError, TooLargeError, LockedError):
        assert kind_of(whole[:place] + noise + whole[place + len(noise) :]) in {"pdf", "jpeg", "png"}


@given(st.text(max_size=200))
def test_a_name_is_words_and_no_path(name: str) -> None:
    tidy = tidy_name(name, "pdf")
    assert tidy.endswith(".pdf")
    assert len(tidy) > len(".pdf")
    assert not set('\\/:*?"<>|\n\r\x00') & set(tidy)


@pytest.mark.parametrize("content", [JPEG, PNG])
def test_what_stands_behind_a_picture_is_never_shown_by_the_browser(one: Applicant, content: bytes) -> None:
    page = one.upload("证书.html", content + b"<script>alert(1)</script>")
    assert page.status == 200
    (file,) = one.draft.uploads
    answer = one.open(f"/files/{file.id}").response
    assert answer.content == content + b"<script>alert(1)</script>"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] in {"image/jpeg", "image/png"}


def test_a_large_file_lies_nowhere_unsealed(one: Applicant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no such folder"))  # nothing can be written there
    content = PDF[:-6] + b"%" + b"x" * 5_000_000 + b"\n" + PDF[-6:]
    assert one.upload("证书.pdf", content).status == 200
    (file,) = one.draft.uploads
    assert one.open(f"/files/{file.id}").response.content == content
    assert all(b"x" * 64 not in each.read_bytes() for each in on_disk(one.bench))


def test_a_full_disk_is_told_and_the_form_stays(one: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise UnavailableError("disk full")

    one.save({"unit_name": "顺发公司"})
    monkeypatch.setattr(SqliteStore, "save_upload", refuse)
    page = one.upload("证书.pdf", PDF)
    assert page.status == 503
    assert NOT_STORED in alert(page)
    assert page.tree.xpath("//input[@name='f.unit_name']/@value") == ["顺发公司"]


def test_what_cannot_be_received_is_told_as_a_full_disk(one: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.web.draft_files.received", refuse)
    page = one.upload("证书.pdf", PDF)
    assert (page.status, NOT_STORED in alert(page)) == (503, True)


def test_the_same_form_sent_twice_adds_one_file(one: Applicant) -> None:
    before, key = on_disk(one.bench), uuid4().hex
    for _ in range(2):
        assert one.add("证书.pdf", PDF, key=key).status == 200
    assert len(one.draft.uploads) == 1
    assert len(on_disk(one.bench)) == len(before) + 1
    one.add("证书.pdf", pdf("another"), key=key)
    assert len(one.draft.uploads) == 2  # another file from a page that was shown before is not lost


def test_a_file_that_was_deleted_can_be_added_again(one: Applicant) -> None:
    key = uuid4().hex
    one.add("证书.pdf", PDF, key=key)
    (file,) = one.draft.uploads
    one.save({}, do=f"remove:{file.id}")
    assert not one.draft.uploads
    one.add("证书.pdf", PDF, key=key)
    assert len(one.draft.uploads) == 1


def test_a_file_that_may_not_be_kept_is_not_kept(bench: Bench) -> None:
    one, before = applicant(bench), on_disk(bench)
    page = one.add("证书.pdf", PDF, key=uuid4().hex)
    assert (page.status, SENSITIVE_FIRST in alert(page)) == (422, True)
    one.agree("form", granted="no")
    page = one.add("证书.pdf", PDF, key=uuid4().hex)
    assert (page.status, alert(page)) == (409, CONSENT_FIRST)
    assert on_disk(bench) == before


def test_more_files_than_a_draft_takes_are_not_kept(one: Applicant) -> None:
    for number in range(MOST_FILES):
        one.add("证书.pdf", pdf(str(number)), key=uuid4().hex)
    before = on_disk(one.bench)
    page = one.add("证书.pdf", PDF, key=uuid4().hex)
    assert (page.status, too_many_files(MOST_FILES) in alert(page)) == (422, True)
    assert on_disk(one.bench) == before


def test_files_of_no_material_of_the_list_are_listed_and_can_be_deleted(one: Applicant) -> None:
    one.add("甲.pdf", PDF, key=uuid4().hex, material="no such material")
    page = one.upload("乙.pdf", pdf("two"), material="form")
    assert [file.material for file in one.draft.uploads] == ["", "form"]
    assert page.texts("//h3[text()='其他文件']/following-sibling::div[@class='file']/a") == ["甲.pdf"]
    (button,) = page.tree.xpath("//h3[text()='其他文件']/following-sibling::div//button")
    one.save({}, do=button.get("value"))
    assert [file.name for file in one.draft.uploads] == ["乙.pdf"]


def test_the_review_shows_the_files(one: Applicant) -> None:
    one.upload("甲.pdf", PDF, material="form")
    one.upload("乙.pdf", pdf("two"))
    section = one.open("/review").tree.xpath("//section[@aria-labelledby='title-papers']")[0]
    assert section.xpath(".//a[@download]/text()") == ["甲.pdf", "乙.pdf"]
    assert not section.xpath(".//button")


def test_a_file_that_is_too_large_says_how_large_one_may_be_and_leads_back(one: Applicant) -> None:
    page = one.add("证书.pdf", PDF + bytes(12_000_000), key=uuid4().hex)
    assert (page.status, alert(page)) == (413, FILE_TOO_LARGE)
    assert page.tree.xpath("//main//a/@href") == [f"{one.address}#files"]


def test_loading_the_answer_to_an_upload_anew_leads_to_the_form(one: Applicant) -> None:
    assert one.open("/files").texts("//h2")[0] == one.open().texts("//h2")[0]


def test_nothing_chosen_and_forms_of_another_kind_are_told(one: Applicant) -> None:
    assert NOTHING_CHOSEN in alert(one.add("", b"", key=uuid4().hex))
    assert one.browser.post(f"{one.address}/files", {"file": "x"}).status == 415
    broken = one.browser.ask(
        "POST", f"{one.address}/files", content=b"--x", headers={"Content-Type": "multipart/form-data"}
    )
    assert broken.status_code == 400


def test_who_adds_files_too_often_is_asked_to_wait(one: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GENEROUS._work, "upload", Limits(work={"upload": "1 per 1 minute"})._work["upload"])
    assert one.upload("甲.pdf", PDF).status == 200
    page = one.upload("乙.pdf", pdf("two"))
    assert page.status == 429
    assert "Retry-After" in page.response.headers
    assert [file.name for file in one.draft.uploads] == ["甲.pdf"]


def test_nobody_else_gets_a_file(one: Applicant) -> None:
    one.upload("甲.pdf", PDF)
    (file,) = one.draft.uploads
    assert isinstance(file, Upload)
    assert one.bench.browser().open(f"{one.address}/files/{file.id}").status == 404
    gone = one.open(f"/files/{'0' * 32}")
    assert (gone.status, alert(gone)) == (404, NO_SUCH_FILE)
