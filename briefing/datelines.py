"""The dateline of a report: «لشبونة، 17 نيسان 2026 (وكالة النبأ) –» states the day of publication and the agency.

For the day only an unmistakable one counts: at the head, a place or nothing in front of a whole date with its year, and behind
it a dash, the end of the line or an agency in brackets. A title that ends in a date is none, nor is a date without a year.

The place in a dateline («باريس (رويترز) –») tells where the report was written, and not where anything happened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from briefing.dates import Mention, find_dates, resolve
from briefing.glossary import Glossary
from briefing.source import Report

_HEAD_LINES = 5
_LONGEST_PREFIX = 60  # characters in front of the date
_AGENCY = r"(?P<agency>(?:ال)?وكالة [^()\n/]{2,40}|[^()\n/]{2,30} [Aa]gency)"
_BEHIND = re.compile(rf"[\s،,]*(?:[(/]\s*(?:{_AGENCY}|[^()\n/]{{1,40}})\s*[)/])?\s*(?P<end>$|\n|[–—:]|--?\s|ـ\s)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")  # in digits of any script
# Around a place: another place, or an agency, in front; a date, an agency or a correspondent behind, and what ends it all.
_BEFORE_PLACE = re.compile(r"[\s#*•(]*(?:(?:[^\W\d_]+\s?){1,3}\s*[–—/-]\s*|\([^()\n]{2,30}\)\s*)?(?:(?:ال)?عاصمة |مدينة )?")
_TO_DATE = re.compile(r"[\s،,/(–—-]*(?:في |يوم )?(?:ال)?")
_WRITER = (
    r"\([^()\n]{1,40}\)|[«\"][^»\"\n]{1,40}[»\"]|/[^/\n]{1,25}/"
    r"|(?:(?:ال)?وكالات|وكالة|خاص|رويترز|أ ?ف ?ب|د ?ب ?أ|من |مراسل|موفد|مبعوث)[^\n–—:.-]{0,40}"
)
_BEHIND_PLACE = re.compile(rf"[\s،,/):–—-]*(?P<writer>{_WRITER})?[\s،,/]*(?:[–—:ـ]|-(?!\d)|$)")
_ANOTHER_PLACE = re.compile(r"\s?[/،–-]\s?[^\W\d_]{3,}(?=\s?[(–—،:-])")
_SEPARATOR = re.compile(r"[،,–—\-]\s*$")
_IN = re.compile(r"\s(?:في|يوم)\s*$")


@dataclass(frozen=True)
class Dateline:
    """The words of a dateline's date, the day, and the agency named beside it."""

    words: str
    day: date
    agency: str | None


def dateline_of(report: Report, glossary: Glossary) -> Dateline | None:
    """The dateline of a report, or None; two that differ are none."""
    found = []
    lines = [line for line in report.text[:2000].split("\n") if line.strip()][:_HEAD_LINES]
    for number, line in enumerate(lines):
        if _YEAR.search(line, 0, _LONGEST_PREFIX + 60) is None:
            continue
        mention = next(iter(find_dates(line[: _LONGEST_PREFIX + 60])), None)
        behind = _BEHIND.match(line, mention.end) if mention is not None else None
        if mention is None or behind is None or not _is_dateline(line, mention, behind["end"], glossary, is_title=number == 0):
            continue
        value = resolve(mention.words, published=None).value
        if value is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            found.append(Dateline(mention.words, date.fromisoformat(value), behind["agency"] and behind["agency"].strip()))
    return found[0] if len({one.day for one in found}) == 1 else None


def stands_in_dateline(text: str, start: int, end: int) -> bool:
    """Whether the place at ``text[start:end]`` is that of a dateline; a title («جنيف: انهيار المحادثات») is none."""
    begin = text.rfind("\n", 0, start) + 1
    line = text[begin : text.find("\n", end) % (len(text) + 1)]
    if _BEFORE_PLACE.fullmatch(line, 0, start - begin) is None:
        return False
    behind = line[end - begin :]
    if (another := _ANOTHER_PLACE.match(behind)) is not None:
        behind = behind[another.end() :]
    lead = _TO_DATE.match(behind)
    day = next(iter(find_dates(behind[:80])), None)
    is_dated = day is not None and lead is not None and day.start <= lead.end()
    found = _BEHIND_PLACE.match(behind, day.end if day is not None and is_dated else 0)
    if found is None:
        return False
    is_title = not text[:begin].strip() and not line.rstrip().endswith((".", "!", "؟"))
    return not is_title or is_dated or found["writer"] is not None


def _is_dateline(line: str, mention: Mention, end: str, glossary: Glossary, *, is_title: bool) -> bool:
    prefix = line[: mention.start].strip(" #*\u200f\u200e\t")
    if len(prefix) > _LONGEST_PREFIX or len(prefix.split()) > 6:
        return False
    if not prefix:
        return True
    bare = _IN.sub("", _SEPARATOR.sub("", prefix)).strip()
    named = bare.removeprefix("مدينة ").removeprefix("العاصمة ")
    is_place = any(
        match.entry.kind in {"place", "state"} and named[match.start : match.end] == named for match in glossary.names_in(named)
    )
    if is_place:
        return True
    separated = _SEPARATOR.search(prefix) is not None or _IN.search(f" {prefix} ") is not None
    if end not in ("", "\n"):  # «عين ورد، 3 أيار 2024 – التقى …»
        return separated and len(bare.split()) <= 3
    return not is_title and _SEPARATOR.search(prefix) is not None
