"""The Arabic sentence of a finding, composed from the words of the report and what code settled about them.

Whose it is and the verb of its kind stand in front, the quotation behind. A quotation that no verb of ours can govern (it
begins with a verb of its own, or is said in the first person) is put as a sentence that Arabic has: with its subject in
front, as it stands, or behind a colon.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from weakref import WeakKeyDictionary

from briefing import documents, wording
from briefing.agreement import is_perfect, is_told_as_done, side_by_nation, verb_form
from briefing.arabic import fold, folded, strip_diacritics
from briefing.cues import Cue, find_cues, perfect_of
from briefing.doubts import (
    ALSO_NOUNS,
    NOMINATIVE,
    OBJECT,
    PERFECTS,
    SUBJECT,
    falls_apart,
    first_word,
    is_finite,
    is_verb,
    joined_on,
    pronoun_of_another,
)
from briefing.findings import ADDRESSING, NEEDS, Finding, is_verbal_noun, looks_ahead, possessed_body, purpose_of, will_do
from briefing.glossary import Glossary
from briefing.grounding import Span
from briefing.layout import led_in
from briefing.outcomes import told_in_draft
from briefing.parity import negates
from briefing.participants import Cast, Mention, subject_after
from briefing.possibility import is_not_excluded
from briefing.pronouns import THING
from briefing.quotation import quoted_spans, without_marks, without_spans
from briefing.record import Participant
from briefing.source import Report
from briefing.speech import relayer, speech_at
from briefing.tellers import side_that_denies, source_in_arabic
from briefing.voices import SIDE_OF, begins_in_first_person, in_first_person

_DENYING = r"(?:كذّ?ب|فنّ?د|تبر[أا]|تنصل|دحض|نف[ىيت]|أنكر)"
_NEGATED_START = re.compile(rf"(?:و|ف)?(?:ما\s|لم\s|لن\s|{_DENYING})")
# What stands in front of the particle that turns a verb: «حكومته لم», «بلاده لن».
_IN_FRONT_OF_NEGATION = re.compile(r"(?!(?:لم|لن|لا|ما|ليس|ليست)\s)(?:\S+\s){1,6}?(?=(?:لم|لن|لا)(?:\s|$))")
# What is told of a thing named before, by a pronoun or its like: «(و)هو شرط لا يقبله وفده». No verb of ours has that for its object.
_OF_A_THING = re.compile(
    rf"(?:(?:هو|هي)\s(?:{THING}|ما|بند|مبدأ|قضية|نقطة|صيغة|ورقة|تعهد|التزام)|(?:ال)?(?:أمر|شيء|شرط|خطوة)\s(?:الذي|التي))\s"
)
# What somebody says of what others tell: «وصف فلان الأنباء عن موافقة الحركة بأنها كاذبة».
_CALLS_IT = re.compile(r"وصفت?\s[^،.]+\sبأن(?:ه|ها|هم|هما)\s")
# Words in front of a woman's name: a title, or a verb.
_OF_A_WOMAN = re.compile(
    r"(?:^|\s)[وف]?(?:ال)?(?:سيدة|محامية|ناطقة|متحدثة|وزيرة|رئيسة|ممثلة|مبعوثة|مبعوثته|أمينة|عضوة|مندوبة|سفيرة|دكتورة|قاضية|مفوضة|منسقة|مستشارة|مديرة)(?:\s\S+){0,6}\s*$"
    r"|(?:^|\s)[وف]?(?:قالت|نفت|أكدت|أعلنت|أضافت|رفضت|أوضحت|شددت|تقول|تؤكد|تضيف|ترى)\s*$"
)
_CLAUSE_END = re.compile(r"[،؛.:«»]|\sب?[إأ]ن\s")
_TO_US = re.compile(r"(?:وعد|طالب|أبلغ|أعطو|منحو|خيرو)\w*نا(?=\s|$)")
# "وفدنا" where it is the subject, or begins a clause; a verb in the feminine has another.
_OUR_SIDE = re.compile(
    r"(?:(?:لم|لن|لا|قد)\s)?(?:(?!ت)[\u0621-\u064a]{2,}(?<!ت)\s)?(?P<side>وفد|فريق|جبهت|حركت|حزب|جماعت)نا(?=\s)"
)
_HE_GOVERNMENT = re.compile(
    r"(?<=[^\u0621-\u064a]ي[\u0621-\u064a]{3}\s)الحكومة(?![\u0621-\u064a])|(?<![\u0621-\u064a])الحكومة(?=\sهو\s|\s(?:لن|لم|لا)\sي)"
    r"|(?:(?<=^اشترط\s)|(?<=^رفض\s)|(?<=^أعلن\s)|(?<=^طلب\s)|(?<=^قال\s)|(?<=^تعهد\s)|(?<=^وافق\s))الحكومة(?![\u0621-\u064a])"
)
_BEHIND_WORD = re.compile(r"(?<![\u0621-\u0652])(?P<word>[\u0621-\u0652]{3,})(?P<rest>\sالحكومة)(?![\u0621-\u064a])")
_GIVES_UP = re.compile(r"سحب|أسقط|تخل[ىيت]|تراجع|عدل|تنازل|طوى|صرف النظر|لم يعد|لم تعد|ما عاد|كف ")
# A noun of the act at the head of a quotation, with the verb that it is made from and what that takes.
_NOUNS = {
    "التزام": ("يلتزم", "ب"), "تعهد": ("يتعهد", "ب"), "وعد": ("يعد", "ب"), "اصرار": ("يصر", "على"), "دعوه": ("يدعو", "إلى"),
    "مطالبه": ("يطالب", "ب"), "مطلب": ("يطالب", "ب"), "اشتراط": ("يشترط", ""), "طلب": ("يطلب", ""), "شرط": ("يشترط", ""),
    "تمسك": ("يتمسك", "ب"), "رفض": ("يرفض", ""), "مقترح": ("يقترح", ""), "اقتراح": ("يقترح", ""), "تاييد": ("يؤيد", ""),
}  # fmt: skip
_OWN_NOUN = re.compile(r"(?P<noun>[\u0621-\u064a]{3,}?)(?:ه|ها|هم|هما)\s(?=ب|على\s|إلى\s)")
# «وعد قطعته الحكومة بـ»: by whom a pledge was given.
_PLEDGE_GIVEN = re.compile(
    r"(?P<noun>تعهد|وعد|التزام)(?:ا|اً|ًا)?\s(?:[\u0621-\u064a]{3,}(?:ا|اً|ًا)?\s)?(?:قطع|أعط|قدم|أطلق|أعلن|منح|بعث|أرسل)ت?(?:ه|ها)(?:\sب(?:ه|ها))?\s"
)
_PLEDGE_OF = re.compile(
    r"(?P<noun>تعهد|وعد|التزام)(?:ا|اً|ًا)?\s(?:[\u0621-\u064a]{3,}(?:ا|اً|ًا)\s)?(?:من(?:\s(?:قبل|جانب|طرف|لدن))?|(?:صادرا?ً?\s)عن)\s"
)
_TURNED_ON_OTHERS = ADDRESSING | {"يهدد"}
_COMMON_SIDE = re.compile(
    r"(?:وفد )?(?:ال(?:وفد|حكومة|جانب|طرف|حركة|جبهة|تحالف|مجلس|تنسيقية|هيئة|حزب|جماعة|أخيرة?|دول|طرفان|جانبان|وفدان))(?: الحكومي| الراعية| الضامنة| الموقعة)?(?: من جهته| من جهتها| من جانبه| من جانبها| بدوره| بدورها)?(?=\s|،)"
)
# What is to be next, by the words in front of a day alone: «والموعد المقبل؟ – يوم الخميس».
_NEXT_MEETING = re.compile(
    r"(?<![\u0621-\u064a])[وف]?(?P<what>ال(?:موعد|اجتماع|لقاء|جلسة|جولة)\sال(?:مقبل|قادم|تالي|لاحق)ة?)(?![\u0621-\u064a])"
)
# In the feminine, what is surely a verb by its spelling and no noun: «تُنشأ», «تستمر», and not «تنقل», «تسلم».
_IMPERFECT = re.compile(
    r"ت(?:\u064f[\u0621-\u0652]{2,}|نشأ|بقى|جري|ظل|تولى|تم|ست[\u0621-\u0652]{2,})\s(?!على\s|إلى\s|ب[\u0621-\u064a]{4})"
)
_POSTPONED = re.compile(r"\s(?:أرجئ|أرجئت|تأجل|تأجلت|ألغي|ألغيت|علق|تعثر)\s")
_OWNED_NOUN = re.compile(r"إصرار|تعهد|دعوة|استعداد|مطالبة|التزام|رفض|موافقة|تأييد|رغبة|تمسك")
_CLAUSE_OF_NOUN = re.compile(
    r"(?!على\s|إلى\s|عن\s|في\s|من\s|ب[\u0621-\u064a]{4})(?:\S+\s){1,5}?(?:لن|لم|لا|س[يت]\S{3,}|متمسكة?|مستعدة?|[يت]\S{3,}|هو|هي)\s"
)
_TITLE_OF = re.compile(r"(?P<title>ممثل|مندوب|ناطق|متحدث|رئيس|سفير|مبعوث|وزير)(?:ه|ها)\s")
_TOPIC = re.compile(r"(?<![\u0621-\u064a])[وف]?أما\s[^،؛.:]{2,80}،?\s*$")
_THAT_INSIDE = re.compile(r"\sب?[أإ]ن\s")
_NAMED_BY_PRONOUN = re.compile(r"(?:\S+\s){0,2}(?:نظير|زميل|ممثل|مندوب|ناطق|متحدث|سفير|مبعوث)(?:ه|ها)\s")
_SAYING = re.compile(
    r"(?:قال|صرح|اوضح|اضاف|ذكر|اعلن|اكد|كشف|افاد|زعم|ادعي|راي|شدد|حذر|ابدي|ابد|اعرب|جدد|كرر|وعد|بين|اشار|لفت|رد|نفي|نف|طالب|ابلغ|عبر|اعتبر|المح|لوح|هدد|[يت](?:قول|وكد|علن|ضيف|وضح|حذر|جدد|بدي|عرب|ري))ت?"
)
# What stands between commas behind a name; more than one where the next says by whom, where or when.
_ASIDE = re.compile(
    r"\s*،\s*(?!الذي|التي|الذين|[وف]?أن\s)[^،؛.:]{2,80}،"
    r"(?:\s*(?:على لسان|بحسب|حسب|وفق|عبر|نقلا|خلال|أثناء|في (?:كلم|تصريح|بيان|ختام|مؤتمر))[^،؛.:]{2,80}،)*"
)
# Whoever speaks for a body, by an office that is its own: «عبر رئيسة وفده», «على لسان كبير مفاوضيه».
_ITS_SPEAKER = re.compile(
    r"(?P<office>^(?:،\s)?(?:على لسان|عبر|بلسان)\s(?:[\u0621-\u064a]+\s)?[\u0621-\u064a]{3,}?)(?:ها|ه)(?=\s|$)"
)
_THAT = re.compile(r"ب?[إأا]ن(?P<pronoun>ه|ها|هم|هما)?(?=\s)")
# «تطالب الحكومة بأنها ما زالت تنتظر»: what is so is neither demanded nor pledged.
_WANTED_AS_FACT = re.compile(
    r"(?:[يت](?:طالب|تعهد|لتزم|عد|دعو)|(?:طالب|تعهد|التزم|وعد)ت?|دعا|دعت)\s(?:[^\s،]+\s){1,8}?(?:ب|إلى\s)أن(?:ه|ها|هم|هما)\s(?![يتن]\S{2,}|س[يتن]|لن\s|سوف\s)"
)
_IT_DOES = re.compile(r"ب?أن(?:ه|ها)\s[يت][\u0621-\u064a]{2,}\s")
# Words behind which whoever tells something stands, and those of an office in front of the body that it is of.
_TELLS_IT = re.compile(r"(?:بحسب|حسب|وفق|على لسان|نقلاً? عن)\s(?:[^\s،]+\s){0,4}$")
_PASSED_ON = re.compile(r"(?<![\u0621-\u064a])[وف]?(?:ي\u064f?)?نُ?(?:قل|سب)\s(?:عن|إلى)\s(?:[^\s،.]+\s){0,5}$")
_OFFICE_OF = re.compile(
    r"(?:رئيس|عضو|ممثل|مندوب|ناطق|متحدث|وزير|سفير|مبعوث|قائد|باسم|كبير)[\u0621-\u064a]{0,3}\s(?:باسم\s|وفد\s)?$"
)
_AMOUNT = re.compile(r"(?:مبلغ|منحة|قرض|مساعدات|حصة|لجنة|قوة|بعثة|دفعة|مهلة|جولة|هيئة|غرفة|آلية|صندوق)[\u0621-\u0652]*\s")
# What somebody has to do: «على الوفد أن يسلّم القوائم».
_HAS_TO = re.compile(
    r"على\s(?:ال(?!رغم|أرجح|أغلب|أقل|تأكيد|قول|أمل|تشديد|إصرار)\S+|(?:حكومة|حركة|وفد|جبهة|مجلس|قوات|جيش|حزب|دول|كل|جميع|سائر|كلا)\s\S+)\s(?:\S+\s){0,3}?(?:أن|ألا)\s[يت]"
)
_TO_THAT = re.compile(r"^(?:على\s|ب)(?=أن\s)")
# What is to be done, in the third person: «أن تسلّم», «ألا يعود».
_TO_DO = re.compile(r"(?<![\u0621-\u064a])[وب]?(?:أن|ألا|أن لا)\s(?P<person>[يت])[\u064b-\u0652]?[\u0621-\u0652]{2,}(?=\s)")
# Verbs of ours for what somebody says.
_TURNED = {"ACCUSE": "اتهام", "THREATEN": "تهديد"}
_ANNOUNCING = frozenset(["يعلن", "يعرب", "يعبر", "يبدي", "يؤكد", "يجدد", "يكرر", "يوضح", "يسجل"])
_OUR_SAYING = frozenset(["يقول", "يؤكد", "يعلن", "يعرب", "يعبر", "يبدي"])
_TOGETHER = re.compile(r"(?:معا|سويا|مجتمعين|مجتمعة)(?:\s|$)")
_PLURAL = re.compile(r"(?:وا|ون)$")
_THEY_SAY = re.compile(r"(?P<verb>[\u0621-\u064a]{3,})وا\s(?:على\s)?ب?[إأ]ن(?:هم)?\s")
_BEHIND_THAT = re.compile(r"(?<![\u0621-\u064a])ب?[إأ]ن\s+$")
_SUBJUNCTIVE = re.compile(r"ب?[أا]ن\s+(?:لا\s+)?[يتن][\u0621-\u064a]{2,}")
# A condition, with which no verb of ours goes on.
_IF = re.compile(r"(?:إذا|اذا|ما لم|لو|شريطة|بشرط|متى)\s")
_BEGINS_PHRASE = re.compile(
    r"(?:إلى|على|عن|من|في|أن|بأن|ألا|بألا|ب(?!لاد|يان|عض|ند)[\u0621-\u064a]{3}|لل?(?!جن|ق)[\u0621-\u064a]{3})"
)
_ORDINAL = r"(?:الأولى|الأول|الثانية|الثاني|الثالثة|الثالث|الرابعة|الرابع|الخامسة|الخامس|السادسة|السادس|السابعة|السابع|الثامنة|الثامن|التاسعة|التاسع|العاشرة|العاشر)"
_DOCUMENT_NOUN = (
    rf"(?:هذا |هذه )?(?:ال|لل)?(?:{'|'.join(documents.NOUNS)}|نص)(?:\s(?:المشترك|المشتركة|الختامي|الختامية|النهائي|النهائية))?"
)
_CLAUSE_LEAD = re.compile(
    rf"^(?:(?:في\s)?(?:{_DOCUMENT_NOUN}(?=\s)\s*){{1,2}})?(?:(?:في\s)?(?:ال)?(?:بند|فقرة|فقرت|مادة|مادت)(?:ه|ها)?(?=\s)\s*)?(?:{_ORDINAL}(?=\s)\s*)?(?:من\s{_DOCUMENT_NOUN}\s*)?(?:(?:منه|منها)\s)?"
)
# Subjects by their form: the dual and plural in the nominative, the States.
_SUBJECT = re.compile(
    r"(?:الدول(?:تان)?(?=\s)|(?:الطرف|الجانب|الوفد|الفريق|الرئيس)ان(?=\s)|(?:المشارك|المجتمع|الموقع|المتحاور)ون(?=\s)|الأطراف(?=\s))"
)
# One body, by its definite name, in front of what it decided; documents decide nothing, and of several the line says «المشاركون».
_BODY = re.compile(
    r"(?<![\u0621-\u064a])ب?[أإ]ن\s(?P<body>(?P<head>(?:اللجنة|المجلس|الهيئة|المؤتمر|الاجتماع|القمة|الآلية|الفريق|المنتدى|الخلية|الجمعية|اللقاء|الملتقى))"
    r"(?:\sال[\u0621-\u0652]+){0,2})\s(?:قد\s)?$"
)
# Verbs of which a document, or all participants, are the subject whoever is named behind them.
_OF_DOCUMENTS = frozenset(["ينص", "يتضمن", "يقضي", "يشمل", "يتفق", "يقرر", "يدعو", "يحث", "يحض", "يطلب", "يطالب", "يناشد"])
# A verb in a relative clause, or behind one of trying or hastening, is no act that a sentence may begin with. For folded text.
_RELATIVE = re.compile(
    r"\S\s+(?P<which>(?:و|ف)?(?:عما|مما|ما|الذي|التي|الذين|اللذان|اللذين|اللتان|اللتين))\s(?:[^،؛.:]*\s)?$"
    r"|\sسبق\s(?:ل\S+\s)*(?:و?ان\s)?(?:قد\s)?$"
    r"|(?<!\w)(?:و|ف)?(?:سارع|حاول|بادر|نجح|فشل|اخفق|عجز|اضطر|اوشك|تردد|اكتف[يى]?)(?:ت|وا|ا)?\s(?:[^،؛.:]*\s)?$"
)
_OF_WHOM = re.compile(r"[\s،]*(?:الذي|التي|الذين|اللذان|اللذين|اللتان|اللتين)\s")
_RETURNS = re.compile(r"(?:\s\S+){0,4}?\s(?:ب|علي|عن|الي|في|من|ل)(?:ه|ها|هم|هما)(?!\w)")  # «ما تعهدت به», for folded text
# A vowelled passive of the perfect: رُفض، أُبلغ، اشتُرط.
_PASSIVE = re.compile(
    r"(?<![\u0621-\u0652])[وف]?(?P<passive>(?:[^\W\d_يتنسوف]|ا[\u0621-\u064a]\u0652?[\u0621-\u064a])\u064f[\u0621-\u0652]+)"
)
# What somebody expresses stands behind these: «أعرب فلان عن استياء حكومته», «أبدى خيبة أمل الحركة».
_EXPRESSING = re.compile(
    r"(?<![\u0621-\u064a])[وف]?(?P<verb>أعرب|عب[\u0651]?ر|أبد[ىا]?|معرب|معب[\u0651]?ر|مبدي)(?:ت|ا|اً|ة|ةً)?\s+(?P<who>[^،؛.:]{0,80}?)(?P<takes>عن\s+)?$"
)
_EXPRESSED = re.compile(
    r"(?:بالغ\s|عميق\s|شديد\s|عظيم\s)?(?:أسف|استياء|قلق|ارتياح|تقدير|امتنان|استغراب|دهشة|خيبة|أمل|شكر|ترحيب|امتعاض|غضب|حزن|رضا|تفاؤل|تشاؤم|مخاوف|تحفظ|اعتراض|اقتناع|قناعة|ثقة|تضامن|أسى|احتجاج|رفض|انزعاج)\s"
)
_GOVERNED_NOUN = re.compile(r"(?:(?:على|إلى|عن|من|في)\s|[بل])?ال[\u0621-\u064a]{2,}\s[«\"]?(?P<next>[\u0621-\u064a]{3,})")
_PREDICATE = re.compile(r"\s(?P<next>[«\"](?:ليس|لن|لم|لا|س[يتن]|[يت])[\u0621-\u064a]*|(?!ال|و|ف)[\u0621-\u064a]{3,})(?=\s)")
_OF_WHO_SAYS = re.compile(r"(?<![\u0621-\u064a])[وف]?ب?[أإ]ن(?P<pronoun>ها|ه)\s+[«\"]?$")
_MASCULINE_ALONE = frozenset(map(folded, ["وفد", "مجلس", "حزب", "جيش", "تحالف", "حراك", "مكتب"]))
# Words that agree with a subject in the masculine, or in the feminine.
_ITS_OWN = re.compile(
    r"^(?:على |ب)?أنه\s|(?<![\u0621-\u064a])(?!هذه|وجه|تجاه|اتجاه|مياه|شبه|في|من|عن|علي|إلي|ب?ه |ل?ه )[\u0621-\u064a]{3,}ه(?![\u0621-\u064a])|\sثم\s(?![\u0621-\u064a]+ت\s)[\u0621-\u064a]+\s"
)
_HERS = re.compile(
    r"^(?:على |ب)?أنها\s|\sثم\s[\u0621-\u064a]{3,}ت\s"
    # «المطلب الذي كانت قد رفعته في»: of whoever is told of, as nobody stands behind it
    r"|\s(?:الذي|التي)\s(?:(?:سبق أن|كانت)\s(?:قد\s)?)?[\u0621-\u064a]{3,}ته(?:ا)?(?=\s(?:في|من|على|عن|إلى|خلال|قبل|بعد|أمس)\s|[،.]|$)"
)
# The noun that says that something is a demand, in front of what is demanded.
_DEMANDS = re.compile(r"^(?:على |ب)?(?:ال)?(?:مطلب|طلب|مطالبة|دعوة|اشتراط|شرط)(?:ه|ها|هم)?\s+")


def arabic_sentence(finding: Finding, report: Report, cast: Cast, glossary: Glossary) -> str:
    """A full Arabic sentence for a finding whose quotation has been found, in neutral words."""
    return _Composer(finding, report, cast, glossary).sentence()


def told_by(finding: Finding, report: Report, cast: Cast, glossary: Glossary, sentence: str) -> str:
    """An Arabic sentence of a model's behind whoever tells the finding, where it does not name them."""
    return _Composer(finding, report, cast, glossary).ascribed(sentence)


