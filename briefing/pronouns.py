"""Words of a line that point outside of it: «هذا المقترح», «ذلك», «تنفيذه». A line is read alone, so the reader is told.

What such a word stands for is not guessed. Only what surely lies outside is found: a demonstrative whose noun has not been
named in the line, and a pronoun at the head of the content whose gender or number is not that of the one holder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.arabic import folded, strip_diacritics
from briefing.quotation import quoted_spans
from briefing.record import Participant
from briefing.wording import is_feminine, without_teller

_DEMONSTRATIVE = re.compile(
    r"(?<![\u0621-\u064a])(?:[وف]?[بلك]?)(?P<word>هذا|هذه|هذان|هذين|هاتان|هاتين|ذلك|تلك|هؤلاء|أولئك)(?![\u0621-\u064a])(?:\s+(?:ال|لل)(?P<noun>[\u0621-\u064a]+))?"
)
_POINTED_AT = re.compile(
    r"(?<![\u0621-\u064a])(?:ال(?:مذكور|آنف|سالف)(?:ة|ين|تين|ات)?|المشار إلي(?:ه|ها|هم|هما))(?![\u0621-\u064a])"
)
# "This month", "this round" are told by the day and the round of the brief; "in spite of that" joins what stands in the line.
_KNOWN = frozenset(folded("الشهر العام السنة الأسبوع اليوم المساء الصباح الجولة المحادثات الاجتماع المؤتمر المفاوضات").split())
# What a thing named before is called where a pronoun stands for it: «هو شرط لا يقبله وفده».
THING = r"(?:أمر|شرط|مطلب|طلب|موقف|مقترح|اقتراح|عرض|خيار|حل|قرار|خطوة|مسألة|فكرة)"
_TOLD_OF_A_THING = re.compile(rf"[«\"]?و?(?P<words>(?:هو|هي)\s{THING})\s")
_JOINING = re.compile(r"(?:بما في|رغم|مع|بعد|قبل|على|غير|إلى جانب|فضلا عن|عدا|ب|ل|ك|كان)\s*$")
_SUFFIX = re.compile(r"[\u0621-\u064a]{3,}(?P<pronoun>ه|ها|هما|هم|هن)")
# The name of a transitive action with its object, in folded spelling; of some the pronoun is the one who acts.
_ACTION = re.compile(r"[وف]?ب?(?P<noun>ت\w{2}ي\w|ا\w{2}ا\w|ضم|فك|رفع|سحب|طرد|نقل|نشر|حظر|عزل|نزع)(?:ه|ها|هما|هم|هن)")
# Who leaves or enters by such a noun, or is called: somebody else, unless the pronoun may be the holder's.
_LEAVING = re.compile(r"[وف]?ب?(?:(?:خروج|دخول|رحيل|مغادرت|انسحاب)(?P<pronoun>ها)|دعوت(?:ها|هما|هم|هن))")
_OF_ITS_SUBJECT = frozenset(folded("تأييد تأكيد تقدير إصرار إيمان إخلاص إدراك إعجاب إقرار إعلان تصميم تعيين").split())
# Words that end like one with a pronoun.
_NO_SUFFIX = frozenset(
    folded("وجه اتجاه تجاه مياه شبه فقه مكره تنبيه توجيه تشويه تنزيه إله منتزه جهه أوجه وجوه شبيه نزيه فيه").split()
)
# These end in a letter of their own and in no pronoun: «نوه فلان بـ», «يواجه».
_NO_OBJECT = re.compile(r"[وف]?س?[يتا]?ت?ن?(?:وج|نو|نب|شب|كر|واج|تج|شو|شاب|جاب|تب|سف|رف|مو|ول|نز|فق)ه")
_FIRST_WORD = re.compile(r"(?P<word>[\u0621-\u064a]{2,}(?P<pronoun>ها|ه))(?=[\s،])،?\s*")
_HE_IT = re.compile(r"[إأ]ن(?:ه|ها)\s(?:(?:لن|لم|لا|سوف)\s)?(?P<word>س?[يت][\u0621-\u064a]{2,}(?:ها|ه))(?=[\s،.])")
# «شدد فلان على أنها»: a verb in the masculine has not her for its subject.
_HE_SHE = re.compile(r"(?:ي[\u0621-\u064a]+|[\u0621-\u064a]+(?<!ت))\s(?P<name>.{2,60}?)\s(?:على\s|ب)?(?P<word>[إأ]نها)\s")
_INSTEAD = re.compile(r"(?:بدلا|عوضا)\s(?:من|عن)(?:ه|ها|هم|هما)(?![\u0621-\u064a])")
# A line that is nothing but somebody's words, which begin so.
_QUOTED_THIS = re.compile(r"[^:«]{3,60}:\s«(?P<word>هذا|هذه|ذلك|تلك)\s(?!ال)")


def pointing_out(text: str, content: str, holders: Sequence[Participant]) -> str | None:
    """The first words of an Arabic sentence that point outside of it; ``None`` if there are none.

    ``content`` is what it says after its verb and its holders.
    """
    text, content = strip_diacritics(text), strip_diacritics(content)
    quotations = quoted_spans(text)
    for match in _DEMONSTRATIVE.finditer(text):
        noun = folded(match["noun"] or "")
        if any(start < match.start() < end for start, end in quotations):
            continue  # the reader sees that it is somebody's own words
        before = text[: match.start()]
        if noun and (f"ال{noun}" in _KNOWN or re.search(rf"(?<!\w){re.escape(noun)}(?!\w)", folded(before).replace("ال", ""))):
            continue
        if not noun and (_JOINING.search(before) or len(before.split()) > 8):
            continue
        return match.group().strip()
    if unnamed := _object_unnamed(without_teller(text), holders):
        return unnamed
    if found := _INSTEAD.match(content.lstrip()) or _POINTED_AT.search(text):
        return found.group()
    if told_of := _TOLD_OF_A_THING.match(content):
        return told_of["words"]
    intended = re.sub(r"^[يت](?:عتزم|نوي)\s", "", content)
    is_intended, content = intended != content, intended
    first = next(iter(content.split()), "").strip('«»"،.')
    if (acting := _ACTION.fullmatch(folded(first))) and acting["noun"] not in _OF_ITS_SUBJECT:
        return first  # "بتنفيذه", "إدراجها": what is to be carried out or listed is somebody or something else
    leaving = _LEAVING.fullmatch(first)
    if leaving and (not holders or is_intended or (leaving["pronoun"] and len(holders) == 1 and not is_feminine(holders[0]))):
        return first  # «يتمسك فلان بخروجها», «يعتزم دعوتها»
    suffix = _SUFFIX.fullmatch(first)
    if suffix is None or len(holders) != 1 or folded(first).removeprefix("ب") in _NO_SUFFIX:
        return None
    pronoun, holder = suffix["pronoun"], holders[0]
    if holder.kind == "person" and pronoun in {"ه", "ها"}:
        return None  # his delegation, her Government: and of some persons it is not known who they are
    fits = {"ه": not is_feminine(holder), "ها": is_feminine(holder)}.get(pronoun, holder.kind != "person")
    return None if fits else first


def _object_unnamed(line: str, holders: Sequence[Participant]) -> str | None:
    """A pronoun in front of which the line names nothing but who acts, and for whom it cannot stand."""
    if said := _QUOTED_THIS.match(line):
        return said["word"]
    names = [one.name.ar for one in holders if one.name.ar]
    first = _FIRST_WORD.match(line)
    told = re.search(r"،\sأي\s", line) is not None or line.startswith(tuple(names))
    if first is not None and not told and _NO_OBJECT.fullmatch(first["word"]) is None:
        # «نفاه أوحمان»: no noun has both a pronoun and a name behind it
        subject = line[first.end() :]
        if first["word"].endswith("ته") or any(subject.startswith(word) for name in names for word in name.split()):
            return first["word"]
    if len(names) != 1 or holders[0].kind != "person":
        return None
    it = _HE_IT.search(line)
    if it is not None and len(line[: it.start()].split()) <= 1 + len(names[0].split()) and not _NO_OBJECT.fullmatch(it["word"]):
        return it["word"]
    she = _HE_SHE.match(line)
    return she["word"] if she is not None and she["name"] == names[0] and not is_feminine(holders[0]) else None
