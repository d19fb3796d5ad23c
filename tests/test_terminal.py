from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from briefing.record import Record
from tests.conftest import ROOT
from tests.records import wadi_nahr
from tests.test_rendering import HOSTILE, with_text

EXAMPLES = sorted((ROOT / "examples").glob("*/gold.json"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_text(wadi_nahr().to_json(), encoding="utf-8")
    return path


def piped(*arguments: str) -> str:
    run = subprocess.run([sys.executable, "-m", "briefing", "show", *arguments], capture_output=True, cwd=ROOT, check=True)
    return run.stdout.decode()


def on_a_terminal(*arguments: str, columns: int = 80, **environment: str) -> str:
    """What the command writes to a terminal of this width."""
    parent, child = pty.openpty()
    variables = {**os.environ, "COLUMNS": str(columns), "LINES": "50", "TERM": "xterm-256color", **environment}
    variables = {name: value for name, value in variables.items() if value or name != "NO_COLOR"}
    command = [sys.executable, "-m", "briefing", "show", *arguments]
    process = subprocess.Popen(command, stdout=child, stderr=child, cwd=ROOT, env=variables)
    os.close(child)
    written = b""
    while True:
        try:
            piece = os.read(parent, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        written += piece
    os.close(parent)
    assert process.wait() == 0
    return written.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("example", EXAMPLES[:4], ids=lambda path: path.parent.name)
def test_in_a_pipe_every_item_and_quotation_is_there_whole_and_without_colours(example: Path) -> None:
    record, text = Record.load(example), piped(str(example))
    assert "\x1b" not in text
    for item in record.items():
        assert item.text.ar in text and item.text.en in text
    for _, evidence in record.evidence():
        assert " ".join(evidence.quote.split()) in text
    assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_one_language_stands_after_the_other(path: Path) -> None:
    text = piped(str(path), "--lang", "en,ar")
    assert text.index("Bottom line") < text.index("Annex: quotations") < text.index("الخلاصة")
    assert "Bottom line" not in piped(str(path), "--lang", "ar")


def test_on_a_terminal_lines_fit_and_words_stay_whole(path: Path) -> None:
    for columns in (60, 80):
        text = re.sub(r"\x1b\[[0-9;]*m", "", on_a_terminal(str(path), columns=columns))
        width = max(sum(not unicodedata.combining(letter) for letter in line.rstrip()) for line in text.splitlines())
        assert width <= columns
        words = set(text.split())
        for item in wadi_nahr().items():
            assert set(item.text.ar.split()) <= words and set(item.text.en.split()) <= words


def test_arabic_begins_its_lines_and_never_shares_a_table_with_latin(path: Path) -> None:
    for line in piped(str(path), "--lang", "ar").splitlines():
        assert not re.search("[\u0600-\u06ff].*\\S {3,}\\S", line), line
    lines = [line for line in piped(str(path), "--lang", "ar").splitlines() if "يطالب وفد الحركة" in line]
    assert lines and all(line.startswith(("يطالب", "- يطالب")) for line in lines)


def test_colours_only_on_a_terminal_and_only_if_they_are_wanted(path: Path) -> None:
    coloured = on_a_terminal(str(path), "--lang", "en", NO_COLOR="")
    assert re.search(r"\x1b\[[0-9;]*3[0-9]", coloured)
    for plain in (
        on_a_terminal(str(path), "--lang", "en", "--no-color", NO_COLOR=""),
        on_a_terminal(str(path), "--lang", "en", NO_COLOR="1"),
    ):
        assert not re.search(r"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7])[;m]", plain)
        assert "Bottom line" in plain


@pytest.mark.parametrize("text", [*HOSTILE, "\x1b[2J\x1b]0;title\x07", "[bold red]marked up[/]", "a\rb\x08\x08", "\u009b31m"])
def test_nothing_of_a_record_commands_the_terminal(text: str, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_text(with_text(text).to_json(), encoding="utf-8")
    shown = piped(str(path), "--lang", "en")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\u2066-\u2069]", shown)
    if "[" in text and "\x1b" not in text:
        assert text in shown


def test_calendar_months_and_digits_are_those_that_are_asked_for(path: Path) -> None:
    text = piped(
        str(path), "--lang", "ar", "--calendar", "both", "--months", "levantine", "--digits", "eastern", "--previous", str(path)
    )
    assert "١٨ نيسان ٢٠٢٤ (٩ شوال ١٤٤٥ هـ)" in text and "ما تغيّر" in text
