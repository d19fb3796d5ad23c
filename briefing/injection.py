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
from functools import cache, lru_cache
from urllib.parse import unquote_plus

from briefing.arabic import fold, pattern_of

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
_TAGS = re.compile("[\U000e0020-\U000e007e][\U000e0020-\U000e007e]{3,}")  # twice: a search looks quickly for the first
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{24,}={0,2}")
_LETTERS_APART = re.compile(r"(?:\b\w \w\b.{0,3}){3}")
_LEET = re.compile(r"[A-Za-z][013457@$!][A-Za-z]|(?<!\S)[013457@$!][A-Za-z]{2}")
_DIGITS_AS_LETTERS = str.maketrans("03457@$!", "oeastasi")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}|https?://\S*\w\+\w")
_SPACED = re.compile(r"(?<!\w)(?:\w[ ._\-*]){5,}\w(?!\w)")
_LONE_LETTER = re.compile(r"[ ._\-*]\w(?:[ ._\-*]|(?!\w))")  # in all that _LETTERS_APART and _SPACED find, and soon found

# Every alternative begins with a letter of its own, which lets the search pass over most places at once.
_JOB_AR = r"(?:تلخيص|استخراج|ترجمه|قراءه|تحليل|معالجه|توليد|تجميع|رصد)"
_DOES_AR = r"[يت](?:لخص|قرا|ترجم|عالج|حلل|ستخرج|جمع|ولد|صنف)\w*"
# What is called a machine, in Arabic script (the article stands once, before all that may have it) and in others.
_MACHINE_AR = (
    r"(?:ال)?(?:نموذج(?:ا|ات)? (?:ال)?(?:لغوي|لغويه|ذكي|الي|الذكاء|لغه)|نماذج(?:ا|ات)? (?:ال)?(?:لغوي|لغويه|ذكي|الي|الذكاء|لغه)|ذكاء (?:ال)?اصطناعي"
    r"|مساعد(?:ا)? (?:ال)?(?:الي|ذكي|رقمي|افتراضي|الكتروني)|برنامج(?: \w+){0,2} (?:ال)?(?:الي|تلخيص|الملخص|ذكي|ترجمه|استخراج)|روبوت|بوت|شات ?بوت"
    r"|نظام (?:ال)?(?:الي|ذكي|تلخيص|استخراج)(?! (?:ل|ال|في|علي))|(?:قاري|مترجم|ملخص|محرر|محلل) (?:(?:ال)?الي|(?:ال)?ذكي|(?:ال)?رقمي)|معالجه (?:ال)?اليه"
    rf"|اله (?:ال)?(?:قراءه|ترجمه|تلخيص)|(?:انظمه|نظم|برامج|برنامج|ادوات|اداه|محركات|محرك|تطبيقات|تطبيق|وكلاء|وكيل|نظام) (?:ال)?{_JOB_AR}"
    rf"|(?:انظمه|برامج|ادوات|اداه|تطبيقات|نظام|برنامج|اله) (?:التي |الذي ){_DOES_AR}|(?:ملخصات|مترجمات|قاريات|محللات|برمجيات|خوارزميات) (?:ال)?(?:اليه|ذكيه|تلقاييه))"
    r"|من [يت](?:عالج|قرا|لخص)\w* (?:هذا |هذه )?(?:ال)?(?:نص|مقال|تقرير)\w* ببرنامج"
    rf"|(?:كل )?(?:من|ما) {_DOES_AR} (?:هذا |هذه )?(?:ال)?(?:نص|مقال|مقاله|تقرير|خبر|ماده)\w* (?:اليا|بشكل الي|بصوره اليه|تلقاييا)"
    r"|مدل زبان[يی]|هوش مصنوع[يی]"
)
_MACHINE = (
    rf"(?:{_MACHINE_AR}"
    r"|\b(?:chat ?gpt|gpt|llm|claude|gemini|copilot|a\.?i\.?|chatbot|bot|(?:language|ai) models?|the model"
    r"|assistant(?!s? (?:secretary|minister|director|to\b|general|chief|prof|comm|foreign|for\b|under|envoy|special|representative))"
    r"|summari[sz]ers?|(?:software|algorithm|parser|extractor)s? (?:that|which|reading|processing|summari\w+)|(?:dear|to|for) (?:the |any |all )?(?:software|algorithm|parser|extractor)s?|(?:machine|automated?|automatic) (?:readers?|systems?|tools?|agents?|summari\w+|processing|pipelines?|translat\w+)"
    r"|(?:summari[sz]ing|summary|extraction|translation|text[- ]processing|processing|crawling) (?:tools?|systems?|engines?|software|agents?|bots?|models?))\b"
    r"|(?:syst[eè]mes?|outils?|logiciels?|lecteurs?) automatiques|mod[eè]les? (?:de langage|linguistiques?)|intelligence artificielle|modelos? de lenguaje|inteligencia artificial"
    r"|sprachmodell\w*|k[uü]nstliche intelligenz|dil modeli|yapay zek\w+|языков\w+ модел\w+|нейросет\w+|искусственн\w+ интеллект\w*)"
)
_ORDER_AR = r"(?<!\w)(?:و|ف|ثم )?(?:تجاهل|انس|انسي|اهمل|اكتب|اضف|ادرج|احذف|ترجم|اجب|استبدل|انسب|اختصر|لخص|تظاهر|تصرف|اتبع|لا تذكر|لا تكتب|لا تدرج|سجلوا|دونوا|انقلوا|اكتبوا|اضيفوا|اعتبروا|صفوا|صف|دون|اعتماد هذه|اعتبار|عليك (?:ان)?|يجب عليك|يرجي|المطلوب منك|مطلوب منك|رجاء|من فضلك|نرجو)(?!\w)"
_ORDER_EN = r"\b(?:ignore|disregard|forget|override|bypass|add|insert|append|include|write|output|return|print|record|list|state|say|report|replace|change|mark|treat|attribute|translate|describe|consider|kindly|must be|respond|answer|reply|follow|obey|execute|pretend|act|do not|don't|please|must|should|you)\b"
_OUTPUT = r"(?:(?:ال)?(?:سجل|موجز|ملخص|جواب|اجابه|ناتج|مخرجات|خلاصه|قايمه البنود|حقول?)(?!\w)|\b(?:json|record|brief|summary|output|answer|response|translation|field|schema)\b)"
_FEATURES = (
    # What went before is to be forgotten.
    r"(?<!\w)(?<!الي )(?<!علي )(?<!عن )(?<!من )(?<!في )(?<!عدم )(?<!بعد )(?<!ان )(?:و|ف)?(?:تجاهل|انس|انسي|اهمل|لا تلتزم ب|لا تلتفت الي|دع عنك|اترك|الغ|اطرح)(?:وا|ي)? (?:كل |جميع |كافه )?(?:ما سبق(?! من| ان)|ما قيل لك|ما ورد (?:اعلاه|قبل)|(?:ال)?(?:تعليمات|اوامر|توجيهات|قواعد|ارشادات)|هذه (?:التعليمات|القواعد))",
    r"\b(?:ignore|disregard|forget|override|bypass)\b(?: \w+){0,4} (?:instructions?|rules?|prompts?|guidelines|system|directions|messages?|(?:previous|prior|preceding|above) (?:text|context|orders|commands|lines?|content))\b|\b(?:ignore|disregard|forget|override|bypass)\b (?:\w+ ){0,3}(?:the above|above|everything (?:before|above|earlier)|what (?:came|stands|was said) (?:before|above)|(?:all |any )?(?:the )?(?:previous|prior|preceding)(?=\W*$|[.,;:!] | and ))",
    r"(?:ignor(?:ez|er?)|oubli(?:ez|er?)|ne tenez pas compte)\b[^.]{0,40}(?:instructions?|consignes|directives|pr[eé]c[eé]dent\w*|ci-dessus)"
    r"|(?:ignor[ae]\w*|olvid[ae]\w*|dimentica\w*|esque[cç]a\w*)\b[^.]{0,40}(?:instruc\w+|istruzioni|instruções|indicaciones|anterior\w*|precedent\w*)"
    r"|(?:ignorier\w*|vergiss\w*|missachte\w*)[^.]{0,40}(?:anweisung\w*|vorherig\w*|obig\w*|vorgaben)|(?:talimat|y[oö]nerge|komut)\w*[^.]{0,30}(?:yok say|g[oö]rmezden gel|unut|dikkate alma)"
    r"|(?:игнорир\w+|забудь\w*|не обращай\w*|пренебре\w+)[^.]{0,40}(?:инструкци\w+|указани\w+|предыдущ\w+|правил\w+)|(?:دستور|فرمان|راهنما)\w*[^.]{0,30}(?:نادیده بگیر|ناديده بگير|فراموش [كک]ن)|忽略.{0,8}(?:指令|说明|提示|指示)|התעלם.{0,20}הוראות",
    # Whoever reads is told of its own task, instructions, answer.
    r"(?<!\w)مهمتك (?:ال)?(?:جديده|حقيقيه|الان|هي|الوحيده)|(?<!\w)(?:و|ب|في )?(?:تعليماتك|مخرجاتك|ملخصك|اجابتك|موجزك|جوابك|ردك القادم)(?!\w)|(?:التعليمات|الاوامر|التوجيهات) التي (?:تلقيتها|اعطيت|زودت|قيلت|وصلتك)"
    r"|(?:عندما|حين|حينما|لدي|عند) (?:تلخص|تلخيصك|تستخرج|كتابتك)(?!\w)|ما (?:طلب منك|قيل لك)(?!\w)|(?<!\w)(?:ف|و)?اجب(?:وا|ي)? (?:دايما|فقط|بكلمه|ب?نعم)(?!\w)",
    r"\byour (?:(?:real|new|actual|next|only|true|sole) (?:task|job|goal|instruction)|(?:system )?prompt|json|output|instructions|summary must|next answer)|\byou (?:were|have been) (?:told|instructed|given) (?:before|earlier|previously|above)|\bwhen you (?:generate|produce|write|summari[sz]e|translate|extract|create) (?:the|this|your|a)\b",
    r"\b(?:begin|start|end|in|with|of) your (?:reply|response|summary|answer|translation|output|record|brief)\b|\b(?:respond|reply|answer|output) (?:only|exclusively)\b|\b(?:previous|above|earlier) prompts?\b|\b(?:true|real|actual) instructions?\b",
    r"\bsystem (?:override|message|prompt|note|alert|command|update|notice)\s*[:：]|\b(?:record|commitments|demands|statements|participants)\.\w+\(|\bprint\s*\(",
    r"\bdo anything now\b|\byou are (?:now )?dan\b|\bjailbr\w+|\bdeveloper mode\b",
    r"\bas (?:the |your )?[\w'’ ]{0,40}(?:administrator|developer|operator|creator),? i\b|بصفتي (?:مدير|مسوول|مطور|مشرف|مبرمج)\w* (?:ال)?(?:نظام|برنامج|نموذج|منصه|موقع)",
    r"\b(?:from (?:here|now|this point) on(?:wards?)?|henceforth)\b[^.]{0,30}\b(?:attribute|treat|write|report|state|say|describe|record|list|translate|mark)\b|\b(?:please|kindly) (?:record|describe|add|list|treat|set down)\b|\btreat the (?:next|following|above) (?:line|sentence|paragraph|text)",
    r"(?<!\w)اعد(?:وا|ي)? (?:صياغه|كتابه|ترجمه|تلخيص) (?:كل |جميع )?(?:ما سبق|هذا|النص|التقرير|المقال)|(?<!\w)اعتبر(?:وا|ي)? (?:ان )?(?:كل |هذه |هذا |ما )(?:فقره|جمله|نص|سطر|يلي|لاحق)",
    r"(?:^|[.:؛!\n\"«]\s*)(?:غير|بدل|عدل|انسب|اجعل|ضع|احذف|استبدل) [^.؟!\n]{0,60}(?:النتيجه النهاييه|المخرجات|السجل|صاحب (?:المطلب|التعهد))|(?:اخرج|اطبع) (?:سطرا|جمله|نصا|فقط)",
    # A chat, its marks, its roles, the beginning or end of a prompt.
    r"(?:^|[\s<\[(|#*\"])(?:system|assistant|user|developer)(?: message| prompt| note)?\s*[>\])|*]*\s*[:：]",
    r"(?:^|\n|[.!؟?] )(?:human|assistant|المستخدم|المساعد)\s*[:：].*(?:[.!؟?\n] ?)(?:human|assistant|المستخدم|المساعد)\s*[:：]",
    r"</?(?:function_calls|invoke|tool_calls?|parameters?|instructions?|report|prompt|document)\b|\"(?:tool_calls?|function_call|arguments|schema_version|commitments|demands|final_statement|next_steps|provenance)\"\s*:|!\[[^\]\n]*\]\(|\]\(\s*(?:javascript|data):",
    r"<\|?/?(?:im_start|im_end|system|endoftext|assistant|user|s|inst|eot_id|start_header_id)\b|\[/?(?:inst|system|assistant)\]|<</?sys>>|###\s*(?:system|instruction|response|assistant)",
    r"\b(?:end|beginning|start) of (?:the )?(?:report|source|text|prompt|instructions?|document|passage)\b[^\n]{0,40}(?:instruction|task|new|system|:)",
    r"\b(?:new|updated|revised) (?:system )?(?:instructions?|prompts?|task)\b",
    r"(?:نهايه|انتهي|بدايه) (?:ال)?(?:نص|تقرير|مقال|تعليمات|مصدر)\s*[.:،\n\-–—\]*#=>)]+.{0,40}(?:تعليمات|مهمه|جديد|نظام)|(?:تعليمات|رساله|مهمه|اوامر|نداء) (?:(?:ال)?(?:نظام|جديده)\s*[:：]|للنموذج|للبرنامج|للمساعد|للنظام)",
    # Code for a template engine, a browser, a fence.
    r"\{\{|\}\}|\{%|%\}|\{#|\$\{|<%|<script|</?(?:iframe|img|svg|style|object|embed)\b|javascript:|data:text/html|on(?:error|load|click)\s*=|```|~~~|\"\"\"|<!--",
    r"__\w+__|\bos\.system|\bimport os\b|;\s*drop table",
    # Our own questions, imitated: brackets of key words, answers in JSON, offered names.
    r"[⟦⟧]|\{\s*\"(?:items|participants|line|by|quote|kind|en|ar|status|outcome)\"\s*:|^[\s«\"“#]*(?:participants|before|terms|names that may matter)\s*:",
    # Somebody is told what to be or to write.
    r"\b(?:you are|act as|pretend to be|behave as) (?:now |an? |the |no longer )*(?:\w+ ){0,2}(?:assistant|model|ai|translator|system|bot|editor|analyst|journalist)\b",
    r"(?:انت|انك) (?:الان )?(?:نموذج|مساعد|برنامج|مترجم|محرر|نظام|روبوت)|(?<!\w)(?:و|ف)?تصرف(?:وا|ي)? (?:كانك|وكانك|كما لو كنت|ك(?:نموذج|مساعد|برنامج|مترجم|محرر|نظام))|(?<!\w)تظاهر ب",
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
    rf"(?:^|[\s،])(?:و|ف)?(?:علي|الي)(?: كل| اي| جميع| كافه)? {_MACHINE}(?: [^.؟!\n]{{0,40}})?(?:ان [يت]\w|[:：])|(?:يجب علي|ينبغي ل|يتعين علي|يطلب من|نطلب من|نرجو من|يرجي من|مطلوب من|الرجاء من)[^.؟!\n]{{0,25}} ?(?:كل |اي )?{_MACHINE}",
    rf"(?:attention|dear|hey|hello|notice|à l.attention d\w+|внимание)[,:]? (?:the |all |any )?{_MACHINE}|{_MACHINE}\s*[:：]\s*\w",
)
# One pattern after the other is quicker than all in one: most begin with letters for which a search looks at once. What
# they are held against is in small letters.
_ORDERS = tuple(map(re.compile, _FEATURES))
_NAMES_MACHINE = re.compile(_MACHINE)
# Nearly every sentence of a report is plain Arabic, in which what is told by other letters or marks of code cannot be.
_NOT_PLAINLY_ARABIC = re.compile(r"[^\W\d_\u0621-\u063a\u0641-\u064a]|[{}<>\[\]`~$#|=_\\⟦⟧]|\"{3}")
_HAS_ARABIC = re.compile("[\u0621-\u064a]")
_ARABIC_ORDERS = tuple(order for order in _ORDERS if _HAS_ARABIC.search(order.pattern))
# And English sentences have no Arabic, without which these find nothing: their patterns have no word in other letters.
_ONLY_ARABIC_ORDERS = tuple(order for order in _ARABIC_ORDERS if re.search("[a-z]{3}", order.pattern) is None)
_OTHER_ORDERS = tuple(order for order in _ORDERS if order not in _ONLY_ARABIC_ORDERS)
_NAMES_MACHINE_IN_ARABIC = re.compile(_MACHINE_AR)
# Whatever these find, and each name of a machine in Arabic, has one of these pieces in it; few sentences of a report have.
_STEMS = pattern_of((
    "ما سبق", "ما ورد", "تعليمات", "اوامر", "توجيه", "قواعد", "ارشادات", "فراموش", "مهمتك", "مخرجات", "ملخص", "اجابتك",
    "موجز", "جواب", "ردك القادم", "تلخص", "تلخيص", "تستخرج", "كتابتك", "طلب منك", "قيل لك", "اجب", "بصفتي", "صياغه",
    "كتابه", "ترجمه", "اعتبر", "النتيجه النهاييه", "سجل", "صاحب ال", "اخرج ", "اطبع ", "المستخدم", "مساعد", "نهايه",
    "انتهي", "بدايه", "مهمه", "رساله", "نداء", "تصرف", "تظاهر ب", "ايها", "ايتها", "يا اله", "يا الاله", "عزيزي", "ملاحظه",
    "تنبيه", "اكتب", "اضف", "ادرج", "اجابه", "ناتج", "خلاصه", "قايمه البنود", "حقو", "نموذج", "نماذج", "اصطناعي", "برنامج",
    "بوت", "نظام", "قاري", "مترجم", "محرر", "محلل", "معالجه", "اله ", "استخراج", "قراءه", "تحليل", "توليد", "تجميع", "رصد",
    "انظمه", "برامج", "ادوات", "اداه", "تطبيقات", "برمجيات", "خوارزميات", " اليا", "بشكل الي", "بصوره اليه", "تلقاييا",
    "مدل زبان", "هوش مصنوع",
))  # fmt: skip
# Of these signs alone nothing is hidden: they are what they are in every form.
_BARE = re.compile('[\u0621-\u063a\u0641-\u064a0-9 .,،؛:؟!"«»()/-]*')
_WITHOUT_WIDTH = re.compile("[\u200b\u2060\u2062\u2063\u2064\ufeff\u00ad\u180e]")


