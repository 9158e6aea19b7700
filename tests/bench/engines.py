"""Search engines side by side: the assistant's own, and well-known ones over the same text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import bm25s
import tantivy

from knowledge.loader import order
from knowledge.retrieval.engine import Article, Engine
from knowledge.retrieval.search import Search
from knowledge.retrieval.storing import load, save
from tests.bench.files import lay_words

Ask = Callable[[str], object]
MOST = 100


def build_own(articles: Sequence[Article], folder: Path) -> None:
    """The assistant's own index."""
    save(Engine.build(articles, lay_words()), folder / "index")


def open_own(folder: Path) -> Ask:
    """The assistant's own search, nothing learnt."""
    search = Search(load(folder / "index", lay_words()), trained=order())
    return lambda question: search.find(question, MOST)


def build_fts5(articles: Sequence[Article], folder: Path) -> None:
    """SQLite's full-text search over runs of three characters."""
    base = sqlite3.connect(folder / "fts.db")
    base.execute("CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='trigram')")
    base.executemany("INSERT INTO texts(text) VALUES (?)", ((one.text,) for one in articles))
    base.commit()
    base.close()


def open_fts5(folder: Path) -> Ask:
    """The same, asked for any of a question's runs of three."""
    base = sqlite3.connect(folder / "fts.db")
    sought = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT ?"

    def ask(question: str) -> object:
        runs = dict.fromkeys(question[at : at + 3] for at in range(len(question) - 2))
        any_of = " OR ".join('"' + run.replace('"', '""') + '"' for run in runs)
        return base.execute(sought, (any_of, MOST)).fetchall() if any_of else []

    return ask


def build_bm25s(articles: Sequence[Article], folder: Path) -> None:
    """bm25s over characters and pairs."""
    retriever = bm25s.BM25()
    retriever.index([pieces(one.text) for one in articles], show_progress=False)
    retriever.save(folder / "bm25s")


def open_bm25s(folder: Path) -> Ask:
    """The same, mapped from its files."""
    retriever = bm25s.BM25.load(folder / "bm25s", mmap=True)

    def ask(question: str) -> object:
        known = [piece for piece in pieces(question) if piece in retriever.vocab_dict]
        return retriever.retrieve([known], k=MOST, show_progress=False) if known else []

    return ask


def build_tantivy(articles: Sequence[Article], folder: Path) -> None:
    """tantivy over pairs of characters."""
    (folder / "tantivy").mkdir()
    index = tantivy.Index(_schema(), path=str(folder / "tantivy"))
    writer = index.writer(heap_size=128_000_000, num_threads=1)
    for number, one in enumerate(articles):
        writer.add_document(tantivy.Document(number=number, text=" ".join(pairs(one.text))))
    writer.commit()
    writer.wait_merging_threads()


def open_tantivy(folder: Path) -> Ask:
    """The same, asked for any of a question's pairs."""
    schema = _schema()
    searcher = tantivy.Index(schema, path=str(folder / "tantivy")).searcher()

    def ask(question: str) -> object:
        terms = [tantivy.Query.term_query(schema, "text", pair) for pair in dict.fromkeys(pairs(question))]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        return searcher.search(query, MOST).hits

    return ask


def pairs(text: str) -> list[str]:
    """Neighbouring characters."""
    return ["".join(pair) for pair in pairwise(text)]


def pieces(text: str) -> list[str]:
    """Characters and pairs."""
    return [*text, *pairs(text)]


def _schema() -> tantivy.Schema:
    schema = tantivy.SchemaBuilder()
    schema.add_unsigned_field("number", stored=True)
    schema.add_text_field("text", tokenizer_name="whitespace")
    return schema.build()


ENGINES: dict[str, tuple[Callable[[Sequence[Article], Path], None], Callable[[Path], Ask]]] = {
    "FTS5 trigram": (build_fts5, open_fts5),
    "bm25s 1+2-grams": (build_bm25s, open_bm25s),
    "tantivy bigrams": (build_tantivy, open_tantivy),
    "assistant": (build_own, open_own),
}


def read(path: Path) -> list[Article]:
    """Provisions as the bench hands them from process to process."""
    return [Article(*json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
