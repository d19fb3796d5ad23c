"""The review page as a file; what only a browser can tell is in test_review_page."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections import defaultdict
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from briefing.corrections import Corrections, apply_corrections, digest, words
from briefing.display import shown
from briefing.record import Record
from briefing.rendering import render_brief, render_document, render_files
from briefing.review import Piece, _by_line, make_review
from tests.conftest import ROOT
from tests.records import both, wadi_nahr, wadi_nahr_data
from tests.test_rendering import HOSTILE, with_text

EXAMPLES = sorted((ROOT / "examples").glob("*/gold.json"))


class Page(HTMLParser):
    """The marks of a page by whose they are and by which quotation, and everything that could act."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[list[str], list[str]]] = []
        self.by_item: dict[str, str] = defaultdict(str)
        self.by_span: dict[str, str] = defaultdict(str)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        self.inside = tag
        if tag == "mark":
            self.open.append(((given["data-i"] or "").split(), (given["data-s"] or "").split()))

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""
        if tag == "mark":
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts.append(data)
        for items, spans in self.open:
            for item in items:
                self.by_item[item] += data
            for span in spans:
                self.by_span[span] += data


def page_of(record: Record) -> Page:
    return Page(render_brief(record, language="en", format="review"))


def data_of(page: Page) -> Any:
    return json.loads(page.scripts[0])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_what_is_marked_is_what_is_quoted(path: Path) -> None:
    record = Record.load(path)
    page = page_of(record)
    spans = [evidence for part in record.parts().values() for evidence in part.evidence]
    assert [page.by_span[str(number)] for number in range(len(spans))] == [shown(evidence.quote) for evidence in spans]
    html = render_brief(record, language="en", format="review")
    inner = html[html.index('<div class="words"') : html.index("</article>")]
    plain = re.sub("<[^>]*>", "", inner.replace("</p>\n", "")).replace("&#13;", "\r")
    assert unescape(plain).strip() == shown(record.sources[0].text).strip()


def with_spans(text: str, *spans: tuple[int, int], **source: Any) -> Record:
    data = wadi_nahr_data()
    data["sources"][0] |= {"text": text, "characters": len(text)} | source
    here = {"source": "S1", "segment": 1}

    def place(start: int, end: int) -> dict[str, Any]:
        return here | {"start": start, "end": end, "quote": text[start:end]}

    data["event"]["evidence"] = []
    data["participants"] = data["participants"][:1]
    data["participants"][0] |= {"evidence": [place(0, 1)], "affiliation": None}
    data["demands"] = [
        {"id": f"D{number}", "by": ["P1"], "text": both("مطلب.", "A demand."), "evidence": [place(*span)]}
        for number, span in enumerate(spans, 1)
    ]
    for name in ("commitments", "statements", "next_steps", "conflicts"):
        data[name] = []
    data["final_statement"] = {"status": "not_stated"}
    data["quality"] = {"rejected": [], "warnings": []}
    return Record.model_validate(data)


def test_spans_overlap_nest_touch_repeat_and_cross_lines_and_the_text_stays_whole() -> None:
    text = "س abc def\nghi jkl mno\r\n\npqr 𝔸𝔹ℂ 🕊️ ن\u064f ع\u200dع"
    spans = [(2, 9), (6, 13), (6, 9), (2, 13), (13, 17), (17, 24), (2, 9), (25, 33), (29, 30), (len(text) - 3, len(text))]
    page = page_of(with_spans(text, *spans))
    for number, (start, end) in enumerate(spans, 1):
        assert page.by_item[f"D{number}"] == shown(text[start:end])
    html = render_brief(with_spans(text, *spans), language="en", format="review")
    inner = html[html.index('<div class="words"') : html.index("</article>")]
    assert "".join(re.sub("<[^>]*>", "", line) for line in inner.splitlines(keepends=True)).count("\U0001d538") == 1
    ids = [given["id"] for _, given in page.tags if given.get("id")]
    assert len(ids) == len(set(ids))


def test_several_sources_are_shown_and_one_without_text_by_its_quotations() -> None:
    data = wadi_nahr_data()
    data["sources"].append(data["sources"][0] | {"id": "S2", "text": None, "title": None, "publisher": "Second"})
    data["demands"][0]["evidence"].append({"source": "S2", "segment": 1, "start": 5, "end": 9, "quote": "نصهم"})
    record = Record.model_validate(data)
    html = render_brief(record, language="en", format="review")
    assert html.count('<article class="text"') == 2
    assert "does not carry the text of this source" in html
    assert page_of(record).by_item["D1"].endswith("نصهم")


