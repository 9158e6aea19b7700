"""A small Telegram Bot API on this machine, over HTTP: strict about what it is sent, and faulty when told to be.

It keeps what it is given in memory, so it outlives the bot that is killed. A test is the user: it says, presses, and
reads what arrives.
"""

import json
import re
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from handlers.model import File

TOKEN = "123456789:AAtest-token_of-nobody-0123456789abc"
BOT = {"id": 123456789, "is_bot": True, "first_name": "测试", "username": "workshop_test_bot"}


@dataclass
class Shown:
    """A message that the bot has sent."""

    number: int
    chat: int
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    """Label and data."""
    files: tuple[File, ...] = ()
    """What is sent as a photo or a document."""


@dataclass
class Listed:
    """What the bot answers an inline query with."""

    query: str
    results: list[dict[str, Any]]
    parameters: dict[str, str]


@dataclass
class Fault:
    """What happens to a request instead of the right answer."""

    code: int = 0
    """HTTP status; 0 drops the connection."""
    description: str = ""
    parameters: dict[str, int] = field(default_factory=dict)
    done: bool = False
    """The request has its effect before it fails."""


def too_many(seconds: int) -> Fault:
    """429 with the time to wait."""
    return Fault(429, "Too Many Requests: retry later", {"retry_after": seconds})


BROKEN = Fault(500, "Internal Server Error")
DROPPED_BEFORE = Fault()
DROPPED_AFTER = Fault(done=True)


class BadRequestError(Exception):
    """400 and why."""


