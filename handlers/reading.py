"""What somebody typed, made ready to be understood: unseen signs taken out, a button's words or number taken for it."""

from handlers.session import Mode, Session
from knowledge.forms.cleaning import clean


def visible(text: str) -> str:
    """Text without NUL, zero-width and direction marks, which copying and some keyboards leave behind."""
    return clean(text).text


def picked(session: Session, text: str) -> str:
    """A button's words, typed, are the button; a number where choices stand open is the choice of that number."""
    for choice in session.offered:
        if text.strip("。. ") == choice.label:
            return choice.says
    if session.mode in {Mode.REVIEW, Mode.ANSWERS, Mode.DRAFTS}:
        return text  # these steps number their own lists
    numbered = [choice for choice in session.offered if not choice.control]
    plain = text.strip("。.、 ")
    if plain.isascii() and plain.isdigit() and 1 <= int(plain[:4]) <= len(numbered):
        return numbered[int(plain[:4]) - 1].says
    return text
