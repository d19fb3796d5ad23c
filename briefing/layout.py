"""What the layout of a report tells: lists that go on with one verb, and reports that are themselves the document.

«وتقرر الدول الضامنة: (أ) … (ب) …»: each entry is governed by the verb in front of the colon. In a communiqué of numbered
paragraphs the document speaks throughout: what it calls for, recalls or decides are its clauses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.source import Report
from briefing.windows import Passage, paragraph_at

_MARKER = re.compile(
    r"\s*(?:\(?[\u0621-\u064aA-Za-z0-9٠-٩]{1,2}[).\-–]|[-–—•*]|(?:أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا)\u064b?[:،]?)\s+"
)
# As people write them besides: without a space behind. Only where a line with a colon is in front does that make a list.
_ENTRY = re.compile(
    rf"{_MARKER.pattern}|\s*(?:\(?[0-9٠-٩]{{1,2}}\s*[-–.)/]|\(?[أ-ي]\s*[-–.)]|[-–—•*·]"
    r"|(?:أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا)\u064b?\s*[:،-])"
)
_NUMBERED = re.compile(r"^\s*\(?[0-9٠-٩]{1,2}[).\-–]\s", re.MULTILINE)
_DOCUMENT_TITLE = re.compile(r"\W*(?:نص\s+)?(?:ال)?(?:بيان|إعلان|اعلان|مذكرة|اتفاق|اتفاقية|وثيقة|بروتوكول)(?:\s|$)")
_LISTING = frozenset(["clause", "demand", "commitment"])


def governed_entries(report: Report, parts: Sequence[Passage]) -> dict[Passage, Passage]:
    """The passages that are entries of a list, each with the passage in front of the colon, whose verb governs it."""
    found: dict[Passage, Passage] = {}
    governing: Passage | None = None
    first: str | None = None
    for part in parts:
        words = report.text[part.start : part.end]
        marker = _MARKER.match(words)
        if governing is not None and marker and first in (None, _sort(marker.group())):
            found[part], first = governing, _sort(marker.group())
        elif words.rstrip().endswith(":") and part.cue is not None and part.cue.kind in _LISTING:
            governing, first = part, None
        else:
            governing = None
    return found


def _sort(marker: str) -> str:
    """Numbers, letters or bullets: a list has one sort of marker."""
    inside = marker.strip(" \t\n().-–•*—:،")
    return "number" if inside.isdigit() else "letter" if inside else "bullet"


def content_start(report: Report, part: Passage) -> int:
    """Where the content of a list's entry begins, behind its number or letter."""
    marker = _MARKER.match(report.text, part.start, part.end)
    return marker.end() if marker else part.start


def led_in(report: Report, position: int) -> str:
    """The words that lead up to a raw offset: those of its paragraph, and for an entry of a list the line in front of the list."""
    start, _ = paragraph_at(report, position)
    lead, opening = report.text[start:position], list_opening(report, position)
    return lead if opening is None else f"{opening} {lead}"


def list_opening(report: Report, position: int) -> str | None:
    """The line in front of a list («… ما يلي:»), for a raw offset in an entry of it; None where there is no list."""
    begin, _ = paragraph_at(report, position)
    while begin and _ENTRY.match(report.text, begin):
        begin, end = paragraph_at(report, begin - 1)
        if (opening := report.text[begin:end].rstrip()).endswith((":", "：")):
            return opening
    return None


def is_document(report: Report) -> bool:
    """Whether the report is the outcome document itself: it is called one in its first line and has numbered paragraphs."""
    return _DOCUMENT_TITLE.match(report.text) is not None and len(_NUMBERED.findall(report.text)) > 2
