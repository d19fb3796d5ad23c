"""The HTML brief on paper: A4 pages with running lines, bookmarks, links and tags, by WeasyPrint.

Nothing is fetched: no address, no file, no font that the system does not have. The same page gives the same bytes, since
the dates and the identifier of the file come from the record.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

from briefing.errors import RenderError
from briefing.labels import Labels

# Inline elements that hold a word for which no line may be long enough.
_LONG_WORD = re.compile(r"<(b|bdi)\b([^>]*)>(?=((?:(?!</\1>).)*?[^\s<>]{40}))", re.DOTALL)
VARIANT = "pdf/ua-1"  # tagged for screen readers, with language and title


class Imprint(NamedTuple):
    """What a PDF tells about itself beside its page: the record's digest and when it was made (ISO 8601)."""

    identifier: str
    made: str


def make_pdf(html: str, words: Labels, imprint: Imprint) -> bytes:
    """The page ``html`` as a PDF; ``words`` are those of its language.

    Raises RenderError if WeasyPrint or a library that it needs is missing, or if no font has Arabic letters.
    """
    weasyprint, exact_text = load_writer()
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    page = weasyprint.HTML(string=_LONG_WORD.sub(r"<\1\2 data-long>", html), url_fetcher=nothing)
    document = page.render(stylesheets=[weasyprint.CSS(string=_page_style(words), url_fetcher=nothing)])
    document.metadata.created = document.metadata.modified = _stamp(imprint.made)
    with exact_text(document.fonts, backwards=words.language == "ar") as text:
        data: bytes = document.write_pdf(
            finisher=text.finish, pdf_variant=VARIANT, pdf_identifier=imprint.identifier.encode(), uncompressed_pdf=False
        )
    if text.missing_arabic:
        raise RenderError("No font with Arabic letters is installed: apt install fonts-noto-core (or fonts-hosny-amiri).")
    return data


def load_writer() -> tuple[Any, Any]:
    """WeasyPrint, and what makes its text exact. Raises RenderError if a library that it needs is missing."""
    try:
        import weasyprint

        from briefing.pdf_text import exact_text
    except OSError as error:  # WeasyPrint has found no Pango
        raise RenderError(
            "PDF needs the Pango library: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0."
        ) from error
    return weasyprint, exact_text


def _stamp(made: str) -> str | None:
    """A time of the record in the form that PDF knows; ``None`` if it is no time of the calendar."""
    try:
        return datetime.fromisoformat(made).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None


def _page_style(words: Labels) -> str:
    """The running lines: title and marking above, the page's number below. A template's own style has precedence."""
    arabic = words.language == "ar"
    start, end = ("right", "left") if arabic else ("left", "right")
    digits = ", arabic-indic" if arabic and words.notation.digits == "eastern" else ""
    numbers = {"page": f"counter(page{digits})", "pages": f"counter(pages{digits})"}
    parts = re.split(r"%\((page|pages)\)s", words.label("Page %(page)s of %(pages)s"))
    counted = " ".join(numbers[part] if position % 2 else _css_string(part) for position, part in enumerate(parts) if part)
    return f"""
h1 {{ string-set: title content(text) }}
.marking b {{ string-set: status content(text) }}
/* WeasyPrint takes the beginning of an inline element for the beginning of a line, and would break its first word anywhere. */
b, bdi, .mark {{ overflow-wrap: normal }}
[data-long], [data-long] * {{ overflow-wrap: anywhere }}
@page {{
  size: A4;
  margin: 15mm 15mm 14mm;
  font-size: 8.5pt;
  color: #444;
  @top-{start} {{ content: string(title); vertical-align: bottom; padding-bottom: 4mm; width: 60% }}
  @top-{end} {{ content: string(status); vertical-align: bottom; padding-bottom: 4mm; width: 40% }}
  @bottom-center {{ content: {counted}; vertical-align: top; padding-top: 4mm }}
}}
@page :first {{ @top-{start} {{ content: none }} @top-{end} {{ content: none }} }}
"""


def _css_string(text: str) -> str:
    return '"' + "".join(char if char.isalnum() or char == " " else f"\\{ord(char):x} " for char in text) + '"'
