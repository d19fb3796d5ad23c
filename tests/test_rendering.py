from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from briefing.errors import RenderError
from briefing.record import Record
from briefing.rendering import FORMATS, LANGUAGES, render_brief, render_files, shown
from tests.conftest import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("*/gold.json"))
HOSTILE = [
    "{{ 7*7 }}",
    "{% raw %}{{ config }}{% endraw %}",
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![picture](http://127.0.0.1/x.png)",
    "<http://127.0.0.1/>",
    "http://127.0.0.1/ www.example.org a@b.example",
    "# heading",
    "1. item",
    "- item",
    "| cell | cell |",
    "`code` *bold* _italic_ ~~gone~~",
    "&lt;b&gt; &#60;",
    "\u202eevil\u202c \u2066x\u2069",
    "=cmd|'/C calc'!A0",
    "${7*7} #{7*7}",
    "x" * 10_000,
    "a\nb\n\n# c",
    "\u200b\ufeffzero",
]


def astana() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(EXAMPLES[0].read_text(encoding="utf-8"))
    return data


def with_text(text: str) -> Record:
    """A record in which every free field says the same hostile thing; its source is made to fit."""
    data = astana()
    both = {"ar": f"نص {text}", "en": f"Text {text}"}
    data["event"] |= {"name": both, "place": both, "round": text}
    data["event"]["start"] = {"as_reported": text, "value": None}
    data["sources"][0] |= {"title": text, "publisher": text, "url": "javascript:alert(1)", "text": None}
    for participant in data["participants"]:
        participant |= {"name": both, "aliases": [text], "label_as_reported": text}
    for demand in data["demands"]:
        demand |= {"text": both, "condition": both, "references": [text]}
    for item in (*data["commitments"], *data["statements"], *data["next_steps"], *data["final_statement"]["clauses"]):
        item["text"] = both
    for demand in data["demands"]:
        for evidence in demand["evidence"]:
            evidence |= {"quote": text, "end": evidence["start"] + len(text)}
    data["quality"]["rejected"] = [{"kind": text, "draft": {text: text}, "reason": both, "check": "quote_verbatim"}]
    data["quality"]["warnings"] = [{"code": text, "item": None, "severity": "error", "message": both}]
    data["provenance"]["model"] = text
    return Record.from_json(json.dumps(data))


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def flat(text: str) -> str:
    return re.sub(r"[\s\u2068\u2069]+", "", text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_record_acts_in_html(text: str, language: Any) -> None:
    page = Page(render_brief(with_text(text), language=language, format="html"))
    assert not {tag for tag, _ in page.tags} & {"script", "img", "iframe", "object", "form", "input", "link"}
    addresses = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert all(address and address.startswith("#") for address in addresses)
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert flat(shown(text)) in flat("".join(page.text))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_record_acts_in_markdown(text: str, language: Any) -> None:
    markdown = render_brief(with_text(text), language=language, format="md")
    html = MarkdownIt("gfm-like", {"linkify": False}).render(markdown)
    page = Page(html)
    assert not {tag for tag, _ in page.tags} & {"script", "img", "code", "em", "del", "iframe"}
    addresses = [attributes["href"] for tag, attributes in page.tags if tag == "a" and "href" in attributes]
    assert all(address and address.startswith("#") for address in addresses)
    assert sum(tag == "h1" for tag, _ in page.tags) == 1
    assert flat(shown(text)) in flat("".join(page.text))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_both_languages_and_formats_carry_the_same_items(path: Path) -> None:
    record = Record.load(path)
    for language in LANGUAGES:
        texts = {format_: render_brief(record, language=language, format=format_) for format_ in FORMATS}
        visible = {
            "html": flat("".join(Page(texts["html"]).text)),
            "md": flat("".join(Page(MarkdownIt("gfm-like", {"linkify": False}).render(texts["md"])).text)),
        }
        for item in record.items():
            words = flat(shown(item.text.ar if language == "ar" else item.text.en))
            assert all(words in text for text in visible.values()), item.id
        for _, evidence in record.evidence():
            assert all(flat(shown(evidence.quote)) in text for text in visible.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_from_items_to_quotations_and_back(language: Any) -> None:
    page = Page(render_brief(Record.load(EXAMPLES[0]), language=language, format="html"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {str(attributes["href"])[1:] for tag, attributes in page.tags if tag == "a"}
    assert targets <= set(ids)
    assert {"q1", "D1"} <= targets


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    record = Record.load(EXAMPLES[0])
    first = [path.read_bytes() for path in render_files(record, tmp_path / "a")]
    code = (
        "import sys; from briefing.record import Record; from briefing.rendering import render_files\n"
        "render_files(Record.load(sys.argv[1]), sys.argv[2])"
    )
    arguments = [sys.executable, "-c", code, str(EXAMPLES[0]), str(tmp_path / "b")]
    subprocess.run(arguments, check=True, cwd=ROOT, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"})
    assert first == [(tmp_path / "b" / path.name).read_bytes() for path in render_files(record, tmp_path / "a")]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_of_the_embedded_model_says_so_on_its_first_line(language: Any, format_: str) -> None:
    data = astana()
    data["provenance"]["endpoint_kind"] = "embedded"
    text = render_brief(Record.from_json(json.dumps(data)), language=language, format=format_)
    words = {"ar": "مسودة آلية أعدها نموذج لغوي صغير", "en": "Machine draft of a small language model"}[language]
    first = text.splitlines()[0] if format_ == "md" else "".join(Page(text.split("<body>")[1]).text).strip().splitlines()[0]
    assert words in first
    data["provenance"]["endpoint_kind"] = "endpoint"
    assert words not in render_brief(Record.from_json(json.dumps(data)), language=language, format=format_)


def test_what_is_refused_is_shown() -> None:
    record = with_text("refused for a reason")
    for language in LANGUAGES:
        for format_ in FORMATS:
            assert render_brief(record, language=language, format=format_).count("refused for a reason") > 5


def test_an_arabic_page_reads_from_right_to_left() -> None:
    html = render_brief(Record.load(EXAMPLES[0]), language="ar", format="html")
    assert '<html lang="ar" dir="rtl">' in html
    assert "default-src 'none'" in html
    assert render_brief(Record.load(EXAMPLES[0]), language="ar", format="md").count('<div dir="rtl" lang="ar">') == 1


def test_a_folder_overrides_any_part_of_a_template_and_errors_name_file_and_line(tmp_path: Path) -> None:
    record = Record.load(EXAMPLES[0])
    (tmp_path / "brief.md.j2").write_text("{{ brief.label('Participants') }}\n{{ record.nothing }}\n", encoding="utf-8")
    with pytest.raises(RenderError, match=r"brief\.md\.j2, line 2"):
        render_brief(record, language="en", format="md", template=str(tmp_path))
    (tmp_path / "brief.md.j2").write_text("{{ brief.label('Participants') }}\n{% if %}", encoding="utf-8")
    render_brief(record, language="en", format="html", template=str(tmp_path))


@pytest.mark.parametrize(
    "attack",
    ["{{ ''.__class__.__mro__ }}", "{{ brief._people }}", "{{ record.__init__.__globals__ }}", "{% include '/etc/passwd' %}"],
)
def test_a_template_reaches_no_further_than_the_brief(attack: str, tmp_path: Path) -> None:
    (tmp_path / "brief.md.j2").write_text(attack, encoding="utf-8")
    with pytest.raises(RenderError):
        render_brief(Record.load(EXAMPLES[0]), language="en", format="md", template=str(tmp_path))


@pytest.mark.parametrize(("language", "format_"), [("fr", "md"), ("en", "xls")])
def test_unknown_languages_and_formats_are_named(language: str, format_: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="choose from"):
        render_files(Record.load(EXAMPLES[0]), tmp_path, languages=(language,), formats=(format_,))
    assert list(tmp_path.iterdir()) == []
