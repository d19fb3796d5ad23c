"""In whose voice words are: whether somebody speaks of himself in them, or for his side, and whose side a pronoun names.

How much a form proves depends on who may be speaking, so each question has patterns of its own: what would break a sentence
of ours has to be surely a first person; of a reporter, or of the one person who issued a text, less will do.
"""

from __future__ import annotations

import re

SIDE_OF = re.compile(
    r"(?<![\u0621-\u064a])[وفبل]?(?P<side>حكومت|بلاد|وفد|دولت|حركت|جماعت|جبهت|منظمت|مؤسست|تحالف|حزب|تكتل|مجلس|فريق|تيار|نقابت|هيئت|مفوضيت)(?P<pronoun>هما|هم|ها|ه)(?![\u0621-\u064a])"
)
"""«حكومته», «ووفدها»: the side of somebody who is spoken of."""

# «وفدنا», «لأهلنا»: no others say that. It is to stand between two words.
_OURS = (
    r"[وفبلك]{0,2}(?:بلاد|وفد|حكومت|شعب|حركت|جبهت|قوات|مقاتل[وي]|موقف|مطالب|مطلب|أرض|أراضي|أطفال|أسواق|أهل|أهالي|أسرا|شهدا[ئء]|قرا|مدن|مناطق"
    r"|أبنا[ئء]|جيش|حزب|جماعت|قيادت|ثوار)نا"
)
# In forms that are surely one: "لن نوقع", "سنبذل", and nouns of this field with its pronoun.
_SURELY = re.compile(
    r"(?<![\u0621-\u064a])(?:(?:و|ف)?(?:لن|لم|لا|سوف)\s+ن[\u0621-\u064a]{2,}|(?:و|ف)?سن(?!و[ايي]|وات|تين|دات|ة)[\u0621-\u064a]{3,}(?<![اة])"
    r"|(?:و|ف)?سأ(?!ل)[\u0621-\u064a]{3,}|(?:و|ف)?(?:نحن|إننا|أننا|لسنا|كنا|لدينا|علينا|لنا|منا|معنا|إلينا|عندنا|بدنا|أبلغني|أبلغتني|أخبرني|أخبرتني|وعدني|وعدتني|أمامي|مكتبي|زملائي|بلادي|ما ن(?:ريد|طلب|طالب|شترط|قبل|رفض)[\u0621-\u064a]*)"
    rf"|{_OURS})(?![\u0621-\u064a])"
    r"|(?<![\u0621-\u064a])أن\s+ن[\u0621-\u064a]{2,}\s+(?!عين|بين)[\u0621-\u064a]{3,}نا(?![\u0621-\u064a])"  # «أن نسلم سلاحنا»
)
# At the head of a quotation any word with its ending is one, but for «وعدنا» and the like, which may be done to us.
_AT_HEAD = re.compile(
    r"(?:(?:لن|لا|لم|سوف)\s+[نأ]\w{2,}|سن\w{3,}|سأ\w{2,}|لسنا\s|إننا\s|نحن\s|(?!وعدنا|\S*(?:ون|ت)نا|\S*ونا)[\u0621-\u064a]{2,}نا\s)"
)
# Verbs of this field, and what is ours or mine.
_IN_OWN_NAME = re.compile(
    r"(?<![\u0621-\u064a])(?:[وف]?س?[أن](?:دعو|حثّ?|جدّ?د|ؤكّ?د|طالب|رحّ?ب|شكر|ناشد|قترح|قدّ?م|عرب|شير|ودّ?|تعهّ?د|لتزم|ريد|رى|قبل|رفض|سافر|بذل|تمسّ?ك)(?![\u0621-\u064a])"
    r"|[وف]?(?:لم|لن|لا) [أن][\u0621-\u0652]{2,}|(?:عليّ|إليّ|لديّ|نحن|ونحن|أنا)(?![\u0621-\u064a])"
    rf"|(?:{_OURS}|[وفبل]?(?:مكتب|بلد|حكومت|وفد|زملائ|فريق)ي)(?![\u0621-\u064a]))"
)
# In raw text, which keeps the hamza of the first person; each of these may as well be a noun.
_MAYBE = re.compile(
    r"(?:^|\s)[وف]?(?:(?:س|لن |لم |لا )?أ[\u064b-\u0652]?(?!ن(?:ه|ها|هم)?(?:\s|$))[\u0621-\u0652]{2,}|إنني|أنا(?=\s)|علي[َّ]+|لي(?=\s)|[\u0621-\u0652]{3,}ني(?=\s|$))"
)
_FOR_US = re.compile(rf"(?<![\u0621-\u064a])(?:{_OURS}|(?:إلي|علي|ل|ب|من|عن|عند)نا|نحن)(?![\u0621-\u064a])")
OUR_BODY = re.compile(
    r"(?<!\w)(?:و|ف|ب|ل)?(?:وفد|حركت|حزب|جبهت|مقاومت|ثورت|قيادت|مجاهدي|ثوار|مفاوضي|مفاوضو|فريق|جماعت|قوات|ابطال)نا(?!\w)"
)
"""«حركتنا», «وفدنا» as a report of that body's own outlet has it; for folded text."""


def in_first_person(words: str) -> bool:
    """Whether somebody surely speaks of himself in the words."""
    return _SURELY.search(words) is not None


def begins_in_first_person(words: str) -> bool:
    """Whether a quotation begins with somebody who speaks of himself."""
    return _AT_HEAD.match(words) is not None


def speaks_in_own_name(words: str) -> bool:
    """Whether whoever tells the words demands, promises or says something himself: «أدعو الطرفين», «ونحن نرحب»."""
    return _IN_OWN_NAME.search(words) is not None


def may_say_i(words: str) -> bool:
    """Whether the words may hold a first person in the singular, which proves nothing unless one person issued them all."""
    return _MAYBE.search(words) is not None


def speaks_for_us(words: str) -> bool:
    """Whether whoever tells the words counts himself to a side: «أهلنا», «إلينا», «نحن»."""
    return _FOR_US.search(words) is not None
