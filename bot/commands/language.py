"""The command line speaks Chinese whatever the machine's language: click asks gettext for its words."""

import gettext
import os
from pathlib import Path
from typing import Final

DOMAIN: Final = "click"
CATALOGUES: Final = Path(__file__).parents[1] / "locale"


def speak_chinese() -> None:
    """Have gettext look into our catalogue, in this process alone."""
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)
