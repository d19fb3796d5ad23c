"""Questions put aside for OpenAI's Batch API, which answers within a day for half the price.

The questions of a report depend on one another, so it takes a few rounds: what can be asked is written to files of
requests; somebody uploads them and brings back the files of answers; with these in the store, reports get further, and
what they ask next is written. A report that has all its answers is done.

    STATE/answers/       completions by the digest of their request, which is also its ``custom_id``
    STATE/sent.jsonl     which requests are in a file that was written and have no answer yet, so that none is sent twice
    STATE/failed.jsonl   which requests the endpoint refused for good, and how
    STATE/again.jsonl    which requests were answered with nothing that can be used, and how often
    STATE/misfits.jsonl  which answers are of a form that cannot be used: --again has them asked anew
    STATE/store.lock     held while a command works on these

The format is that of https://platform.openai.com/docs/api-reference/batch: a line of requests has ``custom_id``,
``method``, ``url`` and ``body``; a line of answers has ``custom_id``, and ``response`` (``status_code``, ``body``) or ``error``.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from filelock import FileLock, Timeout

from briefing.answers import check_answer
from briefing.cache import ResponseCache, request_key
from briefing.channels import Answer, Question, Request
from briefing.dialects import in_dialect_of
from briefing.endpoint import exceeds_context
from briefing.errors import (
    ModelContextError,
    ModelPendingError,
    ModelRefusedError,
    ModelRejectedError,
    ModelUnavailableError,
    RenderError,
    SettingsError,
    SourceError,
)
from briefing.files import write_atomically

REQUESTS_PER_FILE = 50_000  # OpenAI's limits for one file of requests
BYTES_PER_FILE = 200_000_000
_PART = ".briefing-requests-{}.tmp"
_URL = "/v1/chat/completions"
_TOO_LONG = "context length exceeded"
_SIZE = 1 << 40  # bytes: no answer that was paid for may be dropped
_TRIES = 3  # after so many answers that are none a request is given up
_NO_ANSWER = "no answer"
_LATER = frozenset({408, 409, 425, 429})  # and all from 500: the same request may do in the next round


@dataclass(frozen=True)
class Imported:
    """What was in files of answers: how many could be kept, are to be sent again, or were refused for good.

    ``known`` are those about requests that have an answer already, ``unknown`` those about no request of the store.
    """

    kept: int = 0
    again: int = 0
    refused: int = 0
    known: int = 0
    unknown: int = 0


class AnswerStore:
    """The answers that have come so far, and the requests that wait for one. Close it: nobody else can use it meanwhile."""

    def __init__(self, folder: Path) -> None:
        """Raises SettingsError while another command works on the folder, or if it cannot be used."""
        self._folder = folder
        self._lock = _locked(folder)
        self._answers = ResponseCache(folder / "answers", _SIZE)
        self._sent: dict[str, str] = {line["custom_id"]: line["file"] for line in _lines(folder / "sent.jsonl")}
        self._failed: dict[str, tuple[int, str]] = {
            line["custom_id"]: (line["status"], line["message"]) for line in _lines(folder / "failed.jsonl")
        }
        self._again: dict[str, int] = {line["custom_id"]: line["tries"] for line in _lines(folder / "again.jsonl")}
        self._misfits = {line["custom_id"] for line in _lines(folder / "misfits.jsonl")}

    @property
    def waiting(self) -> int:
        """How many requests were written to a file and have no answer yet."""
        return len(self._sent)

    def answer(self, key: str) -> dict[str, Any] | None:
        """The completion that answers a request, or None."""
        return self._answers.get(key)

    def failure(self, key: str) -> tuple[int, str] | None:
        """The HTTP status with which a request was refused for good, and why if that is known; or None."""
        return self._failed.get(key)

    def is_sent(self, key: str) -> bool:
        """Whether a request stands in a file that was written, and no answer has come."""
        return key in self._sent

    def start_again(self) -> None:
        """Take no request for sent, files were lost; none for refused, the reason may be gone; and no misfit for an answer."""
        self._answers.forget(self._misfits)
        for noted in (self._sent, self._failed, self._again, self._misfits):
            noted.clear()
        self._save()

    def note_misfits(self, keys: Iterable[str]) -> None:
        """Note answers of a form that cannot be used. They stay: by them a report knows that it has asked."""
        self._misfits.update(keys)

    def note_sent(self, keys: Iterable[str], name: str) -> None:
        """Note that requests stand in a file of that name."""
        self._sent |= dict.fromkeys(keys, name)
        self._save()

    def take(self, files: Iterable[Path]) -> Imported:
        """Take in files of answers. Raises SourceError, naming the line, if one is no file of answers."""
        counts = {"kept": 0, "again": 0, "refused": 0, "known": 0, "unknown": 0}
        for path in files:
            for number, line in enumerate(_read(path), 1):
                counts[self._take(line, f"{path}, line {number}")] += 1
        self._save()
        return Imported(**counts)

    def close(self) -> None:
        """Write down what is noted, close the database, and let others use the folder."""
        try:
            self._save()
        finally:
            self._answers.close()
            self._lock.release()

    def _take(self, line: dict[str, Any], where: str) -> str:
        key, response, error = line.get("custom_id"), line.get("response"), line.get("error")
        if not isinstance(key, str) or not isinstance(response, dict | None) or not isinstance(error, dict | None):
            raise SourceError(f"{where} is no answer of the Batch API: it needs custom_id, and response or error.")
        if not {"response", "error"} & line.keys():
            raise SourceError(f"{where} is no answer of the Batch API: it has neither response nor error.")
        if self._answers.get(key) is not None:
            self._sent.pop(key, None)  # it is still there where a command was killed that took answers in
            return "known"  # a file taken in twice, or an error beside the answer
        if not any(key in noted for noted in (self._sent, self._failed, self._again)):
            return "unknown"
        self._sent.pop(key, None)
        if response is None:
            self._again.setdefault(key, 0)
            return "again"  # expired, or cancelled: nobody has looked at it
        status, body = response.get("status_code"), response.get("body")
        if status == 200 and isinstance(body, dict) and _is_answer(body):
            self._answers.keep(key, body)
            if self._answers.get(key) is None:
                return self._tried(key, status)
            for noted in (self._failed, self._again):
                noted.pop(key, None)
            return "kept"
        if not isinstance(status, int) or status in _LATER or status >= 500 or status < 400:
            return self._tried(key, status)
        told = body.get("error") if isinstance(body, dict) else None
        told = told if isinstance(told, dict) else {}
        too_long = exceeds_context(status, told.get("code"), str(told.get("message", "")))
        return self._refused(key, status, _TOO_LONG if too_long else "")  # never its own words: they may repeat a key

    def _tried(self, key: str, status: object) -> str:
        """Have a request written once more, unless it has been too often."""
        self._again[key] = self._again.get(key, 0) + 1
        if self._again[key] < _TRIES:
            return "again"
        return self._refused(key, status if isinstance(status, int) else 0, _NO_ANSWER)

    def _refused(self, key: str, status: int, why: str) -> str:
        self._again.pop(key, None)
        self._failed[key] = (status, why)
        return "refused"

    def _save(self) -> None:
        noted: dict[str, Iterable[dict[str, Any]]] = {
            "sent": ({"custom_id": key, "file": name} for key, name in self._sent.items()),
            "failed": ({"custom_id": key, "status": status, "message": why} for key, (status, why) in self._failed.items()),
            "again": ({"custom_id": key, "tries": tries} for key, tries in self._again.items()),
            "misfits": ({"custom_id": key} for key in sorted(self._misfits)),
        }
        for name, lines in noted.items():
            write_atomically(self._folder / f"{name}.jsonl", _as_lines(lines))


class RequestFiles:
    """Files of requests ``requests-NNN.jsonl`` in a folder, written as the requests come, and named when all are there."""

    def __init__(self, store: AnswerStore, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._keys: set[str] = set()
        self._parts: list[tuple[Path, list[str]]] = []
        self._file: IO[bytes] | None = None
        self._size = 0
        for left_over in folder.glob(_PART.format("*")):
            left_over.unlink(missing_ok=True)  # of a command that was killed

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, key: str, request: Request) -> None:
        """Write a request, once. Raises RenderError if the disk refuses."""
        if key in self._keys:
            return
        self._keys.add(key)
        line = json.dumps({"custom_id": key, "method": "POST", "url": _URL, "body": request}, ensure_ascii=False) + "\n"
        data = line.encode("utf-8", "replace")
        try:
            file = self._with_room_for(len(data))
            file.write(data)
        except OSError as error:
            raise RenderError(f"{self._folder} cannot be written to: {error.strerror or error}.") from error
        self._size += len(data)
        self._parts[-1][1].append(key)

    def finish(self) -> list[Path]:
        """Give the files their names, and note the requests as sent. Raises RenderError."""
        names = (re.fullmatch(r"requests-(\d+)\.jsonl", path.name) for path in self._folder.glob("requests-*.jsonl"))
        number = max((int(name[1]) for name in names if name), default=0)
        files = []
        try:
            if self._file is not None:
                self._file.close()
            for part, keys in self._parts:
                number += 1
                path = self._folder / f"requests-{number:03}.jsonl"
                os.replace(part, path)
                self._store.note_sent(keys, path.name)
                files.append(path)
        except OSError as error:
            raise RenderError(f"{self._folder} cannot be written to: {error.strerror or error}.") from error
        self._parts, self._file = [], None
        return files

    def close(self) -> None:
        """Drop what has no name yet."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
        for part, _ in self._parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _with_room_for(self, length: int) -> IO[bytes]:
        is_full = self._parts and (len(self._parts[-1][1]) == REQUESTS_PER_FILE or self._size + length > BYTES_PER_FILE)
        if self._file is None or is_full:
            if self._file is not None:
                self._file.close()
            self._folder.mkdir(parents=True, exist_ok=True)
            part = self._folder / _PART.format(len(self._parts))
            self._file, self._size = part.open("xb"), 0
            self._parts.append((part, []))
        return self._file


