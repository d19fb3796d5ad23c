"""Pages in headless Chromium: what only a browser can tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.record import Record
from briefing.rendering import RenderOptions, render_files
from tests.conftest import ROOT
from tests.records import wadi_nahr

pytestmark = pytest.mark.browser
axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")

TEMPLATES = ("flash", "table")
RECORDS = {"wadi": None, "astana": "astana-first-day", "long": "long-analysis-valletta"}


@pytest.fixture(scope="module")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("briefs")
    for name, example in RECORDS.items():
        record = wadi_nahr() if example is None else Record.load(ROOT / "examples" / example / "gold.json")
        render_files(record, out / name, formats=["html"])
    for name in TEMPLATES:
        render_files(wadi_nahr(), out / name, formats=["html"], template=name, options=RenderOptions(previous=wadi_nahr()))
    return {page: out / page.partition(".")[0] / f"brief.{page.partition('.')[2]}.html" for page in PAGES}


PAGES = [f"{name}.{language}" for name in (*RECORDS, *TEMPLATES) for language in ("ar", "en")]


@pytest.fixture
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page that takes note of what it asks for and what it complains of."""
    scheme = getattr(request, "param", "light")
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1100, "height": 900}, bypass_csp=True)
    opened = context.new_page()
    opened.complaints = []
    opened.requests = []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.on("request", lambda asked: opened.requests.append(asked.url))
    yield opened
    context.close()


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("name", PAGES)
def test_a_brief_has_no_fault_that_axe_knows(name: str, page: Any, briefs: dict[str, Path]) -> None:
    page.goto(briefs[name].as_uri())
    found = axe_playwright.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(fault["id"], [node["html"][:120] for node in fault["nodes"][:3]]) for fault in found] == []
    assert page.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_a_brief_asks_for_nothing_and_runs_nothing(name: str, browser: Any, briefs: dict[str, Path]) -> None:
    # With the page's own policy, unlike the test above, which has to bring axe in.
    page = browser.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda asked: requests.append(asked.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(briefs[name].as_uri())
    assert requests == [briefs[name].as_uri()]
    assert complaints == []
    assert page.locator("script").count() == 0
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"  # the style was let in
    page.close()


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_a_phone(name: str, width: int, page: Any, briefs: dict[str, Path]) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(briefs[name].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wider = """width => [...document.querySelectorAll('body *')].filter(it => !it.closest('.picture') && !it.closest('.unseen')
        && !it.closest('.skip') && !it.closest('thead') && it.getBoundingClientRect().right > width + 1).map(it => it.outerHTML.slice(0, 80))"""
    assert page.evaluate(wider, width) == []


@pytest.mark.parametrize("name", ["astana.ar", "astana.en"])
def test_the_keyboard_leads_to_the_content_to_a_quotation_and_back(name: str, page: Any, briefs: dict[str, Path]) -> None:
    page.goto(briefs[name].as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # to be seen where the focus is
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")
    page.locator("#D1 a.ref").first.focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert "solid" in (outline, page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    page.keyboard.press("Enter")
    page.wait_for_url("**#q*")
    quotation = page.url.split("#")[1]
    assert page.locator(f"#{quotation}").bounding_box()["y"] < 900
    page.locator(f"#{quotation} a[href='#D1']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#D1")


def test_arabic_stands_on_the_right_and_what_is_latin_in_it_reads_from_the_left(page: Any, briefs: dict[str, Path]) -> None:
    page.goto(briefs["astana.ar"].as_uri())
    heading, main = page.locator("h1").bounding_box(), page.locator("main").bounding_box()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).textAlign") in {"start", "right"}
    assert heading["x"] + heading["width"] == pytest.approx(main["x"] + main["width"], abs=2)
    places = page.evaluate(
        """() => { const node = [...document.querySelectorAll('bdi.symbol')].find(it => it.textContent.startsWith('S/RES'));
        const text = node.firstChild, range = document.createRange();
        return [...text.data].map((_, i) => { range.setStart(text, i); range.setEnd(text, i + 1);
          return range.getBoundingClientRect().x; }); }"""
    )
    assert places == sorted(places)  # S/RES/2254 (2015): every character right of the one before it, brackets too
    ids = page.locator("#D1 .id").bounding_box()
    text = page.locator("#D1 > p").first.bounding_box()
    assert ids["x"] >= text["x"] + text["width"] - ids["width"]


@pytest.mark.parametrize("name", PAGES)
def test_letters_of_a_drawing_do_not_run_into_each_other_or_out_of_it(name: str, page: Any, briefs: dict[str, Path]) -> None:
    page.goto(briefs[name].as_uri())
    crossing = """() => [...document.querySelectorAll('.picture svg')].flatMap(svg => {
      const frame = svg.getBoundingClientRect(), texts = [...svg.querySelectorAll('text')].map(it => [it, it.getBoundingClientRect()]);
      const out = texts.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1);
      const over = texts.filter(([a, one], i) => texts.some(([b, two], j) => i < j && one.left < two.right - 1 && two.left < one.right - 1
        && one.top + 6 < two.bottom - 6 && two.top + 6 < one.bottom - 6));
      return [...out, ...over].map(([it]) => it.textContent); })"""
    assert page.evaluate(crossing) == []
