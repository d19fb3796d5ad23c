"""How the sides talked with each other: directly, through others, or both, by what a report says in its own voice.

«غير مباشرة», «عبر الوسطاء», «من غرفتين» and «لم يجلسا وجهاً لوجه» tell of indirect talks, «حوار مباشر», «وجهاً لوجه» and «حول طاولة
واحدة» of direct ones. A demand for direct talks, a wish or a plan is no report of any.
"""

from __future__ import annotations

import re

from briefing.arabic import fold, pattern_of
from briefing.background import is_past
from briefing.record import TalksFormat
from briefing.source import Report
from briefing.windows import Passage, passages

# All patterns are for folded text. «مباشرة» is as often "at once": it counts beside a word for talking alone.
_TALK = r"(?:ال)?(?:محادثات|مفاوضات|حوار|حوارات|مشاورات|مباحثات|تفاوض|لقاء|لقاءات|لقاءين|اجتماع|اجتماعات|جلسه|جلسات|جوله|جولات|اتصالات|نقاش|نقاشات|صيغه)"
_TALKING = re.compile(
    rf"(?<!\w)[وفبل]?{_TALK}(?!\w)|(?<!\w)(?:و|ف)?(?:[يت])?(?:فاوض|تفاوض|تحاور|حاور|التق|لتق|اجتمع|جتمع|تحادث|تواصل)"
    r"|(?<!\w)(?:كانت|ظلت|بقيت|جرت|دارت|عقدت|تزال|زالت) \Z"
)
_DIRECT = re.compile(
    rf"(?<!\w)[وفبل]?{_TALK} (?:\w+ ){{0,2}}?(?:ال)?مباشر(?:ه|ا)?(?!\w)"
    r"|(?<!\w)(?:و|ف)?(?:[يت])?(?:فاوض|تفاوض|تحاور|حاور|التق|لتق|اجتمع|جتمع|تحادث)\w* (?:\w+ ){0,4}?(?:مباشره|مباشرا|بشكل مباشر|بصوره مباشره)(?!\w)"
    r"|(?<!\w)(?:ال)?وجه(?:ا)? (?:ل|ب)وجه(?!\w)|(?<!\w)(?:حول|علي|الي) (?:ال)?طاوله (?:ال)?(?:واحده|نفسها|ذاتها|مستديره)|(?<!\w)نفس الطاوله"
    r"|(?<!\w)(?:و|ف|ل)?[يت]?(?:جلس|قعد)\w* (?:\w+ ){0,4}?(?:قباله|بمواجهه|معا|في غرفه واحده|في قاعه واحده)(?!\w)|(?<!\w)(?:ضم|جمع)(?:ت|ته|تهما|هما)? (?:\w+ ){0,3}?غرفه واحده"
)
_SIDES = r"(?:ال)?(?:وفدين|طرفين|جانبين|فريقين|وفود|فرقاء|اطراف|خصمين|غرفتين|قاعتين|مقري|جناحي|فندقي)"
_INDIRECT = re.compile(
    r"(?<!\w)(?:ال)?غير (?:ال)?مباشر(?:ه|ا)?(?!\w)"
    r"|(?<!\w)(?:عبر|من خلال|بواسطه|عن طريق) (?:ال)?(?:وسيط|وسطاء|وسيطين|وسيطه|طرف ثالث|اطراف ثالثه|ميسر|ميسرين|فريق الوساطه|مبعوث|مبعوث الاممي|وساطه)(?!\w)"
    r"|(?<!\w)(?:في|من|بين) (?:ال)?(?:غرفتين|قاعتين|جناحين|فندقين|طابقين|مقرين|غرف|قاعات|مبنيين)(?: (?:منفصل|متجاور|متقابل|مختلف|متباعد)\w*)?(?!\w)"
    rf"|(?<!\w)(?:و|ف)?[يت]?(?:تنقل|نقل|حمل|تبادل|تردد)\w* (?:\w+ ){{0,6}}?بين {_SIDES}|(?<!\w)(?:دبلوماسيه |جولات |رحلات |لقاءات )?(?:ال)?مكوكيه?(?!\w)"
    r"|(?<!\w)(?:ب|مع )?(?:ال)?(?:وفدين|طرفين|جانبين|وفد|طرف|فريق) (?:كل )?(?:كلا )?(?:منهما )?علي (?:حده|انفراد)(?!\w)|(?<!\w)(?:دون|بلا|بدون) (?:ان )?(?:\w+ ){0,3}?(?:لقاء|اتصال|تواصل) مباشر"
)
# What stands in all that each of the two finds, and in few sentences.
_DIRECT_STEMS = ("مباشر", "لوجه", "بوجه", "طاوله", "قباله", "بمواجهه", " معا", "غرفه واحده", "قاعه واحده")
_INDIRECT_STEMS = (
    "مباشر", "عبر ", "من خلال ", "واسطه ", "عن طريق ", "غرف", "قاعت", "قاعات", "جناحين", "فندقين", "طابقين", "مقرين", "مبنيين",
    "نقل", "حمل", "تبادل", "تردد", "مكوكي", "علي حده", "علي انفراد",
)  # fmt: skip
_STEMS = pattern_of({*_DIRECT_STEMS, *_INDIRECT_STEMS})
_REFUSING = r"[يت]?(?:رفض|رافض|امتنع)\w*"
_NOT = re.compile(rf"(?<!\w)(?:و|ف)?(?:لم|لن|لا|ليس|ليست|دون|بدون|بلا|عدم|بعدم|تعذر\w*|{_REFUSING})(?!\w)")
_REFUSED = re.compile(rf"(?<!\w)(?:و|ف)?{_REFUSING}(?!\w)")
_SAVE = re.compile(r"(?<!\w)(?:الا|سوي|باستثناء|عدا|اكثر من (?!جلسه (?:ال)?(?:افتتاح|افتتاحيه)))(?!\w)")
_AT_OPENING = re.compile(r"(?<!\w)(?:ال)?(?:افتتاح|افتتاحيه|صوره تذكاريه|مراسم)(?!\w)")
# A plan, a wish, an offer, something to come: no report of how they talked.
_NOT_YET = re.compile(
    r"(?<!\w)[وفبل]{0,2}(?:ال)?(?:مراد|هدف|غايه|مطلوب|[يتن]ريد\w*|[يتن]هدف|[يتن]سعي|[يتن]امل|امل|ضروره|اهميه|امكانيه|احتمال|استعداد\w*|مستعد\w*|تمهيد\w*|وصولا|توطيه"
    r"|بدلا|اقتراح\w*|مقترح\w*|اقترح\w*|[يت]قترح|فكره|عرض|دعا|دعت|دعوه|[يت]دعو|طالب\w*|[يت]طالب\w*|شرط\w*|اشترط\w*|[يت]فضل|[يت]قبل\w*|قبل ان|لو|اذا|مقبل\w*|قادم\w*|مرتقب\w*"
    r"|س[يتن]\w{3,}|[يت]مكن|ربما|[يت]توقع|قرار|الانتقال|انتقال|جهود|لاستيناف|للعوده|لعقد|لاجراء|لبدء)(?!\w)"
)
_MOVED_ON = re.compile(
    r"(?<!\w)(?:و|ف)?(?:انتقل|تحول|[يت]نتقل|[يت]تحول)\w* (?:[^؛.]+ )?من (?P<first>[^؛.]+?) الي (?P<then>[^؛.]+)"
)
_CLAUSE = re.compile(r"[؛.:!؟?\n]|،\s(?=(?:و|ف|لكن|بل|ثم|كما|بينما|فيما)\s?\w)")


