"""Whether words tell of an earlier round, and so of no outcome of this one.

A mark of the past (last year, the previous round, 2019) makes background of an act only where it says when that was done:
«تعهدت في الجولة السابقة». It may as well belong to a noun (أحداث الربيع الماضي), to a clause of its own (التي غابت عن الجولة
السابقة), or to an earlier clause of the sentence.
"""

from __future__ import annotations

import re

from briefing.arabic import fold, folded, pattern_of, western_digits
from briefing.cues import Cue
from briefing.findings import Finding, clause_end, is_verbal_noun
from briefing.participants import Cast
from briefing.source import Report, kept_with_report

_EARLIER = (
    r"(?:ال)?(?:جول[ةه]|اجتماع|مؤتمر|لقاء|محادثات|مفاوضات|مشاورات|مباحثات|جلس[ةه]|قمة|دورة)(?:\s+[\u0621-\u064a]+){0,2}?\s+(?:ال)?(?:سابق|سابقة|ماضي|ماضية|منصرم|منصرمة|فائت|فائتة)(?:ين|تين)?"
    r"|(?:ال)?(?:عام|سنة|شهر|صيف|شتاء|ربيع|خريف)\s+(?:الماضي|الماضية|المنصرم|المنصرمة|الفائت|الفائتة)|العام قبل الماضي"
    r"|(?:قبل|منذ)\s+(?:نحو\s+)?(?:عام(?! [0-9٠-٩])|عامين|سنة(?! [0-9٠-٩])|سنتين|أعوام|سنوات|شهر(?! (?:رمضان|شعبان|شوال|رجب|صفر|محرم|ذ[يو] |ربيع|جماد|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين|كانون|شباط|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|يناير|فبراير|الصيام))|شهرين|أشهر|(?:[0-9٠-٩]+|بضعة|عدة|ثلاثة|أربعة|خمسة|ستة|ثلاث|أربع|خمس|ست)\s+(?:عاماً|عاما|سنة|أعوام|سنوات|أشهر))"
    r"|(?:قبل|منذ) (?:نحو )?(?:عقد|عقدين|عقود|أسابيع|أسبوعين|جيل)|(?:كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول|يناير|فبراير|مارس|أبريل|إبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر)(?:/[\u0621-\u064a]+)?\s+(?:من العام )?(?:الماضي|المنصرم|الفائت)"
    r"|(?:محادثات|مفاوضات|جولة|مشاورات|مباحثات|مؤتمر|لقاءات|لقاء|اجتماع|اجتماعات|جولات)\s+(?:[\u0621-\u064a]+\s+){0,2}?(?:الأخيرة|الأخير|الأولى من نوعها)"
    r"|حينها|آنذاك|وقتها|يومها|حينذاك|في حينه|سابقاً|سابقا"
)
_EARLIER_ROUND = re.compile(rf"(?<![\u0621-\u064a])(?:و|ف|ب|ل)?(?:{_EARLIER})(?![\u0621-\u064a])")
# What stands in all that it finds, and in few sentences.
_EARLIER_STEMS = pattern_of((
    "سابق", "ماضي", "منصرم", "فائت", "قبل", "منذ", "الأخير", "الأولى من نوعها", "حينها", "آنذاك", "وقتها", "يومها", "حينذاك", "في حينه",
))  # fmt: skip
_EARLIER_BEHIND = re.compile(
    rf"(?:في|خلال|أثناء|إبان|منذ|قبل)\s+(?:{_EARLIER})[\s.،؛»\"]*$|(?<![\u0621-\u064a])(?:حينها|آنذاك|يومها|وقتها)[\s.،؛»\"]*$"
)
_ADVERBIAL = re.compile(r"(?:في|خلال|أثناء|قبل|منذ|عام|سنة)\s")
# "ما اتفق عليه في الجولة السابقة": the mark of the past belongs to what is to be carried out now.
_RELATIVE = re.compile(
    r"(?<![\u0621-\u064a])(?:ب|ل)?(?:ما|الذي|التي|اللذين|المتفق|المبرم\S*|الموقع\S*|المعلن\S*|الصادر\S*|المقرر\S*)\s"
)
_PLUPERFECT = re.compile(
    r"(?:^|[\s،])(?:و|ف)?كان(?:ت|وا|ا|تا)?\s+(?:[^\s،.؛]+\s+){0,5}?(?:قد\s|سبق\s)|(?:^|[\s،])(?:و|ف)?سبق\s+(?:ل[\u0621-\u064a]+\s+(?:[\u0621-\u064a]+\s+){0,3})?(?:أن|وأن)\s"
)
# "ويذكر أن …", "تعود جذور …": history is told to remind the reader of it.
_REMEMBERS = re.compile(
    r"\s*(?:و|ف)?(?:يُ?ذكر|الجدير بالذكر|جدير بالذكر|من الجدير بالذكر|يُ?شار إلى|تجدر الإشارة إلى)\s+(?:أن|ان)[\u0621-\u064a]*\s"
)
_ROOTS = re.compile(
    r"(?:تعود|يعود|ترجع|يرجع)\s+(?:[^\s،.]+\s+){0,3}إلى\s|(?:مؤتمر|جولة|محادثات|اتفاق)\s+[\u0621-\u064a]+\s+(?:الأول|الأولى|الثاني|الثانية)\s+(?:الذي|التي)\s"
)
_PEOPLE = re.compile(
    r"(?:ال)?(?:وفد|وفود|طرف|اطراف|جانب|فريق|فرق|مفاوض|متحاور|مشارك|مجتمع|مبعوث|وسيط|وسطا|وزير|وزرا|رييس|روسا|ممثل|مندوب|خبير|خبرا|لجن|لجان|نازح|لاجي|مهجر|اهال|سكان|عايل|مراقب|مقاتل|قوات)"
)
_ORDINALS = {
    word: number
    for number, word in enumerate(
        ["الاولي", "الثانيه", "الثالثه", "الرابعه", "الخامسه", "السادسه", "السابعه", "الثامنه", "التاسعه", "العاشره"], 1
    )
}
# «الجولة الثانية» and «جولة ثانية».
_ROUND = re.compile(
    r"(?<!\w)(?:[وفبل]|لل)?(?:ال)?جوله (?:ال)?(?P<which>" + "|".join(word[2:] for word in _ORDINALS) + r")(?!\w)(?! عشره)"
)
_THIS_ROUND = re.compile(
    r"(?<![\u0621-\u064a])(?:و|ف|ب)?(?:أمس|اليوم|صباح|مساء|مستهل|مطلع الجلسة|افتتاح|الجلسة الافتتاحية|بداية (?:الجولة|الجلسة|المحادثات|الاجتماع)|(?:هذه|هذا)\s+(?:الجولة|الاجتماع|المحادثات|الجلسة)|الجولة الحالية|الجاري|الجارية)(?![\u0621-\u064a])"
)
_CONTENT_BEGINS = re.compile(r"\s(?:ب[\u0621-\u064a]{3,}|إلى|على|عن|أن|بأن|إن|بألا|ألا)(?=\s|$)")
_YEAR = re.compile(
    r"(?:صيف|شتاء|ربيع|خريف|مطلع|أواخر|أوائل|منتصف|نهاية|بداية|أواسط|في|منذ|خلال|سنة|عام)\s+(?:عام\s+|سنة\s+)?([12][0-9]{3})(?![0-9])|(?<![\u0621-\u064a])(?:في\s+)?(?:ال)?(?:عام|سنة)\s+([12][0-9]{3})(?![0-9])|(?:في|خلال)\s+(?:شهر\s+)?[\u0621-\u064a/ ]{3,25}\s([12][0-9]{3})(?![0-9])"
)
# Words that say of a mark behind them that it tells when; behind others it is what something is about.
_WHEN = frozenset(folded("في خلال أثناء إبان منذ قبل بعد عقب قبيل بعيد عند طوال طيلة حتى غداة من").split())
_WITHIN = frozenset(folded("في خلال أثناء إبان").split())
_ABOUT = frozenset(folded("عن على إلى مع بين حول ضد بشأن نحو تجاه رغم بسبب").split())
_TIMES = frozenset(
    folded(
        "ختام مستهل نهاية بداية مطلع افتتاح أعمال جلسات إطار هامش سياق غضون أواخر أوائل منتصف أواسط وقت صباح مساء يوم ليلة شهر"
        " صيف شتاء ربيع خريف عام سنة شهدت شهد عرفت عرف"
    ).split()
)
_TIME_HEAD = re.compile(r"(?:و|ف|ب)?(?:قبل|منذ|في|خلال|حين|آنذاك|وقت|يوم|سابق|(?:ال)?(?:عام|سنة|شهر|صيف|شتاء|ربيع|خريف)\s)")
_OF_CLAUSE = re.compile(
    r"(?<![\u0621-\u064a])(?:و|ف)?(?:ما|بما|لما|مما|عما|فيما|الذي|التي|الذين|اللذين|اللتين|كما|مثلما|حسبما)\s"
)
_MEETING = re.compile(
    r"(?:جول[ةه]|اجتماع|مؤتمر|لقاء|محادثات|مفاوضات|جلس[ةه]|حوار|قمة|مشاورات|مباحثات|دورة)\S*(?:\s+\S+){0,2}\s+$"
)
_NEW_CLAUSE = re.compile(
    r"(?:\s(?:و[أإ]ن(?:ه|ها|هم|هما)\s|و[أإ]ن\s(?![يتن]))"
    r"|[،؛]\s*و?(?:لكن\S*|إذ|بل|ثم|إنما|غير أن\S*|إلا أن\S*|بيد أن\S*|فيما|بينما|في حين|كما)\s)"
)
_JOINED = re.compile(r"\s(?:و|ف|ثم )\Z")
_NOW = re.compile(
    r"(?<![\u0621-\u064a])(?:و|ف)?(?:أمس|اليوم|الآن|حالياً|حاليا|هذه المرة|هذه (?:الجولة|الجلسة))(?![\u0621-\u064a])"
)
_AHEAD = re.compile(r"(?:[^\s،.؛]+\s+){0,4}?(?:لن\s|س[يتن][\u0621-\u064a]{3}|ي[\u0621-\u064a]{3})|ت[\u0621-\u064a]{3}")


