"""How the sides talked: what a report says in its own voice, and what is only wished for, planned or past."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing import talks
from briefing.evaluation import Gold
from briefing.source import report_from_text
from briefing.talks import format_told
from tests.conftest import ROOT
from tests.pieces import finds_without

TOLD = [
    ("direct", "وعقد الوفدان أمس جلسة مباشرة استمرت ساعتين."),
    ("indirect", "وأنهى الطرفان جولة من المحادثات غير المباشرة في مسقط."),
    ("indirect", "وتبادل الوفدان الأوراق عبر الوسيط العماني في قاعتين منفصلتين."),
    ("indirect", "ولم يلتق الوفدان وجهاً لوجه، واكتفى الوسيط بنقل الردود بين الغرفتين."),
    ("mixed", "ولم يجلس الوفدان وجهاً لوجه إلا في الجلسة الأخيرة."),
    ("indirect", "ولم يجلس الوفدان وجهاً لوجه إلا في الجلسة الافتتاحية."),
    ("direct", "والتقى الوفدان وجهاً لوجه في جلسة مغلقة."),
    ("not_stated", "ودعا المبعوث إلى محادثات مباشرة بين الطرفين."),
    ("not_stated", "وقال الوزير إن الهدف من الجولة هو حوار مباشر بين الجانبين."),
    ("not_stated", "وتوجه الوفد إلى المطار مباشرة بعد الجلسة."),
    ("not_stated", "وطالب الوفد بتحويل المبالغ إلى الخزانة مباشرة، في ختام المحادثات."),
    ("not_stated", "ونقلت القناة جلسة الافتتاح في بث مباشر."),
    ("indirect", "ورفض وفد الحركة الجلوس إلى طاولة واحدة مع وفد الحكومة."),
    ("not_stated", "ورفض وفد الحركة المفاوضات المباشرة مع وفد الحكومة."),
    ("not_stated", "وكانت الجولة السابقة قد شهدت محادثات مباشرة بين الوفدين."),
    ("not_stated", "ومن المقرر أن تعقد الجولة المقبلة في صيغة محادثات مباشرة."),
    ("mixed", "وانتقل الوفدان من محادثات غير مباشرة إلى الجلوس حول طاولة واحدة."),
    ("indirect", "وتنقّل المبعوث طوال النهار بين الوفدين حاملاً المقترحات."),
    ("indirect", "واجتمع الوسيط بالوفدين كل على حدة."),
    ("indirect", "وجرت المشاورات بأسلوب الدبلوماسية المكوكية."),
    ("direct", "وتحاور الفريقان مباشرة من دون وسيط."),
    ("direct", "ولأول مرة منذ اندلاع النزاع جلس الوفدان حول طاولة واحدة."),
    ("direct", "وجرت مفاوضات مباشرة بين الجانبين برعاية سلطنة عمان."),
    ("indirect", "ودارت المفاوضات من غرفتين متجاورتين."),
    ("indirect", "وقالت المتحدثة إن المحادثات ما زالت غير مباشرة."),
    ("direct", "دخل وفد الحزب قاعة التفاوض ليجلس قبالة مندوبي السلطة."),
    ("indirect", "وانتهت المفاوضات غير المباشرة دون لقاء مباشر بين الوفدين."),
    ("not_stated", "وأعلن الجانبان استعدادهما لعقد مفاوضات مباشرة."),
    ("mixed", "وقال وفد الحكومة إن المحادثات جرت مباشرة، وقال وفد المعارضة إنها كانت غير مباشرة."),
    ("not_stated", "وبحث الوفدان إنشاء غرفتين للعمليات."),
    ("not_stated", "وانطلقت جلسة تفاوض بين الوفدين بوساطة المبعوث الأممي."),
    ("not_stated", "واشترطت الحكومة لاستئناف الجلسات المباشرة أن تعلن الحركة وقفاً لإطلاق النار."),
    ("not_stated", "وأشاد المشاركون بجهود كينيا في تيسير الاتصالات غير المباشرة بين الجانبين."),
    ("indirect", "وجرت الجولة عبر الوسيط الأممي."),
    ("not_stated", "ويسبق ذلك تأثير غير مباشر على المحادثات."),
]


@pytest.mark.parametrize(("format_", "text"), TOLD)
def test_the_format_is_what_the_report_says(format_: str, text: str) -> None:
    assert format_told(report_from_text(text, published="2024-05-14")) == format_


GOLD = sorted(path for folder in ("examples", "benchmarks/heldout") for path in ROOT.glob(f"{folder}/*/gold.json"))


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.parent.name)
def test_the_format_of_every_gold_report_is_read_by_rule(path: Path) -> None:
    gold = Gold.from_json(path.read_bytes())
    assert format_told(report_from_text(gold.sources[0].text, published=gold.sources[0].published)) == gold.event.format


@pytest.mark.parametrize("pattern", [talks._DIRECT, talks._INDIRECT], ids=["direct", "indirect"])
def test_the_quick_look_lets_through_whatever_tells_of_talks(pattern: re.Pattern[str]) -> None:
    assert list(finds_without(pattern, talks._may_tell)) == []
