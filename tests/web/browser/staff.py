"""A desk with a member of staff and four cases, and the way in."""

from __future__ import annotations

import secrets
from datetime import timedelta

from playwright.sync_api import expect

from handlers.draft import Draft
from handlers.model import Code
from tests.conversation.players import START
from tests.desk.office import OTHERS, application, left_open, question
from tests.web.browser.person import Person
from tests.web.browser.served import Served

CAME = START - timedelta(days=2)
OPEN = "W4XY6Z8A"
"""A case in which the text leaves something open."""


def furnish(served: Served) -> None:
    """Staff and cases."""
    engine = served.engine
    assert engine is not None
    with engine.store.transaction() as transaction:
        transaction.add_member("吴办", "admin", None, START)
        for case in (
            application(engine.library),
            application(engine.library, id="e" * 16, receipt=OTHERS),
            application(engine.library, id="c" * 16, receipt=OPEN, **left_open(engine.library)),
            question(),
        ):
            transaction.save_draft(handed_in(case), None)


def handed_in(case: Draft) -> Draft:
    """The case as it came in two days before."""
    history = tuple(event.model_copy(update={"at": CAME}) for event in case.history)
    return case.model_copy(update={"created": CAME, "changed": CAME, "history": history})


def sign_in(person: Person, office: Served) -> None:
    """By a one-time link."""
    made = Code(secret=secrets.token_hex(16), kind="desk", person="staff:1", made=START)

    def save() -> None:
        assert office.engine is not None
        with office.engine.store.transaction() as transaction:
            transaction.save_code(made)

    office.do(save)
    person.open(f"{office.address}/desk/in/{made.secret}")
    person.page.get_by_role("button", name="登录", exact=True).click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text("案件")