def test_what_was_refused_is_marked_where_its_words_stand_and_said_to_be_missing_where_not() -> None:
    data = wadi_nahr_data()
    # The second differs from the report by its vowel signs.
    for quote in ("وشكر المبعوث الأممي", "الإفراج عن 112 محتجزا قبل نهاية الشهر", "كلام لم يرد فيه"):
        data["quality"]["rejected"].append(
            {"kind": "demand", "draft": {"quote": quote}, "reason": both("سبب.", "A reason."), "check": "kind_cue"}
        )
    record = Record.model_validate(data)
    page = page_of(record)
    assert page.by_item["X1"] == ""
    assert page.by_item["X2"] == "وشكر المبعوث الأممي"
    assert page.by_item["X3"] == "الإفراج عن 112 محتجزاً قبل نهاية الشهر"
    assert page.by_item["X4"] == ""
    html = render_brief(record, language="ar", format="review")
    assert html.count("The words are not in the source.") == 1  # of the first the reason has said it
    assert html.count("A reason.") == html.count("سبب.") == 3


def test_what_a_reviewer_rejected_is_shown_with_its_reason_and_marked() -> None:
    record = wadi_nahr()
    sources = [{"id": "S1", "sha256": record.sources[0].sha256}]
    parts = record.parts()
    entries = [
        {"item": "T3", "action": "reject", "digest": digest(parts["T3"]), "reason": both("مكرر.", "Repeated."), "at": None},
        {"item": "D1", "action": "accept", "digest": digest(parts["D1"])},
    ]
    after = apply_corrections(record, Corrections.from_json(json.dumps({"sources": sources, "corrections": entries})))
    page = page_of(after)
    assert page.by_item["X2"] == "وشكر المبعوث الأممي البلد المضيف"
    html = render_brief(after, language="en", format="review")
    assert "Repeated." in html and "refused by the reviewer" in html
    assert html.count("accepted earlier") == 1


@pytest.mark.parametrize(
    "draft",
    [
        {},
        {"evidence": "none"},
        {"evidence": [{"source": "S1"}]},
        {"quote": 7},
        {"quote": " "},
        {"quote": "x" * 10_000},
        {"text": []},
    ],
)
@pytest.mark.parametrize("check", ["reviewer", "quote_verbatim"])
def test_whatever_was_refused_can_be_shown(check: str, draft: dict[str, Any]) -> None:
    data = wadi_nahr_data()
    data["quality"]["rejected"] = [{"kind": "unheard", "draft": draft, "reason": both("سبب.", "A reason."), "check": check}]
    page = page_of(Record.model_validate(data))
    assert page.by_item["X1"] == ""


def test_a_record_with_nothing_in_it_has_a_page() -> None:
    full = wadi_nahr_data()
    full["event"]["evidence"] = []
    page = page_of(Record.model_validate({key: full[key] for key in ("event", "sources", "provenance")}))
    assert [given["data-key"] for _, given in page.tags if given.get("data-key")] == ["event", "final_statement"]
    assert page.by_item == {}


def test_every_part_is_there_once_with_what_a_correction_must_name() -> None:
    record = wadi_nahr()
    page = page_of(record)
    keys = [given["data-key"] or "" for _, given in page.tags if given.get("data-key")]
    assert sorted(keys) == sorted([*record.parts(), "X1"])
    data = data_of(page)
    assert data["sources"] == [{"id": "S1", "sha256": record.sources[0].sha256}]
    for item in data["items"]:
        part = record.parts()[item["key"]]
        assert item["digest"] == digest(part)
        assert item["words"] == words(part).model_dump()


def policy(html: str) -> dict[str, str]:
    content = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert content is not None
    rules = content[1].replace("&#39;", "'").split("; ")
    return dict(rule.split(" ", 1) for rule in rules)


