"""Quotation marks in a sentence: what stands in them is somebody's own words, so it is verbatim or it loses its marks.

Arabic and Latin marks, nested ones too; an apostrophe is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from briefing.arabic import folded, kept_for_sentences

_PAIRS = {"«": "»", "“": "”", "„": "“", "‹": "›"}
_MARKS = re.compile(f'["{"".join({*_PAIRS, *_PAIRS.values()})}]')
# Single marks are apostrophes as often: one opens behind a blank only, and closes in front of one or of a stop.
_SINGLE = re.compile(r"(?<![\w’'])['‘](?=\S)[^'’\n]*?(?:(?<=\w)['’](?=\w)[^'’\n]*?)*(?<=\S)['’](?!\w)")
# Behind such words, within a clause, a quotation is what somebody calls a thing.
_CALLED = re.compile(
    r"(?:(?<![\u0621-\u064a])[وف]?(?:[يت]?وصف(?:ت|وا?)?|[يت]صف(?:ون?)?|أ?سم[اىت]|[يت]سم(?:ي|ى|ون?)|[يت]?نعت(?:ت|وا?)?)(?:ه|ها|هم|هما)?(?![\u0621-\u064a])"
    r"|\b(?:describ(?:es?|ed|ing)|call(?:s|ed|ing)?(?!\s(?:for|on|upon)\b)|termed|label(?:s|led|ling)|dubbed|so-called))\b[^.،؛,;:«»“”\"]{0,60}$"
)
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_LETTERS = re.compile(r"[^\w]+")


@kept_for_sentences
def quoted_spans(text: str) -> Sequence[tuple[int, int]]:
    """Where quotations stand, with their marks: start and end, the outer ones before those within."""
    spans: list[tuple[int, int]] = []
    open_: list[tuple[str, int]] = []
    for mark in _MARKS.finditer(text):
        place, character = mark.start(), mark.group()
        if character == '"':
            closing = open_[-1][0] == character if open_ else False
            if not closing:
                open_.append((character, place))
                continue
        elif character in _PAIRS and not (open_ and open_[-1][0] == character):
            open_.append((_PAIRS[character], place))
            continue
        at = next((n for n in range(len(open_) - 1, -1, -1) if open_[n][0] == character), None)
        if at is not None:
            spans.append((open_[at][1], place + 1))
            del open_[at:]
    if "'" in text or "‘" in text:
        spans += [match.span() for match in _SINGLE.finditer(text)]
    return tuple(sorted(spans))


def ascribed_spans(text: str) -> list[tuple[int, int]]:
    """Where quotations stand that the text itself gives as somebody's name for a thing: «ما يسميه «…»», "what he calls “…”"."""
    return [(start, end) for start, end in quoted_spans(text) if _CALLED.search(text[:start]) is not None]


def without_marks(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text without the marks of some of its quotations."""
    marks = {place for start, end in spans for place in (start, end - 1)}
    if not marks:
        return text
    return "".join(character for place, character in enumerate(text) if place not in marks)


def without_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text without some of its quotations."""
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text


def only_verbatim(text: str, source: str) -> str:
    """The text without the marks around what ``source`` does not say in these words (spelling and stops aside).

    What stands in brackets within the marks is put for a few words of the source.
    """
    spans = quoted_spans(text)
    if not spans:
        return text
    said = f" {_words(source)} "
    return without_marks(text, [(start, end) for start, end in spans if not _is_said(text[start:end], said)])


def _is_said(quotation: str, said: str) -> bool:
    pieces = [words for piece in _BRACKETS.split(quotation) if (words := _words(piece))]
    if len(pieces) < 2:
        return (pieces[0] if pieces else _words(quotation)) in said
    return re.search(r"(?: \S+){1,6}? ".join(map(re.escape, pieces)), said) is not None


@lru_cache(maxsize=64)  # among them the report, for which every sentence asks
def _words(text: str) -> str:
    return " ".join(_LETTERS.sub(" ", folded(text)).split())
