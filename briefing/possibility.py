"""Whether Arabic words tell of what may come, and not of what will: «قد» and «ربما» with an imperfect, «لم يستبعد أن».

With a perfect «قد» tells what has been done, so the two must be told apart; where the spelling does not show which it is,
it counts as a perfect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.arabic import fold, folded

# In raw text, which keeps the signs that tell an imperfect from a perfect.
_MAY = re.compile(r"(?<![\u0621-\u064a])[وف]?(?P<word>قد|ربما|لعل[\u0621-\u064a]{0,3})\s+(?P<verb>[\u0621-\u0652]+)")
_STEMS = ("قد ", "ربما", "لعل")
# Words that begin as an imperfect does and may be perfects; of a feminine they would end in ت.
_LIKE_PERFECT = re.compile(r"ت(?:م|لا|رك|\w{3}|\wا\w{2}|\w{2}[يا])")
_PERFECTS = frozenset(
    folded(
        "تم تلا ترك تعهد تراجع تخلى تلقى تقدم تبنى تولى تسلم تمكن تجاوز تضرر تأخر تعثر تبادل تعرض تحقق تأجل تحفظ تغيب تنازل توقف توقع"
        " توسط تضمن تناول تبين تقرر تأكد تحدث تطرق تمسك تفاوض توافق تذرع تنصل تحدى تسبب تحول تدخل تشكل تعاون تعطل توصل توجه تشاور تداول تطور"
    ).split()
)
_FEMININE = re.compile(r"\w{2,}(?:ه|اء)")
# Of whom or what it is said; behind an indefinite noun «قد» opens a clause about that («أي خلاف قد ينشأ»).
_SAID_OF = re.compile(r"(?:^|[\s\"«(،])(?:[وفبلك]?(?:ال|لل)\w+|\w{2,}(?:ه|ها|هم|هما|نا)|[وفب]?ان)[\s\"»)]+$")
_WHICH = re.compile(r"(?<!\w)[وفبلك]?(?:الذي|التي|الذين|اللذين|ما|من)\s+$")
_NOT_EXCLUDED = re.compile(
    r"(?<!\w)[وف]?(?:(?:لم|لا) [يتن]ستبعد(?:وا|ون)?|(?:من )?غير المستبعد|غير مستبعد(?:ا|ه)?)(?: (?!ان )\w+){0,8}?(?: ان)?[\s\"«]*$"
)


def possibilities(words: str, *, feminine: bool = False) -> Iterator[re.Match[str]]:
    """Where Arabic words have «قد» or its like with an imperfect. ``feminine`` says that a feminine is the verb's subject."""
    if any(map(words.__contains__, _STEMS)):
        yield from (match for match in _MAY.finditer(words) if _is_imperfect(words, match, feminine=feminine))


def _is_imperfect(words: str, match: re.Match[str], *, feminine: bool) -> bool:
    raw, verb = match["verb"], folded(match["verb"])
    if verb in {"لا", "لن"}:
        return True
    if verb[0] == "ي":
        return len(verb) > 2
    if verb[0] == "ن":
        return raw[1:2] == "\u064f" or raw.startswith("نؤ")
    if verb[0] != "ت" or verb.endswith("ت"):
        return False
    if feminine or raw[1:2] == "\u064f" or raw.startswith("تؤ") or raw.endswith(("ئ", "ون")) or not _LIKE_PERFECT.fullmatch(verb):
        return True
    beside = (*folded(words[: match.start()]).split()[-1:], *folded(words[match.end() :]).split()[:1])
    return verb not in _PERFECTS and any(_FEMININE.fullmatch(word.strip("\"'«»،.")) for word in beside)


def tells_possible(words: str, *, feminine: bool = False) -> bool:
    """Whether Arabic words tell of somebody or something that it may do a thing: «التأخير قد يقوّض الاتفاق»; see possibilities."""
    for match in possibilities(words, feminine=feminine):
        before = fold(words[: match.start()] + " ").text
        if match["word"] != "قد" or not before.strip() or (_SAID_OF.search(before) and not _WHICH.search(before)):
            return True
    return False


def is_not_excluded(lead: str) -> bool:
    """Whether words lead up to what somebody does not rule out: «ولم يستبعد فلان أن»."""
    return "ستبعد" in lead and _NOT_EXCLUDED.search(fold(lead).text) is not None