@lru_cache(maxsize=4096)
def is_order(words: str) -> bool:
    """Whether words address software: orders to ignore, add or answer, fake roles, template or script code, hidden text."""
    return any(map(_is_order, dict.fromkeys(reading.lower() for reading in _readings(words.strip()))))


def _is_order(text: str) -> bool:
    plainly = _NOT_PLAINLY_ARABIC.search(text) is None
    if plainly and _STEMS.search(text) is None:
        return False
    orders = _ARABIC_ORDERS if plainly else _ORDERS if _HAS_ARABIC.search(text) else _OTHER_ORDERS
    if any(order.search(text) for order in orders):
        return True
    names_machine = (_NAMES_MACHINE_IN_ARABIC if plainly else _NAMES_MACHINE).search(text) is not None
    return names_machine and _order_to_machine().search(text) is not None


@cache
def _order_to_machine() -> re.Pattern[str]:
    """Made when a report first names a machine: it takes longer than all other patterns of this module together."""
    return re.compile("|".join(_FEATURES_OF_ORDERS_TO_MACHINES))


def has_hidden_text(words: str) -> bool:
    """Whether words hold characters that carry text no reader sees (tags), or many that have no width."""
    return _TAGS.search(words) is not None or len(_WITHOUT_WIDTH.findall(words)) > 5


def _readings(words: str) -> Iterator[str]:
    """The forms in which a passage may be understood: as written, folded, in plain letters, decoded."""
    form = fold(words).text
    if len(form) != len(words) or "\n" in words or _NOT_PLAINLY_ARABIC.search(words) is not None:
        yield words  # it has lines, letters or signs that are gone when it is folded
    yield form
    plain = words if _BARE.fullmatch(words) else unicodedata.normalize("NFKC", words).translate(_PLAIN)
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
    if _LEET.search(plain):
        for one in "il":
            yield plain.lower().translate(_DIGITS_AS_LETTERS | {ord("1"): one})
    if _ESCAPED.search(words):
        yield unquote_plus(words)
    if _LONE_LETTER.search(plain) is None:
        return
    if _LETTERS_APART.search(plain):
        yield " ".join(re.sub(r"(?<=\b\w) (?=\w\b)", "", plain).split())
    if _SPACED.search(plain):
        yield " ".join(_SPACED.sub(lambda run: re.sub(r"[ ._\-*]", "", run.group()), plain).split())
