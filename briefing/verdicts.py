"""What checks say, in the words of ``templates/data/checks.toml``: to the model, and to readers in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from briefing.arabic import strip_bidi
from briefing.labels import Language, labels
from briefing.record import Bilingual, Rejected, Severity, Warning
from briefing.resources import template_path

# The values of messages that may be a word of the record, and the contexts in which the catalogue has such words.
_ENUMERATED = frozenset(["status", "offered", "act", "expected"])
_CONTEXTS = ("demand", "commitment", "stance", "act")
_LONGEST_VALUE = 160  # characters of a value shown in a message


@dataclass(frozen=True)
class Verdict:
    """What a check found wrong. ``mendable`` says that asking the model again may help.

    ``yields``: where the model insists, the item stands, with a warning: the words are read by rules that may be wrong.
    """

    check: str
    values: Mapping[str, Any] = field(default_factory=dict)
    mendable: bool = True
    yields: bool = False

    def complaint(self, line: int) -> str:
        """The sentence for the model about the item on a line."""
        return complaint(self.check, line=line, **self.values)


def complaint(check: str, **values: object) -> str:
    """What a check says to the model: what is wrong, where, and what would be right."""
    return _fill(_messages()[check]["model"], values)


def reason(check: str, **values: object) -> Bilingual:
    """What a check says to the reader."""
    messages = _messages()[check]
    return Bilingual(ar=_fill(messages["ar"], _in_words(values, "ar")), en=_fill(messages["en"], _in_words(values, "en")))


def _in_words(values: Mapping[str, object], language: Language) -> dict[str, object]:
    """The values with a status, an act or a stance in words, as the briefs call it."""
    said = dict(values)
    for name in _ENUMERATED & said.keys():
        value = str(said[name])
        if language == "en" and value.islower():  # a status is a word of English
            said[name] = value.replace("_", " ")
            continue
        words = (labels(language).word(context, value) for context in _CONTEXTS)
        said[name] = next((word for word in words if word != value), value)
    return said


def refusal(kind: str, draft: BaseModel, check: str, **values: object) -> Rejected:
    """An entry of ``quality.rejected`` for a draft that a check refused."""
    offered = draft.model_dump(mode="json", exclude_defaults=True)
    return Rejected(kind=kind, draft=offered, reason=reason(check, **values), check=check)


def warning(check: str, *, item: str | None = None, severity: Severity = "warning", **values: object) -> Warning:
    """An entry of ``quality.warnings``."""
    return Warning(code=check, item=item, severity=severity, message=reason(check, **values))


def check_names() -> list[str]:
    """The names of all checks and warnings, in the order of the file."""
    return list(_messages())


@lru_cache(maxsize=1)
def _messages() -> dict[str, dict[str, str]]:
    return tomllib.loads(template_path("data/checks.toml").read_text(encoding="utf-8"))


def _fill(message: str, values: dict[str, object]) -> str:
    # Plain replacement, in one pass: str.format would let a report's text reach into objects.
    out: list[str] = []
    for part in message.split("{"):
        name, brace, rest = part.partition("}")
        if brace and name in values and out:
            out.append(_shown(values[name]) + rest)
        else:
            out.append(("{" if out else "") + part)
    return "".join(out)


def _shown(value: Any) -> str:
    text = " ".join(strip_bidi(str(value)).split())
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
