"""Plain text: every line as it stands, unless the text is marked up as Markdown."""

from bot.documents.decoding import decode
from bot.documents.markdown import is_markdown, marked_up
from knowledge.importing.lines import Reading, plain


def read(raw: bytes) -> Reading:
    """The lines of a text file."""
    text, oddities = decode(raw)
    if is_markdown(text):
        return marked_up(text, oddities)
    return Reading(tuple(map(plain, text.split("\n"))), tuple(oddities))