def format_told(report: Report) -> TalksFormat:
    """direct, indirect, mixed (both are told, or one but for a session) or not_stated."""
    direct = indirect = False
    for passage in passages(report):
        words = report.text[passage.start : passage.end]
        if not _may_tell(fold(words).text) or is_past(words):
            continue
        for start, end, wished in _parts(passage):
            for clause in _CLAUSE.split(fold(report.text[start:end]).text):
                told = _told(clause, wished=wished) if _may_tell(clause) else (False, False)
                direct, indirect = direct or told[0], indirect or told[1]
    return "mixed" if direct and indirect else "direct" if direct else "indirect" if indirect else "not_stated"


def _may_tell(words: str) -> bool:
    return _STEMS.search(words) is not None


def _parts(passage: Passage) -> list[tuple[int, int, bool]]:
    """A passage in parts, each with whether what it tells is only wanted, refused or threatened: so it is behind such a verb."""
    cue = passage.cue
    if cue is None or not (cue.kind == "demand" or cue.lexeme.act in {"REJECT", "ACCUSE", "THREATEN"}):
        return [(passage.start, passage.end, False)]
    return [(passage.start, cue.start, False), (cue.start, passage.end, True)]


def _told(clause: str, *, wished: bool) -> tuple[bool, bool]:
    """Whether a clause tells of direct and of indirect talks."""
    if moved := _MOVED_ON.search(clause):
        return (
            any(_DIRECT.search(moved[part]) for part in ("first", "then")),
            any(_INDIRECT.search(moved[part]) for part in ("first", "then")),
        )
    direct = indirect = False
    for match in _INDIRECT.finditer(clause) if any(map(clause.__contains__, _INDIRECT_STEMS)) else ():
        if match.group().removeprefix("ال").startswith("غير") and not _TALKING.search(clause, 0, match.start()):
            continue  # «تأثير غير مباشر»
        indirect = indirect or not (wished or _NOT_YET.search(clause[: match.start()]) or _NOT.search(clause[: match.start()]))
    if indirect:  # «جلسا في غرفتين ولم يلتقيا وجهاً لوجه»: said once more
        clause = _INDIRECT.sub(" ", clause)
    for match in _DIRECT.finditer(clause) if any(map(clause.__contains__, _DIRECT_STEMS)) else ():
        lead = clause[: match.start()]
        if _NOT.search(lead):
            # «لم يجلسا وجهاً لوجه إلا في الجلسة الأولى» tells of both; an opening ceremony is no talking.
            saved = _SAVE.search(clause, match.end()) is not None and not _AT_OPENING.search(clause, match.end())
            # «رفض المفاوضات المباشرة» tells what one side does not want; who would not sit at the table did not.
            policy = wished and not saved and "مباشر" in match.group() and _REFUSED.search(lead) is not None
            direct, indirect = direct or saved, indirect or not policy
        elif not wished and not _NOT_YET.search(lead) and not _AT_OPENING.search(clause, match.end()):
            direct = True
    return direct, indirect
