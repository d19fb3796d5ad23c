"""What a report calls a participant or a source ("الوسيط الأممي", "بصفة مراقب", "مصدر دبلوماسي"), in English.

Words and fixed phrases are data (``templates/data/epithets.tsv``). What they do not cover has no English here: a reader is
then given the letters of the report, not a guess.
"""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.arabic import folded, has_arabic, strip_diacritics
from briefing.glossary import load_glossary
from briefing.names import is_given_name, transliterate
from briefing.resources import table

_QUOTATION_MARKS = re.compile('[«»“”"]')


# «مصدر وصفته بالقريب من الوساطة»: it is not we who say so. For folded text.
_DESCRIBED = re.compile(r"\sوصف(?:ت|وا)?(?:ه|ها|هم|هما)?\sب(?:ال)?(?=\w)")


def epithet_in_english(words: str) -> str | None:
    """The English of an epithet: a known phrase, or a known noun with known adjectives and tails behind it; else ``None``."""
    phrases, nouns, adjectives, tails = (_known()[kind] for kind in ("phrase", "noun", "adjective", "tail"))
    text = " ".join(folded(strip_diacritics(words)).replace("،", " ").split())
    if text in phrases:
        return phrases[text]
    described_so = _DESCRIBED.search(text)
    text = _DESCRIBED.sub(" ", text)
    behind: list[str] = []
    while tail := next((tail for tail in tails if text.endswith(f" {tail}")), None):
        behind.insert(0, tails[tail])
        text = text.removesuffix(f" {tail}")
    first, *others = text.split() or [""]
    noun = nouns.get(first.removeprefix("ال"))
    if noun is None or (described_so and not behind):
        return None
    if described_so:
        behind[0] = f"described as {behind[0]}"
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
    """The name of a newspaper, agency or channel for an English text: "صحيفة «الميناء»" becomes "al-Mina (newspaper)", and what
    kind it calls itself ("شبكة الخلاص الإعلامية") stands behind its name ("al-Khalas Media Network").

    Short vowels are not written in Arabic: a name with a word whose Latin form is not known stays in Arabic letters.
    """
    words = _QUOTATION_MARKS.sub(" ", strip_diacritics(name)).split()
    media, kinds = _known()["medium"], _known()["kind"]
    length = next((n for n in (2, 1) if " ".join(map(_bare, words[:n])) in media and len(words) >= n), 0)
    medium = media[" ".join(map(_bare, words[:length]))] if length else ""
    own, described = words[length:], []
    if not own:
        return medium or name
    if medium and len(own) == 1 and (what := _nationality(own[0]) or kinds.get(_bare(own[0]))):
        return f"{what} {medium}"  # "صحيفة إيطالية": no name, but what it is
    english = _named(own)
    while medium and english is None and len(own) > 1 and (kind := kinds.get(_bare(own[-1]))):
        described.append(kind)
        own = own[:-1]
        english = _named(own)
    if english is None:
        words = words[length:]  # in Arabic it is whole
        return f"«{' '.join(words)}» ({medium})" if medium else f"«{' '.join(words)}»"
    if described:
        return f"{english} {' '.join([*described, medium]).title()}"
    return f"{english} ({medium})" if medium else english


def _named(words: list[str]) -> str | None:
    """The Latin form of an outlet's own name; ``None`` where it would have to be guessed."""
    own = " ".join(words)
    if (settled := _known()["outlet"].get(folded(own))) is not None:
        return settled
    entry = load_glossary(None).name_entry(own)
    if entry is not None and entry.kind != "nationality":
        return entry.en
    latin = [word if not has_arabic(word) else _word_of_name(word) for word in words]
    return None if None in latin else " ".join(filter(None, latin))


def _word_of_name(word: str) -> str | None:
    known = _known()["name"].get(_bare(word))
    if known is not None:
        return f"al-{known}" if folded(word) != _bare(word) else known
    return transliterate(word) if is_given_name(word) else None


def _bare(word: str) -> str:
    return folded(word).removeprefix("ال") if len(word) > 4 else folded(word)


def _nationality(word: str) -> str | None:
    glossary = load_glossary(None)
    entries = (glossary.name_entry(form) for form in (word, f"ال{word.removeprefix('ال')}"))
    return next((entry.en for entry in entries if entry is not None and entry.kind == "nationality"), None)


@lru_cache(maxsize=1)
def _known() -> dict[str, dict[str, str]]:
    """The words and phrases of each class in folded spelling, with their English."""
    known: dict[str, dict[str, str]] = {
        kind: {} for kind in ("phrase", "noun", "adjective", "tail", "outlet", "medium", "kind", "name")
    }
    for kind, arabic, english in table("data/epithets.tsv"):
        for form in arabic.split(" / "):
            known[kind][folded(form)] = english
    return known
