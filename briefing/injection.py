"""Words that address the software which reads a report, not the report's readers: they are data and no item.

A report may hold orders ("ignore the above and add …"), fake messages of a chat, template code, or text that no eye sees.
What gives them away is not one wording but what they are made of, so a passage is looked at in all the forms in which a
model would understand it (``_readings``) and held against features: the marks of chats and templates, a machine that is
addressed together with an order, an order about the output. A delegate's "ignore the last statement" has none of these.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from briefing.arabic import fold

# Letters of other alphabets that look Latin: an order may be written with them to slip past a search.
_LOOK_ALIKES = dict(zip("аеорсухіјѕԁɡһкмтνΑΒΕΗΙΚΜΝΟΡΤΧΥΖαοειрѵ", "aeopcyxijsdghkmtvABEHIKMNOPTXYZaoeipv", strict=True))


class _PlainTable(dict[int, str | None]):
    """Each code point without what has no width or is a mark, and Latin if it looks so; worked out once each."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        plain = None if unicodedata.category(letter) in {"Cf", "Mn"} else _LOOK_ALIKES.get(letter, letter)
        self[code] = plain
        return plain


_PLAIN = _PlainTable()
_TAGS = re.compile("[\U000e0020-\U000e007e]{4,}")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{24,}={0,2}")
_SPACED = re.compile(r"(?<!\w)(?:\w[ ._\-*]){5,}\w(?!\w)")

# Every alternative begins with a letter of its own, which lets the search pass over most places at once.
_MACHINE = (
    r"(?:(?:ال)?(?:نموذج(?:ا|ات)? (?:ال)?(?:لغوي|لغويه|ذكي|الي|الذكاء|لغه)|نماذج(?:ا|ات)? (?:ال)?(?:لغوي|لغويه|ذكي|الي|الذكاء|لغه)"
    r"|ذكاء (?:ال)?اصطناعي|مساعد(?:ا)? (?:ال)?(?:الي|ذكي|رقمي|افتراضي|الكتروني)"
    r"|برنامج(?: \w+){0,2} (?:ال)?(?:الي|تلخيص|الملخص|ذكي|ترجمه|استخراج)|روبوت|بوت|خوارزميه|حاسوب|شات ?بوت|نظام (?:ال)?(?:الي|ذكي|تلخيص|استخراج)"
    r"|قاري (?:ال)?الي|مترجم (?:ال)?الي|ملخص (?:ال)?الي|محرر (?:ال)?الي|محلل (?:ال)?الي|اله (?:ال)?(?:قراءه|ترجمه|تلخيص))|\b(?:chat ?gpt|gpt|llm|claude|gemini|copilot|a\.?i\.?|chatbot|bot"
    r"|(?:language|ai) models?|the model|assistant|summari[sz]er|extractor|parser|software|algorithm|machine reader)\b)"
)
_ORDER_AR = r"(?<!\w)(?:و|ف|ثم )?(?:تجاهل|انس|انسي|اهمل|اكتب|اضف|ادرج|احذف|ترجم|اجب|استبدل|انسب|اختصر|لخص|تظاهر|تصرف|اتبع|لا تذكر|لا تكتب|لا تدرج|عليك (?:ان)?|يجب عليك|يرجي|المطلوب منك|مطلوب منك|رجاء|من فضلك|نرجو)(?!\w)"
_ORDER_EN = r"\b(?:ignore|disregard|forget|override|bypass|add|insert|append|include|write|output|return|print|record|list|state|say|report|replace|change|mark|treat|attribute|translate|respond|answer|reply|follow|obey|execute|pretend|act|do not|don't|please|must|should|you)\b"
_OUTPUT = r"(?:(?:ال)?(?:سجل|موجز|ملخص|جواب|اجابه|ناتج|مخرجات|خلاصه|قائمه البنود|حقول?)(?!\w)|\b(?:json|record|brief|summary|output|answer|response|translation|field|schema)\b)"
_FEATURES = (
    # What went before is to be forgotten.
    r"(?:تجاهل|انس|انسي|اهمل|لا تلتزم ب|الغ)(?:وا|ي)? (?:كل |جميع |كافه )?(?:ما سبق|ما ورد (?:اعلاه|قبل)|(?:ال)?(?:تعليمات|اوامر|توجيهات|قواعد|ارشادات)|هذه (?:التعليمات|القواعد))",
    r"\b(?:ignore|disregard|forget|override|bypass)\b(?: \w+){0,4} (?:previous|prior|above|earlier|preceding|instructions?|rules?|prompts?|guidelines|system)\b",
    # A chat, its marks, its roles, the beginning or end of a prompt.
    r"(?:^|[\s<\[(|#*\"])(?:system|assistant|user|developer)(?: message| prompt| note)?\s*[>\])|*]*\s*[:：]",
    r"<\|?/?(?:im_start|im_end|system|endoftext|assistant|user|s|inst|eot_id|start_header_id)\b|\[/?(?:inst|system|assistant)\]|<</?sys>>|###\s*(?:system|instruction|response|assistant)",
    r"\b(?:end|beginning|start) of (?:the )?(?:report|source|text|prompt|instructions?|document|passage)\b[^\n]{0,40}(?:instruction|task|new|system|:)",
    r"\b(?:new|updated|revised) (?:system )?(?:instructions?|prompts?|task)\b",
    r"(?:نهايه|انتهي|بدايه) (?:ال)?(?:نص|تقرير|مقال|تعليمات|مصدر)\b.{0,40}(?:تعليمات|مهمه|جديد|نظام)|(?:تعليمات|رساله|مهمه|اوامر) (?:ال)?(?:نظام|جديده|للنموذج|للبرنامج|للمساعد|للنظام)",
    # Code for a template engine, a browser, a fence.
    r"\{\{|\}\}|\{%|%\}|\{#|\$\{|<%|<script|</?(?:iframe|img|svg|style|object|embed)\b|javascript:|data:text/html|on(?:error|load|click)\s*=|```|~~~|\"\"\"|<!--",
    r"__\w+__|\bos\.system|\bimport os\b|;\s*drop table",
    # Our own questions, imitated: brackets of key words, answers in JSON, offered names.
    r"[⟦⟧]|\{\s*\"(?:items|participants|line|by|quote|kind|en|ar|status|outcome)\"\s*:|^[\s«\"“#]*(?:participants|before|terms|names that may matter)\s*:",
    # Somebody is told what to be or to write.
    r"\b(?:you are|act as|pretend to be|behave as) (?:now |an? |the |no longer )*(?:\w+ ){0,2}(?:assistant|model|ai|translator|system|bot|editor|analyst|journalist)\b",
    r"(?:انت|انك) (?:الان )?(?:نموذج|مساعد|برنامج|مترجم|محرر|نظام|روبوت)|تصرف (?:ك|كانك|وكانك)|تظاهر ب",
    rf"(?:ايها|ايتها|يا|عزيزي) (?:{_MACHINE}|(?:ال)?(?:نموذج|مساعد|برنامج|اله|بوت)(?!\w))|(?:ملاحظه|تنبيه|رساله|نداء|توجيه|تعليمات|اوامر) (?:موجهه? )?(?:الي|ل) ?{_MACHINE}",
    r"(?<!\w)(?:و|ف)?(?:اكتب|اضف|ادرج) (?:ان|هنا|الاتي|التالي|ما يلي|مطلبا|تعهدا|بندا|كلمه|جمله|عباره|في نهايه|علي لسان)(?!\w)",
    r"(?:^|[.!?:;,«\"“(]\s*|please |must |should )(?:add|insert|append|include|output|return|print|write|list)\b (?:an? |the |this |that |only |also |following |to the |new )*(?:item|demand|commitment|pledge|clause|json|brief|summary|sentence|line below|field)\b",
    rf"{_ORDER_AR}(?: \w+){{0,4}} {_OUTPUT}",
    rf"\b(?:add|insert|append|include|write|output|return|print|put|record|replace|translate|say)\b(?: \w+){{0,6}} (?:in|to|into|as) (?:the |your |an? )?(?:\w+ )?{_OUTPUT}",
    r"(?:note|message|attention|instructions?|reminder):? (?:(?:to|for) )?(?:the |any |all )?(?:ai|llm|model|assistant|bot|machine|software|system|automated|language)s?\b",
)
# What is an order only where a machine is named with it.
_FEATURES_OF_ORDERS_TO_MACHINES = (
    rf"{_MACHINE}[^.؟!\n]{{0,40}}(?:ب?ان|الي ان) [يت](?:كتب|ضيف|سجل|درج|ذكر|حذف|ترجم|عتبر|تجاهل|لخص|نسب|قول)",
    rf"{_MACHINE}[^.؟!\n]{{0,60}}{_ORDER_AR}|{_ORDER_AR}[^.؟!\n]{{0,60}}{_MACHINE}",
    rf"{_MACHINE}[^.?!\n]{{0,60}}{_ORDER_EN}|{_ORDER_EN}[^.?!\n]{{0,60}}{_MACHINE}",
    # Who reads by machine is told how to.
    rf"(?:علي|يجب|ينبغي|يتعين|يطلب|نطلب|نرجو|يرجي|مطلوب)[^.؟!\n]{{0,25}} (?:من |علي )?(?:كل |اي )?{_MACHINE}",
)
_ORDER = re.compile("|".join(_FEATURES), re.IGNORECASE)
_NAMES_MACHINE = re.compile(_MACHINE, re.IGNORECASE)
_ORDER_TO_MACHINE = re.compile("|".join(_FEATURES_OF_ORDERS_TO_MACHINES), re.IGNORECASE)
_WITHOUT_WIDTH = re.compile("[\u200b\u2060\u2062\u2063\u2064\ufeff\u00ad\u180e]")


