"""Signs that words of a report do not fit behind a verb and a holder that are put in front of them.

Arabic without vowel signs seldom shows what a word is. So this asks only for what surely breaks a sentence: a finite verb
or a clause of its own where a noun must stand, a subject behind the subject, a pronoun for somebody else.
"""

from __future__ import annotations

import re

from briefing.arabic import folded, is_proclitic, is_undivided
from briefing.cues import find_cues
from briefing.findings import is_verbal_noun
from briefing.possibility import tells_possible
from briefing.voices import SIDE_OF

# Perfects that are no cues and begin clauses of reports often enough.
PERFECTS = frozenset(
    folded(
        "كان كانت كانوا غادر غادرت أحاط أحاطت قدمت قاطع قاطعت رفعت أعاد أعادت تلا تلت حملت وجهت أرجأ أرجأت علقت عاد عادت انسحب انسحبت أبلغ"
        " أبلغت سلمت رجح رجحت حضرت غاب غابت جاء جاءت دمر دمرت قصفت استقبل استقبلت وصلت ألغى ألغت ردت لوح لوحت ذكرت ذكر أوضحت أضافت أضاف"
        " جدد جددت كرر كررت طرح طرحت أسقط أسقطت أرجئ أرجئت تأجل تأجلت رأى رأت كشف كشفت أفاد أفادت زعم زعمت"
    ).split()
)
# These are nouns as often: a verb only where the one who acts stands behind.
ALSO_NOUNS = frozenset(folded("بحث دعم عقد نقل سحب ربط رهن شكر وصف حث رفع حمل رد وجه قصف علق قدم سلم حضر وصل ضمن").split())
# These look like verbs and are none.
_NO_VERBS = frozenset(
    folded(
        "وقت صوت بيت ثبات تثبيت تحت ست ثلاث بنت اخت موت زيت يوم يومي يد يمين يسار تحقيق تاريخ تجاه تلك تسع"
        " يورو يونيو يوليو يناير يونيه يوليه"
    ).split()
)
OBJECT = re.compile(r"(?:ه|ها|هم|هما)$")
# What is said to be somebody's own.
_OWN = re.compile(
    r"(?<![\u0621-\u064a])[وبل]?(?:جهد|جهود|وسع|قيادت|مفاوضي|اعتراض|مشاركت|موقف|التزام|رفض|تأييد|دعم|تمسك|قلق|استعداد|عزم|رغبت|اقتناع|إدانت|ترحيب|ارتياح|تقدير)(?P<pronoun>هما|هم|ها|ه)(?![\u0621-\u064a])"
)
# Who acts, by a common noun or a title, where a noun of another kind must stand.
SUBJECT = re.compile(
    r"(?:(?:ال)?(?:ناطق|متحدث|ممثل|مندوب|مبعوث|نظير|وسيط)(?:ة|ه|ته|ها|تها|هم|تهم)?|(?:رئيس|وزير|عضو|كبير|نائب|السيد|السيدة|الأمين|الأمينة|المحافظ|الأخير|الأخيرة|ممثلو|مصدر|مصادر|دبلوماسي|مسؤول|صحيفة|وكالة|قناة|إذاعة|شبكة|مراقبون)(?:ة|ه|ها)?|وفد(?:ه|ها|هم)?"
    r"|ال(?:وفد|طرف|جانب|فريق|وفود|حكومة|حركة|جبهة|تحالف|تنسيقية|جماعة|سلطات|سلطة|أطراف|مشاركون|مجتمعون|دول|بلد)(?:ان|ين)?)(?=[\s،])"
)
_CLAUSE = re.compile(
    r"(?:[\u0621-\u064a]+\s){1,4}?(?:لن|لم|قد|[\u0621-\u064a]{3,}وا)\s|(?:[\u0621-\u064a]+\s){0,3}?(?:[وب]?ال[\u0621-\u064a]+|[\u0621-\u064a]+(?:ه|ها|هم))\sس[يت][\u0621-\u064a]{2,}(?<![ةيا])(?<!ات)\s"
)
_JOINED = re.compile(
    r"(?:^|\s)(?:ب?[إأ]ن(?:ه|ها|هم|هما)?|الذي|التي|الذين|اللذين|ما|من|أي|حيث|إذ|إذا|بعدما|عندما|كي|حتى|و[\u0621-\u064a]+)\s|،|[\"«:]"
)
# A pronoun of what the words are about, or one behind another preposition: "فيها", "على عليها".
_RETURNING = re.compile(r"(?:في(?:ه|ها)|(?:على|إلى|عن|من)\s(?:في|علي|إلي|من|عن)(?:ه|ها|هم|هما)|ب(?:علي|إلي|من)(?:ه|ها))(?:\s|$)")
_NEGATED = re.compile(r"(?:لا|لم|لن|ليس|ليست)\s")
_PREPOSITION = re.compile(r"(?:على|إلى|الى|عن|من|في)\s+")
# What stands behind no verb and its subject: a clause of its own, what explains («أي …،») or describes what was left behind.
_FOLLOWS_NONE = re.compile(
    r"ب?إن(?:ه|ها|هم)?\s|[بل](?:لن|لم|و[تين]\S{3,})\s|(?:متذرع|زاعم|مدع|قائل|متهم)ين\s|ب?أن\s(?:الأخيرة?|الطرف الآخر)\s"
    r"|أي\s[^،]+،|ال(?:قاطع|تام|مطلق|كامل|شديد|بالغ|عميق|مبدئي|صريح)ة?\s(?!ال)"
)
# Verbs that have people for their object.
_OF_PEOPLE = frozenset([
    "يدعو", "يناشد", "يحث", "يحض", "يطالب", "يتهم", "يحذر", "يشكر", "يهنئ", "يهدد", "يحمل", "يعد", "يبلغ", "يدين",
    "ينتقد", "يؤيد", "يدعم", "يصف", "يعارض", "يستنكر", "يلزم", "يلتمس", "يطلب", "يشيد", "يرحب",
])  # fmt: skip
# Nominatives, which no preposition and no "إن" may govern.
NOMINATIVE = re.compile(r"ال[\u0621-\u064a]{3,}(?:ون|ان)\s|(?:ممثلو|مندوبو|مسؤولو)\s")


