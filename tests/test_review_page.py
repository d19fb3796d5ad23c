"""The review page in headless Chromium: marks, filters, edits, keys, and that it asks for nothing."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.corrections import Corrections, apply_corrections
from briefing.display import shown
from briefing.record import Record
from briefing.rendering import RenderOptions, render_files
from tests.conftest import ROOT, Run
from tests.records import both, evidence, wadi_nahr, wadi_nahr_data
from tests.test_rendering import with_text
from tests.test_review import many

pytestmark = pytest.mark.browser
axe_playwright = pytest.importorskip("axe_playwright_python.sync_playwright")


def overlapping() -> Record:
    """Wadi Nahr with a demand whose words lie within those of another, and one that crosses both."""
    data = wadi_nahr_data()
    outer = evidence("وطالب وفد الحركة بالإفراج عن 112 محتجزاً قبل نهاية الشهر")[0]
    inner = evidence("الإفراج عن 112 محتجزاً")[0]
    crossing = evidence("قبل نهاية الشهر، مستنداً إلى القرار")[0]
    data["demands"][1]["evidence"] = [inner]
    data["demands"][2]["evidence"] = [crossing]
    assert outer["start"] < inner["start"] and crossing["start"] < outer["end"] < crossing["end"]
    return Record.model_validate(data)


Opener = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Opener]:
    """Opens the review page of a record; at the end nothing may have been asked for or complained of."""
    contexts: list[tuple[Any, Any, str]] = []

    def opened(
        record: Record,
        *,
        language: str = "en",
        scheme: str = "light",
        width: int = 1200,
        options: RenderOptions | None = None,
        **more: Any,
    ) -> Any:
        folder = tmp_path / f"page{len(contexts)}"
        (path,) = render_files(record, folder, languages=(language,), formats=("review",), options=options)
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}, **more)
        page = context.new_page()
        page.requests, page.complaints = [], []
        page.on("request", lambda asked: page.requests.append(asked.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(path.as_uri())
        contexts.append((context, page, path.as_uri()))
        return page

    yield opened
    for context, page, address in contexts:
        assert [asked for asked in page.requests if not asked.startswith("blob:")] == [address]
        assert page.complaints == []
        context.close()


def card(page: Any, key: str) -> Any:
    return page.locator(f'.card[data-key="{key}"]')


def lit(page: Any) -> str:
    return str(page.evaluate("[...document.querySelectorAll('mark.on')].map(mark => mark.textContent).join('')"))


def visible(page: Any) -> list[str]:
    return list(page.evaluate("[...document.querySelectorAll('.card')].filter(it => it.offsetParent).map(it => it.dataset.key)"))


def chosen(page: Any) -> str | None:
    found = page.locator('[aria-current="true"]')
    return found.get_attribute("data-key") if found.count() else None


def saved(page: Any) -> Any:
    with page.expect_download() as download:
        page.keyboard.press("s")
    return json.loads(Path(download.value.path()).read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", [None, "astana-first-day", "long-analysis-valletta"])
def test_choosing_an_item_lights_its_words_and_brings_them_into_sight(example: str | None, open_page: Opener) -> None:
    record = overlapping() if example is None else Record.load(ROOT / "examples" / example / "gold.json")
    page = open_page(record)
    for key, part in record.parts().items():
        if not part.evidence:
            continue
        card(page, key).locator(".line").click()
        assert chosen(page) == key
        places = sorted({(place.start, place.end) for place in part.evidence})
        if all(one[1] <= other[0] for one, other in itertools.pairwise(places)):
            assert lit(page) == shown("".join((record.sources[0].text or "")[slice(*place)] for place in places))
        box, pane = page.locator("mark.on").first.bounding_box(), page.locator("#source").bounding_box()
        assert pane["y"] <= box["y"] < pane["y"] + pane["height"]


def test_words_choose_the_innermost_item_then_the_next_that_they_support(open_page: Opener) -> None:
    page = open_page(overlapping())
    page.locator("mark", has_text="الإفراج عن 112 محتجزاً").click()
    assert chosen(page) == "D2"
    assert lit(page) == "الإفراج عن 112 محتجزاً"
    assert page.locator("#support button").all_text_contents() == ["D2 demand", "D1 demand"]
    page.locator("mark", has_text="الإفراج عن 112 محتجزاً").click()
    assert chosen(page) == "D1"
    page.locator("#support button", has_text="D2").click()
    assert chosen(page) == "D2"
    page.locator('mark[data-i="D3"]').last.click()
    assert chosen(page) == "D3"
    assert lit(page) == "قبل نهاية الشهر، مستنداً إلى القرار"
    assert card(page, "D3").bounding_box()["y"] < 800


def test_filters_work_together_with_each_other_and_with_the_search(open_page: Opener) -> None:
    page = open_page(wadi_nahr())
    every = visible(page)
    page.select_option("#party", "P2")
    by_party = visible(page)
    assert {"D1", "D2", "C5", "T2", "P4", "D4"} <= set(by_party) and "D3" not in by_party  # P4 speaks for P2
    page.select_option("#kind", "demand")
    assert visible(page) == ["D1", "D2", "D4", "D5", "D6", "D7"]
    page.select_option("#status", "demand.rejected")
    assert visible(page) == ["D6"]
    assert page.locator("mark:not(.off)").count() == 1
    page.fill("#search", "كَتِيبَة الصخر")  # written otherwise than in the record
    assert visible(page) == ["D6"]
    page.fill("#search", "nowhere")
    assert visible(page) == [] and page.locator("#nothing").is_visible()
    page.click("#clear")
    assert visible(page) == every
    page.fill("#search", "112 محتجز")
    assert visible(page) == ["D1"]
    page.fill("#search", "")
    page.select_option("#state", "warned")
    assert visible(page) == ["C3"]
    page.select_option("#state", "")
    card(page, "D2").locator(".line").click()
    page.keyboard.press("a")
    page.select_option("#state", "accept")
    assert visible(page) == ["D2"]
    page.select_option("#state", "")
    page.select_option("#kind", "refused")
    assert visible(page) == ["X1"]


def test_edits_are_saved_and_the_command_applies_them(open_page: Opener, run: Run, tmp_path: Path) -> None:
    record = wadi_nahr()
    page = open_page(record, accept_downloads=True)
    page.click("#more")
    page.fill("#reviewer", "ليلى حداد")
    card(page, "D1").locator(".line").click()
    page.click(".bar [data-do=accept]")
    assert chosen(page) == "D2"  # and on to the next
    page.click(".bar [data-do=correct]")
    page.fill(".edit [name=en]", "The Movement's delegation sets 1 condition.")
    assert "numbers differ" in page.locator(".edit .hint").text_content()
    page.fill(".edit [name=en]", "The Movement's delegation wants the Dam crossing opened first.")
    assert page.locator(".edit .hint").text_content() == ""
    page.select_option(".edit [name=choice]", "standing")
    page.check(".edit [name=by][value=P1]")
    page.keyboard.press("Control+Enter") if page.locator(".edit textarea:focus").count() else page.click(".edit [type=submit]")
    assert page.locator('.card[data-key="D2"] .was del').count() == 3
    assert "wants the Dam crossing" in card(page, "D2").text_content()
    card(page, "P3").locator(".line").click()
    page.click(".bar [data-do=correct]")
    page.fill(".edit [name=en]", "Salim al-Rajihi")
    page.click(".edit [type=submit]")
    assert "Salim al-Rajihi" in card(page, "T1").locator(".who").text_content()  # named wherever the page names him
    card(page, "T3").locator(".line").click()
    page.click(".bar [data-do=reject]")
    page.click(".edit [type=submit]")
    assert "reason is needed" in page.locator(".edit .problem").text_content()
    page.select_option(".edit [name=preset]", "4")
    page.click(".edit [type=submit]")
    card(page, "F1").locator(".line").click()
    page.keyboard.press("a")
    card(page, "F1").locator(".line").click()
    page.keyboard.press("u")
    assert page.locator("#unsaved").is_visible()

    data = saved(page)
    assert not page.locator("#unsaved").is_visible()
    made = Corrections.from_json(json.dumps(data))
    assert made.reviewer == "ليلى حداد"
    assert [(entry.item, entry.action) for entry in made.corrections] == [
        ("P3", "correct"),
        ("D1", "accept"),
        ("D2", "correct"),
        ("T3", "reject"),
    ]
    (tmp_path / "record.json").write_text(record.to_json(), encoding="utf-8")
    (tmp_path / "c.json").write_text(json.dumps(data), encoding="utf-8")
    saved_as = tmp_path / "reviewed.json"
    done = run("render", tmp_path / "record.json", "--corrections", tmp_path / "c.json", "--save-record", saved_as)
    assert (done.returncode, done.stderr) == (0, "")
    after = Record.load(saved_as)
    assert after.demands[1].by == ["P2", "P1"] and after.demands[1].status == "standing"
    assert after.participants[2].name.en == "Salim al-Rajihi"
    assert [entry.check for entry in after.quality.rejected][-1] == "reviewer"
    assert "wants the Dam crossing opened first" in (tmp_path / "brief.en.md").read_text(encoding="utf-8")


def test_a_date_is_corrected_and_a_change_of_holder_is_asked_about(open_page: Opener) -> None:
    record = wadi_nahr()
    page = open_page(record)
    card(page, "N2").locator(".line").click()
    page.keyboard.press("e")
    page.fill(".edit [name=date]", "next month")
    page.click(".edit [type=submit]")
    assert "2017-01-23" in page.locator(".edit .problem").text_content()
    page.fill(".edit [name=date]", "٢٠٢٤-٠٥")
    page.click(".edit [type=submit]")
    card(page, "D5").locator(".line").click()
    page.keyboard.press("e")
    page.check(".edit [name=by][value=P1]")
    assert "sentence still fit" in page.locator(".edit .hint").text_content()
    page.keyboard.press("Escape")
    data = saved(page)
    assert [(entry["item"], entry["to"]) for entry in data["corrections"]] == [("N2", {"date": "2024-05"})]
    assert "without your name" in page.locator("#said").text_content()
    after = apply_corrections(record, Corrections.from_json(json.dumps(data)))
    assert after.next_steps[1].when is not None and after.next_steps[1].when.value == "2024-05"


def test_an_earlier_file_is_loaded_and_one_of_another_record_is_not(open_page: Opener, tmp_path: Path) -> None:
    record = wadi_nahr()
    page = open_page(record)
    for key in ("D1", "D2"):
        card(page, key).locator(".line").click()
        page.keyboard.press("a")
    first = saved(page)
    first["corrections"][1] |= {"action": "correct", "to": {"status": "denied"}}
    first["corrections"].append(first["corrections"][0] | {"item": "D3"})  # the words of another item
    (tmp_path / "c.json").write_text(json.dumps(first), encoding="utf-8")
    other = open_page(record)
    other.click("#more")
    other.set_input_files("#load", tmp_path / "c.json")
    other.wait_for_function("document.querySelector('#problem').textContent")
    assert "D3" in other.locator("#problem").text_content()
    assert card(other, "D1").get_attribute("data-state") == "accept"
    assert card(other, "D2").get_attribute("data-state") == "correct"
    assert "denied" in card(other, "D2").locator(".en .choice").text_content()
    assert json.loads(other.input_value("#as-text"))["corrections"] == first["corrections"][:2]
    stranger = open_page(Record.load(ROOT / "examples/astana-first-day/gold.json"))
    stranger.click("#more")
    stranger.set_input_files("#load", tmp_path / "c.json")
    stranger.wait_for_function("document.querySelector('#problem').textContent")
    assert "another record" in stranger.locator("#problem").text_content()
    for content in ("nonsense", "[]", '{"corrections": [null], "sources": []}'):
        (tmp_path / "bad.json").write_text(content, encoding="utf-8")
        stranger.set_input_files("#load", tmp_path / "bad.json")
        stranger.wait_for_function("document.querySelector('#problem').textContent")
    assert stranger.locator("[data-state=accept]").count() == 0


def test_rejecting_a_participant_who_holds_something_is_told_at_once(open_page: Opener) -> None:
    page = open_page(wadi_nahr())
    card(page, "P9").locator(".line").click()
    page.keyboard.press("r")
    page.select_option(".edit [name=preset]", "0")
    page.click(".edit [type=submit]")
    assert "P9" in page.locator("#problem").text_content()
    card(page, "final_statement.stances.P9").locator(".line").click()
    page.keyboard.press("r")
    page.select_option(".edit [name=preset]", "0")
    page.click(".edit [type=submit]")
    assert page.locator("#problem").text_content() == ""
    apply_corrections(wadi_nahr(), Corrections.from_json(json.dumps(saved(page))))


def test_leaving_with_unsaved_edits_is_warned_of(open_page: Opener) -> None:
    page = open_page(wadi_nahr())
    leaving = "(() => { const event = new Event('beforeunload', { cancelable: true }); dispatchEvent(event); return event.defaultPrevented; })()"
    assert page.evaluate(leaving) is False
    card(page, "D1").locator(".line").click()
    page.keyboard.press("a")
    assert page.evaluate(leaving) is True
    saved(page)
    assert page.evaluate(leaving) is False


def test_everything_can_be_done_with_the_keyboard(open_page: Opener) -> None:
    page = open_page(wadi_nahr())
    press = page.keyboard.press
    press("j")
    assert chosen(page) == "event"
    press("ArrowDown")
    press("k")
    press("j")
    press("j")
    assert chosen(page) == "P2"
    press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MARK"
    press("j")
    there = page.evaluate("document.activeElement.dataset.i")
    press("Enter")
    assert chosen(page) == there.split(" ")[0] and page.evaluate("document.activeElement.classList.contains('card')")
    press("/")
    page.keyboard.type("heavy weapons")
    press("Enter")
    assert chosen(page) == "D3" and visible(page) == ["D3"]
    press("e")
    assert page.evaluate("document.activeElement.name") == "ar"
    press("Tab")
    press("End")
    page.keyboard.type(" Now.")
    press("Control+Enter")
    assert card(page, "D3").get_attribute("data-state") == "correct"
    press("Escape")
    assert len(visible(page)) == 34
    press("r")
    page.keyboard.type("The")  # chooses a reason by its first letters
    press("Escape")
    assert page.locator(".edit").count() == 0 and card(page, "D3").get_attribute("data-state") == "correct"
    press("u")
    assert card(page, "D3").get_attribute("data-state") == "open"
    press("a")
    assert chosen(page) == "D4"
    press("u")  # nothing is decided about D4: what was decided last is taken back
    assert chosen(page) == "D3" and card(page, "D3").get_attribute("data-state") == "open"
    press("j")
    assert chosen(page) == "D4"
    press("?")
    assert page.locator("#help").is_visible()
    press("a")
    press("Escape")
    assert card(page, "D4").get_attribute("data-state") in {None, "open"}
    press("l")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert chosen(page) == "D4"


def test_keys_are_where_they_are_under_an_arabic_layout_and_can_be_switched_off(open_page: Opener) -> None:
    page = open_page(wadi_nahr(), language="ar")
    press = "([key, code]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }))"
    page.evaluate(press, ["ت", "KeyJ"])
    assert chosen(page) == "event"
    page.evaluate(press, ["ش", "KeyA"])
    assert card(page, "event").get_attribute("data-state") == "accept"
    page.evaluate(press, ["؟", "Slash"])
    assert page.locator("#help").is_visible()
    page.uncheck("#shortcuts")
    page.click("#close")
    before = chosen(page)
    page.keyboard.press("j")
    assert chosen(page) == before


def test_items_are_reached_with_the_tabulator_and_arrows_alone(open_page: Opener) -> None:
    page = open_page(wadi_nahr())
    page.keyboard.press("?")
    page.uncheck("#shortcuts")
    page.click("#close")
    page.focus("#state")
    for _ in range(8):
        page.keyboard.press("Tab")
        if chosen(page):
            break
    assert chosen(page) == "event"
    page.keyboard.press("ArrowDown")
    assert chosen(page) == "P1"
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.do") == "accept":
            break
    page.keyboard.press("Enter")
    assert card(page, "P1").get_attribute("data-state") == "accept"


def test_words_of_which_everything_is_decided_are_no_longer_tinted(open_page: Opener) -> None:
    page = open_page(overlapping())
    tinted = "document.querySelectorAll('mark[data-i~=D2]:not(.done)').length"
    assert page.evaluate(tinted) == 1
    for key in ("D2", "D1"):
        card(page, key).locator(".line").click()
        page.keyboard.press("a")
    assert page.evaluate(tinted) == 0
    card(page, "D1").locator(".line").click()
    page.keyboard.press("u")
    assert page.evaluate(tinted) == 1
    page.select_option("#kind", "commitment")
    page.keyboard.press("Escape")
    page.select_option("#kind", "commitment")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("a")  # nothing is decided about what cannot be seen
    assert card(page, "D1").get_attribute("data-state") == "open"


def test_the_arabic_page_reads_from_the_right_and_says_nothing_in_english(open_page: Opener) -> None:
    page = open_page(wadi_nahr(), language="ar")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    source, items = page.locator("#source").bounding_box(), page.locator("#items").bounding_box()
    assert source["x"] > items["x"]
    seen = page.evaluate(
        """() => [...document.querySelectorAll('header, form label, button, summary, h2, h3, .kind, .mark, .problem')]
        .filter(it => it.offsetParent && !it.closest('[lang=en]') && it.id !== 'language').map(it => it.innerText).join(' ')"""
    )
    known = {"Karl", "Lindqvist", "S", "local", "a", "e", "r", "u", "English", "quote_verbatim", "quote", "verbatim"}
    record_id = page.locator(".symbol").first.text_content()
    assert set(re.findall(r"[A-Za-z]+", seen.replace(record_id, ""))) <= known
    page.click("#language")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["en", "ltr"]
    assert page.title() == "Wadi Nahr talks – Review"
    assert page.locator("#party option").nth(1).text_content() == "Government of the Wadi"
    assert page.locator("#source").bounding_box()["x"] < page.locator("#items").bounding_box()["x"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_has_no_fault_that_axe_knows(language: str, scheme: str, open_page: Opener) -> None:
    page = open_page(overlapping(), language=language, scheme=scheme, bypass_csp=True)

    def faults() -> list[Any]:
        found = axe_playwright.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        return [(fault["id"], [node["html"][:160] for node in fault["nodes"][:3]]) for fault in found]

    assert faults() == []
    card(page, "D1").locator(".line").click()
    page.keyboard.press("a")
    page.keyboard.press("e")
    page.locator(".edit [name=en]").fill("Another text.")
    page.click(".edit [type=submit]")
    page.keyboard.press("n")
    page.keyboard.press("r")
    page.click("#more")
    assert faults() == []
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(21, 23, 27)")


def test_counts_are_in_the_digits_that_were_asked_for_and_ids_are_not(open_page: Opener) -> None:
    page = open_page(wadi_nahr(), language="ar", options=RenderOptions(digits="eastern"))
    every = page.locator(".card").count()
    eastern = str(every).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    card(page, "D1").click()
    page.keyboard.press("a")
    assert not re.search("[0-9]", page.locator("#progress-words").text_content())
    assert "١" in page.locator("#progress-words").text_content()
    assert page.locator("#unsaved").text_content() == "١"
    assert eastern in page.locator("#count").text_content()
    assert card(page, "D1").is_visible() and "D1" in page.locator("#said").text_content()
    page.click("#language")
    assert page.locator("#unsaved").text_content() == "1"
    assert str(every) in page.locator("#count").text_content()
    western = open_page(wadi_nahr(), language="ar")
    assert str(every) in western.locator("#count").text_content()


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_is_wider_than_a_phone(language: str, width: int, open_page: Opener) -> None:
    page = open_page(with_text("x" * 10_000), language=language, width=width)
    card(page, "D1").locator(".line").click()
    page.keyboard.press("e")
    page.click("#more")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    mine = open_page(wadi_nahr(), language=language, width=width)
    card(mine, "D1").locator(".line").click()
    assert mine.evaluate("document.documentElement.scrollWidth") <= width
    box, pane = mine.locator("mark.on").first.bounding_box(), mine.locator("#source").bounding_box()
    assert pane["y"] <= box["y"] < pane["y"] + pane["height"]
    assert card(mine, "D1").bounding_box()["y"] >= pane["y"] + pane["height"] - 1  # not behind the words


HARM = "</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a><!-- {{ 7*7 }} \u202eevil\u202c \u2028 \x00"


def test_a_hostile_record_does_nothing_and_comes_back_as_it_was(open_page: Opener) -> None:
    record = with_text(HARM)
    page = open_page(record)
    assert page.locator("img").count() == 0
    assert page.locator("main a:not([href^='#'])").count() == 0
    card(page, "D1").locator(".line").click()
    page.keyboard.press("a")
    page.keyboard.press("e")
    page.fill(".edit [name=en]", "<img src=x onerror=alert(1)> \ud800 text </script>")
    page.click(".edit [type=submit]")
    assert page.locator("img").count() == 0
    data = saved(page)
    assert data["corrections"][0]["replaces"]["en"] == f"Text {HARM}"
    after = apply_corrections(record, Corrections.from_json(json.dumps(data)))
    assert after.demands[1].text.en == "<img src=x onerror=alert(1)> \ufffd text </script>"


def test_the_page_is_read_and_printed_without_scripts(open_page: Opener) -> None:
    page = open_page(wadi_nahr(), java_script_enabled=False)
    assert page.locator("noscript").is_visible()
    assert not page.locator("#filters").is_visible()
    assert page.locator(".places").first.is_visible()
    page.locator(".places a").first.click()
    assert page.url.rpartition("#")[2].startswith("m")


def test_five_hundred_items_answer(open_page: Opener) -> None:
    page = open_page(many(500))
    page.keyboard.press("j")
    page.fill("#search", "D500")
    assert visible(page) == ["D500"]
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    assert len(saved(page)["corrections"]) == 1


def test_a_reviewed_record_says_so_in_its_page(open_page: Opener) -> None:
    record = wadi_nahr()
    page = open_page(record)
    card(page, "D1").locator(".line").click()
    page.keyboard.press("a")
    after = apply_corrections(record, Corrections.from_json(json.dumps(saved(page))))
    again = open_page(after)
    assert "1 of 33 reviewed" in again.locator("#progress-words").text_content()
    assert card(again, "D1").locator(".earlier").is_visible()
    assert both("قُبل سابقًا", "accepted earlier")["en"] in card(again, "D1").text_content()