class AsideChannel:
    """Answers from a store; what is not there is put into ``requests``, and the question is pending."""

    def __init__(self, store: AnswerStore, requests: RequestFiles) -> None:
        self._store = store
        self._requests = requests

    async def aclose(self) -> None:
        """See Channel."""

    async def forget(self, question: Question) -> None:
        """Note that the answers cannot be used. Dropped, they would be asked for again in each round, and none be the last."""
        self._store.note_misfits(question.keys)

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel. Raises ModelPendingError if there is no answer yet."""
        request = in_dialect_of(str(request.get("model")), request)
        key = request_key("batch", request)
        if failure := self._store.failure(key):
            question.take()
            status, why = failure
            if exceeds_context(status, None, why):
                raise ModelContextError("The text does not fit the model's context window: use a model with a larger one.")
            if why == _NO_ANSWER:
                raise ModelUnavailableError(
                    f"The Batch API gave no answer to a request, asked {_TRIES} times: --again asks anew."
                )
            raise ModelRejectedError(f"The endpoint refused a request of the batch file (HTTP {status}): check the model.")
        if (completion := self._store.answer(key)) is None:
            if not self._store.is_sent(key):
                self._requests.add(key, request)
            raise ModelPendingError("The answer to a question has not come yet: bring it with 'briefing batch import'.")
        question.take()
        question.keys.append(key)
        answer = Answer(completion)
        question.usage.input_tokens += answer.input_tokens
        question.usage.output_tokens += answer.output_tokens
        question.usage.unpriced += 1  # the table has the prices of calls, and these cost less
        check_answer(answer, "The Batch API")
        return answer


def _is_answer(body: dict[str, Any]) -> bool:
    """Whether a body is the answer of a model, a refusal included."""
    try:
        check_answer(Answer(body), "The Batch API")
    except ModelRefusedError:
        return True
    except ModelUnavailableError:
        return False
    return True


def _locked(folder: Path) -> FileLock:
    """The store's lock, held. A link in its place is never opened."""
    path = folder / "store.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if link := next((one for one in (folder, path) if one.is_symlink()), None):
            raise SettingsError(f"{link} is a link: remove it.")
        lock = FileLock(path, timeout=0, mode=0o600)
        lock.acquire()
    except Timeout as error:
        raise SettingsError(
            f"{folder.parent} is in use by another 'briefing batch export' or 'import': wait until it is done."
        ) from error
    except OSError as error:
        raise SettingsError(f"{folder} cannot be used: {error.strerror or error}.") from error
    return lock


def _as_lines(values: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def _lines(path: Path) -> list[dict[str, Any]]:
    return list(_read(path)) if path.exists() else []


def _read(path: Path) -> Iterator[dict[str, Any]]:
    number = 0
    try:
        with path.open("rb") as file:
            for number, data in enumerate(file, 1):
                text = data.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                if not text:
                    continue
                value = json.loads(text)
                if not isinstance(value, dict):
                    raise SourceError(f"{path}, line {number} is no JSON object.")
                yield value
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:  # a download that broke off, for one
        raise SourceError(f"{path}, line {number} is no JSON in UTF-8: fetch the file again.") from error