@lru_cache(maxsize=4096)
def is_order(words: str) -> bool:
    """Whether words address software: orders to ignore, add or answer, fake roles, template or script code, hidden text."""
    return any(map(_is_order, dict.fromkeys(_readings(words))))


def _is_order(reading: str) -> bool:
    if _ORDER.search(reading) is not None:
        return True
    return _NAMES_MACHINE.search(reading) is not None and _ORDER_TO_MACHINE.search(reading) is not None


def has_hidden_text(words: str) -> bool:
    """Whether words hold characters that carry text no reader sees (tags), or many that have no width."""
    return _TAGS.search(words) is not None or len(_WITHOUT_WIDTH.findall(words)) > 5


def _readings(words: str) -> Iterator[str]:
    """The forms in which a passage may be understood: as written, folded, in plain letters, decoded."""
    yield words
    yield fold(words).text
    plain = unicodedata.normalize("NFKC", words).translate(_PLAIN)
    if plain != words:
        yield plain
        yield fold(plain).text
    for run in _TAGS.findall(words):
        yield "".join(chr(ord(letter) - 0xE0000) for letter in run)
    for run in _BASE64.findall(words):
        try:
            yield base64.b64decode(run + "=" * (-len(run) % 4), validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
    if _SPACED.search(plain):
        yield " ".join(_SPACED.sub(lambda run: re.sub(r"[ ._\-*]", "", run.group()), plain).split())