def test_the_policy_allows_this_style_and_this_script_and_nothing_else() -> None:
    html = render_brief(wadi_nahr(), language="en", format="review")
    rules = policy(html)
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == rules["trusted-types"] == "'none'"
    assert rules["require-trusted-types-for"] == "'script'"
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert rules[rule] == f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
    assert not [name for _, given in Page(html).tags for name in given if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("text", [*HOSTILE, "</script><script>alert(1)</script>", "<!--<script>", "\u2028\u2029", "]]>&<>\"'"])
def test_nothing_of_a_record_acts_in_the_page(text: str) -> None:
    page = page_of(with_text(text))
    plain = page_of(with_text("plain"))
    assert [tag for tag, _ in page.tags if tag in {"script", "style", "img", "iframe", "object", "link", "form"}] == [
        tag for tag, _ in plain.tags if tag in {"script", "style", "img", "iframe", "object", "link", "form"}
    ]
    assert all(given["href"] and given["href"].startswith("#") for tag, given in page.tags if tag == "a")
    assert not [name for _, given in page.tags for name in given if name.startswith("on")]
    event = data_of(page)["items"][0]
    assert event["words"] == {"ar": f"نص {text}", "en": f"Text {text}"}


def test_one_file_serves_both_languages_and_opens_in_the_first(tmp_path: Path) -> None:
    files = render_files(wadi_nahr(), tmp_path, languages=("ar", "en"), formats=("md", "review"))
    assert [path.name for path in files] == ["brief.ar.md", "brief.en.md", "review.html"]
    assert '<html lang="ar" dir="rtl">' in files[-1].read_text(encoding="utf-8")
    (english,) = render_files(wadi_nahr(), tmp_path, languages=("en",), formats=("review",))
    assert english.name == "review.html" and '<html lang="en" dir="ltr">' in english.read_text(encoding="utf-8")


def test_the_same_record_gives_the_same_bytes() -> None:
    one, other = (render_document(Record.load(EXAMPLES[0]), language="ar", format="review") for _ in range(2))
    assert one == other


def many(n: int) -> Record:
    """A record with ``n`` demands, each with words of its own in a text that grows with them."""
    line = "وطالب وفد الحركة بالإفراج عن 112 محتجزاً قبل نهاية الشهر.\n"
    return with_spans(line * n, *((number * len(line), (number + 1) * len(line) - 1) for number in range(n)))


def test_the_page_grows_with_the_record_and_no_faster() -> None:
    few, lots = (len(render_document(many(n), language="en", format="review")) for n in (50, 500))
    assert lots < 10.5 * few


def test_every_piece_and_place_is_made_once() -> None:
    for n in (50, 500):
        review = make_review(many(n))
        pieces = sum(len(line) for text in review.texts for line in text.lines)
        places = sum(len(card.places) for _, cards in review.groups for card in cards)
        assert pieces <= 3 * n + 3
        assert places == n + 1


def test_a_role_is_told_in_the_form_that_fits_the_participant() -> None:
    data = wadi_nahr_data()
    state = next(person for person in data["participants"] if person["kind"] == "state")
    state["role"] = "host"
    review = make_review(Record.model_validate(data))
    card = next(card for _, cards in review.groups for card in cards if card.key == state["id"])
    assert [told.choice for told in card.told] == ["جهة مضيفة", "host"]  # not «عن الجهة المضيفة», which is said of a person


def test_the_part_that_a_stance_is_on_is_shown_and_can_be_corrected() -> None:
    data = wadi_nahr_data()
    data["final_statement"]["stances"][1]["about"] = both("الفقرة 4 (ب)", "paragraph 4 (b)")
    record = Record.model_validate(data)
    edits = {item["key"]: (item["edits"], item["words"]["en"]) for item in data_of(page_of(record))["items"]}
    assert edits["final_statement.stances.P2"] == ("about", "paragraph 4 (b)")
    assert edits["final_statement.stances.P1"] == (None, None)
    cards = {card.key: card for _, group in make_review(record).groups for card in group}
    marks = [[mark.text for mark in told.marks] for told in cards["final_statement.stances.P2"].told]
    assert marks == [["بشأن جزء من الوثيقة"], ["on a part of the document"]]


def test_what_marks_a_heading_is_apart_and_nothing_is_lost() -> None:
    text = "### عنوان\nنص\n"
    lines = list(_by_line([Piece(text)]))
    assert [piece.text for piece in lines[0]] == ["### ", "عنوان\n"] and lines[0][0].kind == "marker"
    assert "".join(piece.text for line in lines for piece in line) == text
