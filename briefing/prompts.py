"""The messages of each call. The words are data (``templates/prompts``); nothing of a report meets a template engine.

The report's text goes in as one value at the end of the last message, in numbered lines from which line breaks and the
key-word brackets were taken, so that it cannot pretend to be another line or an earlier answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from briefing.arabic import strip_bidi
from briefing.channels import Message
from briefing.resources import template_path

_FILES = ("participants.txt", "items.txt", "items_lean.txt", "frame.txt", "translation.txt", "examples.json")


def participants_messages(text: str, hints: Sequence[str], *, examples: int) -> list[Message]:
    """Ask who takes part. ``hints`` are names that the glossary knows and the text has."""
    return [*_participants_worked(examples), _message("user", _participants_question(text, hints))]


def items_messages(names: Sequence[str], lines: Mapping[int, str], before: str, *, lean: bool, examples: int) -> list[Message]:
    """Ask what is demanded, pledged, decided and said. ``lines`` maps numbers to lines with their key words in ⟦ ⟧."""
    return [*_items_worked(lean=lean, examples=examples), _message("user", _items_question(names, lines, before))]


def again_messages(messages: Sequence[Message], answer: Mapping[str, Any], problems: Iterable[str]) -> list[Message]:
    """The same question again, for the items alone that a check refused; ``problems`` are sentences for the model."""
    return [
        *messages,
        _message("assistant", _json(answer)),
        _message("user", "Some items cannot be used. Give only these again, corrected:\n" + "\n".join(problems)),
    ]


def frame_messages(text: str, names: Sequence[str]) -> list[Message]:
    """Ask what round it is, and what document came out of it."""
    question = f"Participants: {'; '.join(names)}\nReport:\n{_plain(text)}"
    return [_message("system", _text("frame.txt")), _message("user", question)]


def translation_messages(sentence: str, terms: Mapping[str, str], *, complaint: str = "") -> list[Message]:
    """The English of one Arabic sentence, whose names are already Latin; ``complaint`` says what was wrong before."""
    return [*_translation_worked(), _message("user", _translation_question(sentence, terms, complaint))]


def marked_line(text: str, cue: tuple[int, int] | None) -> str:
    """A passage as a line of a question: one line, brackets of its own replaced, the cue word in ⟦ ⟧."""
    if cue is None:
        return _plain(text)
    start, end = cue
    return f"{_plain(text[:start], strip=False)}⟦{_plain(text[start:end])}⟧{_plain(text[end:], strip=False)}".strip()


@lru_cache(maxsize=1)
def prompt_sha256() -> str:
    """The digest of all prompt files, for the record's provenance."""
    digest = hashlib.sha256()
    for name in _FILES:
        digest.update(template_path(f"prompts/{name}").read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def example_names() -> tuple[str, ...]:
    """Words that exist in the worked examples only: an item that bears one has leaked from there."""
    return tuple(_examples()["marks"])


# What stands before the questions of one kind: the instruction, and the worked examples with their answers.


@lru_cache(maxsize=4)
def _participants_worked(examples: int) -> Sequence[Message]:
    messages = [_message("system", _text("participants.txt"))]
    for example in _examples()["participants"][:examples]:
        messages.append(_message("user", _participants_question(example["report"], ())))
        messages.append(_message("assistant", _json({"participants": example["participants"]})))
    return tuple(messages)


@lru_cache(maxsize=4)
def _items_worked(*, lean: bool, examples: int) -> Sequence[Message]:
    known = _examples()
    messages = [_message("system", _text("items_lean.txt" if lean else "items.txt"))]
    for example in known["items"][:examples]:
        if not lean:
            asked = dict(enumerate(example["lines"], 1))
            messages.append(_message("user", _items_question(known["names"], asked, "")))
            messages.append(_message("assistant", _json({"items": example["items"]})))
            continue
        for number, line in enumerate(example["lines"], 1):
            earlier = " ".join(example["lines"][: number - 1]).translate({ord("⟦"): None, ord("⟧"): None})
            answers = [
                {"line": 1, "by": item["by"], "quote": item["quote"]} for item in example["items"] if item["line"] == number
            ]
            messages.append(_message("user", _items_question(known["names"], {1: line}, earlier)))
            messages.append(_message("assistant", _json({"items": answers})))
    return tuple(messages)


@lru_cache(maxsize=1)
def _translation_worked() -> Sequence[Message]:
    messages = [_message("system", _text("translation.txt"))]
    for example in _examples()["translation"]:
        messages.append(_message("user", _translation_question(example["ar"], example["terms"], "")))
        messages.append(_message("assistant", _json({"en": example["en"]})))
    return tuple(messages)


def _participants_question(text: str, hints: Sequence[str]) -> str:
    known = f"Names that may matter: {'، '.join(hints)}\n" if hints else ""
    return f"{known}Report: {_plain(text)}"


def _items_question(names: Sequence[str], lines: Mapping[int, str], before: str) -> str:
    parts = [f"Participants: {'، '.join(names)}"]
    if before:
        parts.append(f"Before: {_plain(before)}")
    parts += [f"{number}. {line}" for number, line in lines.items()]
    return "\n".join(parts)


def _translation_question(sentence: str, terms: Mapping[str, str], complaint: str) -> str:
    known = "; ".join(f"{ar} = {en}" for ar, en in terms.items())
    return "\n".join(part for part in (f"Terms: {known}" if known else "", complaint, sentence) if part)


def _plain(text: str, *, strip: bool = True) -> str:
    if text.isprintable() and "  " not in text:  # nearly all lines: single blanks, and nothing that is not seen
        line = text.replace("⟦", "[").replace("⟧", "]")
        return line.strip() if strip else line
    line = " ".join(strip_bidi(text).replace("⟦", "[").replace("⟧", "]").split())
    if strip:
        return line
    return (" " if text[:1].isspace() else "") + line + (" " if line and text[-1:].isspace() else "")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _message(role: Any, content: str) -> Message:
    return {"role": role, "content": content}


@lru_cache(maxsize=8)
def _text(name: str) -> str:
    return template_path(f"prompts/{name}").read_text(encoding="utf-8").strip()


@lru_cache(maxsize=1)
def _examples() -> dict[str, Any]:
    examples: dict[str, Any] = json.loads(template_path("prompts/examples.json").read_text(encoding="utf-8"))
    return examples
