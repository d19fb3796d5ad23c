"""Arabic script for searching: fold a text so that spellings of the same words become equal, and map back.

The folded text is only ever for finding; what is stored and shown is the raw text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Written or not at a writer's whim: harakat, superscript alef, Quranic marks, tatweel, zero-width and bidi controls.
_IGNORED = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f]"
)
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DIACRITICS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff]")
_DIGITS = {ord(zero) + value: str(value) for zero in "٠۰" for value in range(10)}
_LETTERS = {
    **{ord(alef): "ا" for alef in "أإآٱٲٳٵ"},
    **{ord(ya): "ي" for ya in "ىیېےۍ"},
    **{ord(kaf): "ك" for kaf in "کڪ"},
    ord("ة"): "ه",
    ord("ۀ"): "ه",
    ord("ھ"): "ه",
    ord("ہ"): "ه",
    ord("ؤ"): "و",
    ord("ئ"): "ي",
    ord("گ"): "ك",
    ord("پ"): "ب",
    ord("چ"): "ج",
    ord("ڤ"): "ف",
    ord("ڨ"): "ق",
}
_QUOTATION_MARKS = "\"'«»‹›“”„‟‘’‚‛`´ʼ＂＇"
_MARKS = {**{ord(mark): '"' for mark in _QUOTATION_MARKS}, **{ord(dash): "-" for dash in "‐‑‒–—―−"}, ord("٪"): "%", ord("٫"): ".", ord("٬"): ","}
_SINGLE = {**_DIGITS, **_LETTERS, **_MARKS}
_ARABIC_LETTER = re.compile("[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_DECOMPOSED_LIGATURES = re.compile("[\ufb50-\ufdff\ufe70-\ufeff\uff01-\uff5e]")

# Particles that are written together with the next word, longest first.
PROCLITICS = (
    "وبال", "فبال", "وكال", "فكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل",
    "ول", "فل", "وب", "فب", "وك", "وس", "فس", "ال", "و", "ف", "ب", "ل", "ك", "س", "ا",
)  # fmt: skip


@dataclass(frozen=True)
class Folded:
    """A folded text and, for each of its characters, the raw span ``[starts[i], ends[i])`` that it stands for.

    Ignored marks belong to the letter before them, so a span taken from ``ends`` takes its diacritics along.
    """

    text: str
    starts: list[int]
    ends: list[int]


def fold(text: str) -> Folded:
    """Fold a text for search.

    Drops diacritics, tatweel and invisible controls; unites alef, ya, ta marbuta and hamza forms, Persian letters,
    presentation forms, digits, quotation marks and dashes; folds the case of Latin; makes any run of blanks one space.
    """
    return _fold_short(text) if len(text) < 400 else _fold(text)


@lru_cache(maxsize=4096)
def _fold_short(text: str) -> Folded:
    return _fold(text)


def _fold(text: str) -> Folded:
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    characters = _characters()
    for position, character in enumerate(text):
        folded = characters.get(character)
        if folded is None:
            folded = characters.setdefault(character, _fold_character(character))
        if not folded:
            if ends:
                ends[-1] = position + 1
            continue
        if folded == " ":
            if out and out[-1] == " ":
                ends[-1] = position + 1
                continue
        for letter in folded:
            out.append(letter)
            starts.append(position)
            ends.append(position + 1)
    return Folded("".join(out), starts, ends)


@lru_cache(maxsize=1)
def _characters() -> dict[str, str]:
    # Filled as characters are met: a dictionary look-up a character is what makes folding fast.
    return {}


def _fold_character(character: str) -> str:
    if _IGNORED.match(character):
        return ""
    if character.isspace() or unicodedata.category(character) in {"Zs", "Zl", "Zp", "Cc"}:
        return " "
    if _DECOMPOSED_LIGATURES.match(character):
        expanded = unicodedata.normalize("NFKC", character)
        if expanded != character:
            return "".join(_fold_character(part) for part in expanded).strip()
    single = _SINGLE.get(ord(character))
    return single if single is not None else character.casefold()


def folded(text: str) -> str:
    """The folded text alone, without blanks at its ends: a key under which spellings of the same words meet."""
    return fold(text).text.strip()


def words(text: str) -> list[str]:
    """The folded words of a text, without punctuation."""
    return re.findall(r"[^\W_]+", fold(text).text)


def without_proclitics(word: str) -> list[str]:
    """What a folded word may be without the particles written to it, itself first: والحكومه → والحكومه، حكومه …"""
    found = [word]
    for proclitic in PROCLITICS[:-1]:
        rest = word[len(proclitic) :]
        if word.startswith(proclitic) and len(rest) > 1:
            found.append(rest)
            if proclitic.endswith("لل"):
                found.append("ال" + rest)
            elif proclitic.endswith("ال") and proclitic != "ال":
                found.append("ال" + rest)
    return found


def has_arabic(text: str) -> bool:
    """Whether the text has an Arabic letter."""
    return _ARABIC_LETTER.search(text) is not None


def has_latin(text: str) -> bool:
    """Whether the text has a Latin letter."""
    return _LATIN_LETTER.search(text) is not None


def arabic_share(text: str) -> float:
    """The share of Arabic among the Arabic and Latin letters of a text, from 0 to 1; 0 for a text without letters."""
    arabic = len(_ARABIC_LETTER.findall(text))
    latin = len(_LATIN_LETTER.findall(text))
    return arabic / (arabic + latin) if arabic + latin else 0.0


def western_digits(text: str) -> str:
    """The text with Eastern Arabic and Persian digits written 0 to 9."""
    return text.translate(_DIGITS)


def strip_bidi(text: str) -> str:
    """The text without directional controls: they belong to display and never to the record's own words."""
    return _BIDI.sub("", text)


def strip_diacritics(text: str) -> str:
    """The text without vowel signs and tatweel."""
    return _DIACRITICS.sub("", text)
