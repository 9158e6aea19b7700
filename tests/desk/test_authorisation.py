"""Who may do what at the desk: every address, by every role and by nobody, on one's own cases and on other people's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest
from starlette.routing import Route

from handlers.member import Role
from knowledge.library import Library
from tests.desk.office import FILE, NOW, OTHERS, RECEIPT, SECRET, Desk, press
from tests.web.bench import Browser

Right = Literal["anybody", "look", "act"]
ROLES: tuple[Role, ...] = ("viewer", "reviewer", "admin")
MAY: dict[Right, tuple[Role, ...]] = {"anybody": ROLES, "look": ROLES, "act": ("reviewer", "admin")}
FORGED = ("", "0" * 64, "staff:3", "郑管", "../../etc/passwd", "a" * 5_000, "' OR 1=1 --")


@dataclass(frozen=True)
class Address:
    """An address of the desk, and who may use it."""

    path: str
    method: str
    right: Right
    sent: str = ""


ADDRESSES = (
    Address("/desk", "GET", "look"),
    Address("/desk/seen", "GET", "look"),
    Address("/desk/cases/{receipt}/seen", "GET", "look"),
    Address("/desk/export", "POST", "act", "as=csv"),
    Address("/desk/statistics", "GET", "look"),
    Address("/desk/rulings", "GET", "look"),
    Address("/desk/rulings/{ruling}/withdraw", "POST", "act"),
    Address("/desk/views", "POST", "look", "name=a&asked=region%3Ddaxing&do=keep"),
    Address("/desk/in/{secret}", "GET", "anybody"),
    Address("/desk/in/{secret}", "POST", "anybody"),
    Address("/desk/out", "POST", "look"),
    Address("/desk/cases/{receipt}", "GET", "look"),
    Address("/desk/cases/{receipt}/act", "POST", "act", "do=answer&note=x&seen={seen}&key=1"),
    Address("/desk/cases/{receipt}/reveal", "POST", "act", "field={sensitive}&reason=x"),
    Address("/desk/cases/{receipt}/files/{file}", "GET", "act"),
    Address("/desk/cases/{receipt}/pack", "POST", "act"),
)


@pytest.fixture(scope="module")
def shared(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of which these tests change nothing that others look at."""
    with Desk(tmp_path_factory.mktemp("desk") / "assistant.db", library) as running:
        yield running


def ask(desk: Desk, browser: Browser, address: Address, receipt: str = RECEIPT) -> int:
    """The status that comes back, redirects followed."""
    case = desk.case(receipt)
    sensitive = next(key for key, value in case.fields.items() if value == SECRET)
    ruling = desk.ruling().id if "{ruling}" in address.path else ""
    path = address.path.format(receipt=receipt, file=FILE, secret="0" * 32, ruling=ruling)
    sent = address.sent.format(seen=len(case.history), sensitive=sensitive)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if sent else {}
    return browser.ask(address.method, path, content=sent, headers=headers).status_code


def test_no_address_is_left_out(shared: Desk) -> None:
    there = {
        (route.path, method)
        for route in shared.app.routes
        if isinstance(route, Route) and route.path.startswith("/desk")
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert there == {(address.path, address.method) for address in ADDRESSES}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: f"{one.method} {one.path}")
@pytest.mark.parametrize("receipt", [RECEIPT, OTHERS])
@pytest.mark.parametrize("role", ROLES)
def test_every_address_by_every_role(shared: Desk, address: Address, receipt: str, role: Role) -> None:
    status = ask(shared, shared.at_desk(role), address, receipt)
    if address.method == "POST" and address.right == "anybody":
        assert status == 410  # a made-up code
    elif role not in MAY[address.right]:
        assert status == 403
    else:
        assert status == 200


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.right != "anybody"], ids=lambda one: one.path)
@pytest.mark.parametrize("cookie", [None, *FORGED])
def test_nobody_gets_in_without_a_session(shared: Desk, address: Address, cookie: str | None) -> None:
    before, looks = shared.case(), len(shared.looks())
    browser = shared.browser()
    if cookie is not None:
        browser.client.headers["Cookie"] = quote(f"desk={cookie}", safe="= ';")
    assert ask(shared, browser, address) == 401
    assert shared.case() == before
    assert len(shared.looks()) == looks


def test_a_person_of_the_web_page_is_nobody_at_the_desk(shared: Desk) -> None:
    browser = shared.browser()
    browser.say("萧山")
    assert browser.open("/desk").status == 401
    assert SECRET not in browser.open(f"/desk/cases/{RECEIPT}").response.text


def test_words_are_given_back_to_whose_session_is_over(shared: Desk) -> None:
    browser = shared.browser()
    page = browser.post(f"/desk/cases/{RECEIPT}/act", {"do": "answer", "note": "写了很久的答复"})
    assert (page.status, "写了很久的答复" in page.text) == (401, True)


