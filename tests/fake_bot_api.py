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
    topic: int | None = None
    gone: tuple[tuple[str, str], ...] = ()
    """Buttons that it had before."""
    copied: tuple[int, int] | None = None
    """Chat and number of the message that it is a copy of."""


@dataclass
class Topic:
    """A topic of a group."""

    number: int
    chat: int
    name: str
    is_closed: bool = False


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
        self.sent: set[tuple[int, int]] = set()
        """Chat and number of what people have sent."""
        self.topics: dict[int, Topic] = {}
        """Topics by their number."""
        self.forums: set[int] = set()
        """Groups that have topics."""
        self.denied: set[str] = set()
        """Methods for which the bot has no right."""
        self.pinned: list[int] = []
        """Numbers of the messages that are pinned."""
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
        where = user if chat is None else chat
        self.sent.add((where, message["message_id"]))
        return self.update({kind: {**message, "chat": self._place(where)}})

    def write(self, user: int, topic: Topic, content: dict[str, Any], kind: str = "message") -> int:
        """A message in a topic, which Telegram shows as an answer to the topic's beginning."""
        begins = {"message_id": topic.number, "date": self._now(), "from": BOT, "chat": self._place(topic.chat)}
        begins |= {"forum_topic_created": {"name": topic.name, "icon_color": 0}}
        told = {"message_thread_id": topic.number, "is_topic_message": True, "reply_to_message": begins, **content}
        return self.send(user, told, topic.chat, kind)

    def topic(self, words: str) -> Topic:
        """The newest topic whose name has these words in it."""
        found = [topic for topic in self.topics.values() if words in topic.name]
        if not found:
            raise LookupError(f"no topic {words}")
        return found[-1]

    def in_topic(self, topic: Topic) -> list[Shown]:
        """What the bot has shown there."""
        return [message for message in self.shown if message.topic == topic.number and message.chat == topic.chat]

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
        body = {"message_id": message.number, "date": self._now(), "chat": self._place(message.chat), "from": BOT}
        if message.topic is not None:
            body |= {"message_thread_id": message.topic, "is_topic_message": True}
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
        quoted["chat"] = self._place(message.chat)
        content: dict[str, Any] = {"text": text, "reply_to_message": quoted}
        if message.topic is not None:
            content |= {"message_thread_id": message.topic, "is_topic_message": True}
        return self.send(user, content, chat=message.chat)

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

    def _place(self, chat: int) -> dict[str, Any]:
        return {**place(chat), **({"is_forum": True} if chat in self.forums else {})}

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
        if method in self.denied:
            raise BadRequestError(f"not enough rights to {method}")
        if method in _ON_TOPICS:
            return self._change_topic(method, parameters)
        if method in {"setMyCommands", "deleteMessage", "deleteWebhook", "setWebhook"}:
            return True
        if method in {"sendPhoto", "sendDocument"}:
            return self._send_file(parameters, sent)
        does: dict[str, Callable[[dict[str, str]], Any]] = {
            "getMe": lambda _: BOT,
            "getChat": lambda asked: {**self._place(int(asked["chat_id"])), **_CHAT},
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "copyMessage": self._copy_message,
            "editMessageReplyMarkup": self._edit_buttons,
            "createForumTopic": self._create_topic,
            "pinChatMessage": self._pin,
            "unpinChatMessage": self._unpin,
            "answerCallbackQuery": self._answer_press,
            "answerInlineQuery": self._answer_inline,
        }
        if method not in does:
            raise BadRequestError(f"unknown method {method}")
        return does[method](parameters)

    def _create_topic(self, parameters: dict[str, str]) -> dict[str, Any]:
        chat, name = self._open_chat(parameters), parameters["name"]
        if chat not in self.forums:
            raise BadRequestError("the chat is not a forum")
        if not 1 <= len(name) <= 128:
            raise BadRequestError("TOPIC_TITLE_INVALID")
        number = self._message_number()
        self.topics[number] = Topic(number, chat, name)
        begun = {"message_id": number, "date": self._now(), "from": BOT, "chat": self._place(chat)}
        begun |= {"message_thread_id": number, "is_topic_message": True}
        self.update({"message": {**begun, "forum_topic_created": {"name": name, "icon_color": 0}}})
        return {"message_thread_id": number, "name": name, "icon_color": 0}

    def _change_topic(self, method: str, parameters: dict[str, str]) -> bool:
        topic = self._topic(int(parameters["message_thread_id"]))
        match method:
            case "editForumTopic":
                if parameters["name"] == topic.name:
                    raise BadRequestError("TOPIC_NOT_MODIFIED")
                topic.name = parameters["name"]
            case "closeForumTopic" | "reopenForumTopic":
                if topic.is_closed == (method == "closeForumTopic"):
                    raise BadRequestError("TOPIC_NOT_MODIFIED")
                topic.is_closed = not topic.is_closed
            case _:
                del self.topics[topic.number]
                self.shown = [message for message in self.shown if message.topic != topic.number]
        return True

    def _topic(self, number: int) -> Topic:
        if number not in self.topics:
            raise BadRequestError("message thread not found")
        return self.topics[number]

    def _pin(self, parameters: dict[str, str]) -> bool:
        number = int(parameters["message_id"])
        if all(message.number != number for message in self.shown):
            raise BadRequestError("message to pin not found")
        if number not in self.pinned:
            self.pinned.append(number)
        return True

    def _unpin(self, parameters: dict[str, str]) -> bool:
        self.pinned.remove(int(parameters["message_id"]))
        return True

    def _copy_message(self, parameters: dict[str, str]) -> dict[str, Any]:
        chat, number = int(parameters["from_chat_id"]), int(parameters["message_id"])
        if (chat, number) not in self.sent:
            raise BadRequestError("message to copy not found")
        shown = self._show(self._open_chat(parameters), parameters.get("caption", ""), parameters=parameters)
        self.shown[-1].copied = (chat, number)
        return {"message_id": shown["message_id"]}

    def _edit_buttons(self, parameters: dict[str, str]) -> bool:
        """The buttons below a message of ours; what was pressed in a test without being shown is let go."""
        found = [message for message in self.shown if message.number == int(parameters["message_id"])]
        for message in found:
            message.gone, message.buttons = message.buttons + message.gone, _buttons(parameters)
        return True

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
        buttons = _buttons(parameters)
        if len(buttons) > 100 or any(not 1 <= len(data.encode()) <= 64 for _, data in buttons):
            raise BadRequestError("BUTTON_DATA_INVALID")
        return self._show(chat, text, buttons, parameters=parameters)

    def _send_file(self, parameters: dict[str, str], sent: tuple[File, ...]) -> dict[str, Any]:
        chat = self._open_chat(parameters)
        if len(sent) != 1 or not sent[0].content:
            raise BadRequestError("file must be non-empty")
        return self._show(chat, files=sent, parameters=parameters)

    def _open_chat(self, parameters: dict[str, str]) -> int:
        chat = int(parameters["chat_id"])
        if chat in self.blocked:
            raise PermissionError("bot was blocked by the user")
        if chat in self.moved:
            raise ChatMovedError(self.moved[chat])
        return chat

    def _show(
        self,
        chat: int,
        text: str = "",
        buttons: tuple[tuple[str, str], ...] = (),
        files: tuple[File, ...] = (),
        *,
        parameters: dict[str, str],
    ) -> dict[str, Any]:
        number, topic = self._message_number(), parameters.get("message_thread_id")
        if topic is not None and self._topic(int(topic)).is_closed:
            raise BadRequestError("TOPIC_CLOSED")
        self.shown.append(Shown(number, chat, text, buttons, files, None if topic is None else int(topic)))
        return {"message_id": number, "date": self._now(), "chat": self._place(chat), "text": text}


class ChatMovedError(Exception):
    """The group has become a supergroup."""

    def __init__(self, chat: int) -> None:
        self.chat = chat


_ON_TOPICS = {"editForumTopic", "closeForumTopic", "reopenForumTopic", "deleteForumTopic"}
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_CHAT = {"accent_color_id": 0, "max_reaction_count": 1, "accepted_gift_types": dict.fromkeys(_GIFTS, True)}


def _buttons(parameters: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Label and data of the buttons that a request sets."""
    rows = json.loads(parameters.get("reply_markup", "{}")).get("inline_keyboard", [])
    return tuple((button["text"], button["callback_data"]) for row in rows for button in row)


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
