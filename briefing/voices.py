"""In whose voice words are: what is said to be "ours", and a side with the pronoun of whoever speaks for it."""

from __future__ import annotations

import re

SIDE_OF = re.compile(
    r"(?<![\u0621-\u064a])[وفبل]?(?P<side>حكومت|بلاد|وفد|دولت|حركت|جماعت|جبهت|منظمت|مؤسست|تحالف|حزب|تكتل|مجلس|فريق|تيار|نقابت|هيئت|مفوضيت)(?P<pronoun>هما|هم|ها|ه)(?![\u0621-\u064a])"
)
"""«حكومته», «ووفدها»: the side of somebody who is spoken of."""

OURS = (
    r"[وفبلك]{0,2}(?:بلاد|وفد|حكومت|شعب|حركت|جبهت|قوات|مقاتل[ويي]|موقف|مطالب|مطلب|أرض|أراضي|أطفال|أسواق|أهل|أهالي|أسرا|شهدا[ئء]|قرا|مدن|مناطق"
    r"|أبنا[ئء]|جيش|حزب|جماعت|قيادت|ثوار)نا"
)
"""A pattern for «وفدنا», «لأهلنا»: no others say that. It is to stand between two words."""
