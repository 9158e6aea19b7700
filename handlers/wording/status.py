"""The line that stands under every answer: how far the text that it rests on can be relied on."""

from datetime import date

from knowledge.library import Regulation
from knowledge.model import Identity, StatusKind
from knowledge.texts.status import Status

VERIFY = "是否仍有效须向主管部门核实"
LEAD = "文件状态："


def status_line(regulation: Regulation, on: date) -> str:
    """One line on the status of a regulation's text on a day, ending in a full stop."""
    status = regulation.status(on)
    if status.kind is StatusKind.DRAFT:
        return LEAD + _draft(regulation.identity, status)
    return f"{LEAD}{_name(regulation.identity)}，{_force(status)}。"


def _name(identity: Identity) -> str:
    """文号, or the title where there is none."""
    return identity.number or f"《{identity.title}》"


def _force(status: Status) -> str:
    """What may be said of a text that is no draft."""
    match status.kind:
        case StatusKind.NOT_YET:
            return f"自{status.effective}起施行，现在还没有施行"
        case StatusKind.IN_FORCE:
            return f"现行（有效期至{status.until}）"
        case StatusKind.EXPIRED:
            return f"有效期已于{status.until}届满，{VERIFY}"
        case _:
            return f"{'试行，' if status.trial else ''}文中未载明有效期，{VERIFY}"


def _draft(identity: Identity, status: Status) -> str:
    """A draft: what it lacks, and what has become of the term that it gives itself."""
    gaps = [gap for gap, there in (("无文号", identity.number), ("落款日期空白", identity.issued)) if not there]
    lacking = f"（{'、'.join(gaps)}）" if gaps else ""
    line = f"征求意见稿{lacking}，不是正式文件"
    if status.until:
        term = f"{status.effective}至{status.until}" if status.effective else f"至{status.until}"
        line += f"；稿中自定的有效期（{term}）{'已过' if status.term_over else '尚未届满'}"
    return f"{line}。请以主管部门现行文件为准。"
