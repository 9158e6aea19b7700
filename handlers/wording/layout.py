"""How text is set: quotes, digits, blank lines."""

import re

_BLANK_LINES = re.compile(r"\n{3,}")
_WIDE = {ord("０") + n: str(n) for n in range(10)} | {
    wide + n: chr(narrow + n) for wide, narrow in ((ord("Ａ"), ord("A")), (ord("ａ"), ord("a"))) for n in range(26)
}


def narrow(text: str) -> str:
    """Full-width digits and letters as people write them today; the words stay the document's own."""
    return text.translate(_WIDE)


def quoted(text: str) -> str:
    """A quotation of the document."""
    return f"「{narrow(text)}」"


def sentence(text: str) -> str:
    """A note of the data as a sentence, with its full stop."""
    return text if not text or text.endswith(("。", "！", "？", "）")) else f"{text}。"


def tidy(text: str) -> str:
    """No more than one blank line together, none at the ends."""
    return _BLANK_LINES.sub("\n\n", text).strip()
