"""What a report calls a participant or a source ("الوسيط الأممي", "بصفة مراقب", "مصدر دبلوماسي"), in English.

Words and fixed phrases are data (``templates/data/epithets.tsv``). What they do not cover has no English here: a reader is
then given the letters of the report, not a guess.
"""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.arabic import folded, strip_diacritics
from briefing.glossary import load_glossary
from briefing.names import transliterate
from briefing.resources import table

_QUOTATION_MARKS = re.compile('[«»“”"]')
_MEDIA = {
    "صحيفه": "newspaper", "جريده": "newspaper", "وكاله": "news agency", "قناه": "channel", "اذاعه": "radio", "موقع": "website",
    "مجله": "magazine", "شبكه": "network", "تلفزيون": "television",
}  # fmt: skip


def epithet_in_english(words: str) -> str | None:
    """The English of an epithet: a known phrase, or a known noun with known adjectives and tails behind it; else ``None``."""
    phrases, nouns, adjectives, _, tails = _known()
    text = " ".join(folded(strip_diacritics(words)).replace("،", " ").split())
    if text in phrases:
        return phrases[text]
    behind: list[str] = []
    while tail := next((tail for tail in tails if text.endswith(f" {tail}")), None):
        behind.insert(0, tails[tail])
        text = text.removesuffix(f" {tail}")
    first, *others = text.split() or [""]
    noun = nouns.get(first.removeprefix("ال"))
    if noun is None:
        return None
    described = []
    for word in others:
        adjective = adjectives.get(word.removeprefix("ال")) or _nationality(word)
        if adjective is None:
            return None
        described.append(adjective)
    count, _, bare = noun.partition(" ")  # "two diplomats": what describes them stands behind the number
    counted = [count, *reversed(described), bare] if count == "two" else [*reversed(described), noun]
    return " ".join([*counted, *behind])


def outlet_in_english(name: str) -> str:
    """The name of a newspaper, agency or channel in Latin letters: "صحيفة «الميناء»" becomes "al-Mina (newspaper)"."""
    words = _QUOTATION_MARKS.sub("", strip_diacritics(name)).split()
    media = _MEDIA.get(folded(words[0]).removeprefix("ال")) if words else None
    own = " ".join(words[1:] if media and len(words) > 1 else words)
    nationality = _nationality(own) if media else None
    if media and nationality:
        return f"{nationality} {media}"  # "صحيفة إيطالية": no name, but what it is
    known = load_glossary(None).name_entry(own)
    english = _known()[3].get(folded(own)) or (
        known.en if known is not None and known.kind != "nationality" else transliterate(own)
    )
    return f"{english} ({media})" if media and len(words) > 1 else media or english


def _nationality(word: str) -> str | None:
    glossary = load_glossary(None)
    entries = (glossary.name_entry(form) for form in (word, f"ال{word.removeprefix('ال')}"))
    return next((entry.en for entry in entries if entry is not None and entry.kind == "nationality"), None)


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], ...]:
    phrases: dict[str, str] = {}
    nouns: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    outlets: dict[str, str] = {}
    tails: dict[str, str] = {}
    into = {"phrase": phrases, "noun": nouns, "adjective": adjectives, "outlet": outlets, "tail": tails}
    for kind, arabic, english in table("data/epithets.tsv"):
        for form in arabic.split(" / "):
            into[kind][folded(form)] = english
    return phrases, nouns, adjectives, outlets, tails
