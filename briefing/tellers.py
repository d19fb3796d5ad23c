"""Who told the reporter: a named outlet, an unnamed source, and the chain between them, which is one source however long.

A teller takes no part in the talks and holds nothing. What an unnamed teller says that somebody pledged is claimed.
"""

from __future__ import annotations

import re

from briefing.arabic import has_arabic
from briefing.epithets import epithet_in_english
from briefing.findings import Finding, is_verbal_noun
from briefing.grounding import Span
from briefing.parity import is_named
from briefing.participants import Cast
from briefing.record import Attribution, Participant
from briefing.source import Report
from briefing.speech import relayer, speech_at
from briefing.wording import amid, content_of, genitive

_WORD = r"[\u0621-\u0652]+"
_UNNAMED = re.compile(
    r"(?<![\u0621-\u064a])(?:و|ف|ل)?(?P<who>(?:تسريبات|تسريب|مصدر|مصدرا|مصدراً|مصادر|مصدران|مصدرين|أوساط|شخصية|شخصيات|جهات|جهة|دوائر|دبلوماسية|دبلوماسيات|مراقب|مراقبون|مراقبين|موظف|موظفة|موظفون|موظفين|مس[ؤئ]ولة|مفاوض|مفاوضون|مس[ؤئ]ول|مس[ؤئ]ولاً?|مس[ؤئ]ولون|مس[ؤئ]ولين|مس[ؤئ]ولان|دبلوماسي|دبلوماسياً?|دبلوماسيون|دبلوماسيين|دبلوماسيان|مطلعون|مطلعين|مقربون|مقربين|عضو|قيادي|مستشار|مشارك)(?:ون|ين|ان|اً|ًا)?"
    rf"(?:\s+(?!لـ?(?![\u0621-\u063f\u0641-\u0652])|ل(?:صحيفة|وكالة|قناة|موقع|شبكة|إذاعة)(?:\s|$)|أن(?:\s|$)|إن(?:\s|$)|بأن(?:\s|$)|قوله|قولها|اشترط|طلب|رفض|فضل|فضّل|(?:قال|أكد|ذكر|كشف|أفاد|أوضح|صرح|رجح|أعلن)(?:ت|وا)?(?:\s|$)|لم(?:\s|$)|إلى(?:\s|$)){_WORD}){{0,4}})"
)
_TELLING = re.compile(
    r"(?<![\u0621-\u064a])(?:و|ف)?(?:قال|قالت|تحدثت|روى|روت|زعم|زعمت|ادعى|ادعت|سرب|سرّب|عمن|عمّن|أفاد|أفادت|كشف|كشفت|ذكر|ذكرت|أكد|أكدت|أعلن|صرح|صرحت|أوضح|أضاف|أضافت|عن|من|نقل|نقلت|بحسب|حسب|وفق|رجح|رجّح|رجحت|رجّحت|[يت]رج[ّ]?ح|توقع|توق[ّ]?عت?|[يت]توق[ّ]?ع|استبعد|استبعدت|[يت]ستبعد|علمت|أبلغ|أقر|أقرّ|كما أقر|كما أقرّ|نسب|نسبت|عزا|عزت|إلى|أسر|همس|صرّح|أخبر|أخبرت|علم|علمنا|استقى|استقت|نقلته|نقله|أكدته|ذكرته)\s+(?:[^\s،.؛]+\s+){0,3}?$"
)
# «حمّل مصدر الطرفين المسؤولية، مشيراً إلى أن»: whatever such a source did first, what follows is told.
_TELLS_ON = re.compile(
    r"[^؛.]*،\s*(?:و|ف)?(?:مشير|موضح|مضيف|مؤكد|لافت|كاشف|قائل|مبين|متابع|معتبر|مستدرك|منوه|مرجح|محذر)(?:ا|اً|ًا|ة|ةً)\s+(?:(?:إلى|على|من)\s+)?ب?[أإ]ن(?![\u0621-\u064a]{2})"
)
# «إلا أن مستشاراً، طلب عدم ذكر اسمه، قال إن»: who stands in front of his verb.
_LED_BY_THAT = re.compile(r"(?<![\u0621-\u064a])(?:[وف]?[أإ]ن|لكن)\s+$")
_TELLS_BEHIND = re.compile(
    r"[^،.؛]{0,40}(?:،[^،.؛]{3,70}،)?\s*(?:قد\s)?(?:قال|أكد|ذكر|أعلن|صرح|أوضح|أضاف|كشف|أفاد|زعم|روى|أبلغ|رجح)ت?\s"
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
    r"(?<![\u0621-\u064a])(?:و|ف|ل)?(?:نقلت?|نقله|نقلته|نسبت?|نسبه|نسبته|عزت?|عزا|ذكرت?|أفادت?|أوردت?|نشرت?|كشفت?|قالت?|بحسب|حسب|وفق|وفقاً ل|وفقا ل|نقلاً عن|نقلا عن|عن|إلى|ل)\s*$"
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
    if finding.attribution is None or finding.attribution.level != "unnamed":
        return
    sentence = report.segment_at(finding.span.start)
    speaking = {mention.participant for mention in people.within(sentence.start, sentence.end)}
    if finding.reported_by is not None and not any(people.same_side(finding.reported_by, one) for one in speaking):
        finding.reported_by = None  # another speaks in other sentences
    if finding.kind != "commitment":
        return
    origin = finding.attribution.origin or ""
    own = any(people.may_stand_for(people[id_], origin) for id_ in finding.by)
    if not own and finding.status in {"pledged", "best_efforts"}:
        finding.status = "claimed"


# An English sentence that has one of these tells that somebody who is not named told it.
_UNNAMED_EN = re.compile(
    r"\b(?:unnamed|unidentified|anonym\w*|sources?|officials?|diplomats?|leak(?:s|ed)?|insiders?|circles|quarters|observers?|persons?|people|figures?|reported(?:ly)?)\b",
    re.IGNORECASE,
)
_SMALL_AMID_EN = re.compile(
    r"(?:The|A|An|It|He|She|They|Its|His|Her|Their|Both|Each|All|Some|Any|No|Neither|Nobody|There|This|These|If|Unless|In|On|At|By|After|Before|Until|According|As)\b"
)


# «لم يوافق وفدنا على»: what a side's own outlet says that it did not do is its account, and no fact of ours.
_OUR_DENIAL = re.compile(r"[وف]?لم\s[\u0621-\u0652]+\s(?:وفد|فريق|جبهت|حركت|حزب|جماعت|تحالف)نا(?![\u0621-\u064a])")
_SAYS_EN = re.compile(
    r"\b(?:says?|said|den(?:y|ies|ied)|according|insists?|maintains?|asserts?|claims?|stress\w*)\b", re.IGNORECASE
)


def side_that_denies(report: Report, finding: Finding, people: Cast) -> Participant | None:
    """The side in whose own voice the report denies that it did a thing, where nobody is said to have said so."""
    if finding.kind != "statement" or finding.span is None or len(finding.by) != 1 or finding.attribution is not None:
        return None
    holder, span = people[finding.by[0]], finding.span
    if holder.kind == "person" or finding.reported_by not in {None, holder.id}:
        return None
    if _OUR_DENIAL.match(report.text, span.start, span.end) is None:
        return None
    return holder if speech_at(report, people, span.start, span.end) is None else None


def ascribed(english: str, report: Report, finding: Finding, people: Cast) -> str:
    """An English sentence behind whoever tells it, where it does not name them, as the Arabic sentence does."""
    assert finding.span is not None
    told_by = None if finding.reported_by is None or finding.reported_by in finding.by else people[finding.reported_by]
    passed_on = None if told_by is None else relayer(report, people, finding.span.start, finding.span.end, told_by.id)
    leads = []
    if told_by is not None and _is_missing(told_by, english, people):
        leads.append(f"According to {_in_sentence(told_by, people)}")
    if passed_on is not None and _is_missing(people[passed_on], english, people):
        leads.append(f"{'as' if leads else 'As'} relayed by {_in_sentence(people[passed_on], people)}")
    source = finding.attribution
    if source is not None and source.level == "unnamed" and source.origin and not _UNNAMED_EN.search(english):
        leads.append(f"{'as told by' if leads else 'According to'} {_unnamed_in_english(source.origin)}")
    if (own := side_that_denies(report, finding, people)) is not None and not leads and not _SAYS_EN.search(english):
        name = _in_sentence(own, people)
        called = re.escape(name.removeprefix("the "))
        english = re.sub(rf"^The delegation of (?:the )?{called}\b", "Its delegation", english)
        leads, english = [f"According to {name}"], re.sub(rf"^(?:The )?{called}(?= d)", "It", english)
    if not leads:
        return english
    rest = english[:1].lower() + english[1:] if _SMALL_AMID_EN.match(english) else english
    return f"{', '.join(leads)}, {rest}"


def _in_sentence(person: Participant, people: Cast) -> str:
    title = people.english(person)
    return amid(person) or (title if title.startswith("the ") else f"the {title}")


def _is_missing(person: Participant, english: str, people: Cast) -> bool:
    """Whether an English sentence has no trace of somebody who has an English name or title."""
    name = people.english(person)
    if person.kind == "person" and person.name.en and is_named(name.split()[-1], english):
        return False  # by the surname alone
    words = re.findall(r"[^\W\d_]{4,}", name.casefold())
    said = english.casefold()
    return not (not name or has_arabic(name) or is_named(name, english) or all(word in said for word in words))


def source_in_arabic(finding: Finding) -> str:
    """The source without a name that told an item, as a preposition governs it; empty if there is none."""
    told = finding.attribution
    if told is None or told.level != "unnamed" or not told.origin:
        return ""
    return _DESCRIBED.sub(lambda found: "وُصفت" if found["feminine"] else "وُصف", content_of(genitive(told.origin)))


# «مصدر وصفته بالقريب من الوساطة», of the newspaper that a line does not name: «مصدر وُصف بالقريب من الوساطة».
_DESCRIBED = re.compile(r"(?<=\s)وصفت?ه(?P<feminine>ا)?(?=\sب)")


def _unnamed_in_english(origin: str) -> str:
    """What an unnamed source is called in English, by as many of its words as are known."""
    words = origin.split()
    known = next((found for n in range(len(words), 0, -1) if (found := epithet_in_english(" ".join(words[:n])))), "source")
    if re.match(r"leaks?\b", known):
        return known if known.startswith("leaks") else f"a {known}"
    if known.startswith("two "):
        return known.replace("two ", "two unnamed ", 1)
    return f"unnamed {known}" if re.search(r"(?:sources|officials|diplomats|circles)\b", known) else f"an unnamed {known}"


_PREPOSITIONS = frozenset(["في", "من", "على", "عن", "إلى", "لدى", "حول", "مع"])


def _is_thing(who: list[str]) -> bool:
    """Whether the last word is no longer of who tells, but what he tells of: «رجّح مصدر في الوفد تمديد الإقامة»."""
    return is_verbal_noun(who[-1]) and not who[-1].startswith("ال") and who[-2] not in _PREPOSITIONS


def _unnamed(report: Report, people: Cast, start: int, lead: str) -> str | None:
    for match in _UNNAMED.finditer(lead):
        before = lead[: match.start("who")]
        ahead = _LED_BY_THAT.search(before) is not None and _TELLS_BEHIND.match(lead, match.end()) is not None
        if not (ahead or _TELLING.search(before) or _TELLS_ON.match(lead, match.end())):
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
            and match["who"].startswith(("مسؤول", "مسئول", "مصدر "))  # and «مصدر القلق»
        ):
            continue
        who = match["who"].split()
        while len(who) > 1 and (_is_thing(who) or who[-1] in _PREPOSITIONS | {"لـ", "بـ"}):
            who.pop()
        return " ".join(who).rstrip("،")
    return None
