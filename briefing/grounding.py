"""Where exactly does a text say this: from a quote, as a model copied it, to a span of the raw text.

A span is found only where the text has the same words in the same order. What may differ is how they are written:
diacritics, tatweel, alef, ya and ta marbuta forms, digits, quotation marks and other punctuation, blanks, invisible
controls, and particles glued to the first word. No word may be missing, added or changed: "لن يوقع" is never found for
"يوقع" with a لن left out inside, nor "A … B" across a gap. Text and quote are compared folded (``arabic.fold``); the
span returned is raw.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from briefing.arabic import Folded, fold, is_proclitic

_LETTERS = re.compile(r"[^\W_]")
_TOKEN = re.compile(r"[^\W_]+")
# What may stand between two words of the text without parting them: anything but words.
_GAP = r"[\W_]{0,12}?"
_NUMBER_MARKS = ".,/:"
_NUMBER_GOES_ON = re.compile(rf"[{_NUMBER_MARKS}][0-9]")
_NON_JOINING = "ادذرزوهء"
_ELISION = re.compile(r"\S\s*(?:\.{3,}|…)\s*\S")
_ARTICLE = "ال"


@dataclass(frozen=True)
class Span:
    """Offsets into the raw text, in code points, end exclusive."""

    start: int
    end: int


class TextIndex:
    """A text made ready for finding many quotes in it. Building is linear in its length."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded: Folded = fold(text)

    def ground(self, quote: str, *, within: tuple[int, int] | None = None, near: int | None = None) -> Span | None:
        """The span of the text that ``quote`` stands for, or None.

        Of several places the one inside ``within`` (raw offsets) wins, then the nearest to ``near``, then the first.
        """
        spans = self.find_all(quote)
        if within is not None:
            inside = [span for span in spans if within[0] <= span.start and span.end <= within[1]]
            spans = inside or spans
            near = near if near is not None else within[0]
        if not spans:
            return None
        return spans[0] if near is None else min(spans, key=lambda span: abs(span.start - near))

    def find_all(self, quote: str) -> list[Span]:
        """Every span of the text that ``quote`` stands for, in order.

        Places where words begin and end are preferred to places inside glued words.
        """
        quote = quote.strip()
        if len(_LETTERS.findall(quote)) < 2 or (_ELISION.search(quote) and quote not in self.text):
            return []
        exact = [(bisect_left(self._folded.starts, start), end, start) for start, end in _occurrences(quote, self.text)]
        tokens = _TOKEN.findall(fold(quote).text)
        for glued in (False, True):
            found = [
                Span(start, end)
                for first, end, start in exact
                if self._starts_word(first, glued) and self._ends_word(bisect_left(self._folded.starts, end), glued)
            ]
            found = found or self._folded_matches(tokens, glued) or self._folded_matches(_unglued(tokens), glued)
            if found:
                return found
        return []

    def _folded_matches(self, tokens: list[str], glued: bool) -> list[Span]:
        if not tokens:
            return []
        found: list[Span] = []
        pattern = _pattern(tuple(tokens))
        position = 0
        while match := pattern.search(self._folded.text, position):
            position = match.start() + 1
            if self._starts_word(match.start(), glued) and self._ends_word(match.end(), glued):
                start = match.start()
                if match.group().startswith("ل") and tokens[0].startswith(_ARTICLE):
                    # للمعارضة for "المعارضة": half a lam makes no sense to a reader, so the whole word is taken.
                    start = self._word_start(start)
                found.append(Span(self._folded.starts[start], self._folded.ends[match.end() - 1]))
                position = match.end()
        return found

    def _word_start(self, position: int) -> int:
        while position and self._folded.text[position - 1].isalnum():
            position -= 1
        return position

    def _starts_word(self, position: int, glued: bool) -> bool:
        """Whether a word starts there, after particles written to it too, or (``glued``) inside glued words."""
        text = self._folded.text
        before = text[self._word_start(position) : position]
        if not before:
            return not (
                text[position : position + 1].isdigit()
                and position > 1
                and text[position - 1] in _NUMBER_MARKS
                and text[position - 2].isdigit()
            )
        if text[position].isdigit() or before[-1].isdigit():
            return text[position].isdigit() != before[-1].isdigit()
        word = _TOKEN.match(text, position)
        if word is None:
            return False
        return is_proclitic(before, before + word.group()) or (glued and _is_glued(before, word.group()))

    def _ends_word(self, position: int, glued: bool) -> bool:
        """Whether a word ends there, or (``glued``) one of several glued words."""
        text = self._folded.text
        after = _TOKEN.match(text, position)
        if after is None:
            return not (text[position - 1].isdigit() and _NUMBER_GOES_ON.match(text, position))
        if text[position].isdigit() or text[position - 1].isdigit():
            return text[position].isdigit() != text[position - 1].isdigit()
        return glued and _is_glued(text[self._word_start(position) : position], after.group())

    def nearest(self, quote: str, *, within: tuple[int, int]) -> str | None:
        """The words of the raw text between ``within`` that are most like the quote: for telling, never for accepting."""
        part = fold(self.text[within[0] : within[1]])
        wanted = fold(quote).text.strip()
        if not wanted or not part.text.strip():
            return None
        alignment = fuzz.partial_ratio_alignment(wanted, part.text, score_cutoff=50)
        if alignment is None or alignment.dest_end <= alignment.dest_start:
            return None
        start, end = alignment.dest_start, alignment.dest_end
        while start > 0 and part.text[start - 1].isalnum():
            start -= 1
        while end < len(part.text) and part.text[end].isalnum():
            end += 1
        return self.text[within[0] + part.starts[start] : within[0] + part.ends[end - 1]].strip()


