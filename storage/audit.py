"""What must be true of the data at any time, looked at beside the running program; every breach is told.

The numbers are those of the list in docs/operations.md.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from sqlite_utils import Database
from stdnum.cn import ric

from handlers.retention import KEPT
from knowledge.model import Citation
from storage import expiry, letters, rows, uploads
from storage.errors import RowDamagedError
from storage.records import AUTOMATIC
from storage.vault import NOTHING, SealBrokenError, Vault

Invariant = Literal["N3", "N5", "N6", "N7", "N8", "N9", "N10", "N11"]

WAITS = timedelta(hours=24)
RECENT = timedelta(days=6)
"""Replies are kept for a week; of turns before that it cannot be said whether they were answered."""
SLACK = timedelta(days=2)
"""What goes every hour may be late by this when the program was off."""
LATE = timedelta(days=60)
"""A draft stays longer when its person could not be told in time; not by so much."""
UNCLOSED = timedelta(days=365)
_NUMBER = re.compile(rb"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")
_CHUNK = 1 << 22


@dataclass(frozen=True)
class Finding:
    """A breach."""

    invariant: Invariant
    text: str
    """Chinese, for the operator, without personal data."""


@dataclass(frozen=True)
class Evidence:
    """What an audit looks at."""

    db: Database
    vault: Vault
    path: Path
    erased: frozenset[str]
    """Names of the keys that were destroyed."""
    at: datetime


def sound(evidence: Evidence) -> Iterator[Finding]:
    """Breaches for which a copy of the data would be worthless."""
    yield from _whole(evidence)
    yield from _authentic(evidence)
    yield from _files(evidence)


def audit(evidence: Evidence, stands: Callable[[Citation], bool]) -> Iterator[Finding]:
    """Every breach. ``stands``: whether a quote stands in its provision."""
    yield from sound(evidence)
    yield from _letters(evidence)
    yield from _erased(evidence)
    yield from _answered(evidence)
    yield from _agreed(evidence)
    yield from _plain(evidence)
    yield from _quoted(evidence, stands)
    yield from _in_order(evidence)
    yield from _over(evidence)


def _whole(evidence: Evidence) -> Iterator[Finding]:
    (found,) = evidence.db.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        yield Finding("N9", "数据文件的结构损坏：请用最近的备份恢复（restore）。")
    count = len(evidence.db.execute("PRAGMA foreign_key_check").fetchall())
    if count:
        yield Finding("N9", f"有 {count} 行指向不存在的记录。")


def _authentic(evidence: Evidence) -> Iterator[Finding]:
    """Every sealed text opens where it stands."""
    for words in rows.ALL_WORDS:
        broken = sum(1 for row in evidence.db.table(words.table).rows if not _opens(evidence.vault, words, row))
        if broken:
            yield Finding("N9", f"表 {words.table} 有 {broken} 行解不开：内容被改动过、损坏，或密钥已不在。")


def _opens(vault: Vault, words: rows.Words[Any], row: rows.Row) -> bool:
    try:
        return row["sealed"] == NOTHING or vault.open(words.place(row), row["sealed"]) is not None
    except SealBrokenError:
        return False


def _files(evidence: Evidence) -> Iterator[Finding]:
    folder, broken = uploads.folder_of(evidence.path), 0
    for name, person in evidence.db.execute("SELECT id, person FROM uploads").fetchall():
        try:
            uploads.read(evidence.db, evidence.vault, folder, person, name)
        except RowDamagedError:
            broken += 1
    if broken:
        yield Finding("N9", f"有 {broken} 个上传的文件缺失或解不开。")


def _letters(evidence: Evidence) -> Iterator[Finding]:
    """What commands left for the writer has been taken in."""
    folder = letters.folder_of(evidence.path)
    count = letters.left_since(folder, evidence.at - WAITS)
    if count:
        yield Finding(
            "N9", f"有 {count} 条查看记录没有收进数据文件：请看文件夹 {folder.name} 是否属于运行程序的用户，或已损坏。"
        )


def _erased(evidence: Evidence) -> Iterator[Finding]:
    """No key that was to be destroyed is there. Words whose key is gone have been found already."""
    owners = {owner for (owner,) in evidence.db.execute("SELECT person FROM keys WHERE person <> ''").fetchall()}
    broken = {owner for owner in owners if evidence.vault.is_broken(owner)}
    if broken:
        yield Finding("N9", f"有 {len(broken)} 把密钥解不开：请用备份恢复（restore）。")
    left = sum(1 for owner in owners - broken if evidence.vault.name_of_key(owner) in evidence.erased)
    if left:
        yield Finding("N8", f"有 {left} 人要求删除，但没有删完：请让他们再发一次，或运行 erase。")


def _answered(evidence: Evidence) -> Iterator[Finding]:
    """Every turn that asks has its replies; every reply is sent, waiting, or held or dead for a reason. What was done
    on a form's page is told there. On the web and in the terminal a reply waits until its person comes by."""
    late = """SELECT count(*) FROM outbox JOIN turns ON turns.id = outbox.turn
              WHERE state = 'waiting' AND chat <> 'staff' AND chat NOT GLOB 'web:*' AND chat NOT GLOB 'console:*'
                AND at < ?"""
    (count,) = evidence.db.execute(late, (rows.stamp(evidence.at - WAITS),)).fetchone()
    if count:
        yield Finding("N3", f"有 {count} 条回复等了24小时以上还没有发出：请看程序是否在运行、网络是否正常。")
    count = evidence.db.table("outbox").count_where("state IN ('held', 'dead') AND reason = ''")
    if count:
        yield Finding("N3", f"有 {count} 条回复没有发出，也没有写明原因。")
    unanswered = "at > ? AND owner <> '' AND id NOT IN (SELECT turn FROM outbox)"
    found = evidence.db.table("turns").rows_where(unanswered, (rows.stamp(evidence.at - RECENT),))
    count = sum(1 for row in found if _asks(evidence.vault, row))
    if count:
        yield Finding("N3", f"有 {count} 条消息没有得到回复。")