def is_background(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether the words tell of an earlier round: a mark of the past qualifies the verb, and is not part of the content.

    "تعهدت في الجولة السابقة بسحب" is background, "تعهدت بتنفيذ ما قررته الجولة السابقة" is not. A pluperfect is, unless it
    is told of this very round ("كان قد طالب أمس بـ").
    """
    if finding.span is None:
        return False
    text, span, cue = report.text, finding.span, finding.cue
    sentence = report.segment_at(span.start).start
    content = span.start
    if cue is not None and finding.governed and span.start <= cue.end:
        begins = _CONTENT_BEGINS.search(text, max(cue.end, span.start), span.end)
        content = begins.start() if begins else min(span.end, max(cue.end, span.start) + 40)
    elif _ADVERBIAL.match(text, span.start) and (begins := _CONTENT_BEGINS.search(text, span.start, span.end)):
        content = begins.start()
    reported = re.search(r"\s(?:إن|أن|بأن)\s", text[sentence:content])
    if _REMEMBERS.match(text[sentence:content]) and finding.kind != "demand":
        return True
    if any(_is_of_things(match, text, sentence, cast) for match in _ROOTS.finditer(text[sentence:content])):
        return True
    start = sentence + (reported.end() if reported else 0)
    if finding.governed and cue is not None and cue.end <= span.start and text[: span.start].endswith((" و", "،و")):
        begins = _CONTENT_BEGINS.search(text, cue.end, span.start)  # a further thing behind another
        content = begins.start() if begins else content
    leads = _clauses(report, finding, start, content)
    if any(_tells_when(report, cast, finding, span_, last=span_ == leads[-1]) for span_ in leads):
        return True
    lead = " ".join(text[begin:end] for begin, end in leads)
    behind = text[span.end : clause_end(text, span.end, report.segment_at(max(span.start, span.end - 1)).end)]
    if (
        cue is not None
        and cue.kind != "demand"
        and not _RELATIVE.search(text[content : span.end])
        and (_EARLIER_BEHIND.search(text[content : span.end]) or _EARLIER_BEHIND.match(behind.strip()))
    ):
        return True
    return (
        _PLUPERFECT.search(lead) is not None
        and not _THIS_ROUND.search(text[sentence : span.end])
        and finding.status != "withdrawn"
    )


def is_long_since(finding: Finding, report: Report) -> bool:
    """Whether a pluperfect with a mark of an earlier time tells of what was said then: «وكان قد أعلن في تشرين الثاني الماضي أن»."""
    span = finding.span
    if span is None:
        return False
    segment = report.segment_at(span.start)
    words = report.text[segment.start : span.end]
    if _EARLIER_STEMS.search(words) is None or "قد " not in words:
        return False
    found = _PLUPERFECT_BEGINS.match(words)
    if found is None or _THIS_ROUND.search(words) is not None:
        return False
    content = _CONTENT_BEGINS.search(words, found.end())
    mark = _EARLIER_ROUND.search(words, found.end(), content.start() if content else len(words))
    return mark is not None and not re.search(r"[،؛.]", words[found.end() : mark.start()])


_PLUPERFECT_BEGINS = re.compile(r"[\s\"«]*(?:و|ف)?كان(?:ت|وا|ا|تا)?\s+(?:[^\s،.؛]+\s+){0,5}?قد\s+[\u0621-\u0652]+")


def _is_of_things(found: re.Match[str], text: str, start: int, cast: Cast) -> bool:
    """Whether it is a thing that goes back to an earlier time, and not people who come back: «يعود الوفدان إلى أسوان»."""
    behind = start + found.start()
    subject = text[behind : start + found.end()].split()[1:2]
    named = any(len(text[behind : one.start].split()) == 1 for one in cast.within(behind, start + found.end() + 40)[:1])
    return not (named or (subject and _PEOPLE.match(folded(subject[0]))))


def _clauses(report: Report, finding: Finding, start: int, content: int) -> list[tuple[int, int]]:
    """Where the words lie in front of a content that may say when its act was done, the clause of the act last.

    What is told in the present or of the future behind an earlier clause («وأنها تلتزم بـ») has a time of its own.
    """
    assert finding.span is not None
    text, span, cue = report.text, finding.span, finding.cue
    act = cue.start if cue is not None and finding.governed and start <= cue.start < span.end else span.start
    begun = [match for match in _NEW_CLAUSE.finditer(text, start + 2, span.start + len("وأنها ")) if match.start() < span.start]
    for stop in (act, span.start):  # «…، وتعهد بـ»: no conjunction joins a verb to words that only tell when
        begun += [match for match in [_JOINED.search(text, max(start + 2, stop - len(" ثم ")), stop)] if match]
    found = max(begun, key=lambda match: match.start(), default=None)
    if found is None or (act < found.start() and cue is not None and cue.form != "noun" and cue.kind != "statement"):
        return [(start, content)]
    begin = found.end()
    if cue is not None and cue.start >= found.start() - 1 and finding.governed:
        ahead = cue.form == "participle" or _is_imperfect(text, cue)
    else:
        ahead = _AHEAD.match(text, begin) is not None
    own = (min(begin, content), content)
    if finding.governed and cue is not None and cue.form == "verb" and act == cue.start and text[found.start() - 1] == "،":
        ahead = ahead or re.search(r"\s[إأ]ن(?:ه|ها|هم|هما)?\s+$|\s[إأ]ن\s+\S+\s+$", text[max(0, start - 12) : start]) is not None
    return [own] if ahead else [(start, found.start()), own]


def _is_imperfect(text: str, cue: Cue) -> bool:
    word = folded(text[cue.start : cue.end]).removeprefix("س")
    return cue.form == "verb" and word[0] in "يتن" and word[1:].startswith(folded(cue.lexeme.present)[1:4])


def _tells_when(report: Report, cast: Cast, finding: Finding, lead: tuple[int, int], *, last: bool) -> bool:
    """Whether a mark of the past in some words says when the act was done, and is not of a noun or a clause of its own."""
    start, end = lead
    words = report.text[start:end]
    places = [(match.start(), match.end()) for match in _EARLIER_ROUND.finditer(words)]
    places += _years_before(words, report) + _rounds_before(words, report)
    return any(
        not _NOW.search(words, stop) and _qualifies(report, cast, finding, start, start + begin, last=last)
        for begin, stop in places
    )


def _qualifies(report: Report, cast: Cast, finding: Finding, start: int, mark: int, *, last: bool) -> bool:
    text, cue = report.text, finding.cue
    phrase = max(start, *(text.rfind(stop, start, mark) + 1 for stop in "،؛."))
    relatives = list(_OF_CLAUSE.finditer(text, phrase, mark))
    if relatives:
        begin = relatives[-1].start()
        inside = cue is not None and begin <= cue.start < mark
        if not inside and not _MEETING.search(text[phrase:begin]):
            return False
    before = text[phrase:mark].split()
    head = folded(text[mark:].split()[0])
    if not before or before == ["و"]:
        return last or _TIME_HEAD.match(text, mark) is not None
    word = folded(before[-1])
    bare = word.removeprefix("و")
    if bare in _WHEN or bare in _TIMES or head.removeprefix("و") in _WHEN:
        return True
    if bare in _ABOUT:
        return False
    end = mark - 1
    while end > phrase and text[end - 1].isspace():
        end -= 1
    known = any(mention.end == end for mention in cast.within(phrase, end)) or (cue is not None and cue.end == end)
    if known or word.startswith(("ال", "وال")) or word.endswith(("ون", "وا")) or before[-1].endswith(("اً", "ًا")):
        return True
    # A noun that the mark belongs to: «في بيان الجولة السابقة» tells when, «ضحايا قصف الشتاء الماضي» does not.
    lead = [folded(one).removeprefix("و") for one in before[-4:-1]]
    return bool(lead) and (lead[-1] in _WITHIN or (len(lead) > 1 and lead[-2] in _WITHIN and not lead[-1].startswith("ال")))


def _rounds_before(words: str, report: Report) -> list[tuple[int, int]]:
    """Where words name rounds by lower numbers than the one that the report tells of."""
    form = fold(words)
    if "جوله" not in form.text:
        return []
    found = list(_ROUND.finditer(form.text))
    if not found or max(map(_number, found)) >= _round_told(report):
        return []
    return [(form.starts[match.start()], form.ends[match.end() - 1]) for match in found]


@kept_with_report
def _round_told(report: Report) -> int:
    """The highest number of a round that the report tells of as held or under way; 0 if it names none."""
    numbers = [0]
    text = fold(report.text).text
    for match in _ROUND.finditer(text):
        around = text[max(0, match.start() - 40) : match.end() + 40]
        if not re.search(
            r"مقبل|قادم|ستعقد|تعقد في|ستنعقد|موعد|التاليه|المرتقب|ستبدا|ستنطلق|القادم|تاجيل|عقد (?:ال)?جوله", around
        ):
            numbers.append(_number(match))
    return max(numbers)


def _number(found: re.Match[str]) -> int:
    return _ORDINALS["ال" + found["which"]]


def is_of_round_before(sentence: str, report: Report) -> bool:
    """Whether a sentence names rounds, and only such as went before the one that the report tells of."""
    return bool(_rounds_before(sentence, report))


def is_past(sentence: str) -> bool:
    """Whether a sentence tells of an earlier round and not of this one."""
    if _EARLIER_STEMS.search(sentence) is None:
        return False
    return _EARLIER_ROUND.search(sentence) is not None and _THIS_ROUND.search(sentence) is None


def _years_before(words: str, report: Report) -> list[tuple[int, int]]:
    """Where words name a year before the one in which the report came out."""
    if report.published is None:
        return []
    this = report.published.year - (report.published.month <= 2)
    found = [match for match in _YEAR.finditer(western_digits(words)) if not _counts(match.group())]
    return [(match.start(), match.end()) for match in found if int(next(filter(None, match.groups()))) < this]


def _counts(phrase: str) -> bool:
    """Whether a number of four digits is of things, behind what is to be done with them: «في البداية إطلاق 2000 أسير»."""
    lead = phrase.split()[:-1]
    return len(lead) > 2 and is_verbal_noun(lead[-1])
