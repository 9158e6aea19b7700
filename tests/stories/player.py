"""Plays stories: lines that say who does what and where, and all that anybody is shown because of it.

    申请人：［提交］                      on Telegram; 申请人（网页）：… in a browser
    申请人：〔表格页：提交〕               on the page of the form, reached by the link from the conversation
    吴办（话题）：请补一份执照             in the newest topic of the staff's group; （旧话题） is the first
    吴办（工作台）：〔需补正：申报单位〕请写全称
    时间：〔过5天〕

〔备好：…〕 puts a filled-in draft before the applicant, so that no story has to fill in sixty fields. A long message is
cut after its first lines. Receipts are called by the same names in every run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from bot.telegram.incoming import LASTING
from handlers.cases.fields import case_fields
from handlers.cases.spoken import article
from handlers.draft import Draft
from handlers.model import Code
from handlers.rejudging import kept_verdict
from knowledge.library import Library
from knowledge.vocabulary.values import parse_sheet
from tests.conversation.players import START, nonces
from tests.conversation.script import Said, pressed, shown
from tests.desk.office import press
from tests.fake_bot_api import Shown, Topic
from tests.forms.drafts import full
from tests.stories.office import GROUP, NUMBERS, Office
from tests.web.applicant import as_shown
from tests.web.bench import Browser, Page

RECEIPT = re.compile(r"(?<![0-9A-Za-z])[2-9A-HJ-NP-Z]{8}(?![0-9A-Za-z])", re.ASCII)
CALLED = ("K7QF2M8R", "H3NV5T7W", "Q4RS6T8U", "P9WX3Y5Z")
ACTOR = re.compile(r"(\S+?)(?:（(网页|话题|旧话题|工作台)）)?")
ORDER = re.compile(r"〔([^：〕]+)(?:：([^〕]*))?〕(.*)", re.DOTALL)
LINES = 12
"""Of a long message."""
MOST = 20
PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
PAPER = {"file_id": "d", "file_unique_id": "d"}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
DOES = {
    "受理": "accept",
    "需补正": "correct",
    "答复": "answer",
    "建议通过": "recommend",
    "不予受理": "refuse",
    "关闭": "close",
    "重新打开": "reopen",
    "我来办": "claim",
    "放回": "release",
    "转给": "assign",
}


@dataclass
class Applicant:
    """Somebody who applies, on Telegram or in a browser."""

    number: int
    """On Telegram."""
    browser: Browser
    on_web: bool
    person: str = ""
    heard: int = 0
    """Replies on the page that have been seen."""
    draft: str = ""
    form: Browser | None = None
    """The browser in which the form is open."""


@dataclass
class Seen:
    """What the staff's group looked like."""

    names: dict[int, str] = field(default_factory=dict)
    shown: int = 0
    """Number of the last message."""
    toasts: int = 0