def document_of(finding: Finding, report: Report, *, is_draft: bool) -> str:
    """What the document of a clause is called: by the words that lead up to it, and that lead in a list."""
    assert finding.span is not None
    lead = led_in(report, finding.span.start)
    return wording.document_named(lead, draft=is_draft or told_in_draft(report, finding))


def content_words(finding: Finding, report: Report, cast: Cast) -> str:
    """What a finding says after its verb, as the report has it."""
    assert finding.span is not None
    cue, span = None if acts_within(finding, report, cast) else finding.cue, finding.span
    start = max(span.start, cue.end) if cue is not None and cue.start < span.end else span.start
    return report.text[start : span.end]


def acts_within(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether the verb of a finding is in a clause inside its quotation, or in the passive, and so nobody's act that is told.

    «أسف مصر للتراجع عما سبق أن وافقت عليه» is no agreement, and of «رُفض طلبه» nobody is said to refuse.
    """
    cue, span = finding.cue, finding.span
    assert span is not None
    if cue is None or cue.form != "verb" or finding.kind in {"clause", "next_step"} or not span.start <= cue.start < span.end:
        return False
    if _PASSIVE.match(report.text, cue.start):
        return True
    if cue.start - span.start < 4:  # as most quotations begin with their verb
        return False
    found = _RELATIVE.search(folded(report.text[span.start : cue.start]))
    if found is None:
        return _has_other_subject(finding, report, cast)
    which = (found["which"] or "").lstrip("وف")
    if which == "ما":  # and not «الحركة ما وافقت»
        return _RETURNS.match(folded(report.text[cue.end : span.end])) is not None
    if which and which not in {"عما", "مما"}:  # «الحركة، التي تطالب بـ»: the holder's own clause
        own = (one for one in cast.within(span.start, cue.start) if one.participant in finding.by)
        return not any(_OF_WHOM.match(report.text, one.end) for one in own)
    return True


def _has_other_subject(finding: Finding, report: Report, cast: Cast) -> bool:
    """Whether a thing stands in front of the verb in a quotation, and is its subject: «مبلغ مليون دولار سيُخصص لـ»."""
    cue, span = finding.cue, finding.span
    assert cue is not None and span is not None
    lead = report.text[span.start : cue.start]
    return (
        _AMOUNT.match(lead) is not None
        and not any(one.participant in finding.by for one in cast.within(span.start, cue.start))
        and re.match(r"س?[يت]\u064f", report.text[cue.start : cue.end]) is not None
    )


# Who of a report are women by the words in front of their names: every sentence asks for that.
_WOMEN: WeakKeyDictionary[Cast, frozenset[str]] = WeakKeyDictionary()


def _women(report: Report, cast: Cast) -> frozenset[str]:
    """The ids of the persons in front of whose names a woman's title or a verb in the feminine stands."""
    if cast not in _WOMEN:
        persons = [mention for mention in cast.mentions if mention.start and cast[mention.participant].kind == "person"]
        leads = [report.text[max(0, mention.start - 80) : mention.start].rstrip("، ") + " " for mention in persons]
        found = [_OF_A_WOMAN.search(_CLAUSE_END.split(lead)[-1]) is not None for lead in leads]
        _WOMEN[cast] = frozenset(mention.participant for mention, woman in zip(persons, found, strict=True) if woman)
    return _WOMEN[cast]


def _as_named_there(person: Participant, finding: Finding, report: Report) -> Participant:
    """A party as the sentence names it beside its verb: the body itself or its delegation, which are one participant here.

    «الحكومة تعهدت» was not said of «وفد الحكومة», nor «الوفد الحكومي تعهد» of the Government.
    """
    name, cue, span = person.name.ar or "", finding.cue, finding.span
    if span is None or person.kind == "person" or not name:
        return person
    body = name.removeprefix("وفد ")
    head = folded(body).split()[0].removeprefix("ال")
    that = _THAT.match(report.text[span.start : span.end])
    side = SIDE_OF.match(report.text, span.start + len(that.group() if that else ""))
    said = {folded(side["side"])[:-1]} if side is not None else set()
    if cue is not None and cue.form != "noun":
        lead = fold(report.text[max(finding.passage.start, cue.start - 60) : cue.start]).text
        said |= {found["head"] for found in [_PARTY_BESIDE.search(lead)] if found is not None}
    if body != name and said & {head, head[:-1]}:
        kind = "state" if head == "حكومه" else "organization"
    elif body == name and "وفد" in said and head != "وفد":
        body, kind = f"وفد {name}", "delegation"
    else:
        return person
    return person.model_copy(update={"name": person.name.model_copy(update={"ar": body}), "kind": kind})


# «أن الحكومة الانتقالية تعهدت», «أن الوفد الحكومي قد تعهد»: the subject right in front of its verb. For folded text.
_PARTY_BESIDE = re.compile(r"(?:(?<!\w)[وفبل]?ان |[،.:«\"] ?)ال(?P<head>\w+)(?: ال\w+){0,2} (?:قد )?$")


class _Composer:
    def __init__(self, finding: Finding, report: Report, cast: Cast, glossary: Glossary) -> None:
        assert finding.span is not None
        self.finding, self.text, self.cast, self.glossary = finding, report.text, cast, glossary
        self.within = acts_within(finding, report, cast)
        self.report, self.cue = report, None if self.within else finding.cue
        start, end = finding.span.start, finding.span.end
        named = any(mention.start == start for mention in cast.within(start, end))
        self.span = Span(start if named else start + joined_on(report.text[start:end]), end)
        self.people: list[Participant] = [_as_named_there(cast[id_], finding, report) for id_ in finding.by]
        self.names = [cast.label(person) for person in self.people]
        cue = self.cue
        mine = self._governs()
        self.present, self.takes = (cue.lexeme.present, cue.lexeme.takes) if cue is not None and mine else ("", "")
        self.is_done = mine and cue is not None and self._tells_as_done(cue)
        self.start = self._start()
        self.start = self._behind_aside()
        self.content = self._words(self.start, self.span.end)
        self.whole = self._words(self.span.start, self.span.end)
        self.content = self._without_name_again(self._with_object(self.content))

    def sentence(self) -> str:
        sentence = self._sentence()
        conjugated = (f"{self.present} ", f"ت{self.present[1:]} ")
        ahead = self.present and sentence.startswith(conjugated) and (will_do(self.finding, self.report) or self._will_pledge())
        return self._as_spelt(self.ascribed(f"س{sentence}" if ahead else self._free_of_that(sentence)))

    def _free_of_that(self, sentence: str) -> str:
        """A sentence that stood behind «إن» and no longer does: its subject in the nominative, and no «وإنه» further on."""
        first = re.match(r"[\u0621-\u064a]+(?:اً|ًا)(?=\s)", self.text[self.span.start : self.span.end])
        bare = strip_diacritics(first.group()) if first else ""
        if first and sentence.startswith(f"{bare} ") and re.search(r"(?<![\u0621-\u064a])[وف]?ب?[أإ]ن\s+$", self._lead(8)):
            sentence = f"{bare[:-1]}{sentence[len(bare) :]}"
        return sentence if re.search(r"\sب?[إأ]ن", sentence) else re.sub(r"،\sوإن(?:ه|ها|هم|هما)\s(?=س|ل[نم]\s)", "، و", sentence)

    def _will_pledge(self) -> bool:
        """Whether a pledge is told in the future: «ستعمل على»."""
        cue = self.cue
        if cue is None or cue.form != "verb" or self.finding.kind != "commitment" or cue.negated:
            return False
        word = folded(self.text[cue.start : cue.end])
        return re.match(rf"س[يتن]{re.escape(folded(self.present)[1:3])}", word) is not None

    def ascribed(self, sentence: str) -> str:
        """The sentence behind whoever tells it and does not stand in it: «بحسب فلان، …», «فيما نقله الوسيط عن فلان، …»."""
        finding = self.finding
        source = self._unnamed_source(sentence)
        teller = None if finding.reported_by is None or finding.reported_by in finding.by else self.cast[finding.reported_by]
        if teller is None and (own := side_that_denies(self.report, finding, self.cast)) is not None:
            name = self._neutral(self.cast.label(own))
            its = "وفدها" if self._feminine(own) else "وفده"
            told = sentence.startswith("لم ")  # and not «قالت الحركة: «لم …»»
            return f"بحسب {wording.governed(name)}، {sentence.replace(f'وفد {name}', its, 1)}" if told else sentence
        if teller is None:
            return f"بحسب {source}، {sentence}" if source else sentence
        name = "" if self._tells(teller, sentence) else wording.governed(self._neutral(self.cast.label(teller)))
        if self._is_hearsay(teller):
            whom = name or ("ها" if self._feminine(teller) else "ه")
            return f"فيما نُقل عن{' ' if name else ''}{whom}، {sentence}"
        passed_on = relayer(self.report, self.cast, self.span.start, self.span.end, teller.id)
        if passed_on is not None and passed_on not in finding.by and not self._tells(self.cast[passed_on], sentence):
            other = self.cast[passed_on]
            verb = "نقلته" if self._feminine(other) else "نقله"
            return f"فيما {verb} {self._neutral(self.cast.label(other))}{f' عن {name}' if name else ''}، {sentence}"
        if name:
            return f"بحسب {name}، {f'في رواية {source}، ' if source else ''}{sentence}"
        return f"بحسب {source}، {sentence}" if source else sentence

    def _is_hearsay(self, teller: Participant) -> bool:
        """Whether nobody is named who has it of whoever tells it: «ونُقل عن فلان قوله إن»."""
        start = self.report.segment_at(self.span.start).start
        named = self.cast.within(start, self.span.start)
        for one in named:
            found = _PASSED_ON.search(self.text[start : one.start]) if one.participant == teller.id else None
            if found is not None:  # and not «المبعوث نقل عن فلان»
                return all(
                    self.text[other.end : start + found.start()].strip() for other in named if other.end <= start + found.start()
                )
        return False

    def _unnamed_source(self, sentence: str) -> str:
        """The source without a name that the record has; empty where the sentence has it already."""
        source, origin = source_in_arabic(self.finding), self.finding.attribution.origin if self.finding.attribution else ""
        return "" if any(folded(words) in folded(sentence) for words in (source, origin or source)) else source

    def _tells(self, person: Participant, sentence: str) -> bool:
        """Whether somebody stands in a sentence as who tells it: before the holder, or behind «بحسب» and the like."""
        named = self.cast.within(self.span.start, self.span.end)
        forms = {self.cast.label(person), self._neutral(self.cast.label(person))}
        forms |= {self._words(one.start, one.end) for one in named if one.participant == person.id}
        found = [match.start() for form in forms if (match := re.search(rf"(?<![\u0621-\u064a]){re.escape(form)}", sentence))]
        if not found:
            return False
        lead = sentence[: min(found)]
        if _TELLS_IT.search(lead):
            return True
        holders = [match.start() for name in self.names if name and (match := re.search(re.escape(name), lead))]
        return not holders or _OFFICE_OF.search(lead[: min(holders)]) is not None

    def _as_spelt(self, sentence: str) -> str:
        """The sentence with the vowel signs of the report: «فوراً», and the passive that they alone show, «طلبه رُفض»."""
        cue, source = self.cue, self.text[self.span.start : self.span.end]
        if cue is not None:
            word = self.text[cue.start : cue.end]
            source = f"{self.text[self.span.start : max(self.span.start, cue.start)]} {self.text[max(self.span.start, cue.end) : self.span.end]}"
            own = bool(self.names) and f"{strip_diacritics(word)} {self._who()}" in sentence
            if not own or "\u064f" not in word:  # «ناشدتُ», «سيُبذل» are no verbs of his
                source = f"{source} {word}"
        return wording.as_spelt(sentence, source)

    def _sentence(self) -> str:
        if self.finding.kind != "clause" and (_OF_A_THING.match(self.whole) or self.whole.startswith("هل ")):
            return self._quoted()
        if self.finding.kind == "demand" and self._is_for_another_to_do():
            return self._quoted()
        if self._pledges_by_following():
            return self._quoted()
        composed = self._composed()
        if self._holds(composed):
            return composed
        if self._is_without_side() and self._holds(composed := self._act()):
            return composed
        # «… من أن الحكومة وافقت على …، أجاب فلان: هذا افتراء»: told on, that would be what he says.
        unsaid = self.finding.reported_by is None or not negates(self.whole)
        bare = self.finding.kind == "next_step" or (self._is_denied_elsewhere() and unsaid)
        retold = "" if bare else self._retold()
        return retold if retold and not self._speaks_of_itself(retold) else self._quoted()

    def _pledges_by_following(self) -> bool:
        """Whether a pledge is told by what it was behind or beside alone: «تلته الدولة بمبلغ», which by itself is none."""
        if self.finding.kind != "commitment" or self.present or self.finding.denied:
            return False
        first = first_word(self.text[self.span.start : self.span.end])
        behind = self.span.start + len(first)
        holder = next((one for one in self.cast.within(behind, self.span.end) if one.participant in self.finding.by), None)
        return (
            OBJECT.search(first) is not None
            and holder is not None
            and not self.text[behind : holder.start].strip()
            and self.text[holder.end :].startswith(" ب")
        )

    def _composed(self) -> str:
        kind = self.finding.kind
        if kind == "next_step" or (kind == "clause" and self.cue is not None and self.cue.kind == "next_step"):
            return self._next_step()
        if kind == "clause":
            return self._clause()
        ways = (
            self._of_our_side,
            self._own_words,
            self._expressed,
            self._stipulated,
            self._whole,
            self._negated,
            self._needed,
            self._given_up,
            self._of_noun,
            self._of_saying,
            self._of_own_noun,
            self._predicate,
            self._named_first,
            self._own_clause,
            self._told,
        )
        found = next((found for way in ways if (found := way())), "")
        if not found and self.within:
            return self._retold() or self._quoted()
        teller = self.finding.reported_by
        if self.within and teller is not None and found == wording.sentence(self.whole) and not is_finite(self.whole):
            return wording.sentence(f"{self._says(self.cast[teller])} إن {self.whole}")
        return found or self._act()

    def _with_object(self, content: str) -> str:
        """The content with the name of whom a pronoun of its verb stands for: «اتهمتها بـ», «داعياً إياها إلى»."""
        cue = self.cue
        if cue is None or not self.present or not self.span.start <= cue.start < self.span.end:
            return content
        apart = re.match(r"إيا(ه|ها|هم|هما)\s", content)
        pronoun = apart[1] if apart else cue.object
        others = [self.cast[one] for one in self.finding.to if one not in self.finding.by]
        if pronoun not in {"ه", "ها", "هم", "هما"} or not others:
            return content
        fits = {
            "ها": len(others) > 1 or self._feminine(others[0]),
            "ه": len(others) == 1 and not self._feminine(others[0]),
        }.get(pronoun, len(others) > 1 or others[0].kind != "person")
        if not fits:
            return content
        return f"{' و'.join(self.cast.label(one) for one in others)} {content[apart.end() :] if apart else content}"

    # -- ways to put a quotation, each empty where it does not fit

    def _without_name_again(self, content: str) -> str:
        """The content without the holder's name in a shorter form at its head, which the report has for its subject."""
        if len(self.names) > 1:
            return content.removeprefix(f"{self.names[-1]} ")
        label = self.names[0].split() if self.names else []
        words = content.split()
        again = 0
        while again < min(len(words), len(label) - 1) and words[again].strip("،") in label:
            again += 1
            if words[again - 1].endswith("،"):
                break
        if again < 2 or words[0] != label[0] or words[again - 1].strip("،") != label[-1]:
            return content
        return " ".join(("،" if words[again - 1].endswith("،") else "", *words[again:])).strip()

    def _of_our_side(self) -> str:
        """What a side writes of itself is told of it by its name: "وافق وفدنا على" is "وافق وفد الحركة على"."""
        if self.whole == self._neutral(wording.content_of(self.text[self.span.start : self.span.end])):
            return ""
        teller = self.finding.reported_by
        if teller is not None and self.whole.startswith(self.names[0]):
            return wording.sentence(f"{self._says(self.cast[teller])} إن {self.whole}")
        return wording.sentence(self.whole)

    def _own_words(self) -> str:
        """What somebody says of itself, or of what it was promised, stays its own words: «لن ندخر جهداً»."""
        teller = self.finding.reported_by
        to_us, in_first = teller is not None and _TO_US.match(self.whole), begins_in_first_person(self.whole)
        if not (to_us or in_first or self._speaks_of_itself(self.whole)):
            return ""
        if self.finding.kind == "demand" and _IF.match(self.whole):
            return self._quoted()  # a condition by itself is nothing that one says
        others = self._is_told_by_another()
        to_us = to_us or (others and re.match(r"[\u0621-\u064a]+وا\s", self.whole))  # «طلبوا منا أن»
        if others and not to_us and self.finding.kind in {"demand", "commitment"} and not self._is_named_within():
            return self._quoted()  # what another wants of whoever speaks
        says = self._says(self.cast[teller]) if teller is not None else self._does("يقول")
        if to_us:
            return wording.sentence(f"{says} عن {self._who()}: {self._verbatim()}")
        if in_first:
            return wording.sentence(f"{says}: {self._verbatim()}")
        verb = self._leading_verb()
        speaker = {teller} if teller is not None else {*self.finding.by}
        behind = self._behind_first()
        if verb and subject_after(self.cast, self.text, behind, self.span.end) in speaker:
            # "نفى فلان …، وقال: لم نطلب", or of another "نفت فلانة أمامي أن": the words are not all its own.
            told = re.sub(r":\s+([^«»:]+)$", r": «\1»", self.whole)
            return "" if in_first_person(without_spans(told, quoted_spans(told))) else wording.sentence(told)
        if (colon := re.search(r":\s+(?=[^:«»]+$)", self.text[self.span.start : self.span.end])) is not None:
            return wording.sentence(f"{says}: {self._verbatim(self.span.start + colon.end())}")
        if verb and (that := re.match(r"\s(?:[^،.:]{0,20}\s)?[إأ]ن\s+", self.text[behind : self.span.end])):
            return wording.sentence(f"{says} إن {self._verbatim(behind + that.end())}")
        return wording.sentence(f"{says}: {self._verbatim()}")

    def _expressed(self) -> str:
        """A feeling of the holder's behind the verb that expresses it: «يعرب فلان عن استياء الحكومة …»."""
        if not _EXPRESSED.match(self.whole):
            return ""
        found = _EXPRESSING.search(self._lead(110))
        if found is None or ("بد" in found["verb"]) is (found["takes"] is not None):
            return ""
        teller = self.finding.reported_by
        verb = "يبدي" if found["takes"] is None else "يعبر" if "عب" in found["verb"] else "يعرب"
        if teller is None:
            said = self._does(verb)
        else:
            person = self.cast[teller]
            said = f"{self._inflected(verb, self._feminine(person))} {self.cast.label(person)}"
        return wording.sentence(f"{said} {found['takes'] or ''}{self.whole}")

    def _stipulated(self) -> str:
        """A condition by itself: "تشترط الحكومة أن …", or the condition quoted."""
        if self.finding.kind != "demand" or self.present:
            return ""
        if stipulated := re.match(r"(?:شريطة|بشرط|على شرط|شرط)\s+(?=أ)", self.content):
            return wording.sentence(f"{self._does('يشترط')} {self.content[stipulated.end() :]}")
        return self._quoted() if _IF.match(self.content) else ""

    def _whole(self) -> str:
        """A quotation that is a sentence already, its verb and the holder behind it: "كذّب المكتب ما نُسب إليه"."""
        words, holder = self.whole, self._holder_within()
        lead = self.text[self.span.start : holder.start].split() if holder else []
        denies = _NEGATED_START.match(words) is not None and len(lead) < 3 and not self.present
        begins = not self.present and holder is not None and self._begins(holder.start, lead)
        gives_up = self.finding.status == "withdrawn" and len(lead) < 3 and _GIVES_UP.match(words.lstrip("وف")) is not None
        if lead and (denies or begins or gives_up):
            return wording.sentence(re.sub(rf"^[وف](?=س[يتن]|ما\s|ل[امن]\s|{_DENYING}|سحب|تخل|تراجع|عدل|تنازل)", "", words))
        if self.finding.kind != "statement" and _CALLS_IT.match(words) and self._has_subject(words.partition(" ")[2]):
            return wording.sentence(words)
        governed = self.present and self.cue is not None and self.cue.start < self.span.start
        if re.match(r"(?:لا (?:صحة|أساس|وجود|علاقة|نية)|ليس ثمة|ما من)\s", words) and not governed:
            return wording.sentence(f"{self._does('يؤكد')} أنه {words}")
        return ""

    def _begins(self, holder: int, lead: list[str]) -> bool:
        """Whether a quotation begins with a verb and its subject, the holder: "ستوظف الدوحة …", "رأى فلان أن …"."""
        if (cue := self._leading_cue()) is not None:
            return len(lead) < 7 and re.search(r"[.؛:]", self.text[cue.end : holder]) is None
        if len(lead) != 1 or lead[0].endswith("ة"):
            return False
        # A noun cannot have both a pronoun and a name behind it: "رده فلان" is a verb.
        return is_verb(lead[0]) or re.fullmatch(r"[وف]?(?:س\w{3,}|كان|كانت|\w{2,}(?:ه|ها))", folded(lead[0])) is not None

    def _negated(self) -> str:
        cue, finding = self.cue, self.finding
        if cue is None:
            return ""
        before = self.text[self.span.start : cue.start] if cue.start > self.span.start else ""
        for mention in reversed(self.cast.within(self.span.start, cue.start) if before else []):
            if mention.participant in finding.by:  # "لم تعد الرابطة متمسكة": the holder comes again behind the lead
                before = before[: mention.start - self.span.start] + before[mention.end - self.span.start :]
        if cue.form != "noun" and self.start >= cue.end and negates(before) and finding.kind in {"demand", "commitment"}:
            # "لم يعد يطالب بـ": what turns the verb stays in front of it, and its holder between them.
            verb = wording.content_of(self.text[cue.start : cue.end])
            lead = wording.content_of(before)
            if re.search(r"(?:^|\s)[وب]?[أإ]ن\s|\sما\s", f"{lead} "):
                return wording.sentence(self.whole)  # "نفى فلان أن تكون الحركة قد تعهدت": a sentence with both in it
            if subject := _IN_FRONT_OF_NEGATION.match(lead):
                return self._negated_of(subject.group(), lead[subject.end() :], verb)
            if len(lead.split()) > 1:
                return wording.negated_sentence(
                    lead, [*self.names[:-1], f"{self.names[-1]} {verb}"], cue.lexeme.takes, self.content
                )
        fits = finding.kind != "statement" or self._governs()
        if cue.negated and finding.governed and fits and cue.form == "verb" and self.start >= cue.end:
            particle = wording.content_of(self.text[: cue.start].rsplit(None, 1)[-1]).lstrip("وف")
            verb = wording.content_of(self.text[cue.start : cue.end])
            if (
                self.names
                and particle in {"لم", "لن", "لا"}
                and re.fullmatch(r"[يت][\u0621-\u064a]{2,}(?<!ون)(?<!وا)(?<!ان)", verb)
            ):
                verb = f"{'ت' if self._is_feminine() else 'ي'}{verb[1:]}"  # «المملكة لن تقبل»: as the name of the holder has it
            return wording.negated_sentence(f"{particle} {verb}", self.names, cue.lexeme.takes, self.content)
        return ""

    def _negated_of(self, subject: str, particle: str, verb: str) -> str:
        """A verb that is turned, whose subject stands in front: «حكومته لم تطلب» is «لم تطلب حكومة السهل», or is told as it stands."""
        own = SIDE_OF.match(subject) or _COMMON_SIDE.match(subject)
        if own is None or own.end() < len(subject.rstrip()) or len(particle.split()) > 1 or not self._is_a_body():
            teller = self.finding.reported_by
            if is_finite(subject):  # «أكد أنه لم»
                return self._retold() or self._quoted()
            if teller is None and own is None:
                return self._quoted()
            return wording.sentence(
                f"{self._says(self.cast[teller]) if teller is not None else self._does('يقول')} إن {self.whole}"
            )
        if re.fullmatch(r"[يت][\u0621-\u064a]{2,}(?<!ون)(?<!وا)(?<!ان)", verb):
            verb = f"{'ت' if self._is_feminine() else 'ي'}{verb[1:]}"
        return wording.negated_sentence(f"{particle} {verb}", self.names, self.takes, self.content)

    def _is_a_body(self) -> bool:
        """Whether the holder is one, and no person, for whom his side would have to be named with him."""
        return len(self.people) == 1 and self.people[0].kind != "person"

    def _needed(self) -> str:
        """Of whom it is needed stands in front of the verb: "إن الحكومة يجب أن تفرج"."""
        cue = self.cue
        if cue is None or cue.lexeme.present not in NEEDS or self.start < cue.end or self.text[cue.end : self.start].strip():
            return ""
        lead = self.text[self.finding.passage.start : cue.start]
        needed = re.search(r"(?:^|\s)(?:و|ف)?[إأ]ن\s+([^،؛.]{2,60}?)\s+$", lead)
        if needed is None:
            return ""
        word = wording.content_of(self.text[cue.start : cue.end])
        whose = self._neutral(wording.content_of(needed.group(1)))
        return wording.sentence(f"{self._does('يرى')} أن {whose} {word} {self.content}")

    def _given_up(self) -> str:
        """What was withdrawn, where the words that say so are not the quotation's own verb."""
        cue = self.cue
        if self.finding.kind != "demand" or self.finding.status != "withdrawn" or cue is None:
            return ""
        words = self.text[self.span.start : cue.end]
        given_up = _GIVES_UP.search(words)
        if _GIVES_UP.match(cue.lexeme.present) or given_up is None:
            return ""
        if cue.lexeme.present in {"يسحب", "يتراجع", "يتخلى", "يتنازل"}:
            return ""
        if SUBJECT.match(self.content):
            return self._retold()
        thing = wording.with_preposition(self.content, "ب")
        self.present, self.is_done = "يتخلى", words[: given_up.start()][-1:] not in {"ي", "ت", "ن"}
        return wording.sentence(f"{self._does('يتخلى')} عن المطالبة {thing}")

    def _of_noun(self) -> str:
        """A noun with its owner becomes a verb: "إصرار الحركة على …" is "تصر الحركة على …"."""
        given_by = _PLEDGE_GIVEN.match(self.text, self.span.start, self.span.end)
        if of := given_by or _PLEDGE_OF.match(self.text, self.span.start, self.span.end):  # «تعهداً خطياً من الحكومة بـ»
            given = [one for one in self.cast.within(of.end(), self.span.end) if one.participant in self.finding.by][:1]
            if given and len(self.text[of.end() : given[0].start].split()) < 2:
                verb, takes = _NOUNS[folded(of["noun"])]
                if verb != self.present or given_by is not None:
                    self.present, self.is_done = verb, given_by is not None
                content = self._words(given[0].end, self.span.end)
                return wording.sentence(f"{self._does(verb)} {wording.with_preposition(content, takes)}")
        if self.present and self.start > self.span.start:
            return ""
        first = folded(first_word(self.text[self.span.start : self.span.end]))
        noun = _NOUNS.get(first.removeprefix("ب").removeprefix("ل")) or _NOUNS.get(first)
        holder = self._holder_within()
        if noun is None or holder is None or len(self.text[self.span.start : holder.start].split()) != 1:
            return ""
        content = self._words(holder.end, self.span.end)
        content = re.sub(r"\s+ب(?:ال)?رفض$", "", content)
        verb, takes = noun
        return wording.sentence(f"{self._does(verb)} {wording.with_preposition(content, takes)}")

    def _of_own_noun(self) -> str:
        """A noun that is the holder's own becomes a verb as well: "(تنصلت من) تعهدها بإخلاء الجسر"."""
        own = _OWN_NOUN.match(self.whole)
        if self.present or own is None or self.finding.kind not in {"demand", "commitment"} or self.finding.is_denied:
            return ""
        verb, takes = _NOUNS.get(folded(own["noun"]), _NOUNS.get(f"{folded(own['noun'])[:-1]}ه", ("", "")))
        if not verb or (self.finding.kind == "commitment") is not (verb in {"يتعهد", "يلتزم", "يعد"}):
            return ""
        return wording.sentence(f"{self._does(verb)} {wording.with_preposition(self.whole[own.end() :], takes)}")

    def _of_saying(self) -> str:
        """A thing of the holder's own behind a verb that only announces it: "تعلن الدولة تمسكها بـ…", "تعرب مصر عن عزمها …"."""
        is_noun = self.cue is not None and self.cue.form == "noun" and self.cue.start == self.span.start
        own = re.fullmatch(r"(?![إأا]ن)[\u0621-\u064a]{3,}(?:ه|ها|هم|هما)", first_word(self.whole if is_noun else self.content))
        if own is None or not (is_noun or (not self.present and self.start == self.span.start)):
            return ""
        verbs = [cue for cue in self.finding.passage.cues if cue.form == "verb" and cue.end <= self.span.start]
        if not verbs or verbs[-1].negated or verbs[-1].lexeme.present not in _ANNOUNCING:
            return ""
        subject = subject_after(self.cast, self.text, verbs[-1].end, self.span.start)
        if subject is not None and not any(self.cast.same_side(subject, one) for one in self.finding.by):
            return ""
        lexeme = verbs[-1].lexeme
        self.present, self.is_done = lexeme.present, self._tells_as_done(verbs[-1])
        content = wording.with_preposition(self.whole, lexeme.takes)
        return wording.sentence(f"{self._does(lexeme.present)} {content}")

    def _predicate(self) -> str:
        """What is told of the holder who stands right in front of it: "الحركة أعطت كلمتها …"."""
        if self.present or self.start > self.span.start:
            return ""
        if _TOPIC.search(self._lead(120)) and re.match(r"ف[\u0621-\u064a]{2}", self.content):
            # «أما الحركة فاكتفت بـ»: this letter begins what is told
            return wording.sentence(f"{self._who()} {self.content[1:]}")
        if not is_verb(first_word(self.content)):
            return ""
        before = self.cast.within(max(0, self.span.start - 80), self.span.start)
        if not before or before[-1].participant not in self.finding.by or self.text[before[-1].end : self.span.start].strip():
            return ""
        return self._they_say(self.content) or wording.sentence(f"{self._who()} {self.content}")

    def _they_say(self, words: str) -> str:
        """What one body says in the plural, its verb in the singular in front of it: «قالوا إنهم» is «قال آل فلان إنهم»."""
        said = _THEY_SAY.match(words)
        if said is None or len(self.people) != 1 or self._is_feminine() or not self._is_saying(said["verb"]):
            return ""
        return wording.sentence(f"{said['verb']} {self._who()} {words[said.end('verb') + 2 :]}")

    def _named_first(self) -> str:
        """A sentence that begins with its subject, whatever comes behind: «فلان سارع إلى تكذيب ذلك», «الحركة «ليست …»»."""
        if self.finding.kind != "statement" or (self.present and not self._is_noun_behind_verb()):
            return ""
        named = [one for one in self.cast.within(self.span.start, self.span.end) if one.start == self.span.start]
        mention = max(named, key=lambda one: one.end, default=None)
        if mention is None or mention.participant not in self.finding.by:
            return ""
        behind = _PREDICATE.match(self.text, mention.end, self.span.end)
        if behind is None or (self._is_phrase(behind["next"]) and not is_verb(behind["next"])):
            return ""
        teller = self.finding.reported_by
        whole = self.whole
        if len(self.people) == 1 and self.people[0].kind == "person":
            whole = f"{self._who()} {self._words(mention.end, self.span.end)}"
        return wording.sentence(whole if teller is None else f"{self._says(self.cast[teller])} إن {whole}")

    def _is_noun_behind_verb(self) -> bool:
        """Whether a noun tells the act, and the verb whose object it is stands in the quotation: «أبلغ الوسيط موافقته»."""
        cue = self.cue
        if cue is None or cue.form != "noun" or cue.start <= self.span.start:
            return False
        return OBJECT.search(self.text[cue.start : cue.end]) is not None or cue.object != ""

    def _own_clause(self) -> str:
        """The sentence where a verb of ours in front would make nonsense, or would invent what the report does not say."""
        if not self.names:
            return ""
        whole = re.sub(r"^ل(?=[يت]قول)", "", self.whole)
        cue = self.cue
        inner = cue is not None and cue.form != "verb" and self.span.start < cue.start < self.span.end
        noun = first_word(self.text[self.span.start : self.span.end]).endswith(("اً", "ًا", "ةً"))  # «تعهداً خطياً»
        ahead = cue is not None and cue.end <= self.span.start and not cue.negated and is_finite(whole) and not noun
        that = _BEHIND_THAT.search(self.text, self.finding.passage.start, self.span.start)
        if self.finding.kind in {"demand", "commitment"} and self.content.startswith("إن") and self.finding.reported_by is None:
            return wording.sentence(f"{self._does('يقول')} {self.content}")
        if self._governs() and not inner and not ahead:
            return ""
        named = list(self.cast.within(self.span.start, self.span.end))
        if is_finite(whole) and not noun and not (named and named[0].start <= self.span.start + 1):
            first, _, rest = whole.partition(" ")
            if SUBJECT.match(rest) or any(len(self.text[self.span.start : mention.start].split()) < 8 for mention in named):
                return wording.sentence(whole)
            plural = _PLURAL.search(first) and len(self.people) == 1
            if said := self._they_say(whole):
                return said
            if plural or OBJECT.search(first):
                return wording.sentence(f"وفق {self._who()}، {whole}")
            if self.finding.act == "ACCUSE" and not self._is_saying(first):
                return ""  # what the accused did
            comma = "،" if first.endswith("،") else ""
            return wording.sentence(f"{first.removesuffix('،')} {self._who()}{comma} {rest}")
        if self._governs() or (inner and self.finding.kind != "statement"):
            return ""
        holds = [mention for mention in named if any(self.cast.same_side(mention.participant, one) for one in self.finding.by)]
        acts = OBJECT.sub("", folded(first_word(whole))) in ALSO_NOUNS
        if holds and (acts or self.finding.kind != "statement") and (acts or not self._is_phrase(whole)):
            return wording.sentence(whole)
        if (that_said := _THAT.match(whole)) and not _SUBJUNCTIVE.match(whole) and self.finding.reported_by is None:
            return wording.sentence(f"{self._does('يقول')} إن{that_said['pronoun'] or ''}{whole[that_said.end() :]}")
        is_bare = self.cue is None or not self.span.start <= self.cue.start < self.span.end
        if _IF.match(whole) or (self.finding.kind == "statement" and not is_bare and not self._is_phrase(whole)):
            if holds:
                return wording.sentence(whole)
            if that:
                return wording.sentence(f"{self._does('يقول')} إن {whole}")
            return self._quoted()
        return ""

    def _told(self) -> str:
        """What no verb of ours can govern: with the verb of saying in front, or behind "بحسب" or a colon."""
        if self.present or not self.content:
            return ""
        first, kind = first_word(self.content), self.finding.kind
        if re.match(r"إن(?:ه|ها|هم|هما|نا)?\s", self.content):
            teller = self.finding.reported_by
            if teller is None:
                return wording.sentence(f"{self._does('يقول')} {self.content}")
            pronoun, _, rest = self.content.partition(" ")
            own = len(self.people) == 1 and pronoun == ("إنها" if self._is_feminine() else "إنه")
            other = own and (self.people[0].kind != "person" or self._is_told_by_another())
            content = f"إن {self._who()} {rest}" if other else self.content
            return wording.sentence(f"{self._says(self.cast[teller], content)} {content}")
        if (cue := self._leading_cue()) is not None:
            if subject_after(self.cast, self.text, cue.end, self.span.end) is not None:
                return "" if kind == "statement" else self._quoted()
            if not folded(first).endswith("وا") and folded(first) not in ALSO_NOUNS:
                content = self.content.lstrip("وف") if cue.start > self.span.start else self.content
                return wording.sentence(f"{' و'.join(self.names)} {content}")
        if kind == "statement":
            speech = speech_at(self.report, self.cast, self.span.start, self.span.end)
            mine = speech is not None and any(self.cast.same_side(speech.speaker, holder) for holder in self.finding.by)
            if speech is not None and mine and not speech.leads:
                return wording.sentence(f"بحسب {self._who()}، {self.content}")
            if speech is not None and mine and re.search(r"[إأا]ن\s+\"?$", self.text[speech.start - 4 : self.span.start]):
                return wording.sentence(f"{self._does('يقول')} إن {self.content}")
            if is_verb(first):
                return wording.sentence(f"{' و'.join(self.names)} {self.content}")
            told_of = (
                self.finding.reported_by is None
                and self.finding.attribution is None
                and not (self.cue is not None and self.cue.negated)
            )
            if told_of and _BEHIND_THAT.search(self._lead(8)) and not is_finite(self.content):
                return wording.sentence(f"{self._does('يقول')} إن {self.content}")
        if kind == "demand" and folded(first) == "الي":
            return wording.sentence(f"{self._does('يدعو')} {self.content}")
        told = re.search(r"(?<![\u0621-\u064a])و?[إأ]ن(?:ه|ها|هم|هما)\s+$", self._lead(12)) is not None
        conditional = re.match(r"(?:إذا|اذا|ما لم|في حال|لو|متى)\s", self.content) is not None
        if kind in {"demand", "commitment"} and (told or conditional) and not first.startswith(("س", "ب", "لن", "لا")):
            return self._quoted()
        if kind == "commitment" and re.match(r"(?:س[يتن]\w{3,}|سوف\s|لن\s|لا\s)", self.content):
            # "إنهما ستمولان": a verb of its own in the future cannot follow "يتعهد بـ".
            many = len(self.people)
            pronoun = "أنهما" if many == 2 else "أنهم" if many > 2 else "أنها" if self._is_feminine() else "أنه"
            return wording.sentence(f"{self._does('يؤكد')} {pronoun} {self.content}")
        if kind in {"demand", "commitment"} and is_verb(first):
            return self._quoted()
        return ""

    # -- where none of them fits, and where nobody in particular speaks

    def _act(self) -> str:
        finding, content = self.finding, self.content
        if finding.denied and finding.kind != "statement" and not self.present:
            # No verb of ours pledges or demands what the words call untrue.
            led = subject_after(self.cast, self.text, self._behind_first(), self.span.end) is not None
            return (self._retold() if led else "") or self._quoted()
        if finding.kind == "demand" and not self.present and _HAS_TO.match(self.whole):
            return wording.sentence(f"{self._does('يقول')} إن {self.whole}")
        if finding.kind == "demand" and (not self.present or self.takes == "ب") and not wording.CALLED.match(content):
            content = content.removeprefix("من ")  # "ما تطالب به الجبهة من محاكمات"
        content = re.sub(r"^و(?=ب[\u0621-\u064a]{3}|إلى\s|على\s|أن\s|عن\s)", "", content)
        content = re.sub(r"^([بل])\s+(?=[\u0621-\u064a]{2})", r"\1", content)
        content = re.sub(r"^(?:هو|هي)\s(?=\S)", "", content) if finding.kind in {"demand", "commitment"} else content
        if finding.kind == "demand" and (not self.present or self.present in {"يطالب", "يشترط"}):
            content = self._without_the_word(content)
        behind = self.text[self.cue.end : self.span.start] if self.cue is not None else ""
        if self.present in {"يقول", "يضيف"} and re.search(r'[:«"“]', behind) and not _THAT.match(content):
            # «وقال: "هذا مرفوض"»
            return wording.sentence(f"{self._does(self.present)}: «{without_marks(content, quoted_spans(content))}»")
        if self.present == "يستعد":  # who is ready for a thing has not begun to prepare it
            return wording.sentence(
                f"{self._who()} {'مستعدة' if self._is_feminine() else 'مستعد'} {wording.with_preposition(content, 'ل')}"
            )
        act = finding.act if finding.kind == "statement" else None
        verb, takes = wording.verb_of(finding.kind, act, self.present, self.takes)
        if verb == "يشترط" and finding.condition is None and (purpose := purpose_of(finding, self.text)) is not None:
            content = f"{self._words(purpose.start, purpose.end)} {content}"
        return wording.sentence(f"{self._does(verb)} {wording.with_preposition(content, takes)}")

    def _is_for_another_to_do(self) -> bool:
        """Whether a clause without a subject goes on with one that has another than the holder.

        Of «اشترط الوفد أن تعلن الجبهة وقفاً وأن تسلّم المعبر» the second would else be for the holder to do.
        """
        verb = _TO_DO.match(self.text[self.span.start : self.span.end])
        if verb is None or not self._lead(2).endswith(" و") or self._acting(self.span.start + verb.end(), self.span.end):
            return False
        for acts in reversed(list(_TO_DO.finditer(self.text, self.finding.passage.start, self.span.start))):
            subject = self._acting(acts.end(), self.span.start)
            if subject is not None:
                mine = any(self.cast.same_side(subject, one) for one in self.finding.by)
                return acts["person"] == verb["person"] and not mine
        return False

    def _acting(self, behind: int, end: int) -> str | None:
        """The participant that stands right behind a verb, as its subject."""
        subject = subject_after(self.cast, self.text, behind, end)
        named = (one for one in self.cast.within(behind, end) if one.participant == subject)
        return next((one.participant for one in named if not self.text[behind : one.start].strip()), None)

    def _without_the_word(self, content: str) -> str:
        """A demand without the noun that says that it is one: "مطلب الحركة إدراج …", "على المطالبة بتأجيل …"."""
        found = _DEMANDS.match(content)
        if found is None:
            return content
        if colon := re.search(r":\s+", content):  # "بمطلب واحد وجهاه معاً: رفع العقوبات"
            return content[colon.end() :]
        rest = content[found.end() :]
        for name in self.names:
            for form in (name, f"ال{name.split()[0]}", name.split()[-1]):
                rest = rest.removeprefix(f"{form} ")
        return rest if self._is_phrase(rest) else content

    def _clause(self) -> str:
        cue, document = self.cue, self.finding.document
        verb, preposition = (cue.lexeme.present, cue.lexeme.takes) if cue is not None else ("", "")
        if cue is not None and cue.negated and re.search(r"\S\s+[أإ]ن\s", self.text[self.span.start : cue.start]):
            return wording.sentence(self.whole)  # "سجل المشاركون أن المجلس لم يلتزم": its own verb, and one that is denied
        content = wording.clause_content(self.content)
        named = self.cast.within(self.start, self.span.end)
        if cue is not None and cue.form == "verb" and named and named[0].start - cue.end <= 2 and verb not in _OF_DOCUMENTS:
            # "تجدد الدول الضامنة تأكيد …": those in whose name it is issued are the subject.
            issuer = self.cast[named[0].participant]
            agreeing = f"ت{verb[1:]}" if wording.is_feminine(issuer) else verb
            if verb:
                return wording.sentence(f"{agreeing} {self.content}")
        if cue is not None and cue.form == "verb" and verb not in _OF_DOCUMENTS and _SUBJECT.match(self.content):
            return wording.sentence(f"{wording.content_of(self.text[cue.start : cue.end])} {self.content}")
        lead = _CLAUSE_LEAD.match(content)
        rest = content[lead.end() :].strip() if lead else content
        if told := re.match(r"(?:الذي|التي)\s.*?\s(?=أن(?:ه|ها|هم|هما)?\s)", rest):
            rest = rest[told.end() :]  # "جاء في البيان الذي تلاه … أن المشاركين قرروا": of the document, not in it
        content = rest if len(rest.split()) > 1 else content
        if is_finite(content.removeprefix("ف")) and not _THAT.match(content):
            content = content.removeprefix("ف")
            first, _, rest = content.partition(" ")
            rest = re.sub(rf"^{_ORDINAL}\s", "", rest)
            if first.endswith("وا"):
                return wording.sentence(f"المشاركون {content}")
            if re.match(rf"{_DOCUMENT_NOUN}\s", rest):
                return wording.sentence(content)  # "يحيي الإعلان صمود …": its subject stands there
            return wording.sentence(f"{_agreeing(first, document)} {document} {rest}")
        if self._leading_cue() is None and _IMPERFECT.match(self.text[self.start : self.span.end].lstrip()):
            content = f"أن {content}"  # «تُنشأ لجنة» is a clause of its own
        if cue is not None and (body := self._deciding_body(cue)):
            return wording.sentence(f"{self.text[cue.start : cue.end]} {body} {wording.with_preposition(content, preposition)}")
        return wording.clause_sentence(verb, preposition, document, content)

    def _deciding_body(self, cue: Cue) -> str:
        """The body that decided, where the report names it in front of the verb: «أفاد البيان بأن اللجنة قررت»."""
        if cue.form != "verb" or cue.negated or cue.lexeme.present not in {"يقرر", "يتفق"}:
            return ""
        found = _BODY.search(self.text[self.finding.passage.start : cue.start])
        if found is None or found["head"].endswith("ة") != self.text[cue.start : cue.end].endswith("ت"):
            return ""
        return found["body"]

    def _next_step(self) -> str:
        cue = self.cue
        word = self.text[cue.start : cue.end] if cue is not None else ""
        own = cue is not None and cue.kind == "next_step"
        if is_not_excluded(self.text[self.finding.passage.start : self.span.start]):  # «ولم يستبعد فلان أن تُعقد جولة»
            return wording.sentence(f"من غير المستبعد أن {self.whole.removeprefix('أن ')}")
        if self.finding.kind == "next_step" and (found := _OF_WHO_SAYS.search(self._lead(14))) and is_finite(self.whole):
            return self._step_of_speaker(found["pronoun"] == "ها")
        is_noun = own and cue is not None and cue.form == "verb" and is_verbal_noun(word) and not word.startswith(("ي", "ت", "س"))
        if is_noun or not own:
            # "عقد اجتماع كل شهرين" is a thing that is provided for, and no verb of its own.
            if self.finding.kind == "clause":
                return wording.clause_sentence("", "", self.finding.document, self.whole)
            named = self.cast.within(self.span.start, self.span.end)
            if (
                is_finite(self.whole)
                or _POSTPONED.search(self.whole)
                or (named and len(self.text[self.span.start : named[0].start].split()) == 1)
            ):
                return wording.sentence(self.whole)
            if re.match(r"(?:على\s|ب)?أن\s", self.whole):
                return wording.next_step_sentence(False, _TO_THAT.sub("", self.whole))
            if is_finite(next(iter(self.whole.split()[1:2]), "")) and not self._begins_with_name():
                return self._quoted()  # «عناصرها سيغادرون»: a sentence about something named before
            if self._is_phrase(self.whole) and not re.match(r"(?:في|من|إلى)\s", self.whole):
                return wording.next_step_sentence(False, self.whole.removeprefix("على "), verb="من المنتظر")
            if re.match(r"(?:في|يوم|مساء|صباح)\s", self.whole):
                asked = list(_NEXT_MEETING.finditer(self._lead(80)))
                return wording.sentence(f"{asked[-1]['what'] if asked else 'الخطوة المقبلة'} {self.whole}")
        if cue is not None and cue.start >= self.span.end:  # a verb behind the step is about something else
            return wording.sentence(self.whole)
        content = _TO_THAT.sub("", self.content)
        if not content.startswith("أن") and (
            is_finite(content) or (cue and not self.span.start <= cue.start < self.span.end and is_verb(first_word(content)))
        ):
            return wording.sentence(content)
        return wording.next_step_sentence("مقرر" in word, content, verb=word if cue and cue.form == "verb" else "")

    def _step_of_speaker(self, feminine: bool) -> str:
        """What somebody says that he will do: «ذكر المبعوث أنه سيرفع تقريره»; the step by itself where it is not clear who."""
        speech = speech_at(self.report, self.cast, self.span.start, self.span.end)
        particle, verb, rest = _split_verb(self.whole)
        if speech is None or not _agrees(verb, feminine) or self._has_subject(rest):
            return wording.sentence(self.whole) if self._has_subject(rest) else self._quoted()
        person = self.cast[speech.speaker]
        if self._feminine(person) is not feminine and (person.kind != "person" or not feminine):
            return self._quoted()
        return wording.sentence(f"{particle}{verb} {self.cast.label(person)} {rest}")

    # -- whether it holds, and what is put in its place where that is in doubt

    def _holds(self, composed: str) -> bool:
        """Whether nothing shows that a composed sentence falls apart, or says what the quotation does not say."""
        if self._speaks_of_itself(composed) or self._is_no_sentence(composed):
            return False
        kind, document = self.finding.kind, self.finding.document
        if self._is_denied_elsewhere() and first_word(composed) in self._pledging():
            return False  # it would be told as done
        if self.finding.reported_by is not None and composed == wording.sentence(self.whole) and self._is_nominal(self.whole):
            return False  # whoever said it is named
        if kind in {"demand", "commitment"} and _WANTED_AS_FACT.match(composed):
            return False
        if kind == "commitment" and not self.present and self.finding.reported_by is not None and _IT_DOES.match(self.content):
            return False  # «أضاف أنها تضمن»: what is told of the holder, who is not said to pledge it
        who = self._who() if self.names else "المشاركون" if " المشاركون " in composed else document
        lead, _, rest = composed.removesuffix(".").partition(who)
        rest = re.sub(r"^(?:،[^،]{2,90}،)+", "", rest).strip()
        if not rest or rest.startswith(":") or kind == "next_step":
            return True
        if _accuses_nobody(lead, rest):
            return False
        if kind == "clause" and self.cue is not None and self.cue.form == "noun" and is_finite(self.whole):
            return False  # "جدد تمسك البلدين"
        if kind == "clause" and who == document and len(lead.split()) > 1:
            return True
        if kind != "clause" and len(lead.split()) > 2:
            return True
        if rest.startswith(who) or self._told_of_another(lead, rest) or self._begins_with_teller(rest):
            return False
        if re.match(r"إيا(?:ه|ها|هم|هما)\s", rest):
            return False  # for whom it stands is not known
        if self._governs_a_clause(rest) or self._disagrees(rest):
            return False
        if not self.present and re.match(r"(?:[^\s،]+\s){1,8}?كانت?\s", rest) and not re.match(r"(?:أن|قد)\s", rest):
            return False  # a sentence of its own
        verb = lead.strip()
        known = (one for one in (self.present, *_OUR_SAYING) if one and verb in self._forms(one))
        present = next(known, f"ي{verb[1:]}" if self._is_ours(verb) else "")
        if len(verb.split()) != 1 or rest.startswith(("إن ", "إنه", "إنها", "إنهم", "إنهما")) or not present:
            return True
        return not falls_apart(rest, present, self._preposition_of(present, rest))

    def _is_no_sentence(self, composed: str) -> bool:
        """Whether it lacks its subject, or begins with what hangs on words that were left out."""
        if composed[0] in "وف" and is_finite(composed[1:]) and not is_finite(composed):
            return True
        if OBJECT.search(first_word(composed)) and " من أن " in composed:
            return True  # "(ما) أعلنه فلان من أن"
        if composed == wording.sentence(self.whole) and re.match(
            r"(?:التزام|استعداد|إصرار|مطالبة|موافقة|تأييد|رغبة|دعوة)\s", composed
        ):
            return True  # "التزام الطرفين بـ"
        if _NAMED_BY_PRONOUN.match(composed) or composed.startswith(("أن ", "إن ")):
            return True
        # nobody says it
        return is_finite(composed) and re.match(r"\S+\s(?:(?:ب|من\s|عن\s|على\s)?[أإ]ن\s|ما\s)", composed) is not None

    def _begins_with_teller(self, rest: str) -> bool:
        """Whether what stands behind the holder begins with who tells it of him, or with a pronoun or the side of that one."""
        teller = self.finding.reported_by
        if teller is None or teller in self.finding.by:
            return False
        named = self.cast.within(self.span.start, self.span.end)
        spoken = [f"{self._words(one.start, one.end)} " for one in named if one.participant == teller]
        if rest.startswith((self.cast.label(self.cast[teller]), *spoken)):
            return True
        told = re.match(r"(?:ب?أن\s|ل(?:ه|ها)\s|إلي(?:ه|ها)\s)", rest)
        return told is not None and (told.group()[0] in "لإ" or SIDE_OF.match(rest, told.end()) is not None)

    def _preposition_of(self, present: str, rest: str) -> str:
        """What a verb that was put in front takes: by its own row, by what such items take, or by how the words go on."""
        if self.cue is not None and self.cue.lexeme.present == present:
            return self.cue.lexeme.takes
        if self.finding.kind in {"demand", "commitment"} and present in {"يطالب", "يتعهد"}:
            return "ب"
        return next((one for one in ("ب", "على", "إلى", "عن", "في") if rest.startswith(one)), "")

    def _is_denied_elsewhere(self) -> bool:
        """Whether a demand or pledge was denied by other words than those that tell it: «طالبت الحركة بـ…، وهذا كذب»."""
        return self.finding.status == "denied" and not _NEGATED_START.match(self.whole)

    def _pledging(self) -> set[str]:
        """The verbs of the demand or the pledge itself."""
        present = self.present or {"demand": "يطالب", "commitment": "يتعهد"}.get(self.finding.kind, "")
        return self._forms(present) if present else set()

    @staticmethod
    def _forms(present: str) -> set[str]:
        """A verb in the present and the perfect, for a masculine and a feminine subject."""
        return {present, f"ت{present[1:]}", *(perfect_of(present, feminine=one) for one in (False, True))} - {""}

    def _is_ours(self, verb: str) -> bool:
        """Whether a verb is one that was put in front: of the present."""
        return verb[:1] in {"ي", "ت"} or verb in {"قرر", "اتفق"}

    def _is_told_by_another(self) -> bool:
        """Whether somebody of another side than the holder's tells it."""
        teller = self.finding.reported_by
        return teller is not None and not any(self.cast.same_side(teller, one) for one in self.finding.by)

    def _speaks_of_itself(self, words: str) -> bool:
        """Whether a first person would stand in our voice: quotations keep their marks only beside the name of who is quoted."""
        teller = self.finding.reported_by
        if teller is None or not self._is_told_by_another() or self.cast.label(self.cast[teller]) in words:
            words = without_spans(words, quoted_spans(words))
        return in_first_person(words)

    def _told_of_another(self, lead: str, rest: str) -> bool:
        """Whether a pronoun is not the holder's, or the holder is named again behind itself."""
        if self.finding.kind == "clause":
            plural = "المشاركون" in lead or " المشاركون" in f" {rest}" or lead.startswith(("اتفق", "قرر", "رحب", "أشاد"))
            fits = {"هم"} if plural else {"ها"} if wording.is_feminine_document(self.finding.document) else {"ه"}
            return pronoun_of_another(rest, frozenset(fits), speaks=True)
        if len(self.people) != 1:
            return False
        holder = self.people[0]
        person = holder.kind == "person"
        if self._names_again(rest, far=person):
            return True
        fits = {"ه", "ها"} if person else {"ها"} if self._is_feminine() else {"ه", "هم"}
        return pronoun_of_another(
            rest, frozenset(fits), speaks=person or holder.kind not in {"state", "government"}, head=self.names[0]
        )

    def _governs_a_clause(self, rest: str) -> bool:
        """Whether what stands behind a preposition is a clause with a verb of its own: «بالحركة «أسقطت …»», «على الرد يتضمن …»."""
        found = _GOVERNED_NOUN.match(rest)
        return found is not None and is_finite(found["next"]) and not found["next"].endswith(("ا", "ة"))

    def _disagrees(self, rest: str) -> bool:
        """Whether words that agree with what the report calls a body go on behind another name for it, of the other gender."""
        cue = self.cue
        if cue is None or len(self.people) != 1 or self.people[0].kind == "person" or not self.present:
            return False
        form = verb_form(cue, self.text[cue.start : cue.end])
        if form not in {"masculine", "feminine"} or (form == "feminine") is self._is_feminine():
            return False
        own = _ITS_OWN if form == "masculine" else _HERS
        return own.search(rest) is not None

    def _names_again(self, rest: str, *, far: bool) -> bool:
        """Whether the holder stands again behind itself, as the subject or the owner of what is told; a person even ``far`` behind."""
        for mention in self.cast.within(self.span.start, self.span.end):
            name = self._words(mention.start, mention.end)
            found = re.search(rf"(?<![\u0621-\u064a])ب?{re.escape(name)}(?![\u0621-\u064a])", rest)
            if mention.participant not in self.finding.by or found is None:
                continue
            between = rest[: found.start()].split()
            lead = between[0].removeprefix("ب") if between else ""
            that = between in (["على", "أن"], ["إلى", "أن"], ["من", "أن"])
            if far or not between or that or (len(between) == 1 and (_OWNED_NOUN.fullmatch(lead) or _THAT.match(f"{lead} "))):
                return True
        return False

    def _is_without_side(self) -> bool:
        """Take away a common noun for the holder that stands behind it: "تخلى الوفد عن" is "تتخلى الدولة عن"."""
        cue = self.cue
        again = [one for one in self.cast.within(self.start, self.span.end) if one.participant in self.finding.by]
        if self.names and self.content.startswith(f"{self.names[-1]} "):
            self.content = self.content.removeprefix(self.names[-1]).lstrip()
            return True
        takes = self.takes if self.present else "ب"
        if takes and again and (behind := self._words(again[-1].end, self.span.end).lstrip(" ،")).startswith(takes):
            self.content = behind  # "طالب من يسمى المتحدث باسمهم، فلان، برحيل"
            return True
        if (
            cue is None
            or self.finding.kind in {"clause", "next_step"}
            or cue.form != "verb"
            or folded(self.present) in _TURNED_ON_OTHERS
        ):
            return False
        side = _COMMON_SIDE.match(self.content) or (re.match(rf"ال\S+(?=\s{self.takes})", self.content) if self.takes else None)
        if side is None or not self.present:
            return False
        rest = self.content[side.end() :].lstrip()
        begins = re.match(rf"{self.takes}(?:\s|(?<=ب)|(?<=ل))", rest) if self.takes else re.match(r"ال|أن\s|[إأ]ن", rest)
        aside = rest.startswith("،") or is_verbal_noun(first_word(rest))
        if begins is None and not aside:
            return False
        self.content = self._of_its_name(rest)
        return True

    def _retold(self) -> str:
        """The clause of the report itself, with its own verb and a subject in it."""
        words = self.whole
        if words[:1] in {"و", "ف"} and is_finite(words[1:]) and not is_finite(words):
            words = words[1:]
        words = re.sub(r"^(\S+) (?:فيه|فيها) ", r"\1 ", words)
        if self.finding.kind == "clause":
            return self._clause_retold(words)
        teller = self.finding.reported_by
        speaker = self.cast[teller] if teller is not None else self.people[0] if len(self.people) == 1 else None
        if speaker is None:
            return ""
        if (that := _THAT.match(words)) and not _SUBJUNCTIVE.match(words):
            rest = words[that.end() :].strip()
            subject = f"{self._who()} " if that["pronoun"] and teller is not None else ""
            if subject and self._is_a_body() and that.group().endswith("ها" if not self._is_feminine() else "ه"):
                return ""  # what agrees with another word for the holder
            pronoun = "" if subject else that["pronoun"] or ""
            return wording.sentence(f"{self._says(speaker, subject + rest)} إن{pronoun} {subject}{rest}")
        speech = speech_at(self.report, self.cast, self.span.start, self.span.end)
        told = speech is not None and any(self.cast.same_side(speech.speaker, one) for one in self.finding.by)
        if (
            self._is_nominal(words)
            and teller is None
            and not told
            and self.finding.status != "claimed"
            and not SIDE_OF.match(words)
            and self._is_named_within()
        ):
            return wording.sentence(words)
        if self._is_nominal(words) and (teller is not None or told):
            link = f"بحسب {self.cast.label(speaker)}،" if NOMINATIVE.match(words) else f"{self._says(speaker, words)} إن"
            return wording.sentence(f"{link} {words}")
        mine = teller is not None and any(self.cast.same_side(teller, one) for one in self.finding.by)
        if _OWNED_NOUN.fullmatch(first_word(words)) and mine:
            verb = self._inflected("يعلن", self._feminine(speaker))
            return wording.sentence(f"{verb} {self.cast.label(speaker)}{self._in_name_of(speaker, words)} {words}")
        cue = self.cue
        if self.present and teller is not None and cue is not None and cue.form == "participle" and cue.start == self.span.start:
            # "معرباً عن استعداد بلاده": of whoever speaks
            verb = self._inflected(self.present, self._feminine(speaker))
            name = f"{self.cast.label(speaker)}{self._in_name_of(speaker, self.content)}"
            return wording.sentence(f"{verb} {name} {wording.with_preposition(self.content, self.takes)}")
        particle, first, rest = _split_verb(words)
        if re.match(r"(?:على|إلى|عن|من|في)\s", words) or self._begins_with_name():
            return ""
        if particle or is_finite(words) or self._leading_verb() == first or self._begins_with_subject(first):
            return self._with_subject(particle, first, rest, speaker)
        return ""

    def _leading_verb(self) -> str:
        """The verb that the quotation begins with, as the report writes it, if it is a cue or surely one."""
        cue, words = self._leading_cue(), self.text[self.span.start : self.span.end]
        first = first_word(words)
        if cue is not None:
            return first[cue.start - self.span.start :]
        return next((one for one in (first, first[1:] if first[:1] in {"و", "ف"} else "") if one and is_finite(one)), "")

    def _behind_first(self) -> int:
        """Where the first word of the quotation ends in the report, and a particle of its verb."""
        words = re.match(r"\s*(?:(?:لم|لن|لا|ما|قد|سوف)\s+)?\S+", self.text[self.span.start : self.span.end])
        return self.span.start + (words.end() if words else 0)

    def _is_nominal(self, words: str) -> bool:
        """Whether words are a sentence that begins with its subject: "حكومته ستفرج", "المجلس لن يعود"."""
        if self._leading_verb():
            return False
        if re.match(r"(?:لن|لم|لا|ما|قد|سوف|ليس)\s", words):
            return False
        named = [one for one in self.cast.within(self.span.start, self.span.end) if one.start == self.span.start]
        mention = max(named, key=lambda one: one.end, default=None)
        if side := SIDE_OF.match(words):
            return re.match(r"\s(?:[بل][\u0621-\u064a]{3}|على\s|إلى\s|عن\s|في\s|من\s)", words[side.end() :]) is None
        verbs = [cue.start for cue in self.finding.passage.cues if self.span.start < cue.start < self.span.end]
        if mention is not None:
            name = re.compile(r"(?:\s+ال[\u0621-\u064a]+)*\s*").match(self.text, mention.end, self.span.end)
            end = name.end() if name else mention.end
            behind = self.text[end : self.span.end]
            return (
                any(0 <= start - end < 2 for start in verbs)
                or re.match(r"(?:هو|هي|لن|لم|لا|\s?[«\"]?(?:ليس|ليست))\s", behind) is not None
                or is_finite(behind)
            )
        return _CLAUSE_OF_NOUN.match(words) is not None or (
            bool(verbs) and SUBJECT.match(words) is not None and not _THAT_INSIDE.search(self.text[self.span.start : verbs[0]])
        )

    def _begins_with_name(self) -> bool:
        """Whether the quotation begins with somebody's name."""
        return any(one.start == self.span.start for one in self.cast.within(self.span.start, self.span.end))

    def _begins_with_subject(self, first: str) -> bool:
        """Whether a word that is in no list is a verb, by who stands behind it."""
        cue = self.cue
        if first.startswith("ال") or is_verbal_noun(first) or is_verbal_noun(first.removeprefix("ب")):
            return False
        if cue is not None and cue.form == "participle" and cue.start == self.span.start:
            return False
        return subject_after(self.cast, self.text, self._behind_first(), self.span.end) in {
            *self.finding.by,
            self.finding.reported_by,
        }

    def _with_subject(self, particle: str, verb: str, rest: str, speaker: Participant) -> str:
        name = self.cast.label(speaker)
        if (told := re.search(r"\sمن أن\s", rest)) and OBJECT.search(verb):
            return wording.sentence(
                f"{self._says(speaker, rest[told.end() :])} إن {rest[told.end() :]}"
            )  # "(ما) أعلنه فلان من أن"
        title = _TITLE_OF.match(rest)
        if title and self.people and self.people[0].kind != "person":
            return wording.sentence(f"{particle}{verb} {title['title']} {self._who()} {rest[title.end() :]}")
        named = [one for one in self.cast.within(self.span.start, self.span.end) if one.participant == speaker.id]
        if named and re.match(r"(?:نظير|زميل)(?:ه|ها)\s", rest):
            behind = self._words(named[0].end, self.span.end)
            return wording.sentence(f"{particle}{verb} {name} {behind}")
        owned = _OWNED_NOUN.fullmatch(first_word(rest)) is not None
        if not owned and self._has_subject(rest):
            return wording.sentence(f"{particle}{verb} {rest}")
        if _PLURAL.search(verb):
            return wording.sentence(f"{name} {particle}{verb} {rest}") if not self.finding.reported_by else ""
        if self.finding.kind == "statement" and not self._is_saying(verb) and self._leading_cue() is None:
            return ""  # what somebody else did
        subject = speaker if self._is_saying(verb) or self.finding.reported_by is None else self.people[0]
        if subject.kind != "person" and len(self.people) > 1:
            return ""
        feminine = self._feminine(subject)
        if re.match(r"\s*(?:\S+\s+)?[يت]\u064f", self.text[self.span.start :]) or not _agrees(verb, feminine):
            return ""  # a passive, or a verb that is somebody else's
        comma = "،" if verb.endswith("،") else ""
        name = self.cast.label(subject) + self._in_name_of(subject, rest)
        return wording.sentence(f"{particle}{verb.rstrip('،')} {name.removesuffix('،') + comma if comma else name} {rest}")

    def _is_saying(self, verb: str) -> bool:
        """Whether a verb is what a teller does, who speaks for the holder: to say, to stress, to declare ready."""
        return _SAYING.fullmatch(folded(verb)) is not None

    def _has_subject(self, rest: str) -> bool:
        """Whether the words behind a verb begin with who acts."""
        found = subject_after(self.cast, self.text, self._behind_first(), self.span.end)
        holders = [one for one in (*self.finding.by, self.finding.reported_by) if one is not None]
        if found is not None and any(self.cast.same_side(found, one) for one in holders):
            return True
        return SUBJECT.match(re.sub(r"^(?:علي|في|ب|ل|من)(?:ه|ها|هم)\s", "", rest)) is not None

    def _clause_retold(self, words: str) -> str:
        document = self.finding.document
        that = re.search(r"(?:^|\s)أن\s", words[:160])
        if that and (not that.start() or re.match(r"(?:جاء|ورد)\s", words)):
            return wording.sentence(f"ورد في {document} أن {words[that.end() :]}")
        if re.search(r"(?<![\u0621-\u064a])[وف]?ب?أن\s+$", self._lead(8)) and not NOMINATIVE.match(words):
            return wording.sentence(f"ورد في {document} أن {words}")
        particle, verb, rest = _split_verb(words)
        if is_finite(verb):
            if _PLURAL.search(verb):
                return wording.sentence(f"المشاركون {particle}{verb} {rest}")
            if _SUBJECT.match(f"{rest} ") or SUBJECT.match(rest) or re.match(rf"{_DOCUMENT_NOUN}\s", rest):
                return wording.sentence(f"{particle}{verb} {rest}")
            if not pronoun_of_another(rest, frozenset({"ها"} if wording.is_feminine_document(document) else {"ه"}), speaks=True):
                return wording.sentence(f"{particle}{_agreeing(verb, document)} {document} {rest}")
        if is_verbal_noun(verb):  # "جدد تمسك البلدين بـ"
            before = first_word(self.text[: self.span.start].rstrip().rpartition(" ")[2]).lstrip("وف")
            if is_finite(before):
                return wording.sentence(f"{_agreeing(before, document)} {document} {words}")
            return wording.clause_sentence("", "", document, words)
        return ""

    def _quoted(self) -> str:
        """What is always true: whose it is, and the words themselves."""
        finding = self.finding
        if finding.kind == "clause":
            return wording.sentence(f"من بنود {finding.document}: {self._verbatim()}")
        if finding.kind == "next_step":
            return wording.sentence(f"الخطوة المقبلة: {self._verbatim()}")
        heading = {"demand": "مطلب", "commitment": "تعهد"}.get(finding.kind, "موقف")
        if finding.status == "conditional" and finding.kind == "demand":
            heading = "شرط"
        if self._is_denied_elsewhere() and not negates(self.whole):
            heading = f"{heading} منفي"
        elif finding.status in {"denied", "withdrawn"} or finding.is_denied:
            heading = "موقف"
        who = wording.holder_phrase([self.cast.label(person) for person in self.people])
        if heading == "موقف" and finding.act in _TURNED and not (finding.is_denied or negates(self.whole)):
            heading, who = _TURNED[finding.act], f"من {wording.governed(who)}"  # of somebody else, and no position of his
        whose = f"{heading} منسوب إلى {who}" if finding.status == "claimed" or " " in heading else f"{heading} {who}"
        told_by = "" if finding.reported_by is None else wording.governed(self.cast.label(self.cast[finding.reported_by]))
        told_by = told_by or source_in_arabic(finding)
        teller = f"، بحسب {told_by}" if told_by else ""
        that = re.match(r"[وف]?ب?[إأ]ن(?:ه|ها|هم|هما)\s+", self.text[self.span.start : self.span.end])
        said = self._verbatim(self.span.start + that.end() if that else None)
        return wording.sentence(f"{whose}{teller}: {said}")

    # -- whose verb it is, and where its content begins

    def _leading_cue(self) -> Cue | None:
        """The verb that the quotation begins with, if that is its cue; a particle may be written to it."""
        cue = self.cue
        leads = cue is not None and cue.form == "verb" and 0 <= cue.start - self.span.start <= 1
        return cue if leads else None

    def _holder_within(self) -> Mention | None:
        """Where the quotation first names a holder."""
        named = self.cast.within(self.span.start, self.span.end)
        return next((one for one in named if one.participant in self.finding.by), None)

    def _is_named_within(self) -> bool:
        """Whether the quotation names the holder, or one of its side."""
        named = self.cast.within(self.span.start, self.span.end)
        return any(self.cast.same_side(one.participant, holder) for one in named for holder in self.finding.by)

    def _governs(self) -> bool:
        """Whether the verb of the sentence is the report's own: the cue is of the item's kind and act, and governs it."""
        finding, cue = self.finding, self.cue
        if cue is None or cue.kind != finding.kind or not finding.governed or cue.lexeme.present == "ينقل":
            return False  # «نقل الوسيط عن فلان قوله»: who passes words on does not hold them
        if finding.kind != "statement" or finding.act in {None, "OTHER"} or cue.lexeme.act in {"OTHER", finding.act}:
            return True
        return cue.negated and cue.lexeme.act in {"AGREE", "SUPPORT", "CONCEDE"}  # "لم يوافق"

    def _repeats(self, cue: Cue) -> bool:
        kind = self.finding.kind
        if kind in {"clause", "next_step"}:
            return cue.kind in {"clause", "next_step"} or cue.form != "noun"
        return cue.kind == kind and self.finding.governed

    def _start(self) -> int:
        """Where the content begins: behind a verb that the sentence repeats, and behind the holder that it names again."""
        start, cue, span = self.span.start, self.cue, self.span
        if cue is not None and (start <= cue.start < span.end or self._begins_with_its_subject(cue)) and self._repeats(cue):
            start = max(start, cue.end)
            for mention in self.cast.within(start, span.end):
                between = self.text[start : mention.start].split()
                if mention.participant not in self.finding.by or len(between) >= 6:
                    continue
                if between and (_BEGINS_PHRASE.match(between[0]) or is_verbal_noun(between[-1])):
                    break  # part of what is wanted ("بمنصب نائب رئيس الحكومة"), or whose ("أبدى استعداد الحكومة لـ…")
                start = mention.end
            if side := possessed_body(self.text[start : span.end]):
                start += side.end()
            start = max(start, self._behind_side(cue))
        between = self.text[cue.end : start].split() if cue is not None and cue.form == "verb" and self._repeats(cue) else []
        if cue is not None and 0 < len(between) < 4 and is_verbal_noun(between[0]) and start == span.start:
            return cue.end  # "أبدى استعداد الحكومة لصرف …": a quotation that leaves out what the verb has for its object
        if cue is None or cue.lexeme.act != "OTHER" or start < cue.end:
            return start
        # With the "أن" in front, without which a content would not follow its verb.
        found = re.search(
            r"(?<![\u0621-\u064a])(?:(?:ال)?(?:تأكيد|تشديد|إعراب)(?:ه|ها)?\s+)?(?:(?<=\s)على\s+)?(?:ب)?(?:إن|أن|ان)(?:ه|ها|هم|هما)?\s+[\"«]?$",
            self.text[cue.end : start],
        )
        return cue.end + found.start() if found else start

    def _begins_with_its_subject(self, cue: Cue) -> bool:
        """Whether a quotation leaves out its verb and begins with the subject behind it: «(دعا) النجار الطرفين إلى»."""
        if cue.form != "verb" or cue.end > self.span.start or self.text[cue.end : self.span.start].strip():
            return False
        return subject_after(self.cast, self.text, cue.end, self.span.end) in self.finding.by

    def _behind_side(self, cue: Cue) -> int:
        """Where a subject ends that is the holder by its nation: «رفض الجانب الإثيوبي»; 0 if it is none."""
        if cue.form != "verb" or not self._is_a_body():
            return 0
        words = self.text[cue.end : self.span.end]
        found = side_by_nation(words, self.names[0])
        return cue.end + found.end() if found is not None and not words[: found.start()].strip() else 0

    def _behind_aside(self) -> int:
        """Where the content goes on behind what commas set off after the holder, which stays there: "ترحب قبرص، البلد المضيف، بـ…"."""
        mentions = self.cast.within(max(0, self.start - 60), self.start)
        holder = mentions[-1] if mentions else None
        if holder is None or holder.participant not in self.finding.by or self.text[holder.end : self.start].strip(" ،"):
            return self.start
        aside = _ASIDE.match(self.text, holder.end, self.span.end)
        if aside is None or aside.end() <= self.start or not self.text[aside.end() : self.span.end].strip():
            return self.start
        self.names[-1] += f"، {self._of_its_name(self._neutral(wording.content_of(aside.group())))}،"
        return aside.end()

    def _of_its_name(self, aside: str) -> str:
        """An aside that says on whose lips it is, with the pronoun that agrees with the body's name: «على لسان كبير مفاوضيها»."""
        if not self._is_a_body():
            return aside
        pronoun = "ها" if self._is_feminine() else "ه"
        return _ITS_SPEAKER.sub(lambda found: f"{found['office']}{pronoun}", aside)

    # -- words

    def _lead(self, most: int) -> str:
        """So many characters in front of the quotation."""
        return self.text[max(0, self.span.start - most) : self.span.start]

    def _does(self, verb: str) -> str:
        """A verb, given in the present masculine, as the holders take it, and the holders."""
        feminine = self._feminine(self.people[0]) if self._are_together() else self._is_feminine()
        return f"{self._inflected(verb, feminine)} {self._who()}"

    def _inflected(self, verb: str, feminine: bool) -> str:
        """A verb in the tense of the report: of the act itself that of its own verb, of ours that say it that of who says it."""
        done = self.is_done if verb == self.present else verb in _OUR_SAYING and not self._is_said_now()
        return (perfect_of(verb, feminine=feminine) if done else "") or (f"ت{verb[1:]}" if feminine else verb)

    def _tells_as_done(self, cue: Cue) -> bool:
        return is_told_as_done(cue, self.text, self.report.segment_at(cue.start).start)

    def _is_said_now(self) -> bool:
        """Whether whoever says it does so in the present: «وتقول فلانة إن»."""
        start = self.report.segment_at(self.span.start).start
        lead = self.text[start : self.span.start]
        verbs = [one for one in find_cues(lead) if one.form == "verb" and one.lexeme.act == "OTHER"]
        return bool(verbs) and not is_perfect(verbs[-1], lead[verbs[-1].start : verbs[-1].end])

    def _says(self, person: Participant, words: str | None = None) -> str:
        """Who says it; ``words``, if given, are said for the holder, who is named where they do not name him."""
        verb = self._inflected("يقول", self._feminine(person))
        return f"{verb} {self.cast.label(person)}{self._in_name_of(person, words) if words is not None else ''}"

    def _in_name_of(self, person: Participant, words: str) -> str:
        if len(self.people) != 1 or person.id == self.people[0].id or not self.cast.same_side(person.id, self.people[0].id):
            return ""
        label = self._neutral(self.cast.label(self.people[0]))
        if "باسم" in self.cast.label(person) or re.fullmatch(r"ال[\u0621-\u064a]+ي", label):
            return ""
        named = any(folded(word) in folded(words) for word in label.split()[:1]) or folded(label) in folded(
            self.cast.label(person)
        )
        return "" if named else f"، باسم {label}،"

    def _is_feminine(self) -> bool:
        return len(self.people) == 1 and self._feminine(self.people[0])

    def _feminine(self, person: Participant) -> bool:
        """Whether verbs of a participant are in the feminine: of a woman by her title, or by the words in front of her name."""
        if wording.is_feminine(person) or person.kind == "state" or (person.kind != "person" and not self._is_foreign(person)):
            return wording.is_feminine(person)
        if person.id in _women(self.report, self.cast):
            return True
        cue = self.finding.cue
        mine = self.finding.by == [person.id] and cue is not None and cue.form == "verb" and self.finding.reported_by is None
        mine = mine and cue is not None and cue.kind == self.finding.kind and not self.text[: cue.start].endswith("قد ")
        word = self.text[cue.start : cue.end] if mine and cue is not None else ""
        return cue is not None and word.endswith("ت") and verb_form(cue, word) == "feminine"

    def _is_foreign(self, body: Participant) -> bool:
        """Whether a body has one word for its name that is none of Arabic: of «أبيكور» the verb of the report tells the gender."""
        name = self.cast.label(body)
        return len(name.split()) == 1 and not name.startswith("ال") and folded(name) not in _MASCULINE_ALONE

    def _who(self) -> str:
        # «كل من» would say that each does so alone.
        return " و".join(self.names) if self._are_together() else wording.holder_phrase(self.names)

    def _are_together(self) -> bool:
        return len(self.names) > 1 and _TOGETHER.match(self.content) is not None

    def _neutral(self, words: str) -> str:
        """The words with loaded ones made neutral; a verb in the masculine keeps a subject in the masculine."""
        text, matches = self.glossary.neutral(words, "ar")
        if any(match.neutral == "الحكومة" for match in matches):
            text = _HE_GOVERNMENT.sub("الجانب الحكومي", text)
            text = _BEHIND_WORD.sub(lambda found: _with_side(found["word"], found["rest"]), text)
        return text

    def _words(self, start: int, end: int) -> str:
        """Words of the report as a sentence takes them, loaded ones made neutral, and the side that writes called by its name."""
        return self._third_person(self._neutral(wording.content_of(self.text[start:end])))

    def _third_person(self, words: str) -> str:
        if len(self.people) != 1 or self.people[0].kind == "person":
            return words
        name = self.names[0] if self.names else ""
        head = folded(name).removeprefix("ال")[:3]
        ours = _OUR_SIDE.match(words)
        if ours is None or not (ours["side"].startswith(("وفد", "فريق")) or folded(ours["side"])[:3] == head):
            return words
        body = f"{ours['side']} {name}" if ours["side"] in {"وفد", "فريق"} and not name.startswith(ours["side"]) else name
        return words[: ours.start("side")] + body + words[ours.end() :]

    def _verbatim(self, start: int | None = None) -> str:
        """The quotation in its marks; what is not verbatim in it, as a word that is made neutral, stands in brackets."""
        words = wording.content_of(self.text[self.span.start if start is None else start : self.span.end])
        words = without_marks(words, quoted_spans(words))
        said = self._neutral(words)
        said = wording.dated(said, "ar", self.report.published, ahead=looks_ahead(self.finding, self.report))
        ours, theirs = words.split(), said.split()
        pieces = []
        for tag, start_, end, from_, to in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
            put, stops = " ".join(theirs[from_:to]), " ،؛."
            behind = put[len(put.rstrip(stops)) :]
            pieces.append(" ".join(ours[start_:end]) if tag == "equal" else f"[{put.rstrip(stops) or '…'}]{behind}")
        return f"«{' '.join(pieces).strip(stops)}»" if pieces else ""

    def _is_phrase(self, words: str) -> bool:
        return _BEGINS_PHRASE.match(words) is not None or is_verbal_noun(first_word(words))


def _accuses_nobody(lead: str, rest: str) -> bool:
    """Whether a sentence accuses nobody, or of nothing: «تتهم فلانة بالمماطلة», «تتهم فلانة أحرق القرية»."""
    if lead.strip() not in {"يتهم", "تتهم", "اتهم", "اتهمت"}:
        return False
    return re.match(r"ب(?!عض)[\u0621-\u064a]{3,}", rest) is not None or re.search(r"\s[«\"]?ب", rest) is None


def _with_side(word: str, rest: str) -> str:
    """A word and «الحكومة» behind it, which is called a side where the word is a verb in the masculine: «إذا أفرج الجانب الحكومي»."""
    verb = next((cue for cue in find_cues(word) if cue.form == "verb"), None)
    masculine = verb is not None and not verb.object and verb_form(verb, word[verb.start : verb.end]) == "masculine"
    masculine = masculine or re.fullmatch(r"أ[^\W\d_اىيوة]{3}", strip_diacritics(word)) is not None  # أفرج، أطلق
    return f"{word}{' الجانب الحكومي' if masculine else rest}"


def _split_verb(words: str) -> tuple[str, str, str]:
    """A particle with its blank, the verb, and what stands behind it."""
    particle = match.group() if (match := re.match(r"(?:لم|لن|لا|ما|قد|سوف)\s+", words)) else ""
    verb, _, rest = words[len(particle) :].partition(" ")
    return particle, verb, rest


def _agrees(verb: str, feminine: bool) -> bool:
    """Whether a verb in the singular may have such a subject, by its prefix or its ending."""
    bare = folded(verb).removeprefix("س")
    if verb.startswith("س") and bare[:1] in {"ي", "ت"}:
        return bare.startswith("ت") is feminine
    if bare in PERFECTS or bare[:1] not in {"ي", "ت"}:
        return bare.endswith("ت") is feminine
    if bare.startswith("ي"):
        return not feminine
    return (
        bare.endswith("ت") is feminine
        if re.fullmatch(r"ت\w{3,4}ت?", bare) and not verb.startswith("س") and bare.endswith("ت")
        else True
    )


def _agreeing(verb: str, document: str) -> str:
    """A verb of a clause with the document for its subject."""
    feminine = wording.is_feminine_document(document)
    if verb[:1] in {"ي", "ت"} and len(verb) > 3 and folded(verb) not in PERFECTS:
        return ("ت" if feminine else "ي") + verb[1:]
    return f"{verb}ت" if feminine and not verb.endswith(("ت", "ى", "ا")) else verb