@pytest.mark.parametrize("receipt", ["ZZZZZZZZ", "zzz", "K7QF2M8r", "%2e%2e", "K7QF2M8R%20", "' OR '1'='1"])
def test_made_up_receipts_lead_nowhere(shared: Desk, receipt: str) -> None:
    browser = shared.at_desk("admin")
    assert browser.open(f"/desk/cases/{receipt}").status == 404
    assert browser.post(f"/desk/cases/{receipt}/act", {"do": "answer", "note": "x"}).status == 404


def test_a_link_is_used_once_and_by_a_button(desk: Desk) -> None:
    code = desk.code(desk.members["admin"].id)
    for _ in range(3):
        assert "登录" in desk.browser().open(f"/desk/in/{code}").text
    assert desk.browser().post(f"/desk/in/{code}", {}).status == 200
    assert desk.browser().post(f"/desk/in/{code}", {}).status == 410
    assert [(one.what, one.staff) for one in desk.looks()] == [("sign-in", desk.members["admin"].id)]


def test_links_for_something_else_and_old_ones_let_nobody_in(desk: Desk) -> None:
    web = desk.code("telegram:42", "web")
    assert desk.browser().post(f"/desk/in/{web}", {}).status == 410
    assert desk.browser().post(f"/go/{web}", {}).status == 200  # it is still good for what it is for
    old = desk.code(desk.members["admin"].id)
    desk.clock.pass_by(minutes=31)
    assert desk.browser().post(f"/desk/in/{old}", {}).status == 410
    assert desk.browser().post(f"/desk/in/{desk.code('staff:99')}", {}).status == 410


def test_who_has_left_is_out_at_once(desk: Desk) -> None:
    browser, code = desk.at_desk("admin"), desk.code(desk.members["admin"].id)

    def leave() -> None:
        with desk.engine.store.transaction() as transaction:
            transaction.save_member(desk.members["admin"].model_copy(update={"active": False}))

    desk.do(leave)
    assert browser.open("/desk").status == 401
    assert desk.browser().post(f"/desk/in/{code}", {}).status == 410


def test_a_role_taken_away_counts_from_the_next_page(desk: Desk) -> None:
    browser = desk.at_desk("admin")
    page = browser.open(f"/desk/cases/{RECEIPT}")

    def lower() -> None:
        with desk.engine.store.transaction() as transaction:
            transaction.save_member(desk.members["admin"].model_copy(update={"role": "viewer"}))

    desk.do(lower)
    assert press(browser, RECEIPT, "accept", page).status == 403
    assert desk.case().state == "submitted"


def test_a_name_like_the_admin_s_gives_nothing(desk: Desk) -> None:
    def add() -> str:
        with desk.engine.store.transaction() as transaction:
            return transaction.add_member("郑管", "viewer", None, NOW).id

    code = desk.code(desk.do(add))
    browser = desk.browser()
    browser.post(f"/desk/in/{code}", {})
    assert browser.post(f"/desk/cases/{RECEIPT}/act", {"do": "accept", "seen": "1"}).status == 403
    assert desk.case().state == "submitted"


def test_signing_out_here_and_everywhere(desk: Desk) -> None:
    one, two, other = desk.at_desk("admin"), desk.at_desk("admin"), desk.at_desk("viewer")
    one.post("/desk/out", {"where": "here"})
    assert [one.open("/desk").status, two.open("/desk").status] == [401, 200]
    again = desk.at_desk("admin")
    two.post("/desk/out", {"where": "everywhere"})
    assert [two.open("/desk").status, again.open("/desk").status, other.open("/desk").status] == [401, 401, 200]
    assert [each.what for each in desk.looks() if each.what == "sign-out"] == ["sign-out"] * 2


def test_a_session_ends_by_itself(desk: Desk) -> None:
    browser = desk.at_desk("admin")
    desk.clock.pass_by(minutes=61)
    assert browser.open("/desk").status == 401


def test_the_cookie_is_the_desk_s_alone(library: Library, tmp_path: Path) -> None:
    with Desk(tmp_path / "a.db", library, origin="https://assistant.example") as desk:
        response = desk.browser().ask("POST", f"/desk/in/{desk.code(desk.members['admin'].id)}", follow_redirects=False)
        cookie = response.headers["set-cookie"]
        assert cookie.startswith("__Host-desk=")
        assert {"httponly", "path=/", "samesite=strict", "secure"} <= {
            part.strip().lower() for part in cookie.split(";")
        }


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_no_other_site_presses_a_button(desk: Desk, headers: dict[str, str]) -> None:
    page = desk.at_desk("admin").post(f"/desk/cases/{RECEIPT}/act", {"do": "accept", "seen": "1"}, **headers)
    assert (page.status, "回到工作台" in page.text) == (403, True)
    assert desk.case().state == "submitted"


@pytest.mark.parametrize(("method", "path"), [("GET", "/desk/nowhere"), ("GET", "/desk/out"), ("DELETE", "/desk")])
def test_an_address_that_there_is_not_leads_back_to_the_desk(shared: Desk, method: str, path: str) -> None:
    response = shared.browser().ask(method, path)
    assert response.status_code in {404, 405}
    assert "请从工作台进入" in response.text
    assert '<a href="/desk">回到工作台</a>' in response.text
