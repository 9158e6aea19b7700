"""Whatever is sent to whatever address: an answer, never a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_letters, digits
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.webhook import Webhook
from knowledge.library import Library
from tests.web.bench import ORIGIN, Bench

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW")
HOOK = Webhook("https://assistant.example/telegram/hook", "/telegram/hook", "s3cret")
ADDRESSES = f"""say new rules search xiaoshan art_9 look files 1 0 static style.css drafts go healthz telegram hook .. .
    %2e%2e %00 consent review pack {"0" * 32}""".split()
PARTS = st.one_of(
    st.sampled_from((*ADDRESSES, "")),
    st.text(max_size=12).map(lambda text: "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))),
)
NAMES = st.sampled_from(
    [
        "key",
        "text",
        "press",
        "lasting",
        "word",
        "after",
        "look",
        "back",
        "q",
        "in",
        "mark",
        "rev",
        "do",
        "kind",
        "granted",
    ]
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(("0:0", "1:0", "99999:99", "有用 0123456789abcdef", "/cancel", f"/start go_{'0' * 32}", "9" * 40)),
)
SAID = [
    "person=x.y",
    "form=x.y.z",
    "look=dark",
    "application/json",
    "multipart/form-data",
    "multipart/form-data;boundary=x",
    "same-origin",
    "text/plain;charset=nonsense",
    "bytes=0-1,5-",
    "http://127.0.0.1:8000",
    "s3cret",
]
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            "cookie",
            "content-type",
            "accept",
            "origin",
            "sec-fetch-site",
            "x-part",
            "if-modified-since",
            "range",
            "referer",
            "host",
            "accept-encoding",
            "x-telegram-bot-api-secret-token",
            "transfer-encoding",
            "content-encoding",
        ]
    ),
    st.one_of(st.text(ascii_letters + digits + '=;,:/.-_ "%', max_size=40), st.sampled_from(SAID)),
    max_size=4,
)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.dictionaries(NAMES, VALUES, max_size=5),
    st.sampled_from(
        (b'{"update_id": 1}', b"[" * 5000, b"{}", b'{"update_id": true}', b"--x\r\n\r\n", b"a&b=&=c&%zz=%f")
    ),
)


@pytest.fixture(scope="module")
def everything(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """With Telegram's door, which is open."""

    async def take(_raw: object) -> None:
        """What becomes of updates is tried elsewhere."""

    HOOK.take = take
    with Bench(tmp_path_factory.mktemp("web") / "assistant.db", library, webhook=HOOK) as running:
        yield running


REQUESTS = given(
    method=st.sampled_from(METHODS),
    parts=st.lists(PARTS, max_size=4),
    query=st.dictionaries(NAMES, VALUES, max_size=3),
    headers=HEADERS,
    body=BODIES,
)


@REQUESTS
def test_any_request_is_answered(everything: Bench, **request: Any) -> None:
    answered(everything, **request)


@pytest.mark.long
@settings(max_examples=50_000)
@REQUESTS
def test_fifty_thousand_requests_are_answered(everything: Bench, **request: Any) -> None:
    answered(everything, **request)


def answered(
    bench: Bench,
    *,
    method: str,
    parts: list[str],
    query: dict[str, str],
    headers: dict[str, str],
    body: bytes | dict[str, str],
) -> None:
    """By a page of ours, whatever it says."""
    sent = {"data": body} if isinstance(body, dict) else {"content": body}
    raw = {name: value.encode() for name, value in headers.items()}
    address = f"{ORIGIN}/" + "/".join(parts)
    reply = bench.browser().ask(method, address, params=query, headers=raw, follow_redirects=False, **sent)
    assert reply.status_code < 500
    assert "Traceback" not in reply.text


def test_after_all_of_that_the_application_still_works(everything: Bench) -> None:
    page = everything.browser().say("萧山")
    assert page.mine == ["萧山"]
