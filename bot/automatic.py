"""Words that nobody asked for: something fell due. Each goes out once, since it is put in the outbox in the same
transaction as the turn that bears its name."""

from datetime import datetime

from bot.engine import Engine, new_nonce
from handlers.model import Reply, Turn
from knowledge.model import Frozen
from storage.transaction import Transaction


class Word(Frozen):
    """Something to be said."""

    channel: str
    """Why it is said, one of ``storage.store.AUTOMATIC``; the points at which tests end a process begin with it."""
    key: str
    """Its name among those of the channel: whatever bears a name that has been there is not said."""
    person: str
    """Whose turn it is: the person who is told, or the staff."""
    chats: tuple[str, ...]
    reply: Reply
    about: str | None = None
    """Whose words they are, where that is somebody else than who is told."""


def post(engine: Engine, transaction: Transaction, word: Word, at: datetime) -> bool:
    """Put a word in the outbox; False where it has been there, or there is nowhere to send it."""
    if not word.chats:
        return False
    number = transaction.add_turn(
        Turn(
            channel=word.channel,
            key=word.key,
            person=word.person,
            chat=word.chats[0],
            at=at,
            nonce=new_nonce(),
            other=word.channel,
        )
    )
    if number is None:
        return False
    if word.about is not None:
        transaction.concerns(number, word.about)
    engine.reached(f"{word.channel}-stored")
    for chat in word.chats:
        transaction.queue(number, chat, word.reply, None)
    engine.reached(f"{word.channel}-queued")
    return True
