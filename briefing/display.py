"""Text of a source or a record made fit to be shown: nothing in it can act, and mixed directions stay in order.

A record keeps text as it was received. What is changed for the eye is changed here, and only on the way out:

* control characters, lone surrogates and directional overrides become U+FFFD, which can be seen;
* the other directional controls and characters without any shape are left out;
* a run of the other script is isolated (HTML ``<bdi>``, Markdown U+2068 … U+2069), so that a Latin name or a
  United Nations symbol inside Arabic keeps its order and its brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape

# What cannot be shown, or would turn the text around it: a reader should see that something stood there.
_REPLACED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u202d\u202e]")
# Embeddings, isolates and marks, whose work is done anew below, and characters without a shape. U+200C and U+200D stay:
# they are spelling in several languages of the Arabic script.
_DROPPED = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202c\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_ARABIC = "\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_SYMBOL = r"(?:A|S|E|SG)/[A-Z0-9][A-Z0-9./-]{0,20}(?: \([0-9]{4}\))?"
# Possessive throughout: a text of ten thousand digits is gone over once.
_LATIN_WORD = rf"[{_LATIN}0-9]++(?:[-'’./&+_@:,][{_LATIN}0-9]++)*+"
# A plain number keeps its order among Arabic words; a date, a time or a reference with strokes would turn round.
_NUMBER = rf"[0-9]++(?:[.,][0-9]++)*+(?![{_LATIN}]|[-'’/&+_@:][{_LATIN}0-9])"
# Brackets belong to a run only as a pair: a single one, isolated, would open the wrong way.
_LATIN_RUN = re.compile(
    rf"(?P<symbol>\b{_SYMBOL})|(?P<number>{_NUMBER})|"
    rf"{_LATIN_WORD}(?:(?:, ?| ?& ?| |(?<=\b[A-Z])\. ){_LATIN_WORD}| \({_LATIN_WORD}(?: {_LATIN_WORD})*+\))*+"
)
_ARABIC_RUN = re.compile(
    rf"(?P<symbol>\b{_SYMBOL})|"
    rf"[{_ARABIC}]+(?:[ ،؛:./-]{{1,2}}(?:[0-9٠-٩]++(?:[.,٫٬][0-9٠-٩]++)*+[ ،./-]{{1,2}})?[{_ARABIC}]+)*"
)

# By language, and with a sign that every such run has: most texts have none, and need no closer look.
_RUNS = {"ar": (re.compile(f"[{_LATIN}0-9]"), _LATIN_RUN), "en": (re.compile(f"[{_ARABIC}/]"), _ARABIC_RUN)}

_ACTIVE = re.compile(r"[\\`*_\[\]<>#|~{}!^$&]")
# Up to what begins a list or underlines a heading, where it begins the text.
_LEADING = re.compile(r"\u2068?(?:(?=[-+=])|[0-9]+(?=[.)](?:\s|$)))")
# Addresses, mentions, emoji codes: what each of them has, the place, and what is put there.
_LINKING: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("://", re.compile(r"://"), ":/<!-- -->/"),
    ("@", re.compile(r"@"), "@<!-- -->"),
    (".", re.compile(r"\.(?<=www\.)", re.IGNORECASE), "<!-- -->."),
    (".", re.compile(r"\.(?<=[A-Za-z0-9]\.)(?=[A-Za-z])"), r"\\."),
    (":", re.compile(r":(?=(?=[^:]{0,30}[A-Za-z])[A-Za-z0-9_+\\-]{1,30}:)"), ":<!-- -->"),
)
_WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}\x00-\x20]+", re.IGNORECASE)


class Run(NamedTuple):
    """A piece of text in one direction; ``foreign`` if it is not the direction of the text around it."""

    text: str
    foreign: bool
    symbol: bool


def shown(value: object) -> str:
    """``value`` as text that may be shown; letters, diacritics, blanks and line ends are as they were."""
    text = str(value)
    if text.isprintable():  # as nearly all text is: nothing that is replaced or dropped below counts as printable
        return text
    return _DROPPED.sub("", _REPLACED.sub("\ufffd", text))


def runs(text: str, language: str) -> Iterator[Run]:
    """``text`` of a ``language`` ("ar" or any other) cut where the script changes; the runs put together are ``text``."""
    position = 0
    sign, pattern = _RUNS["ar" if language == "ar" else "en"]
    for match in pattern.finditer(text) if sign.search(text) else ():
        if match.start() > position:
            yield Run(text[position : match.start()], False, False)
        kind = match.lastgroup
        yield Run(match.group(), kind is None or (kind == "symbol" and language == "ar"), kind == "symbol")
        position = match.end()
    if position < len(text):
        yield Run(text[position:], False, False)


@lru_cache(maxsize=2048)  # labels, names and ids come again and again
def plain(value: str) -> Markup:
    """``value`` as HTML text or the value of an attribute: escaped, its runs as they are."""
    return escape(shown(value))


@lru_cache(maxsize=2048)
def html(value: str, language: str) -> Markup:
    """``value`` as HTML text of a language: escaped, runs of the other script isolated, symbols kept on one line."""
    foreign = '<bdi lang="en" dir="ltr">' if language == "ar" else '<bdi lang="ar" dir="rtl">'
    out: list[str] = []
    for run in runs(shown(value), language):
        if run.symbol:
            out.append(f'<bdi class="symbol" dir="ltr">{escape(run.text)}</bdi>')
        elif run.foreign:
            out.append(f"{foreign}{escape(run.text)}</bdi>")
        else:
            out.append(str(escape(run.text)))
    return Markup("".join(out))  # noqa: S704 (every part is escaped above)


@lru_cache(maxsize=2048)
def markdown(value: str, language: str) -> Markup:
    """``value`` as Markdown text of a language, on one line, that CommonMark and GitHub show as it is.

    A backslash is enough for what CommonMark knows. Addresses, mentions and emoji codes are looked for after parsing, in
    the finished text; an empty comment, of which nothing is seen, keeps them apart.
    """
    text = " ".join(shown(value).split())
    text = "".join([f"\u2068{run.text}\u2069" if run.foreign else run.text for run in runs(text, language)])
    text = _ACTIVE.sub(lambda found: f"\\{found.group()}", text)
    if leading := _LEADING.match(text):
        text = f"{leading.group()}\\{text[leading.end() :]}"
    for sign, pattern, replacement in _LINKING:
        if sign in text:
            text = pattern.sub(replacement, text)
    return Markup(text)  # noqa: S704 (every active character is escaped above)


def web_address(value: str | None) -> str | None:
    """``value`` as an address that may be linked to: http or https, and nothing in it that ends an attribute or a link."""
    if value is None or not _WEB_ADDRESS.fullmatch(value) or shown(value) != value:
        return None
    return quote(value, safe=":/?#[]@!$&*+,=%-._~")


Shower = Callable[[str, str], Markup]