def _asks(vault: Vault, row: rows.Row) -> bool:
    """Whether a turn is one that gets an answer."""
    if row["channel"] in AUTOMATIC or row["sealed"] == NOTHING:
        return False
    try:
        turn = rows.TURNS.read(vault, row)
    except RowDamagedError:
        return False
    return turn.text is not None or turn.press is not None or turn.command is not None


def _agreed(evidence: Evidence) -> Iterator[Finding]:
    """Nothing stands in a form whose person had not agreed."""
    count = 0
    for row in evidence.db.table("drafts").rows:
        try:
            draft = rows.DRAFTS.read(evidence.vault, row)
        except RowDamagedError:
            continue
        if draft.kind == "application" and any(draft.fields.values()):
            agreed = "person = ? AND kind = 'form' AND granted = 1 AND at <= ?"
            count += not evidence.db.table("consents").count_where(agreed, (draft.person, row["changed"]))
    if count:
        yield Finding("N5", f"有 {count} 份草稿填了内容，却没有同意的记录。")


def _plain(evidence: Evidence) -> Iterator[Finding]:
    """No identity number stands in a file in the open."""
    folder = evidence.path.parent
    found = sorted(each.name for each in folder.rglob("*") if each.is_file() and _has_identity_number(each))
    if found:
        yield Finding("N6", f"文件里有未加密的身份证号：{'、'.join(found[:5])}。")


def _has_identity_number(path: Path) -> bool:
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            for match in _NUMBER.finditer(tail + chunk):
                if ric.is_valid(match.group().decode()):
                    return True
            tail = chunk[-18:]
    return False


def _quoted(evidence: Evidence, stands: Callable[[Citation], bool]) -> Iterator[Finding]:
    """Every quote that was shown stands in its provision."""
    count = 0
    for row in evidence.db.table("outbox").rows_where("sealed <> x''"):
        try:
            citations = rows.OUTBOX.read(evidence.vault, row).citations
        except RowDamagedError:
            continue
        count += sum(1 for citation in citations if not stands(citation))
    if count:
        yield Finding("N7", f"有 {count} 处发出的引文和现在的条文对不上：资料改过，或引文有误。")


def _in_order(evidence: Evidence) -> Iterator[Finding]:
    """Replies of one chat are sent in the order of their turns."""
    sql = """SELECT count(*) FROM (
                 SELECT sent_at, lag(sent_at) OVER (PARTITION BY chat ORDER BY id) AS before
                 FROM outbox WHERE state = 'sent') WHERE sent_at < before"""
    (count,) = evidence.db.execute(sql).fetchone()
    if count:
        yield Finding("N10", f"有 {count} 条回复的发送时间早于它前面的一条（也可能是电脑时间调过）。")


def _over(evidence: Evidence) -> Iterator[Finding]:
    """Nothing is kept longer than people were told."""
    watch = expiry.watch(evidence.db)
    if watch is not None and watch.since is not None:
        yield Finding("N11", "电脑的时间跳动过，到期清理已暂停：请用 doctor 核对。")
    count = expiry.overdue(evidence.db, evidence.at - SLACK)
    ended = {kind: evidence.at - kept - LATE for kind, kept in KEPT.items()}
    count += len(expiry.holdings(evidence.db, ended))
    if count:
        yield Finding("N11", f"有 {count} 项超过了保存期限还没有清理：请看时间是否被判为不可信（doctor）。")
    unclosed = "receipt IS NOT NULL AND closed IS NULL AND changed < ?"
    count = evidence.db.table("drafts").count_where(unclosed, (rows.stamp(evidence.at - UNCLOSED),))
    if count:
        yield Finding("N11", f"有 {count} 份提交超过一年还没有关闭：办结了的请在群里点“关闭”。")
