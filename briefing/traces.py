"""Traces: every request and its answer as a file, and answers taken from such files instead of a model.

A trace is a folder with ``run.json`` (which model was asked, and how) and one numbered file for each request, in the order
in which they ended: when, for which report and stage, the request, the answer or the error, the seconds it took. Answers
that came from the response cache are in it as well, so that a run can be replayed from its trace alone. Keys are in none
of it; without text, the words of report and answer are replaced by their SHA-256, and nothing can be replayed.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from briefing import __version__, errors
from briefing.channels import Answer, Channel, Question, Request
from briefing.errors import ModelError, ReplayError, SettingsError
from briefing.files import drafting
from briefing.settings import RUN_FILE

_log = logging.getLogger(__name__)
_SHOWN = frozenset({"role", "model", "id", "object", "finish_reason", "type", "name"})  # never words of a report


class TraceWriter:
    """Writes the files of one trace. ``secrets`` are cut out wherever they stand; ``text``: keep the words.

    Raises SettingsError if the folder cannot be used, or holds the trace of a run that was asked in another way.
    """

    def __init__(self, folder: Path, run: dict[str, Any], *, text: bool = True, secrets: Iterable[str] = ()) -> None:
        self._folder = folder
        self._text = text
        self._secrets = [secret for secret in secrets if len(secret) > 3]
        self._number = 0
        self._told = False
        run = {"format": 1, "tool_version": __version__, "text": text, **run}
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / RUN_FILE
            if path.exists() and json.loads(path.read_text(encoding="utf-8")) != run:
                raise SettingsError(f"The folder {folder} holds the trace of another run: choose another folder.")
            _write(path, self._without_secrets(run))
            self._number = max((int(path.stem) for path in _entries(folder)), default=0)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it holds something else"
            raise SettingsError(f"The folder {folder} cannot take a trace: {reason}.") from error

    def write(
        self,
        request: Request,
        question: Question,
        *,
        answer: Answer | None = None,
        error: BaseException | None = None,
        seconds: float = 0.0,
        recalled: bool = False,
    ) -> None:
        """Write one file. A folder that is full by now is told once, and the run goes on."""
        origin = question.origin
        entry = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "report": origin.report if self._text else None,
            "sha256": origin.sha256,
            "stage": origin.stage,
            "question": origin.number,
            "from": "cache" if recalled else "endpoint",
            "seconds": round(seconds, 4),
            "request": request if self._text else _hashed(request),
            "answer": (answer.completion if self._text else _hashed(answer.completion)) if answer else None,
            "error": _error(error) if error else None,
        }
        try:
            self._number += 1
            while not _taken(path := self._folder / f"{self._number:06}.json"):
                self._number += 1
            _write(path, self._without_secrets({"number": self._number, **entry}))
        except OSError as failed:
            if not self._told:
                self._told = True
                _log.warning("The trace in %s stops here (%s); the run goes on.", self._folder, failed.strerror or failed)

    def recalled(self, request: Request, question: Question, answer: Answer) -> None:
        """Write an answer that came from the response cache."""
        self.write(request, question, answer=answer, recalled=True)

    def _without_secrets(self, value: dict[str, Any]) -> str:
        told = json.dumps(value, ensure_ascii=False, indent=1)
        for secret in self._secrets:
            told = told.replace(json.dumps(secret, ensure_ascii=False)[1:-1], "[key]")
        return told + "\n"


class TraceChannel:
    """Writes every request that passes, and what came of it."""

    def __init__(self, channel: Channel, writer: TraceWriter) -> None:
        self._channel = channel
        self._writer = writer

    async def aclose(self) -> None:
        """See Channel."""
        await self._channel.aclose()

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel."""
        made = question.made
        try:
            answer = await self._channel.send(request, question)
        except BaseException as error:
            if (seconds := question.seconds_since(made)) is not None:
                self._writer.write(request, question, error=error, seconds=seconds)
            raise
        self._writer.write(request, question, answer=answer, seconds=question.seconds_since(made) or 0.0)
        return answer


class ReplayChannel:
    """Answers from a trace, without network and model: the same request gets what it got then, in the same order.

    What was only tried again then (a full or failing endpoint) is passed over. Raises SettingsError for a folder that
    holds no trace, or one without text.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: defaultdict[str, deque[dict[str, Any]]] = defaultdict(deque)
        for path in sorted(_entries(folder)):
            try:
                if not (told := path.read_text(encoding="utf-8")):
                    continue  # its writer was killed
                entry = json.loads(told)
                self._known[_question_key(entry["request"])].append(entry)
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise SettingsError(f"The file {path} of the trace cannot be read.") from error

    async def aclose(self) -> None:
        """See Channel."""

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel. Raises ReplayError for a question that is not in the trace, else what was raised then."""
        entries = self._known.get(_question_key(request))
        if not entries:
            raise self._missing(question)
        while len(entries) > 1 and (entries[0]["error"] or {}).get("tried_again"):
            entries.popleft()
        entry = entries.popleft() if len(entries) > 1 else entries[0]
        question.recall()
        if isinstance(entry.get("answer"), dict):
            return Answer(entry["answer"])
        raise self._as_then(entry.get("error"), question)

    def _as_then(self, told: Any, question: Question) -> ModelError:
        kind = getattr(errors, str(told.get("type")), None) if isinstance(told, dict) else None
        if not (isinstance(kind, type) and issubclass(kind, ModelError)):
            return ReplayError(f"The trace {self._folder} ends where the run was broken off: {_asked(question)} has no answer.")
        return kind(str(told.get("message")))

    def _missing(self, question: Question) -> ReplayError:
        return ReplayError(
            f"The trace {self._folder} holds no answer to {_asked(question)}: replay the same report with the same glossary,"
            " publication date and version of briefing."
        )


def replays_embedded(folder: Path) -> bool:
    """Whether it was the embedded model that answered in a trace. Raises SettingsError if there is none."""
    try:
        return bool(json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))["endpoint_kind"] == "embedded")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"The folder {folder} holds no trace: {RUN_FILE} cannot be read.") from error


def _asked(question: Question) -> str:
    origin = question.origin
    return f"question {origin.number} ({origin.stage}) of {origin.report}" if origin.stage else "the question"


def _question_key(request: Request) -> str:
    """What a request asks, whoever is asked and with what parameters: a fallback model was asked the same."""
    asked = [request.get(name) for name in ("messages", "tools", "response_format")]
    return hashlib.sha256(json.dumps(asked).encode("ascii")).hexdigest()


def _entries(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.json") if path.stem.isdecimal()]


def _taken(path: Path) -> bool:
    """Make an empty file, so that another process takes another name; False if there is one already."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return False
    return True


def _write(path: Path, text: str) -> None:
    with drafting(path, mode=0o600) as file:
        file.write(text.encode("utf-8", "surrogatepass"))


def _error(error: BaseException) -> dict[str, Any]:
    return {
        "type": type(error).__name__,
        "message": str(error) if isinstance(error, ModelError) else "",
        # A parameter that was refused is left out or renamed the next time: that is trying again, too. What was broken off
        # is asked again when the run goes on.
        "tried_again": error.transient or bool(getattr(error, "parameter", None))
        if isinstance(error, ModelError)
        else isinstance(error, asyncio.CancelledError),
    }


def _hashed(value: Any) -> Any:
    """JSON with every text replaced by its digest and length, but for names that are ours or the endpoint's."""
    if isinstance(value, dict):
        return {name: one if name in _SHOWN and isinstance(one, str) else _hashed(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_hashed(one) for one in value]
    if isinstance(value, str):
        digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
        return {"sha256": digest, "characters": len(value)}
    return value
