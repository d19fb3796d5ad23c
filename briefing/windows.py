"""What a model sees at a time: passages of the report, and windows of passages.

A passage is a segment, or a part of one with a cue word of its own: "طالب … بكذا، متهماً …" is two passages, so that one
question is about one act. Passages lie in order and keep their offsets into the raw text.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefing.cues import Cue, find_cues
from briefing.source import Report, kept_with_report

_STOP = re.compile(r"[،؛,;:.!؟?…]")
_LINKING = re.compile(r"\s(?=(?:كما|فيما|بينما|وقد|في حين|في المقابل|من جهته|من جانبه|بدوره|بدورها)\s)")


@dataclass(frozen=True)
class Passage:
    """A part of the report: ``report.text[start:end]``, with the cue words in it. ``paragraph`` counts from 0."""

    start: int
    end: int
    paragraph: int
    cues: tuple[Cue, ...]

    @cached_property
    def cue(self) -> Cue | None:
        """The cue that tells what the passage is about: the first verb that is more than a word for saying."""
        acting = [cue for cue in self.cues if cue.lexeme.act != "OTHER"]
        verbs = [cue for cue in acting if cue.form != "noun"]
        return next(iter(verbs or acting or self.cues), None)

    @property
    def reporting_cue(self) -> Cue | None:
        """The verb of saying in front of the main cue (قال … إن … تعهدت), if there is one."""
        main = self.cue
        said = [cue for cue in self.cues if main and cue.start < main.start and cue.lexeme.kind == "statement"]
        return said[0] if said else None


@dataclass(frozen=True)
class Window:
    """Passages that one call is about, and the words of the report that lead up to them."""

    passages: tuple[Passage, ...]
    before: str

    @property
    def start(self) -> int:
        """Where the window begins in the raw text."""
        return self.passages[0].start

    @property
    def end(self) -> int:
        """Where the window ends in the raw text."""
        return self.passages[-1].end


@kept_with_report
def passages(report: Report) -> tuple[Passage, ...]:
    """All passages of the report but its headings, in order."""
    found: list[Passage] = []
    for number, paragraph in enumerate(report.paragraphs):
        for segment in paragraph:
            if not segment.heading:
                found += _split(report.text, segment.start, segment.end, number)
    return tuple(found)


def paragraph_at(report: Report, position: int) -> tuple[int, int]:
    """Where the paragraph around a raw offset begins and ends."""
    spans = _paragraph_spans(report)
    at = bisect_right(spans, (position, len(report.text) + 1)) - 1
    return spans[at] if at >= 0 else (position, position)


def passages_between(report: Report, start: int, end: int) -> Sequence[Passage]:
    """The passages that begin between two raw offsets."""
    parts = passages(report)
    return parts[bisect_left(parts, start, key=_start) : bisect_left(parts, end, key=_start)]


def in_paragraph(parts: Sequence[Passage], paragraph: int) -> Sequence[Passage]:
    """Those of the passages, which lie in order, that belong to a paragraph."""
    return parts[bisect_left(parts, paragraph, key=_paragraph) : bisect_right(parts, paragraph, key=_paragraph)]


def passage_before(parts: Sequence[Passage], passage: Passage) -> Passage | None:
    """The last of the passages, which lie in order, that begins before a passage."""
    place = bisect_left(parts, passage.start, key=_start)
    return parts[place - 1] if place else None


def _start(part: Passage) -> int:
    return part.start


def _paragraph(part: Passage) -> int:
    return part.paragraph


@kept_with_report
def _paragraph_spans(report: Report) -> list[tuple[int, int]]:
    return [(paragraph[0].start, paragraph[-1].end) for paragraph in report.paragraphs if paragraph]


def windows(report: Report, parts: Sequence[Passage], *, characters: int, passages_at_most: int) -> Iterator[Window]:
    """Consecutive passages in windows of at most ``characters`` and ``passages_at_most``, and of at least one passage.

    ``before`` is the beginning of the window's paragraph, or the end of what comes before it: who speaks is often said
    there and nowhere else.
    """
    group: list[Passage] = []
    for part in parts:
        full = group and (part.end - group[0].start > characters or len(group) >= passages_at_most)
        if full:
            yield _window(report, parts, group)
            group = []
        group.append(part)
    if group:
        yield _window(report, parts, group)


def _window(report: Report, parts: Sequence[Passage], group: list[Passage]) -> Window:
    first = group[0]
    paragraph_start = in_paragraph(parts, first.paragraph)[0].start
    before = report.text[paragraph_start : first.start]
    if not before.strip() and paragraph_start:
        before = report.text[max(0, paragraph_start - 200) : paragraph_start]
        before = before[before.find(" ") + 1 :]
    return Window(tuple(group), " ".join(before[-400:].split()))


def _split(text: str, start: int, end: int, paragraph: int) -> Iterator[Passage]:
    cues = [_moved(cue, start) for cue in find_cues(text[start:end])]
    cuts = [start]
    for earlier, later in itertools.pairwise(cues):
        if later.form == "noun":
            continue
        cut = _cut(text, earlier.end, later)
        if cut is not None and cut > cuts[-1]:
            cuts.append(cut)
    for begin, stop in zip(cuts, [*cuts[1:], end], strict=True):
        yield Passage(begin, stop, paragraph, tuple(cue for cue in cues if begin <= cue.start < stop))


def _cut(text: str, begin: int, later: Cue) -> int | None:
    """Where to part two cues: at the last stop or linking word between them, else before a و on the second verb."""
    between = text[begin : later.start]
    stops = [match.end() for match in _STOP.finditer(between)] + [match.end() for match in _LINKING.finditer(between)]
    if stops:
        return begin + max(stops)
    if later.form == "verb" and between.endswith(("و", "ف")) and len(between) > 12 and between[-2:-1].isspace():
        return later.start - 1
    return None


def _moved(cue: Cue, by: int) -> Cue:
    return Cue(cue.start + by, cue.end + by, cue.lexeme, cue.form, cue.negated, cue.object)
