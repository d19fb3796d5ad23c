"""The checks that an item must pass; each is a small function with a name that docs/checks.md explains.

A check returns None, or a Verdict that names it. What a check says, to the model and to readers, stands in
``templates/data/checks.toml``. Most checks look at a finding before its English exists; the parity checks at the end
compare the two sentences and the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from briefing.arabic import fold, folded, has_arabic, has_latin
from briefing.figures import figures_missing, same_figures
from briefing.findings import Finding, is_background
from briefing.glossary import Glossary
from briefing.grounding import TextIndex
from briefing.participants import Cast
from briefing.prompts import example_names
from briefing.record import Bilingual
from briefing.source import Report
from briefing.verdicts import complaint

_FUNCTION_WORDS = frozenset(
    [
        "في",
        "من",
        "على",
        "الى",
        "عن",
        "ان",
        "انه",
        "انها",
        "انهم",
        "بان",
        "اي",
        "كل",
        "كلا",
        "هذا",
        "هذه",
        "ذلك",
        "تلك",
        "التي",
        "الذي",
        "الذين",
        "ما",
        "لا",
        "لم",
        "لن",
        "قد",
        "وقد",
        "او",
        "ثم",
        "حيث",
        "كما",
        "مع",
        "بين",
        "بعد",
        "قبل",
        "عند",
        "لدى",
        "اسماهم",
        "سماهم",
        "اسماه",
        "سماه",
        "هو",
        "هي",
        "هم",
        "حسب",
        "خلال",
        "اليوم",
        "امس",
        "غدا",
        "و",
        "ف",
        "ب",
        "ل",
        "وان",
    ]
)
_NEGATION_AR = re.compile(
    r"(?:^|[\s\"'«»“”(،])(?:و|ف)?(?:لا|لم|لن|ليس|ليست|ليسوا|ما من|غير|دون|بدون|عدم|بعدم|لعدم|ألا|الا|بألا|بالا|رفض\w*|يرفض|ترفض|نفى|نفت|ينفي|تنفي|نفي)(?=[\s\"'«»“”)،.]|$)"
)
_NEGATION_EN = re.compile(
    r"\b(?:not|no|never|none|nor|neither|without|cannot|refus\w+|reject\w+|den(?:y|ies|ied|ying|ial)|non-\w+|nothing|nobody|unless|un\w+able"
    r"|prevent\w*|ceas\w+|halt\w*|oppos\w+|rul\w+ out|avoid\w*|absence|lack\w*|fail\w*|withh\w+|unconditional\w*|un[a-z]{4,}|in[a-z]{4,}|dis[a-z]{4,}|other than|except\w*|only|difference)\b|n't\b",
    re.IGNORECASE,
)
_STRONG_NEGATION_EN = re.compile(r"\b(?:not|no|never|none|nor|neither|without|cannot)\b|n't\b", re.IGNORECASE)
_STRONG_NEGATION_AR = re.compile(
    r"(?:^|[\s\"'«»“”(،])(?:و|ف)?(?:لا|لم|لن|ليس|ليست|ليسوا|ألا|بألا|عدم|بعدم|لعدم|غير|دون|بدون|من دون)(?=[\s\"'«»“”)،.]|$)"
)
_ORDERS = (
    r"تجاهل\w* (?:كل |جميع )?(?:ال)?(?:تعليمات|اوامر|ما سبق|التوجيهات)",
    r"(?:انس|انسى|اهمل) (?:كل |جميع )?(?:ال)?(?:تعليمات|ما سبق)",
    r"(?:ايها|ايتها|يا) (?:ال)?(?:نموذج|برنامج|مساعد|اله|نظام الذكاء|ذكاء|قاري الالي|مترجم الالي|روبوت|حاسوب)",
    r"(?:اضف|ادرج|اكتب|سجل|احذف|ترجم|اجب|اخرج|اعتبر) (?:في |الى |من )?(?:ال)?(?:سجل|موجز|ملخص|جواب|اجابه|ناتج|مخرجات|json)",
    r"(?:تعليمات|رساله) (?:ال)?(?:نظام|للنموذج|للبرنامج|للمساعد|جديده للنموذج)",
    r"(?:اكتب|اضف|ادرج|سجل|اذكر) (?:ان|هنا|الاتي|التالي|ما يلي|مطلبا|تعهدا|بندا|كلمه|جمله)",
    r"(?:ignore|disregard|forget|override) (?:all |any |the |your |every )*(?:previous|prior|above|earlier|preceding|instructions?|rules?|prompts?)",
    r"(?:^|[\s<\[(|#*])(?:system|assistant|user|developer)(?: message| prompt)?\s*[>\])|]*\s*[:：]",
    r"<\|?(?:im_start|im_end|system|endoftext|assistant|user)",
    r"\b(?:you are|act as|pretend to be) (?:now |an? |the )*(?:\w+ )?(?:assistant|model|ai|translator|system|bot)\b",
    r"\b(?:add|insert|append|include|output|return|print|write|record|list) (?:an? |the |this |that |only |also |following |to the )*(?:item|demand|commitment|pledge|clause|record|json|brief|summary|answer|sentence|word)",
    r"\b(?:end|new|updated|beginning) (?:of )?(?:the )?(?:system )?(?:report|source|text|prompt|instructions?)\b",
    r"\{\{|\{%|<script|javascript:|\[/?inst\]|```",
)
_ORDER = re.compile("|".join(_ORDERS), re.IGNORECASE)


@dataclass(frozen=True)
class Verdict:
    """What a check found wrong. ``mendable`` says that asking the model again may help."""

    check: str
    values: Mapping[str, Any] = field(default_factory=dict)
    mendable: bool = True

    def complaint(self, line: int) -> str:
        """The sentence for the model about the item on a line."""
        return complaint(self.check, line=line, **self.values)


@dataclass(frozen=True)
class Context:
    """What checks may look at besides the item: the report, its participants, the glossary."""

    report: Report
    index: TextIndex
    cast: Cast
    glossary: Glossary


def instruction(finding: Finding, context: Context) -> Verdict | None:
    """A passage that addresses the software or its reader is data; nothing that it orders becomes an item."""
    words = context.report.text[finding.passage.start : finding.passage.end]
    if is_order(words) or is_order(finding.draft.quote):
        return Verdict("instruction", {"quote": finding.draft.quote}, mendable=False)
    return None


def is_order(words: str) -> bool:
    """Whether words address software: orders to ignore, add or answer, fake roles, template or script code."""
    return _ORDER.search(fold(words).text) is not None or _ORDER.search(words) is not None


def example_leak(finding: Finding, context: Context) -> Verdict | None:
    """Names of the worked examples are invented: an item that bears one was not read off the report."""
    offered = " ".join((finding.draft.quote, finding.draft.en, finding.draft.ar))
    for mark in example_names():
        if mark in offered and mark not in context.report.text:
            return Verdict("example_leak")
    return None


def quote_verbatim(finding: Finding, context: Context) -> Verdict | None:
    """The quote stands in the report, word for word."""
    if finding.span is not None:
        return None
    passage = finding.passage
    nearest = context.index.nearest(finding.draft.quote, within=(passage.start, passage.end))
    hint = f' The closest words of the line are: "{nearest}".' if nearest else ""
    return Verdict("quote_verbatim", {"quote": finding.draft.quote, "nearest": hint})


def quote_line(finding: Finding, context: Context) -> Verdict | None:
    """The quote stands where the item points."""
    span = finding.span
    if span is None or (span.start < finding.passage.end and span.end > finding.passage.start):
        return None
    return Verdict("quote_line", {"quote": finding.draft.quote})


def quote_substance(finding: Finding, context: Context) -> Verdict | None:
    """The quote says something: besides the cue, names and particles at least one word of substance."""
    span = finding.span
    if span is None:
        return None
    start = max(span.start, finding.cue.end) if finding.cue and finding.cue.start >= span.start else span.start
    text = context.report.text
    covered = [(mention.start, mention.end) for mention in context.cast.within(start, span.end)]
    rest = "".join(
        character
        for position, character in enumerate(text[start : span.end], start)
        if not any(begin <= position < end for begin, end in covered)
    )
    words = [word for word in re.findall(r"[^\W_]+", folded(rest)) if word not in _FUNCTION_WORDS and len(word) > 1]
    if words and (len(words) > 1 or covered or len(words[0]) > 4):
        return None
    return Verdict("quote_substance", {"quote": text[span.start : span.end]})


def holder_known(finding: Finding, context: Context) -> Verdict | None:
    """Somebody holds it; only clauses and next steps need nobody."""
    if finding.by or finding.kind in {"clause", "next_step"}:
        return None
    return Verdict("holder_known")


def holder_named(finding: Finding, context: Context) -> Verdict | None:
    """The holder, or the one it speaks for, is named in or before the evidence."""
    if finding.span is None or finding.kind in {"clause", "next_step"}:
        return None
    end = max(finding.span.end, finding.passage.end)
    named = {mention.participant for mention in context.cast.within(0, end)}
    for holder in finding.by:
        if not any(context.cast.same_side(holder, other) for other in named):
            return Verdict("holder_named", {"name": context.cast.label(context.cast[holder])})
    return None


def background(finding: Finding, context: Context) -> Verdict | None:
    """Earlier rounds are no outcome of this one."""
    if finding.kind in {"demand", "commitment", "clause"} and is_background(finding, context.report):
        return Verdict("background", {"quote": finding.draft.quote}, mendable=False)
    return None


POINTING_CHECKS: tuple[Callable[[Finding, Context], Verdict | None], ...] = (
    instruction,
    example_leak,
    quote_verbatim,
    quote_line,
    quote_substance,
    holder_known,
    holder_named,
    background,
)


def first_verdict(finding: Finding, context: Context) -> Verdict | None:
    """The first check that a finding does not pass, or None."""
    return next((verdict for check in POINTING_CHECKS if (verdict := check(finding, context))), None)


def script(text: Bilingual) -> Verdict | None:
    """Arabic is Arabic and English is English; foreign script only as names and symbols need it."""
    if not has_latin(text.en) or has_arabic(text.en) or not has_arabic(text.ar):
        return Verdict("script", {"text": text.en})
    return None


def figures(text: Bilingual, evidence: str) -> Verdict | None:
    """No number, date, percentage, currency or document symbol without support in the evidence."""
    missing = [*figures_missing(text.ar, evidence), *figures_missing(text.en, evidence)]
    return Verdict("figures", {"figures": "، ".join(dict.fromkeys(map(str, missing)))}) if missing else None


def figures_parity(text: Bilingual) -> Verdict | None:
    """The same numbers in both languages."""
    different = same_figures(text.ar, text.en)
    return Verdict("figures_parity", {"figures": "، ".join(map(str, different))}) if different else None


def names_parity(text: Bilingual, evidence: str, names: Mapping[str, str], glossary: Glossary) -> Verdict | None:
    """The same names in both languages, in the form of the participants list or the glossary."""
    different = glossary.names_missing(text.ar, text.en, names, context=evidence)
    return Verdict("names_parity", {"names": "، ".join(map(str, different))}) if different else None


def negation(text: Bilingual, evidence: str) -> Verdict | None:
    """What the evidence negates is negated in both languages, and nothing else is."""
    in_arabic = _STRONG_NEGATION_AR.search(f"{evidence} {text.ar}") is not None
    if in_arabic and not _NEGATION_EN.search(text.en):
        return Verdict("negation")
    if not _NEGATION_AR.search(f"{evidence} {text.ar}") and _STRONG_NEGATION_EN.search(text.en):
        return Verdict("negation")
    if _STRONG_NEGATION_AR.search(evidence) and not _NEGATION_AR.search(text.ar):
        return Verdict("negation")
    return None


def loaded(text: Bilingual, glossary: Glossary) -> Verdict | None:
    """Loaded words live in quotations only."""
    found = [match.text for match in (*glossary.loaded_in(text.ar, "ar"), *glossary.loaded_in(text.en, "en"))]
    return Verdict("loaded", {"words": "، ".join(dict.fromkeys(found))}) if found else None


def text_verdict(text: Bilingual, evidence: str, names: Mapping[str, str], glossary: Glossary) -> Verdict | None:
    """The first parity check that a bilingual text does not pass, or None.

    ``evidence`` is the passage that was quoted from, and the names of those whose item it is; ``names`` maps the Arabic
    names of the participants to the English ones.
    """
    return (
        script(text)
        or loaded(text, glossary)
        or figures(text, evidence)
        or figures_parity(text)
        or names_parity(text, evidence, names, glossary)
        or negation(text, evidence)
    )