class StoryPlayer:
    """One story."""

    def __init__(self, library: Library, path: Path) -> None:
        self._library = library
        self._late = timedelta()
        self.office = Office(path, library, self._now, nonces())
        self._people: dict[str, Applicant] = {}
        self._desks: dict[str, Browser] = {}
        self._open: dict[str, Page] = {}
        self._seen = Seen()
        self._told: list[Said] = []

    def _now(self) -> datetime:
        return START + self._late

    def play(self, said: Said) -> list[Said]:
        """One line; all that anybody is shown because of it."""
        self._late += timedelta(minutes=1)
        self._told = []
        found = ACTOR.fullmatch(said.who)
        assert found, said.who
        name, where = found[1], found[2]
        if name == "时间":
            self._wait(said.text)
        elif where == "工作台":
            self._at_desk(name, said.text)
        elif where in {"话题", "旧话题"}:
            self._in_topic(name, said.text, first=where == "旧话题")
        else:
            self._apply(self._applicant(name, on_web=where == "网页"), said.text)
        self._settle()
        self._look()
        return [Said(one.who, self._named(one.text)) for one in self._told]

    # Applicants.

    def _applicant(self, name: str, *, on_web: bool) -> Applicant:
        if name not in self._people:
            one = Applicant(len(self._people) + 1, self.office.browser(), on_web)
            if on_web:
                one.browser.open()
                before = set(self.office.do(self.office.engine.store.people))  # type: ignore[attr-defined]
                one.browser.say("帮助")
                after = set(self.office.do(self.office.engine.store.people))  # type: ignore[attr-defined]
                (one.person,) = after - before
                one.heard = len(one.browser.open().replies)
            else:
                one.person = f"telegram:{one.number}"
            self._people[name] = one
        return self._people[name]

    def _apply(self, one: Applicant, text: str) -> None:
        order = ORDER.fullmatch(text)
        if order is not None:
            self._ordered(one, order[1], order[2] or "", order[3])
        elif one.on_web:
            button = pressed(text)
            page = one.browser.say(text) if button is None else one.browser.press(one.browser.open(), button.label)
            assert page.status == 200
        else:
            button = pressed(text)
            api = self.office.api
            act = api.say(one.number, text) if button is None else api.press(one.number, button.label)
            self.office.settle(act)

    def _ordered(self, one: Applicant, what: str, which: str, rest: str) -> None:
        if what == "备好":
            self._prepare(one, which)
        elif what == "表格页":
            self._on_form(one, which, rest)
        else:
            content = {"photo": PHOTO} if what == "照片" else {"document": {**PAPER, "file_name": which}}
            self.office.settle(self.office.api.send(one.number, {**content, "caption": rest}))

    def _prepare(self, one: Applicant, sheet: str) -> None:
        """A draft in which all is filled in, consent given, nothing handed in."""
        place, _, name = sheet.partition(" ")
        regulation = next(one for one in self._library.regulations.values() if one.identity.short == place)
        persona, slug = next(one for one in regulation.personas if one.name == name), regulation.slug
        answers, _problems = parse_sheet(self._library.facts, persona.facts)
        one.draft = f"{len(self._people):016x}"
        one.browser.say("好") if one.on_web else self.office.settle(self.office.api.say(one.number, "帮助"))
        made = full(self._library, slug, 1)
        made = made.model_copy(
            update={
                "id": one.draft,
                "person": one.person,
                "edition": self._library.get(slug).edition,
                "answers": answers,
                "verdict": kept_verdict(self._library, slug, answers, self._now().date()),
                "fields": {**made.fields, "unit_name": "示例机械有限公司", "workshop_name": "李示例技能大师工作室"},
            }
        )
        self.office.keep(made)
        self.office.consent(one.person)
        self._skip(one)

    def _skip(self, one: Applicant) -> None:
        """What came of the preparing is no part of the story."""
        self._seen.shown = max((message.number for message in self.office.api.shown), default=0)
        if one.on_web:
            one.heard = len(one.browser.open().replies)

    def _on_form(self, one: Applicant, which: str, rest: str) -> None:
        """Something done on the page of the form."""
        if one.form is None:
            one.form = one.browser if one.on_web else self._by_link(one)
        address = f"/drafts/{one.draft}"
        page = one.form.open(address)
        if which == "看":
            pass
        elif which.startswith("加文件"):
            fields = {"key": uuid4().hex, "material": ""}
            files = {"file": (rest, PDF, "application/octet-stream")}
            page = Page(one.form.ask("POST", f"{address}/files", data=fields, files=files))
        else:
            changes = dict([which.split("=", 1)]) if "=" in which else {}
            sent = {f"f.{self._key(one, label)}": value for label, value in changes.items()}
            do = "save" if changes else "submit"
            page = Page(one.form.ask("POST", address, data={**as_shown(page), **sent, "do": do}))
        told = page.texts("//*[@role='alert'][not(@hidden)] | //*[@role='status'][normalize-space()]")
        told += page.texts("//section[@aria-labelledby='title-correction']")
        self._tell("→表格页", "\n".join(told) or f"（{page.status}）")

    def _by_link(self, one: Applicant) -> Browser:
        """A browser that came by the one-time link of the conversation."""
        code = Code(secret=uuid4().hex, kind="form", person=one.person, draft=one.draft, made=self._now())
        self.office.save_code(code)
        browser = self.office.browser()
        assert browser.post(f"/go/{code.secret}", {"key": "1"}).status == 200
        return browser

    def _key(self, one: Applicant, label: str) -> str:
        world = self.office.do(lambda: self.office.engine.world_of(one.person))
        draft = next(draft for draft in world.drafts if draft.id == one.draft)
        return self._keys(draft)[label]

    def _keys(self, case: Draft) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for one in case_fields(self._library, case):
            found.setdefault(one.label, one.key)
        return found

    # Staff.

    def _in_topic(self, name: str, text: str, *, first: bool) -> None:
        topics = list(self.office.api.topics.values())
        topic = topics[0 if first else -1]
        order, button = ORDER.fullmatch(text), pressed(text)
        if button is not None:
            self.office.settle(self._press(NUMBERS[name], topic, button.label))
        elif order is not None:
            content = {"document": {**PAPER, "file_name": order[2] or ""}, "caption": order[3]}
            self.office.settle(self.office.api.write(NUMBERS[name], topic, content))
        else:
            self.office.settle(self.office.api.write(NUMBERS[name], topic, {"text": text}))

    def _press(self, user: int, topic: Topic, label: str) -> int:
        """Press a button in a topic, even one of the card that has just been taken away."""
        for message in reversed(self.office.api.in_topic(topic)):
            gone = {name: data for name, data in message.gone if data.startswith(LASTING)}
            data = ({**gone, **dict(message.buttons)}).get(label)
            if data is not None:
                return self.office.api.press_data(user, data, message)
        raise LookupError(label)

    def _at_desk(self, name: str, text: str) -> None:
        if name not in self._desks:
            self._desks[name] = self.office.at_desk(name)
        browser, order = self._desks[name], ORDER.fullmatch(text)
        assert order, text
        what, which, note = order[1], order[2] or "", order[3]
        if what == "看名单":
            listed = browser.open("/desk")
            self._tell("→工作台", "\n".join(listed.texts("//tbody/tr")) or "没有案件。")
            return
        if what == "撤回裁量结论":
            listed = browser.open("/desk/rulings")
            taken_back = browser.post(listed.tree.xpath("//details//form/@action")[0], {"key": uuid4().hex})
            self._tell("→工作台", "\n".join(taken_back.texts("//*[@role='status'] | //tbody/tr")))
            return
        receipt = self._case().receipt or ""
        if what == "打开":
            page = self._open[name] = browser.open(f"/desk/cases/{receipt}")
        else:
            page = press(browser, receipt, DOES[what], self._open.pop(name, None), note=note, **self._sent(what, which))
        told = page.texts("//*[@role='alert'] | //*[@role='status'][normalize-space()]")
        facts = page.texts("//dl[@class='facts']/div")
        self._tell("→工作台", "\n".join([*told, "；".join(facts)]))

    def _sent(self, what: str, which: str) -> dict[str, str]:
        case = self._case()
        if what == "需补正":
            return {"fields": "\n".join(self._keys(case)[label] for label in filter(None, which.split("、")))}
        if what == "不予受理":
            return {"provision": article(self._library, case, which)[0]}
        return {"to": self.office.members[which].id} if what == "转给" else {}

    def _case(self) -> Draft:
        """The newest case."""
        return self.office.do(self.office.engine.store.submitted)[0]

    def _wait(self, text: str) -> None:
        found = re.fullmatch(r"〔过(\d+)天〕", text)
        assert found, text
        self._late += timedelta(days=int(found[1]))
        self._desks.clear()

    # What is seen.

    def _settle(self) -> None:
        self.office.rest()

    def _look(self) -> None:
        api = self.office.api
        fresh = [message for message in api.shown if message.number > self._seen.shown]
        self._seen.shown = max((message.number for message in api.shown), default=0)
        for text in api.toasts[self._seen.toasts :]:
            self._tell("→提示", text)
        self._seen.toasts = len(api.toasts)
        for name, one in self._people.items():
            self._hear(name, one, [message for message in fresh if message.chat == one.number])
        for message in fresh:
            if message.chat == GROUP:
                self._tell("→群" if message.topic is None else "→话题", as_told(message))
        names = {topic.number: topic.name + ("（已关闭）" if topic.is_closed else "") for topic in api.topics.values()}
        for number, called in names.items():
            if self._seen.names.get(number) != called:
                self._tell("→话题名", called)
        for number in self._seen.names.keys() - names.keys():
            self._tell("→话题名", f"{self._seen.names[number]}：话题已删除")
        self._seen.names = names

    def _hear(self, name: str, one: Applicant, fresh: list[Shown]) -> None:
        label = "→申请人" if name == "申请人" else f"→{name}"
        for message in fresh:
            self._tell(label, as_told(message))
        if one.on_web:
            replies = one.browser.open().replies
            for text in replies[one.heard :]:
                self._tell(label, text)
            one.heard = len(replies)

    def _tell(self, who: str, text: str) -> None:
        lines = text.split("\n")
        buttons = lines[-1:] if lines[-1].startswith("［") else []
        kept = lines if len(lines) <= MOST else [*lines[:LINES], "……", *buttons]
        self._told.append(Said(who, "\n".join(kept).strip()))

    def _named(self, text: str) -> str:
        """Receipts by names that stay the same."""
        known = [case.receipt for case in reversed(self.office.do(self.office.engine.store.submitted))]
        self._order = [*dict.fromkeys([*getattr(self, "_order", []), *known])]
        return RECEIPT.sub(
            lambda found: CALLED[self._order.index(found[0])] if found[0] in self._order else found[0], text
        )


def as_told(message: Shown) -> str:
    """A message as a story shows it."""
    copied = ("〔转来的图片或文件〕",) if message.copied else ()
    words = shown(message.text, [label for label, _ in message.buttons], message.files)
    return "\n".join((*copied, *filter(None, (words,))))
