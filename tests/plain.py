"""The text of a document as a reader sees it, however its format writes it down."""

from __future__ import annotations

import re
import unicodedata

CONTROLS = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def normal(text: str) -> str:
    """Text without presentation forms and directional controls, its blanks single."""
    return " ".join(CONTROLS.sub("", unicodedata.normalize("NFKC", text)).split()).replace("- ", "-")
