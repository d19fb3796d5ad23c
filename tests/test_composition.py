"""The composed Arabic of every hard case reads as a sentence: what can be told of that by its form."""

from __future__ import annotations

import re

import pytest

from tests.cases import Example, answer, examples

# Two prepositions or a preposition before a verb, a word twice, a verb before "إن" that takes "أن".
_BROKEN = re.compile(
    r"\s(?:على|إلى|عن|في) ب[\u0621-\u064a]{3,}(?<!بعد)(?<!بين)(?<!بلا)\s|\s(?:على|عن) إلى\s|\sبب\s?[\u0621-\u064a]|\sبو?ب[\u0621-\u064a]{4}|\sبإن\s|\sبلن\s|\sبلم\s"
    r"|(?<![\u0621-\u064a])([\u0621-\u064a]{3,}) \1(?![\u0621-\u064a])|يتعهد \S+ (?:\S+ )?ب(?:قال|قدم|أعلن|ست)|يعلن \S+ (?:\S+ )?(?:على|إن)\s|ينص البيان (?:أن|ب)"
)


@pytest.mark.parametrize("example", examples(), ids=str)
def test_no_sentence_falls_apart(example: Example) -> None:
    record, _ = answer(example)
    assert [item.text.ar for item in record.items() if _BROKEN.search(item.text.ar)] == []


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("وحسب ما صرحت به", "بحسب نجاة بلعيد، الحركة الوطنية أعطت كلمتها بألا تعرقل الاقتراع."),
        ("وقال وزير الإعلام", "بحسب فؤاد حمدان، تلتزم قوات الشمال بعدم قصف السدود."),
        ("«وعدونا", "تقول هدى ناصر عن حكومة السهل: «وعدونا بأن تخرج العائلات قبل رمضان»."),
        ("وقال الوسيط النرويجي", "يقول إريك هولم: «لن ندخر جهدا في دفع الطرفين إلى توقيع الاتفاق»."),
        ("أعربت مصر", "تعرب مصر عن عزمها بذل مساعيها الحميدة لدى الفريقين من أجل الإفراج عن الأطباء."),
        ("واستهجن رئيس الوفد", "تصر قوات الغرب على نصف الحقائب الوزارية."),
        ("لا صحة لما", "يؤكد كريم الدهان أنه لا صحة لما أُشيع عن توقيع اتفاق مع جيش الصحراء."),
        ("وما وقّعت", "ما وقعت حكومة الجزر أي التزام."),
        ("ما زال النص", "تقترح المسودة إقامة منطقة عازلة بعمق عشرة كيلومترات."),
        ("وعدل الحزب", "عدل الحزب الدستوري عن مطالبته بإقالة الوالي."),
    ],
)
def test_a_quotation_that_no_verb_governs_is_put_as_arabic_has_it(start: str, sentence: str) -> None:
    example = next(one for one in examples() if one.text.strip().startswith(start))
    record, _ = answer(example)
    assert sentence in {item.text.ar for item in record.items()}