# What joins a clause to the one before it, and is no part of what it says.
_JOINS = re.compile(
    r"(?:\(?[\u0621-\u064a0-9]\)\s+)?(?:[وف]?(?:في المقابل|في الوقت ذاته|من جانب(?:ه|ها|هم)|من جهت(?:ه|ها|هم)|كذلك|كما(?! أن|\s\S+ت?\sبه)|فيما(?! يتعلق| يخص)|بينما|غير أن(?:ه|ها|هم)?|لكن(?:ه|ها|هم)?|ثم|بدوره|بدورها)(?=[\s،])،?\s*)?"
    r"(?:[وف]?(?:في|من|على|خلال|عقب)\s[^،.]{2,40}،\s+(?=(?P<next>[\u0621-\u065f]+)))?"
)


def joined_on(words: str) -> int:
    """How many characters at the head of a quotation only join it to what stands before: "و", "في المقابل،", "كما"."""
    found = _JOINS.match(words)
    start = found.end() if found else 0
    if found and found["next"] and not (is_finite(found["next"]) or re.fullmatch(r"[أإ]ن", found["next"])):
        start = 0  # what the phrase belongs to does not begin behind it
    word = first_word(words[start:])
    bare = folded(word)
    joined = (bare[:1] == "و" and is_proclitic("و", bare, short=True)) or (
        bare[:1] == "ف" and (is_finite(bare[1:]) or bare[1:] in {"قد", "ان", "اننا", "انه", "انها"})
    )
    if joined and not (_is_one_word(word, bare) or re.match(r"ورد\s(?:في|أن)", words[start:])):
        start += words[start:].index(word) + 1
    if re.match(r"قد\s", words[start:]) and not tells_possible(words[start:]):
        start += 3
    return start if len(words[start:].split()) > 1 else 0


def _is_one_word(word: str, bare: str) -> bool:
    """Whether the first letter of a word, ``bare`` in folded text, is its own and joins it to nothing."""
    stem = re.sub(r"(?:ت|تا|وا|و)?(?:نا|ه|ها|هم|هما)?$", "", bare)
    return is_undivided(stem) or is_undivided(bare) or any(cue.start == 0 for cue in find_cues(word))