def ground(quote: str, text: str, *, within: tuple[int, int] | None = None, near: int | None = None) -> Span | None:
    """The span of ``text`` that ``quote`` stands for, or None; see TextIndex.ground."""
    return _index(text).ground(quote, within=within, near=near)


@lru_cache(maxsize=16)
def _index(text: str) -> TextIndex:
    return TextIndex(text)


def _occurrences(part: str, text: str) -> Iterator[tuple[int, int]]:
    position = text.find(part)
    while position >= 0:
        yield position, position + len(part)
        position = text.find(part, position + len(part))


@lru_cache(maxsize=512)
def _pattern(tokens: tuple[str, ...]) -> re.Pattern[str]:
    """The tokens in order with anything but letters and digits between them; numbers keep the marks inside them."""
    parts = [_first_word(tokens[0])]
    for token in tokens[1:]:
        parts += (_GAP, re.escape(token))
    return re.compile("".join(parts))


def _first_word(token: str) -> str:
    if token.startswith(_ARTICLE) and len(token) > 4:
        return f"(?:{re.escape(token)}|(?<=ل)ل{re.escape(token[2:])})"
    return re.escape(token)


def _unglued(tokens: list[str]) -> list[str]:
    """The tokens without a particle that a copier may have added to the first word: "بتجميد" for "تجميد"."""
    first = tokens[0] if tokens else ""
    for proclitic in ("وال", "بال", "فال", "و", "ف", "ب", "ل"):
        rest = first[len(proclitic) :]
        if first.startswith(proclitic) and len(rest) >= 4:
            return [_ARTICLE + rest if proclitic.endswith(_ARTICLE) else rest, *tokens[1:]]
    return []


def _is_glued(before: str, after: str) -> bool:
    """Whether two runs of letters without a blank between them are two words.

    Writers forget the blank where the letter does not join anyway: تركياوروسيا، المعارضةالسورية. Elsewhere a part of a
    word is no word: بيلوروسيا holds no روسيا, عمانية no عمان, عليه no علي.
    """
    linked = before.endswith("و") and len(before) > 3
    left = before[:-1] if linked else before
    if len(left) < 3 or len(after) < 3 or left[-1] not in _NON_JOINING:
        return False
    return linked or after.startswith(("و", _ARTICLE)) or left.endswith("ه")
