"""What the outcome document of talks may be called: the one list for all that look for it.

Stems in folded spelling, without the article; those of ``DECLARED`` take the ending of an accusative.
"""

from __future__ import annotations

DECLARED = "بيان|اعلان|بلاغ|نداء|محضر|بروتوكول"
"""Masculine nouns of what is issued or drawn up."""

OTHERS = "بيانات|وثيقه|خلاصات|مذكره|ورقه|تفاهم|اتفاقيه|اتفاقا"
"""The others but «اتفاق», which is as well no paper: «اتفاق وقف إطلاق النار»."""

STEMS = ("بيان", "وثيق", "إعلان", "بلاغ", "خلاصات", "نداء", "محضر", "بروتوكول", "مذكرة", "ورقة", "اتفاق", "تفاهم")
"""How they begin as a report writes them: where none of these stands, there is no document."""

NOUNS = {
    "بيان": "statement", "وثيقة": "document", "إعلان": "declaration", "اتفاقية": "agreement", "اتفاق(?! وقف)": "agreement",
    "مذكرة": "memorandum", "ورقة": "paper", "تفاهم": "understanding", "بلاغ": "communiqué", "خلاصات": "conclusions",
    "نداء": "appeal", "محضر": "record", "بروتوكول": "protocol", "مسودة": "draft", "مشروع": "draft",
}  # fmt: skip
"""The nouns as a report writes them, as patterns, with what English calls each."""
