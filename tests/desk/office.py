"""A desk with three members of staff and a case, on the bench of the web tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from handlers.draft import Draft, Upload
from handlers.member import Member, Role
from handlers.model import Code
from handlers.rejudging import kept_verdict
from handlers.rulings import Ruling
from knowledge.library import Library
from storage.records import Access
from tests.cases.test_rulings import TWO_OTHERS
from tests.forms.drafts import full
from tests.web.bench import Bench, Browser, Page

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
RECEIPT, OTHERS, QUESTION = "K7QF2M8R", "H3NV5T7W", "Q4RS6T8U"
APPLICANT = "telegram:42"
SECRET = "330109198805121236"
FILE = "a" * 32
PDF = b"%PDF-1.4\n%%EOF"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


class Desk(Bench):
    """Use it as a context."""

    def __init__(self, path: Path, library: Library, **more: object) -> None:
        self.clock = Clock()
        super().__init__(path, library, clock=self.clock, **more)  # type: ignore[arg-type]
        self.members: dict[Role, Member] = {}
        self.do(self._people)
        self.do(lambda: self.keep(application(library)))
        self.do(lambda: self.keep(application(library, id="e" * 16, receipt=OTHERS, assignee=self.members["admin"].id)))
        self.do(lambda: self.engine.store.save_upload(APPLICANT, FILE, PDF, NOW))
        self.do(lambda: self.keep(question()))

    def _people(self) -> None:
        with self.engine.store.transaction() as transaction:
            self.members["viewer"] = transaction.add_member("周看", "viewer", None, NOW)
            self.members["reviewer"] = transaction.add_member("吴办", "reviewer", 102, NOW)
            self.members["admin"] = transaction.add_member("郑管", "admin", None, NOW)

    def keep(self, draft: Draft, expected: int | None = None) -> None:
        """Keep a draft."""
        with self.engine.store.transaction() as transaction:
            transaction.save_draft(draft, expected)

    def code(self, person: str, kind: str = "desk") -> str:
        """A one-time code."""
        made = Code.model_validate({"secret": uuid4().hex, "kind": kind, "person": person, "made": self.clock()})

        def save() -> None:
            with self.engine.store.transaction() as transaction:
                transaction.save_code(made)

        self.do(save)
        return made.secret

    def at_desk(self, role: Role) -> Browser:
        """The browser of somebody who has just signed in."""
        browser = self.browser()
        page = browser.post(f"/desk/in/{self.code(self.members[role].id)}", {"key": "1"})
        assert page.status == 200, page.text
        return browser

    def case(self, receipt: str = RECEIPT) -> Draft:
        """A case as it is stored."""
        found = self.do(lambda: self.engine.store.case(receipt))
        assert found is not None
        return found

    def looks(self, receipt: str | None = None) -> list[Access]:
        """Who looked at what, newest first."""

        def read() -> list[Access]:
            with self.engine.store.transaction() as transaction:
                return list(transaction.access_log(receipt, 1_000))

        return self.do(read)

    def ruling(self) -> Ruling:
        """A ruling that nobody has taken back."""
        made = Ruling(
            id=uuid4().hex[:16],
            region="xiaoshan",
            edition=self.engine.library.get("xiaoshan").edition,
            provision="art_9__item_1",
            criterion="X-TEAM",
            pattern={"team_qualified_excluding_leader": 2},
            text="领办技师可以计入三人",
            authority="萧山区人力社保局",
            day=NOW.date(),
            case=RECEIPT,
            member=self.members["reviewer"].id,
            made=NOW,
        )

        def save() -> None:
            with self.engine.store.transaction() as transaction:
                transaction.save_ruling(made)

        self.do(save)
        return made

    def rulings(self) -> tuple[Ruling, ...]:
        """All rulings as they are stored."""
        return self.do(self.engine.store.rulings)

    def told(self) -> list[str]:
        """What waits for the applicant."""
        return [one.reply.text for one in self.do(self.engine.store.undelivered) if one.chat == APPLICANT]


def application(library: Library, **more: object) -> Draft:
    """A case of 萧山 in which everything is filled."""
    made = full(library, "xiaoshan", 1)
    fields = {**made.fields, "unit_name": "示例机械有限公司", "workshop_name": "李示例技能大师工作室"}
    sensitive = next(key for key, value in fields.items() if value == SECRET)
    changed: dict[str, object] = {
        "id": "d" * 16,
        "person": APPLICANT,
        "created": NOW,
        "changed": NOW,
        "state": "submitted",
        "receipt": RECEIPT,
        "fields": fields,
        "handed_in": fields,
        "before": {**fields, "unit_name": "旧名有限公司", sensitive: "330109197001011111"},
        "uploads": (Upload(id=FILE, name="证书.pdf", kind="pdf", size=len(PDF), at=NOW),),
        "history": ({"at": NOW, "who": APPLICANT, "what": "submitted"},),
        **more,
    }
    return Draft.model_validate({**made.model_dump(), **changed})


def left_open(library: Library) -> dict[str, object]:
    """What makes a case of 萧山 one in which the text leaves a criterion open."""
    return {
        "answers": TWO_OTHERS,
        "edition": library.get("xiaoshan").edition,
        "verdict": kept_verdict(library, "xiaoshan", TWO_OTHERS, NOW.date()),
    }


def question() -> Draft:
    """A question that somebody handed to staff."""
    return Draft.model_validate(
        {
            "id": "f" * 16,
            "person": APPLICANT,
            "region": "daxing",
            "edition": "x",
            "kind": "enquiry",
            "created": NOW,
            "changed": NOW,
            "state": "submitted",
            "receipt": QUESTION,
            "fields": {"question": "公示要几天？"},
            "history": ({"at": NOW, "who": APPLICANT, "what": "submitted"},),
        }
    )


def press(browser: Browser, receipt: str, do: str, page: Page | None = None, **sent: str) -> Page:
    """Press a button of a case's page as it stands, or as it stood."""
    page = page or browser.open(f"/desk/cases/{receipt}")
    found = page.tree.xpath("//input[@name='seen']/@value")
    key = page.tree.xpath("//input[@name='key']/@value")
    return browser.post(
        f"/desk/cases/{receipt}/act", {"do": do, "seen": next(iter(found), "0"), "key": next(iter(key), "1"), **sent}
    )
