"""Who told the reporter: a named outlet, an unnamed source, and the chain between them, which is one source however long.

A teller takes no part in the talks and holds nothing. What an unnamed teller says that somebody pledged is claimed.
"""

from __future__ import annotations

import re

from briefing.findings import Finding, is_verbal_noun
from briefing.grounding import Span
from briefing.participants import Cast
from briefing.record import Attribution
from briefing.source import Report

_WORD = r"[\u0621-\u0652]+"
_UNNAMED = re.compile(
    r"(?<![\u0621-\u064a])(?:و|ف|ل)?(?P<who>(?:مصدر|مصدرا|مصدراً|مصادر|مصدران|مصدرين|أوساط|شخصية|شخصيات|جهات|جهة|دوائر|دبلوماسية|دبلوماسيات|مراقب|مراقبون|مراقبين|موظف|موظفة|موظفون|موظفين|مس[ؤئ]ولة|مفاوض|مفاوضون|مس[ؤئ]ول|مس[ؤئ]ولاً?|مس[ؤئ]ولون|مس[ؤئ]ولين|مس[ؤئ]ولان|دبلوماسي|دبلوماسياً?|دبلوماسيون|دبلوماسيين|دبلوماسيان|مطلعون|مطلعين|مقربون|مقربين|عضو|قيادي|مستشار|مشارك)(?:ون|ين|ان)?"
    rf"(?:\s+(?!لـ?(?![\u0621-\u063f\u0641-\u0652])|ل(?:صحيفة|وكالة|قناة|موقع|شبكة|إذاعة)(?:\s|$)|أن(?:\s|$)|إن(?:\s|$)|بأن(?:\s|$)|قوله|قولها|اشترط|طلب|رفض|فضل|فضّل|لم(?:\s|$)|إلى(?:\s|$)){_WORD}){{0,4}})"
)
_TELLING = re.compile(
    r"(?<![\u0621-\u064a])(?:و|ف)?(?:قال|قالت|روى|روت|زعم|زعمت|ادعى|ادعت|سرب|سرّب|عمن|عمّن|أفاد|أفادت|كشف|كشفت|ذكر|ذكرت|أكد|أكدت|أعلن|صرح|صرحت|أوضح|أضاف|أضافت|عن|من|نقل|نقلت|بحسب|حسب|وفق|رجح|رجّح|رجحت|رجّحت|[يت]رج[ّ]?ح|توقع|توق[ّ]?عت?|[يت]توق[ّ]?ع|استبعد|استبعدت|[يت]ستبعد|علمت|أبلغ|أقر|أقرّ|كما أقر|كما أقرّ|نسب|نسبت|عزا|عزت|إلى|أسر|همس|صرّح|أخبر|أخبرت|علم|علمنا|استقى|استقت|نقلته|نقله|أكدته|ذكرته)\s+(?:[^\s،.؛]+\s+){0,3}?$"
)
# «حمّل مصدر الطرفين المسؤولية، مشيراً إلى أن»: whatever such a source did first, what follows is told.
_TELLS_ON = re.compile(
    r"[^؛.]*،\s*(?:و|ف)?(?:مشير|موضح|مضيف|مؤكد|لافت|كاشف|قائل|مبين|متابع|معتبر|مستدرك|منوه|مرجح|محذر)(?:ا|اً|ًا|ة|ةً)\s+(?:(?:إلى|على|من)\s+)?ب?[أإ]ن(?![\u0621-\u064a]{2})"
)
_NAMELESS = re.compile(
    r"(?:ذكر|كشف|حجب|الكشف عن|نشر|الإفصاح عن|إعلان) (?:اسمه|اسمها|اسميهما|أسمائهم|أسماؤهم|هويته|هويتها|هويتيهما|هويتهما|هوياتهم)|(?:مقرب|مقربة|مقربين|مقربون|قريب|قريبة|مطلع|مطلعة|مطلعين|مواكب|مواكبة) (?:من|على|ل)|لم (?:(?:يسم|يُسم|تسم)(?![حعكو])|يكشف)|ألا يُ?ذكر اسمه|عدم (?:ذكر|كشف|الكشف)|مجهول|غير مسم"
)
# These offices alone do not make a teller unnamed; a word that hides the name must stand beside them.
_HIDDEN_ONLY = ("عضو", "قيادي", "مستشار", "مشارك", "شخصي", "جه", "مراقب", "موظف", "مفاوض")
_OUTLET = re.compile(
    r"(?<![\u0621-\u064a])(?:ل|لـ)?(?P<outlet>(?:وكالة|قناة|صحيفة|موقع|شبكة|إذاعة|تلفزيون|مجلة|جريدة)\s+(?:[\"«][^\"»]{2,30}[\"»]|"
    + _WORD
    + r")(?:\s+ال[\u0621-\u0652]+)*)"
)
_PASSED_ON = re.compile(
    r"(?<![\u0621-\u064a])(?:و|ف|ل)?(?:نقلت?|نقله|نقلته|ذكرت?|أفادت?|أوردت?|نشرت?|كشفت?|قالت?|بحسب|حسب|وفق|وفقاً ل|وفقا ل|نقلاً عن|نقلا عن|عن|إلى|ل)\s*$"
)


