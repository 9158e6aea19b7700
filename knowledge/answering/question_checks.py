"""What must hold of the entries that answer questions: topics exist, are bound once, and sentences pass the gate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.answering.gate import dropped, numbers, on_topic, unsupported
from knowledge.answering.questions import Answered, Silent, Topic
from knowledge.faults import Fault
from knowledge.library import Regulation
from knowledge.strict_yaml import Document

FILES = ("questions.yaml", "silences.yaml")


def check_questions(
    regulation: Regulation, topics: Mapping[str, Topic], name: str, read: Mapping[str, Document]
) -> Iterator[Fault]:
    """Faults of one regulation's entries; ``name`` is the folder's path, ``read`` its documents by file."""
    enquiries = regulation.enquiries
    seen: dict[str, str] = {}
    listed: tuple[tuple[Answered | Silent, ...], ...] = (enquiries.answers, enquiries.silences)
    for file, entries in zip(FILES, listed, strict=True):
        for index, entry in enumerate(entries):
            line = read[file].line(("entries", index))
            for wrong in (*_naming(entry, topics, seen, file), *_sentence(regulation, entry)):
                yield Fault(f"{name}/{file}", line, wrong)


def _naming(entry: Answered | Silent, topics: Mapping[str, Topic], seen: dict[str, str], file: str) -> Iterator[str]:
    """A topic exists and is bound once in a regulation; an entry without one brings its own questions."""
    key = entry.topic or entry.title
    if entry.topic is not None and entry.topic not in topics:
        yield f"topics.yaml 里没有这个主题：{entry.topic}"
    if entry.topic is None and not entry.ask:
        yield f"“{entry.title}”没有问法（ask）"
    if key in seen:
        yield f"“{key}”在 {seen[key]} 里已经有了"
    seen.setdefault(key, file)


def _sentence(regulation: Regulation, entry: Answered | Silent) -> Iterator[str]:
    """The citation gate."""
    quotes = [source.quote for source in entry.sources]
    if isinstance(entry, Silent):
        loose = sorted(numbers(entry.text) - numbers("\n".join(quotes)))
        if loose:
            yield f"text 里的数字没有原文支持：{'、'.join(loose)}"
        return
    quotes.append(regulation.introduction(entry.sources[0].at))
    for name, sentence in (("say", entry.say), ("brief", entry.brief)):
        if sentence:
            yield from _gated(name, sentence, quotes)


def _gated(name: str, sentence: str, quotes: list[str]) -> Iterator[str]:
    loose = unsupported(sentence, quotes)
    if loose:
        yield f"{name} 里的数字或语气词没有原文支持：{'、'.join(loose)}"
    left_out = dropped(sentence, quotes)
    if left_out:
        yield f"{name} 漏掉了原文的限定词：{'、'.join(left_out)}"
    if not on_topic(sentence, quotes):
        yield f"{name} 说的和引文不是一回事"