class FakeBotApi:
    """The server. ``with FakeBotApi() as api: …``; ``api.url`` is where the bot must look."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.confirmed: set[int] = set()
        self.shown: list[Shown] = []
        self.toasts: list[str] = []
        """What was shown for a moment, in answer to a press."""
        self.listed: list[Listed] = []
        self.calls: list[tuple[float, str, dict[str, str]]] = []
        """Every request with effect: when, method, parameters."""
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.chance: Callable[[str], Fault | None] = lambda _method: None
        """Asked for a fault where none is scripted."""
        self.blocked: set[int] = set()
        self.moved: dict[int, int] = {}
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        """What Telegram dates messages by."""
        self.redeliver = False
        """Hand out confirmed updates once more, as Telegram may."""
        self._updates: list[dict[str, Any]] = []
        self._news = threading.Condition()
        self._next_update = 1000
        self._next_message = 1
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "FakeBotApi":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    # The user's side.

    def say(self, user: int, text: str, **more: Any) -> int:
        """A private message; returns the number of the update."""
        return self.send(user, {"text": text, **more})

    def send(self, user: int, content: dict[str, Any], chat: int | None = None, kind: str = "message") -> int:
        """A message of any content, in the private chat or in a group."""
        message = {"message_id": self._message_number(), "date": self._now(), "from": person(user), **content}
        return self.update({kind: {**message, "chat": place(user if chat is None else chat)}})

    def press(self, user: int, label: str, chat: int | None = None, place: int = 1) -> int:
        """Press the newest button of this label that is shown in the chat, or the second newest, …"""
        where = user if chat is None else chat
        messages = [message for message in reversed(self.shown) if message.chat == where]
        found = [(data, message) for message in messages for name, data in message.buttons if name == label]
        if len(found) < place:
            raise LookupError(f"no button {label}")
        return self.press_data(user, *found[place - 1])

    def press_data(self, user: int, data: str, message: Shown) -> int:
        """A press with any data, as a forged client may send it."""
        body = {"message_id": message.number, "date": self._now(), "chat": place(message.chat), "from": BOT}
        rows = [[{"text": label, "callback_data": each}] for label, each in message.buttons]
        body |= {"reply_markup": {"inline_keyboard": rows}} if rows else {}
        query = {"id": f"q{self._message_number()}", "from": person(user), "chat_instance": "1", "data": data}
        return self.update({"callback_query": {**query, "message": {**body, "text": message.text}}})

    def inquire(self, user: int, words: str, query: str | None = None) -> int:
        """Words typed after the bot's name in any chat."""
        name = query or f"i{self._message_number()}"
        return self.update({"inline_query": {"id": name, "from": person(user), "query": words, "offset": ""}})

    def answer_to(self, user: int, message: Shown, text: str) -> int:
        """A reply to a message of the bot, in its chat."""
        quoted = {"message_id": message.number, "date": self._now(), "from": BOT, "text": message.text}
        quoted["chat"] = place(message.chat)
        return self.send(user, {"text": text, "reply_to_message": quoted}, chat=message.chat)

    def update(self, content: dict[str, Any], number: int | None = None) -> int:
        """Any update at all."""
        with self._news:
            self._next_update += 1
            number = self._next_update if number is None else number
            self._updates.append({"update_id": number, **content})
            self._news.notify_all()
        return number

    def replies(self, user: int) -> list[Shown]:
        """What has been shown in a chat, in order."""
        return [message for message in self.shown if message.chat == user]

    def called(self, method: str) -> list[dict[str, str]]:
        """Parameters of the requests of one method that had their effect."""
        return [parameters for _, name, parameters in list(self.calls) if name == method]

    def _now(self) -> int:
        return int(self.clock().timestamp())

    def _message_number(self) -> int:
        with self._news:
            self._next_message += 1
            return self._next_message

    # The bot's side.

    def answer(
        self, method: str, parameters: dict[str, str], sent: tuple[File, ...] = ()
    ) -> tuple[int, dict[str, Any]] | None:
        """Status and body, or None to drop the connection."""
        fault = self.faults[method].popleft() if self.faults[method] else self.chance(method)
        if fault is not None and not fault.done:
            return _failure(fault)
        try:
            result = self._perform(method, parameters, sent)
        except BadRequestError as error:
            return _failure(Fault(400, f"Bad Request: {error}"))
        except PermissionError as error:
            return _failure(Fault(403, f"Forbidden: {error}"))
        except ChatMovedError as error:
            return _failure(Fault(400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": error.chat}))
        self.calls.append((time.monotonic(), method, parameters))
        return (200, {"ok": True, "result": result}) if fault is None else _failure(fault)

    def _perform(self, method: str, parameters: dict[str, str], sent: tuple[File, ...]) -> Any:
        match method:
            case "getMe":
                return BOT
            case "getUpdates":
                return self._get_updates(parameters)
            case "sendMessage":
                return self._send_message(parameters)
            case "sendPhoto" | "sendDocument":
                return self._send_file(parameters, sent)
            case "answerCallbackQuery":
                return self._answer_press(parameters)
            case "answerInlineQuery":
                return self._answer_inline(parameters)
            case "editMessageReplyMarkup" | "setMyCommands" | "deleteMessage" | "deleteWebhook" | "setWebhook":
                return True
        raise BadRequestError(f"unknown method {method}")

    def _get_updates(self, parameters: dict[str, str]) -> list[dict[str, Any]]:
        offset = int(parameters.get("offset", 0))
        deadline = time.monotonic() + int(parameters.get("timeout", 0))
        with self._news:
            if offset:
                gone = [update["update_id"] for update in self._updates if update["update_id"] < offset]
                self.confirmed.update(gone)
            while True:
                left = [update for update in self._updates if update["update_id"] not in self.confirmed]
                left = [update for update in left if _asked_for(update, parameters)]
                if left or time.monotonic() >= deadline:
                    break
                self._news.wait(deadline - time.monotonic())
            again = self._updates[-5:] if self.redeliver and left else []
            return [*(update for update in again if update not in left), *left][: int(parameters.get("limit", 100))]

    def _answer_press(self, parameters: dict[str, str]) -> bool:
        text = parameters.get("text", "")
        if len(text) > 200:
            raise BadRequestError("MESSAGE_TOO_LONG")
        if text:
            self.toasts.append(text)
        return True

    def _answer_inline(self, parameters: dict[str, str]) -> bool:
        results = json.loads(parameters["results"])
        ids = [result["id"] for result in results]
        if len(results) > 50:
            raise BadRequestError("RESULTS_TOO_MUCH")
        if len(set(ids)) < len(ids) or any(not 1 <= len(name.encode()) <= 64 for name in ids):
            raise BadRequestError("RESULT_ID_INVALID")
        for result in results:
            text = result["input_message_content"]["message_text"]
            if result["type"] != "article" or not result["title"] or not text.strip():
                raise BadRequestError("ARTICLE_INVALID")
            if _units(text) > 4096:
                raise BadRequestError("MESSAGE_TOO_LONG")
        button = json.loads(parameters.get("button", "{}"))
        if button and not re.fullmatch("[A-Za-z0-9_-]{1,64}", button["start_parameter"]):
            raise BadRequestError("START_PARAM_INVALID")
        self.listed.append(Listed(parameters["inline_query_id"], results, parameters))
        return True

    def _send_message(self, parameters: dict[str, str]) -> dict[str, Any]:
        chat, text = self._open_chat(parameters), parameters.get("text", "")
        if not text.strip():
            raise BadRequestError("message text is empty")
        if _units(text) > 4096:
            raise BadRequestError("message is too long")
        rows = json.loads(parameters.get("reply_markup", "{}")).get("inline_keyboard", [])
        buttons = tuple((button["text"], button["callback_data"]) for row in rows for button in row)
        if len(buttons) > 100 or any(not 1 <= len(data.encode()) <= 64 for _, data in buttons):
            raise BadRequestError("BUTTON_DATA_INVALID")
        return self._show(chat, text, buttons)

    def _send_file(self, parameters: dict[str, str], sent: tuple[File, ...]) -> dict[str, Any]:
        chat = self._open_chat(parameters)
        if len(sent) != 1 or not sent[0].content:
            raise BadRequestError("file must be non-empty")
        return self._show(chat, files=sent)

    def _open_chat(self, parameters: dict[str, str]) -> int:
        chat = int(parameters["chat_id"])
        if chat in self.blocked:
            raise PermissionError("bot was blocked by the user")
        if chat in self.moved:
            raise ChatMovedError(self.moved[chat])
        return chat

    def _show(
        self, chat: int, text: str = "", buttons: tuple[tuple[str, str], ...] = (), files: tuple[File, ...] = ()
    ) -> dict[str, Any]:
        number = self._message_number()
        self.shown.append(Shown(number, chat, text, buttons, files))
        return {"message_id": number, "date": self._now(), "chat": place(chat), "text": text}


class ChatMovedError(Exception):
    """The group has become a supergroup."""

    def __init__(self, chat: int) -> None:
        self.chat = chat


def person(user: int) -> dict[str, Any]:
    """A user as Telegram shows one."""
    return {"id": user, "is_bot": False, "first_name": f"用户{user}"}


def place(chat: int) -> dict[str, Any]:
    """A private chat, or a group where the id is negative."""
    if chat < 0:
        return {"id": chat, "type": "supergroup", "title": "工作人员"}
    return {"id": chat, "type": "private", "first_name": f"用户{chat}"}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _asked_for(update: dict[str, Any], parameters: dict[str, str]) -> bool:
    """Whether the bot wants updates of this kind."""
    wanted = json.loads(parameters.get("allowed_updates", "null"))
    return wanted is None or set(update) - {"update_id"} <= set(wanted)


def _failure(fault: Fault) -> tuple[int, dict[str, Any]] | None:
    if fault.code == 0:
        return None
    body: dict[str, Any] = {"ok": False, "error_code": fault.code, "description": fault.description}
    return fault.code, {**body, "parameters": fault.parameters} if fault.parameters else body


def _read_body(kind: str, body: bytes) -> tuple[dict[str, str], tuple[File, ...]]:
    """The parameters of a request, and the files that come with it."""
    if not kind.startswith("multipart/"):
        return {name: values[-1] for name, values in parse_qs(body.decode()).items()}, ()
    parts = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body).iter_parts()
    given, sent = {}, []
    for part in parts:
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        name = part.get_filename()
        if name is not None:
            sent.append(File(name=name, content=content))
        else:
            given[str(part.get_param("name", header="content-disposition"))] = content.decode()
    return given, tuple(sent)


def _handler(api: FakeBotApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            url = urlsplit(self.path)
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            given, sent = _read_body(self.headers.get("Content-Type", ""), body)
            parameters = {name: values[-1] for name, values in parse_qs(url.query).items()} | given
            _, bot, method = url.path.split("/", 2)
            if bot != f"bot{api.token}":
                answer = _failure(Fault(401, "Unauthorized"))
            else:
                answer = api.answer(method, parameters, sent) if len(body) == length else None
            if answer is None:
                self.close_connection = True
                self.connection.close()
                return
            self._reply(*answer)

        def _reply(self, code: int, body: dict[str, Any]) -> None:
            payload = json.dumps(body).encode()
            try:
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)
            except OSError:
                self.close_connection = True

        def handle(self) -> None:
            try:
                super().handle()
            except (OSError, ValueError):
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler
