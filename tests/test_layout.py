"""Lists go on with the verb in front of them; a communique speaks for itself."""

from __future__ import annotations

import pytest

from briefing.layout import content_start, governed_entries, is_document, led_in, list_opening
from briefing.source import report_from_text
from briefing.windows import passages

LISTED = (
    "وقرر المجتمعون:\n(أ) إنشاء لجنة مشتركة؛\n(ب) نشر 40 مراقباً.\n\n"
    "وطالب الوفد بما يلي:\n1- فتح المعابر.\n2- إطلاق المحتجزين.\nثم انتهت الجلسة.\n"
)
DOCUMENT = "بيان مشترك صادر عن الاجتماع\n\n1. نؤكد وحدة البلاد.\n2. ندعو إلى الهدوء.\n3. يعقد الاجتماع المقبل في أيار.\n"


def test_entries_are_governed_by_the_verb_before_the_colon() -> None:
    report = report_from_text(LISTED)
    entries = governed_entries(report, passages(report))
    words = {report.text[content_start(report, part) : part.end].strip(): governing for part, governing in entries.items()}
    assert list(words) == ["إنشاء لجنة مشتركة؛", "نشر 40 مراقباً.", "فتح المعابر.", "إطلاق المحتجزين."]
    kinds = [governing.cue.kind for governing in words.values() if governing.cue]
    assert kinds == ["clause", "clause", "demand", "demand"]


def test_a_list_ends_where_another_sort_of_marker_begins() -> None:
    report = report_from_text("4. وتقرر الدول:\n(أ) إنشاء لجنة؛\n5. وتشكر الدول البلد المضيف.\n")
    entries = governed_entries(report, passages(report))
    assert [report.text[part.start : part.end].strip() for part in entries] == ["(أ) إنشاء لجنة؛"]


@pytest.mark.parametrize(
    "entries",
    ["- تشكيل لجنة.\n- ", "1-تشكيل لجنة.\n2-", "(أ) تشكيل لجنة.\n\n(ب) ", "أولاً: تشكيل لجنة.\nثانياً: ", "·تشكيل لجنة.\n·"],
)
def test_an_entry_of_a_list_has_the_line_in_front_of_it(entries: str) -> None:
    report = report_from_text(f"وتضمنت المسودة ما يلي:\n{entries}فتح الطريق.\n\nثم انتهت الجلسة.")
    assert list_opening(report, report.text.index("فتح")) == "وتضمنت المسودة ما يلي:"
    assert led_in(report, report.text.index("فتح")).startswith("وتضمنت المسودة ما يلي: ")
    assert list_opening(report, report.text.index("انتهت")) is None


def test_what_has_a_marker_and_no_line_with_a_colon_in_front_is_no_entry() -> None:
    report = report_from_text("قال الوفد كلمته.\n- فتح الطريق.\n")
    assert list_opening(report, report.text.index("فتح")) is None


def test_a_report_is_the_document_if_it_is_called_one_and_numbered() -> None:
    assert is_document(report_from_text(DOCUMENT))
    assert not is_document(report_from_text("بيان أمس يثير جدلاً\n\nقال الوفد إن البيان لا يلزمه.\n"))
    assert not is_document(report_from_text(DOCUMENT.replace("بيان مشترك", "مراسلنا عن نص")))
