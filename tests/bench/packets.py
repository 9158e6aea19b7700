"""How soon a case that is handed in stands in its topic, with nothing else going on and with 30 turns a second:
``python -m tests.bench.packets [SECONDS]``. Telegram's limits are kept as in real use."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from bot.pacing import Pace
from handlers.core import case_named, step
from knowledge.answering.search import index_of
from knowledge.loader import load
from tests.telegram.bench import Bench, until

DESK, RATE, TALKERS, EVERY = -100, 30, 200, 12.0
WORDS = ("萧山公示几天", "/my", "/help", "郑州", "第九条", "补助多少钱", "取消")
QUESTION = "验收以后多久能拿到钱"
PATIENCE = 60.0


def talk(bench: Bench, stop: threading.Event) -> None:
    """Everybody says something, one after the other, so many times a second."""
    begun, count = time.monotonic(), 0
    while not stop.is_set():
        bench.api.say(1_000 + count % TALKERS, WORDS[count % len(WORDS)])
        count += 1
        time.sleep(max(0.0, begun + count / RATE - time.monotonic()))


def waits(bench: Bench, first: int, seconds: float) -> list[float]:
    """Seconds from handing in to the packet in its topic, once every while."""
    found = []
    for number in range(int(seconds // EVERY)):
        begun = time.monotonic()
        user = first + number
        bench.api.say(user, "/staff")
        until(lambda user=user: bench.api.replies(user), PATIENCE)  # type: ignore[misc]
        words = f"{QUESTION}，我是{user}号"
        asked = time.monotonic()
        bench.api.say(user, words)
        until(lambda words=words: any(words in one.text for one in bench.api.replies(DESK) if one.topic), PATIENCE)  # type: ignore[misc]
        found.append(time.monotonic() - asked)
        time.sleep(max(0.0, begun + EVERY - time.monotonic()))
    return found


def main() -> None:
    """Print the waits without and with the talk, and their ratio."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    library = load()
    index_of(library)
    with (
        tempfile.TemporaryDirectory() as folder,
        Bench(
            Path(folder) / "assistant.db", library, step, case_named, staff_chat=DESK, forum=True, pace=Pace()
        ) as bench,
    ):
        idle = waits(bench, 1, 3 * EVERY)
        stop = threading.Event()
        talking = threading.Thread(target=talk, args=(bench, stop))
        talking.start()
        busy = waits(bench, 500, seconds)
        stop.set()
        talking.join()
    for name, found in (("idle", idle), (f"{RATE} turns a second", busy)):
        ratio = median(found) / median(idle)
        cells = f"median {median(found):6.2f} s ({ratio:5.2f})  worst {max(found):6.2f} s"
        print(f"{name:20} packets {len(found):3}  {cells}")


if __name__ == "__main__":
    main()