def falls_apart(words: str, verb: str, takes: str) -> bool:
    """Whether words cannot stand behind a verb (given in the masculine) and its subject; ``takes`` is its preposition."""
    first = first_word(words)
    if _NEGATED.match(words) or _RETURNING.match(words) or _FOLLOWS_NONE.match(words):
        return True
    object_ = (
        len(first) > 4 and not first.startswith(("س", "ي")) and OBJECT.search(first) is not None
    )  # "طلبها إجلاء الجرحى" is as well a noun
    if not object_ and (
        is_finite(first) or (is_verb(first) and not folded(first).startswith(("ب", "ل", "ت")) and first[-1] not in "ةت")
    ):
        return True
    if takes != "على" and re.match(r"على\s(?:\S+\s){1,3}أن\s", words):
        return True  # "على الوفد أن يسلم": what somebody has to do
    if verb in {"يطالب", "يدعو", "يشترط", "يرفض"} and re.match(r"ب?أن(?:ه|ها|هم)?\s(?:\S+\s)?(?:لن|لم)\s", words):
        return True  # what one will not do is no demand
    if takes in {"ب", "على", "عن"} and verb not in _OF_PEOPLE and re.match(rf"ال\S+\s{takes}", words):
        return True  # a part of the holder's name
    if verb == "يتهم" and (words.startswith("بأن") or is_verbal_noun(first) or folded(first) in ALSO_NOUNS):
        return True
    if (verb == "يقول" and words.startswith("على ")) or (verb in {"يعلن", "يقول"} and words.startswith("بأن")):
        return True
    if first.startswith("ب") and is_proclitic("ب", folded(first)):
        bare = folded(first)[1:]
        if bare in PERFECTS or bare == "قد" or re.fullmatch(r"س?[ي]\w{3,}|ست\w{3,}|(?:متمسك|مستعد|ملتزم|ماضي)(?:ه|ون|ين)?", bare):
            return not is_verbal_noun(bare)
    behind = _PREPOSITION.match(words)
    inner = words[behind.end() :] if behind else words[1:] if takes in {"ب", "ل"} and words.startswith(takes) else words
    if behind and (first_word(inner).endswith("وا") or _NEGATED.match(inner)):
        return True
    if SUBJECT.match(inner) and verb not in _OF_PEOPLE and (takes != "إلى"):
        return True
    clause = _CLAUSE.match(inner)
    return clause is not None and _JOINED.search(inner[: clause.end()]) is None


def pronoun_of_another(words: str, pronouns: frozenset[str], *, speaks: bool, head: str = "") -> bool:
    """Whether a possessive is not the subject's: ``pronouns`` fit it, ``head`` is the first noun of its name, and it
    ``speaks`` for no side where it is one itself ("حكومته" is not what a government says of itself).
    """
    near = " ".join(words.split()[:9])
    for found in SIDE_OF.finditer(near):
        if not speaks and found["side"] in {"بلاد", "دولت"}:
            return True
        if found["pronoun"] not in pronouns or (not speaks and folded(found["side"])[:3] == folded(head).removeprefix("ال")[:3]):
            return True
    return any(found["pronoun"] not in pronouns for found in _OWN.finditer(" ".join(words.split()[:4])))


def first_word(words: str) -> str:
    """The first of some words, or nothing."""
    return next(iter(words.split(None, 1)), "")


def is_finite(words: str) -> bool:
    """Whether some words begin with a finite verb, as far as unvowelled spelling tells."""
    first = first_word(words).strip('،؛:.«»"')
    bare = folded(first)
    if bare in _NO_VERBS or bare in ALSO_NOUNS or len(bare) < 3:
        return False
    if bare in PERFECTS or OBJECT.sub("", bare) in PERFECTS:
        return True
    if is_verbal_noun(first):
        return False
    if re.fullmatch(r"(?!ال)[\u0621-\u064a]{3,}وا", first):
        return True
    if any(cue.form == "verb" and cue.start == 0 for cue in find_cues(words)):
        return True
    if bare.startswith("ال"):
        return False
    return re.fullmatch(r"س?[ي]\w{3,}|س[تن]\w{3,}|ت(?:لزم|حيل|تناول|عرض|شمل|ضع|دير|شرف)\w{0,2}", bare) is not None


def is_verb(word: str) -> bool:
    """Whether a word is surely a finite verb by its form: the future, the third person, a perfect with its ending."""
    bare = folded(word)
    if re.fullmatch(r"(?:قال|ذكر|وصف|طلب|رفض|قدم|عرض)ت?(?:ه|ها|هم)", bare):
        return True
    if len(bare) < 4 or bare in _NO_VERBS or bare.startswith("ال") or is_verbal_noun(bare):
        return False
    if re.fullmatch(r"س[يتن]\w{3,}|[ي]\w{3,}|ت\w{3,}(?:ون|ان|وا)?", bare) and not re.fullmatch(r"ت\w{3}", bare):
        return not bare.endswith(("ات", "يه", "يا", "ها", "هم"))
    return (
        bare.endswith("وا")
        or (bare.endswith("ت") and not bare.endswith("ات"))
        or re.fullmatch(
            r"است\w{3}|اعاد|اعطي|احصي|ابلغ|اعلن|اكد|(?:اعلن|اكد|قال|ذكر|وصف|طلب|رفض|قدم|عرض|ابلغ|ابدي)ت?(?:ه|ها|هم)", bare
        )
        is not None
    )
