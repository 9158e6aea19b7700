"""The texts themselves: which there are, each as a whole, each provision, and a search through all."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.logs import event, fault_of
from bot.web import reading
from bot.web.limits import Limits
from bot.web.pages import Pages
from bot.web.reading import Run
from bot.web.words import place_of
from bot.worker import Do
from handlers import ask
from handlers.answers.opening import neighbour, top_of
from handlers.wording.status import status_line
from knowledge.library import Library, Regulation
from knowledge.model import Citation, StatusKind
from knowledge.texts.text import fold

_log = logging.getLogger(__name__)

NO_TEXT = "没有收录这份文件。"
NO_PROVISION = "《{title}》里没有这一条。"
MOST = 40
"""Places that a search shows."""
LONGEST = 100
"""Characters of a search that are read."""
AROUND = 48
"""Characters shown on either side of what was found."""
PART = "x-part"
"""Set by our own script, which wants the provision alone, to show it beside the conversation."""


@dataclass(frozen=True)
class Text:
    """A regulation, as it is listed."""

    slug: str
    short: str
    title: str
    number: str
    issuers: str
    issued: str
    status: str
    kind: StatusKind


@dataclass(frozen=True)
class Found:
    """A provision that a search has found."""

    short: str
    label: str
    address: str
    runs: tuple[Run, ...]
    draft: bool


@dataclass(frozen=True)
class Articles:
    """The pages of the texts."""

    library: Library
    do: Do
    pages: Pages
    today: Callable[[], date]
    limits: Limits

    @property
    def routes(self) -> list[Route]:
        """What is answered here."""
        return [
            Route("/rules", self.shelf),
            Route("/rules/search", self.search),
            Route("/rules/{slug}", self.text),
            Route("/rules/{slug}/{eid}", self.provision),
        ]

    async def shelf(self, request: Request) -> Response:
        """Every text with its status."""
        texts = [self._text(one) for one in self.library.regulations.values()]
        return self.pages.page(request, "rules.html", texts=texts, question="")

    async def text(self, request: Request) -> Response:
        """A whole text."""
        regulation = self.library.regulations.get(request.path_params["slug"])
        if regulation is None:
            return self.pages.told(request, 404, NO_TEXT)
        return self.pages.page(
            request,
            "text.html",
            text=self._text(regulation),
            contents=reading.contents(regulation),
            nodes=reading.whole(regulation),
        )

    async def provision(self, request: Request) -> Response:
        """The article that a provision stands in, with the provision picked out and the words relied on marked."""
        slug, eid = request.path_params["slug"], request.path_params["eid"]
        regulation = self.library.regulations.get(slug)
        if regulation is None:
            return self.pages.told(request, 404, NO_TEXT)
        if eid not in regulation.text:
            return self.pages.told(request, 404, NO_PROVISION.format(title=regulation.identity.title))
        top = top_of(regulation, eid)
        aim = reading.aim_at(eid, request.query_params.get("mark", ""))
        return self.pages.page(
            request,
            "panel.html" if PART in request.headers else "provision.html",
            text=self._text(regulation),
            top=top,
            label=regulation.get(eid).label,
            node=reading.part(regulation, top, aim),
            before=neighbour(regulation, top, -1),
            after=neighbour(regulation, top, 1),
        )

    async def search(self, request: Request) -> Response:
        """What answers a question, and where its very words stand."""
        question = request.query_params.get("q", "").strip()[:LONGEST]
        crowding = self.limits.crowding() if question else None
        if crowding is not None:
            return self.pages.told(request, 429, crowding.words, headers=crowding.headers)
        slug = request.query_params.get("in", "")
        scope = [slug] if slug in self.library.regulations else [*self.library.regulations]
        answers = await self.do(partial(self._answers, question, scope)) if question else []
        words = self._containing(question, scope) if question else []
        texts = [self._text(one) for one in self.library.regulations.values()]
        return self.pages.page(
            request,
            "search.html",
            question=question,
            slug=slug,
            texts=texts,
            answers=answers,
            words=words[:MOST],
            more=max(0, len(words) - MOST),
        )

    def _answers(self, question: str, scope: list[str]) -> list[Found]:
        """The provisions by which the assistant would answer."""
        region = scope[0] if len(scope) == 1 else None
        try:
            answer = ask.answer(self.library, question, region=region, on=self.today())
        except Exception as error:  # noqa: BLE001 - whatever the fault, what contains the words is still shown
            event(_log, logging.ERROR, "search failed", fault=fault_of(error))
            return []
        return [self._cited(one) for one in answer.citations]

    def _cited(self, citation: Citation) -> Found:
        regulation = self.library.get(citation.region)
        return self._found(regulation, citation.label, place_of(self.library, citation), (Run(citation.quote),))

    def _containing(self, words: str, scope: list[str]) -> list[Found]:
        """Provisions in which the words stand."""
        wanted, found = fold(words), []
        for regulation in map(self.library.get, scope):
            for one in regulation.provisions:
                if wanted and wanted in fold(one.text):
                    cited = Citation(region=one.region, eid=one.eid, label=one.label, quote=words)
                    runs = _around(reading.marked(one.text, words))
                    found.append(self._found(regulation, one.label, place_of(self.library, cited), runs))
        return found

    def _found(self, regulation: Regulation, label: str, address: str, runs: tuple[Run, ...]) -> Found:
        draft = regulation.status(self.today()).kind is StatusKind.DRAFT
        return Found(regulation.identity.short, label, address, runs, draft)

    def _text(self, regulation: Regulation) -> Text:
        identity, today = regulation.identity, self.today()
        issued = identity.issued
        return Text(
            slug=regulation.slug,
            short=identity.short,
            title=identity.title,
            number=identity.number or "",
            issuers="、".join(identity.issuers),
            issued="" if issued is None else f"{issued.year}年{issued.month}月{issued.day}日",
            status=status_line(regulation, today),
            kind=regulation.status(today).kind,
        )


def _around(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """What was found first, with some words on either side."""
    place = next(place for place, run in enumerate(runs) if run.marked)
    before = "".join(run.text for run in runs[:place])
    after = "".join(run.text for run in runs[place + 1 :])
    short = before if len(before) <= AROUND else "…" + before[-AROUND:]
    rest = after if len(after) <= AROUND else after[:AROUND] + "…"
    return Run(short), runs[place], Run(rest)
