"""Draws ``docs/chat.svg`` from a conversation that the assistant really has: ``python docs/draw_chat.py``."""

import os
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

DOCS = Path(__file__).parent
TYPED = ("萧山", "团队要几个人", "查资格", "1")
COLUMNS = 96
LINE, CELL, EDGE = 20, 8.4, 24
"""Height of a line, width of a narrow character, margin: in pixels."""

FRAME = """<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-size="14"
  font-family="ui-monospace, 'Noto Sans Mono CJK SC', 'Sarasa Mono SC', monospace" role="img" aria-label="{label}">
<rect width="100%" height="100%" rx="10" fill="#1e2430"/>
{lines}
</svg>
"""


def conversation() -> list[str]:
    """What the terminal shows when the lines above are typed into a fresh assistant."""
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            [sys.executable, "-m", "bot", "chat"],
            input="\n".join(TYPED) + "\n",
            env={**os.environ, "DATABASE": f"{folder}/assistant.db"},
            cwd=DOCS.parent,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    return ran.stdout.splitlines()


def cells(char: str) -> int:
    """Columns that a character takes in a terminal."""
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def wrapped(line: str) -> list[str]:
    """The line cut to the width of the picture."""
    rows, used = [""], 0
    for char in line:
        used += cells(char)
        if used > COLUMNS:
            rows.append("")
            used = cells(char)
        rows[-1] += char
    return rows


def draw(lines: list[str]) -> str:
    """The picture: what was typed in another colour than what was answered."""
    rows = [(row, line.startswith("> ")) for line in lines for row in wrapped(line)]
    texts = [
        f'<text x="{EDGE}" y="{EDGE + LINE * number}" xml:space="preserve" '
        f'fill="{"#8fd6a3" if typed else "#e6e9ef"}">{escape(row)}</text>'
        for number, (row, typed) in enumerate(rows, start=1)
        if row
    ]
    return FRAME.format(
        width=round(COLUMNS * CELL) + 2 * EDGE,
        height=LINE * len(rows) + 2 * EDGE,
        label="A conversation with the assistant in a terminal",
        lines="\n".join(texts),
    )


if __name__ == "__main__":
    (DOCS / "chat.svg").write_text(draw(conversation()), encoding="utf-8")
