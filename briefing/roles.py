"""Whether a report speaks of the part that a model gives a participant, near its name: weaker than a label, stronger than nothing.

«برعاية النرويج» is a label and settles the part by itself. «أشكر حكومة البرتغال على حسن الضيافة» or «تابعت اليابان اللقاء مراقبةً»
are none, yet whoever calls Portugal the host or Japan an observer is right. Without such words a part is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from briefing.arabic import fold
from briefing.record import Role

_TALKS = r"(?:ال)?(?:جوله|جولات|مفاوضات|محادثات|مشاورات|مباحثات|حوار|اجتماع|اجتماعات|لقاء|لقاءات|موتمر|اتفاق|هدنه|عمليه|جلسه)"
# For folded text. Words that are as often of something else («ضمانات», «نشر مراقبين», «مراقبة الهدنة») are not among them.
_SPOKEN_OF: Mapping[Role, re.Pattern[str]] = {
    "sponsor": re.compile(
        rf"(?<!\w)[وفبل]?(?:رعايه|رعايته|رعايتها|راعي|راعيه|راعيا|راعيان|رعاه|راعيتا|الراعي\w*|[يت]رعي|رعي|رعت|رعتها|رعته)(?!\w)|(?<!\w)بدعوه (?:من)?(?!\w)|(?<!\w)(?:ب?رياسه مشتركه)(?!\w)|دعت الي {_TALKS}"
    ),
    "guarantor": re.compile(
        r"(?<!\w)[وفبل]?(?:(?:ال)?ضامن(?:ه|ا|ان|ين|ون|تان|تين|و|ي)?|ضمانه|ضمان|كفيل|كفيله|[يت]ضمن تنفيذ)(?!\w)"
    ),
    "host": re.compile(
        rf"(?<!\w)[وفبل]?(?:(?:ال)?(?:ضيافه|استضافه|استضافتها|استضافته|مضيف|مضيفه)|[يت]?ستضيف(?:ها|ه)?|استضاف(?:ت|ها|ه|ته|تها)?|احتض(?:ان|انها|ن|نت)|تحتضن)(?!\w)|(?<!\w)[وف]?(?:[يت]تراس|تراس(?:ت)?) {_TALKS}|(?<!\w)علي (?:ارضها|اراضيها)(?!\w)|(?<!\w)بدعوه (?:من)?(?!\w)"
    ),
    "observer": re.compile(
        r"(?<!\w)(?:بصفه|صفه|بصفت(?:ه|ها)|مقعد|دور|ك)\s?(?:ال)?(?:مراقب|ملاحظ)(?:ه|ا|ين)?(?!\w)|(?<!\w)مراقبا(?!\w)|(?<!\w)مراقبه(?=\s*(?:[،؛.:\n)]|$| لا | دون ))|(?<!\w)بمراقبه(?!\w)"
    ),
    "absent": re.compile(
        r"(?<!\w)[وفبل]?(?:(?:[يت])?تغيب(?:ت|وا|ها|ه)?|غاب(?:ت|وا)?|غياب(?:ها|ه)?|غايب(?:ه|ا)?|قاطع(?:ت|ها|ته|وا)?|مقاطعه|مقاطعته|مقاطعتها|استبعد(?:ت|وا)?|استبعاد)(?!\w)|(?<!\w)[وف]?لم (?:[يت]حضر|[يت]شارك|[يت]دع|[يت]وجه (?:اليها|اليه) دعوه)(?!\w)|(?:دون|بدون|بلا) (?:حضور|مشاركه)|رفض(?:ت)? (?:الحضور|المشاركه|حضور)|اعتذر(?:ت)? عن (?:عدم )?(?:الحضور|المشاركه|حضور)"
    ),
}
# «دون حضور ممثلين عن …», «برعاية …»: told of whoever is named behind.
_OF_WHAT_FOLLOWS = re.compile(r"(?:دون|بدون|بلا) |[وفب]{0,2}(?:غياب|رعايه|استضافه|ضيافه)$|بدعوه")
_NEAR = 90  # characters between such a word and the name
_SENTENCE_END = re.compile(r"[.؟!؛\n]")

# A label that fits two parts: who invites may be the host or back the talks from outside, who presides likewise.
_EITHER = re.compile(r"دعو[ةه]|رئاس[ةه]")


def may_also_be(label: str, role: Role) -> bool:
    """Whether a label that tells of a sponsor is told of a host as well («بدعوة من», «برئاسة مشتركة»)."""
    return role == "host" and _EITHER.search(label) is not None


def words_of_role(role: Role, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sentence of a name speaks of a part, near the name: raw offsets."""
    pattern = _SPOKEN_OF.get(role)
    if pattern is None:
        return
    begins = max((found.end() for found in _SENTENCE_END.finditer(text, max(0, start - 400), start)), default=max(0, start - 400))
    stops = found.start() if (found := _SENTENCE_END.search(text, end)) else len(text)
    folded = fold(text[begins : min(stops, end + 400)])
    for match in pattern.finditer(folded.text):
        first, last = begins + folded.starts[match.start()], begins + folded.ends[match.end() - 1]
        if start < last and _OF_WHAT_FOLLOWS.match(match.group()):
            continue
        if first - end <= _NEAR and start - last <= _NEAR:
            yield first, last
