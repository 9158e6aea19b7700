"""What a document says of itself: title, 文号, who issued it, when, and how far it can be relied on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from knowledge.importing.dates import BLANK, days
from knowledge.importing.lines import Oddity
from knowledge.importing.regions import region_of
from knowledge.model import Bound, Provision
from knowledge.texts.provisions import Provisions
from knowledge.texts.text import contains, fold

STATE = "中华人民共和国"
QUALIFIED = re.compile(
    r"[（(〔]\s*(?:\d{4}\s*年.*?|试行|暂行|征求意见稿|草案|修订|修正|送审稿|讨论稿)[^（()）]*[）)〕]\s*$"
)
NOTICE = re.compile(r"(?:关于)?(?:印发|发布|公布|颁布|转发).{0,6}《(.+)》.{0,8}的?(?:通知|决定|公告|令)")
DRAFT = re.compile("征求意见稿|草案|送审稿|讨论稿")
ENACTED = re.compile("通过|公布|发布|修正|修订|批准|颁布|印发")
IN_FORCE = re.compile(r"(?:自|从|于)\s*(.{4,18}日)\s*(?:零时)?\s*(?:起|开始)?(?:正式)?(?:施行|实施|执行|生效|实行)")
AT_ONCE = re.compile(r"自(?:公布|发布|印发|颁布|下发|通过)之日起?(?:正式)?(?:施行|实施|执行|生效|实行)")
TERM = re.compile(r"有效期\s*(?:为|限为|：)?\s*(\d{1,2}|[一二两三四五六七八九十])\s*年")
UNTIL = re.compile(r"有效期\s*(?:至|到|截至|截止到?)\s*(.{6,16}日)")
REPEALED = re.compile(r"同时废止|即行废止|予以废止|同时停止执行")
NAMES = re.compile(r"《(?:[^《》]|《[^《》]*》)+》(?:[（(][^（()）]{3,30}[）)])?")
INTERPRETS = re.compile(r"由([^，。；由]{2,40}?)(?:负责)?(?:进行)?解释")
NATIONAL = re.compile(r"全国人民代表大会(常务委员会)?(?:第|主席团|\s|通过|公布)")
CONGRESS = re.compile(
    r"([\u4e00-\u9fff]{2,14}?)(?:第[一二三四五六七八九十百零〇]+届)?(?:全国)?人民代表大会(常务委员会)?"
)
SUPREME = re.compile("最高人民法院|最高人民检察院")
SHORTEST_NAME = 2


@dataclass(slots=True)
class Found:
    """What was found; what was not stays empty."""

    title: str = ""
    short: str = ""
    region: str = ""
    number: str | None = None
    issuers: tuple[str, ...] = ()
    issued: date | None = None
    effective: date | None = None
    until: date | None = None
    draft: bool = False
    trial: bool = False
    sources: list[Bound] = field(default_factory=list)
    interpreter: tuple[str, Bound] | None = None
    predecessors: list[tuple[str, Bound]] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)


def identify(provisions: Provisions, name: str) -> Found:
    """What a document says of itself; ``name`` stands in where it has no title."""
    found = Found()
    front = [one for one in provisions.all if one.kind in {"front", "title"}]
    titles = [one for one in front if one.eid == "title" or one.eid.startswith("front__title")]
    _title(found, titles, name)
    found.number = next((fold(one.text) for one in front if one.eid.startswith("front__number")), None)
    history = [one for one in front if one.eid.startswith(("front__history", "front__date"))]
    found.issuers = tuple(dict.fromkeys(_issuers(front, history, found.title)))
    _dates(found, provisions, history)
    _last_words(found, provisions)
    found.sources = [one for one in found.sources if contains(provisions.get(one.at).text, one.quote)]
    found.region = region_of(found.title, [*found.issuers, *(one.text for one in history)])
    return found


def _title(found: Found, titles: Sequence[Provision], name: str) -> None:
    """The title, what it says of drafts and trials, and the name by which people call the document."""
    printed = next((one for one in titles if one.kind == "title"), titles[0] if titles else None)
    text = "".join(printed.text.split()) if printed else ""
    if not text:
        found.oddities.append(Oddity(0, "no_title", f"没有找到标题，先用“{name}”，请在 regulation.yaml 里改"))
    elif "《" in text and (brought := NOTICE.search(text)):
        text = brought.group(1)
    found.title = text or name
    found.draft = any(DRAFT.search(one.text) for one in titles)
    found.trial = any("试行" in one.text for one in titles)
    marks = (("draft", found.draft, DRAFT), ("trial", found.trial, re.compile("试行")))
    for _, said, pattern in marks:
        at = next(((one.eid, match.group()) for one in titles if (match := pattern.search(one.text))), None)
        if said and at:
            found.sources.append(Bound(at=at[0], quote=at[1]))
    short = QUALIFIED.sub("", found.title).removeprefix(STATE)
    found.short = short if len(short) >= SHORTEST_NAME else found.title


def _issuers(front: Sequence[Provision], history: Sequence[Provision], title: str) -> Iterator[str]:
    """Who issued it: the letterhead, else the signature, else the congress, court or body that passed it."""
    for role in ("front__issuer", "front__sign"):
        named = [line for one in front if one.eid.startswith(role) for line in one.text.split("\n")]
        names = [
            name for line in named for name in re.split(r"\s{2,}|　|\s(?=[\u4e00-\u9fff]{4,})", line) if name.strip()
        ]
        if names:
            yield from (re.sub(r"文件$|[（(].*?[）)]$", "", name.strip()) for name in names)
            return
    for one in history:
        bare = re.sub(r"^[（(]?[\d年月日\s]+", "", NAMES.sub("", one.text))
        if national := NATIONAL.search(bare):
            yield f"全国人民代表大会{national.group(1) or ''}"
            return
        if congress := CONGRESS.search(bare):
            yield f"{congress.group(1)}人民代表大会{congress.group(2) or ''}"
            return
    courts = list(dict.fromkeys(SUPREME.findall(title)))
    if courts:
        yield from courts
        return
    for one in history:
        if state := re.search(r"国务院", one.text):
            yield state.group()
            return


def _dates(found: Found, provisions: Provisions, history: Sequence[Provision]) -> None:
    """When it was issued and since when, and until when, it is in force."""
    enacted = [
        day
        for one in history
        if ENACTED.search(one.text) or one.eid.startswith("front__date")
        for day in days(one.text)[:1]
    ]
    if enacted:
        found.issued = max(day for day, _ in enacted)
    blank = next((one for one in history if not days(one.text) and BLANK.search(one.text)), None)
    if blank is not None:
        found.oddities.append(Oddity(0, "date_blank", f"日期有空白：{blank.text}"))
    told = [
        (one, day)
        for one in history
        if "施行" in one.text and not ENACTED.search(one.text)
        for day in days(one.text)[-1:]
    ]
    if told:
        one, (found.effective, _) = told[-1]
        found.sources.append(Bound(at=one.eid, quote=one.text))
    else:
        _commencement(found, provisions)
    _end(found, provisions)


def _commencement(found: Found, provisions: Provisions) -> None:
    """The clause of the text on its own commencement; the last one counts, as the others speak of other texts."""
    for one in reversed(provisions.all):
        if one.kind not in {"article", "paragraph", "item", "section", "front"} or one.eid.startswith("annex"):
            continue
        clause = next((match for match in IN_FORCE.finditer(one.text) if days(match.group(1))), None)
        if clause and re.search(r"本|公布|印发|起", one.text):
            found.effective = days(clause.group(1))[0][0]
            found.sources.append(Bound(at=one.eid, quote=clause.group()))
            return
        at_once = AT_ONCE.search(one.text)
        if at_once:
            found.effective = found.issued
            found.sources.append(Bound(at=one.eid, quote=at_once.group()))
            return


def _end(found: Found, provisions: Provisions) -> None:
    """The last day of the term that the text gives itself."""
    for one in reversed(provisions.all):
        until = UNTIL.search(one.text)
        if until and days(until.group(1)):
            found.until = days(until.group(1))[0][0]
            found.sources.append(Bound(at=one.eid, quote=until.group()))
            return
        term = TERM.search(one.text)
        if term and one.kind != "row" and ("本" in one.text or "自" in one.text) and found.effective:
            from_cn = term.group(1)
            years = int(from_cn) if from_cn.isdecimal() else "零一二三四五六七八九十".find(from_cn.replace("两", "二"))
            if re.search(r"(?:文件|办法|规定|细则|通知|条例|本.{0,6})?有效期", one.text) and IN_FORCE.search(one.text):
                found.until = found.effective + relativedelta(years=years) - timedelta(days=1)
                found.sources.append(Bound(at=one.eid, quote=term.group()))
                return


def _last_words(found: Found, provisions: Provisions) -> None:
    """Who interprets the text, and what it repeals."""
    for one in provisions.all:
        if one.kind not in {"article", "paragraph", "item", "section", "front"}:
            continue
        named = INTERPRETS.search(one.text)
        if named:
            found.interpreter = (named.group(1), Bound(at=one.eid, quote=named.group()))
        for sentence in re.findall(r"[^。]+。?", one.text):
            if REPEALED.search(sentence) and len(sentence) < 400:
                quoted = Bound(at=one.eid, quote=sentence)
                found.predecessors += [(name, quoted) for name in NAMES.findall(sentence)]