_TOLD_BEHIND = re.compile(
    r"[،»]\s*(?:و|ف)?(?:هذا ما |وهو ما )?(?:بحسب|حسب|حسبما|وفق|وفقاً|وفقا|طبقاً|نقلاً|نقلا|كما|على ما|على حد|قال|قالت|أفاد|أفادت|صرح|أكد|ذكر|ذكرت|كشف)\s"
)


def attribution_of(report: Report, finding: Finding, people: Cast) -> Attribution | None:
    """Who told the reporter an item, where its sentence says so in front of it."""
    assert finding.span is not None
    segment = report.segment_at(finding.span.start)
    lead = _own_clause(report.text[segment.start : finding.span.start + 6])[: finding.span.start + 1 - segment.start]
    if behind := _TOLD_BEHIND.search(report.text, finding.span.end, segment.end):
        lead += report.text[behind.start() : segment.end]  # "تعهدت … بـ…، وفق ما نقله موقع … عن مصدر"
    outlets = [
        match["outlet"].strip() for match in _OUTLET.finditer(lead) if _PASSED_ON.search(lead[: match.start("outlet")] + " ")
    ]
    via = list(reversed(outlets))  # "نقلت أ عن ب عن مصدر": ب is nearer to the origin
    origin = _unnamed(report, people, segment.start, lead[: finding.span.start + 1 - segment.start])
    if origin is None and finding.kind == "next_step":  # «رجّح مصدر تمديد الإقامة»: held by nobody, it has its teller in itself
        origin = _unnamed(report, people, finding.span.start, report.text[finding.span.start : finding.span.end])
    if origin is None and behind:
        origin = _unnamed(report, people, behind.start(), report.text[behind.start() : segment.end])
    if origin is not None:
        return Attribution(level="unnamed", origin=origin, via=via)
    return Attribution(level="media", via=via) if via else None


# What a further speaker says, or answers to what was told, was not told by the first.
_TURN = re.compile(
    r"[،؛]\s*(?:(?:فيما|بينما|في حين|في المقابل|لكن|غير أن|إلا أن)\s+(?:قال|أكد|ذكر|أعلن|أوضح|صرح|شدد|رأى|اعتبر|نفى|رفض)ت?(?=\s)"
    r"|وه[وي](?:\s+[^\s،]+){1,2}\s+(?:نفا|نفت|رفض|رد|كذب|كذّب|فند|فنّد)|وهذ[اه])"
)


def _own_clause(lead: str) -> str:
    """The words in front of an item from where its own speaker begins; blanks stand for the others, so that places stay."""
    turns = [match.start() for match in _TURN.finditer(lead)]
    return " " * turns[-1] + lead[turns[-1] :] if turns else lead


def hides_name(words: str) -> bool:
    """Whether some words say that somebody is not to be named ("طلب عدم ذكر اسمه")."""
    return _NAMELESS.search(words) is not None


def attribute(report: Report, finding: Finding, people: Cast) -> None:
    """Note who told an item; what a teller of no side, or of another, says that somebody pledged is claimed."""
    if finding.span is None or finding.kind not in {"demand", "commitment", "statement", "next_step"}:
        return
    finding.attribution = attribution_of(report, finding, people)
    if finding.attribution is None or finding.attribution.level != "unnamed" or finding.kind != "commitment":
        return
    origin = finding.attribution.origin or ""
    own = any(people.may_stand_for(people[id_], origin) for id_ in finding.by)
    if not own and finding.status in {"pledged", "best_efforts"}:
        finding.status = "claimed"


_PREPOSITIONS = frozenset(["في", "من", "على", "عن", "إلى", "لدى", "حول", "مع"])


def _is_thing(who: list[str]) -> bool:
    """Whether the last word is no longer of who tells, but what he tells of: «رجّح مصدر في الوفد تمديد الإقامة»."""
    return is_verbal_noun(who[-1]) and not who[-1].startswith("ال") and who[-2] not in _PREPOSITIONS


def _unnamed(report: Report, people: Cast, start: int, lead: str) -> str | None:
    for match in _UNNAMED.finditer(lead):
        if not _TELLING.search(lead[: match.start("who")]) and not _TELLS_ON.match(lead, match.end()):
            continue
        rest = report.text[start + match.end() : start + match.end() + 80]
        hidden = _NAMELESS.search(match["who"] + rest) is not None
        if match["who"].startswith(_HIDDEN_ONLY) and not hidden:
            continue
        # "مسؤول الملف السياسي في الحركة سامر الخياط" has a name.
        span = Span(start + match.start("who"), start + match.end() + 30)
        named = [mention for mention in people.within(span.start, span.end) if people[mention.participant].kind == "person"]
        if named and people[named[0].participant].name.ar and not hidden and not match["who"].startswith(("مصدر", "مصادر")):
            continue
        if (
            match["who"].split()[1:2]
            and match["who"].split()[1].startswith("ال")
            and not hidden
            and match["who"].startswith(("مسؤول", "مسئول"))
        ):
            continue
        who = match["who"].split()
        while len(who) > 1 and (_is_thing(who) or who[-1] in {"لـ", "بـ"}):
            who.pop()
        return " ".join(who).rstrip("،")
    return None
