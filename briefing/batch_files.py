"""Questions put aside for OpenAI's Batch API, which answers within a day for half the price.

The questions of a report depend on one another, so it takes a few rounds: what can be asked is written to files of
requests; somebody uploads them and brings back the files of answers; with these in the store, reports get further, and
what they ask next is written. A report that has all its answers is done.

    STATE/answers/       completions by the digest of their request, which is also its ``custom_id``
    STATE/sent.jsonl     which requests are in a file that was written and have no answer yet, so that none is sent twice
    STATE/failed.jsonl   which requests the endpoint refused for good, and how

The format is that of https://platform.openai.com/docs/api-reference/batch: a line of requests has ``custom_id``,
``method``, ``url`` and ``body``; a line of answers has ``custom_id``, and ``response`` (``status_code``, ``body``) or ``error``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.cache import ResponseCache, request_key
from briefing.channels import Answer, Question, Request
from briefing.dialects import in_dialect_of
from briefing.endpoint import exceeds_context
from briefing.errors import ModelContextError, ModelPendingError, ModelRejectedError, SourceError
from briefing.files import write_atomically

REQUESTS_PER_FILE = 50_000  # OpenAI's limits for one file of requests
BYTES_PER_FILE = 200_000_000
_URL = "/v1/chat/completions"
_TOO_LONG = "context length exceeded"
_SIZE = 1 << 40  # bytes: no answer that was paid for may be dropped
_LATER = frozenset({408, 409, 425, 429})  # and all from 500: the same request may do in the next round


@dataclass(frozen=True)
class Imported:
    """What was in files of answers: how many could be kept, are to be sent again, were refused for good, or are no answers."""

    kept: int = 0
    again: int = 0
    refused: int = 0
    unknown: int = 0


class AnswerStore:
    """The answers that have come so far, and the requests that wait for one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers = ResponseCache(folder / "answers", _SIZE)
        self._sent: dict[str, str] = {line["custom_id"]: line["file"] for line in _lines(folder / "sent.jsonl")}
        self._failed: dict[str, tuple[int, str]] = {
            line["custom_id"]: (line["status"], line["message"]) for line in _lines(folder / "failed.jsonl")
        }

    @property
    def waiting(self) -> int:
        """How many requests were written to a file and have no answer yet."""
        return len(self._sent)

    def answer(self, key: str) -> dict[str, Any] | None:
        """The completion that answers a request, or None."""
        return self._answers.get(key)

    def failure(self, key: str) -> tuple[int, str] | None:
        """The HTTP status with which a request was refused for good, and why if it was too long; or None."""
        return self._failed.get(key)

    def is_sent(self, key: str) -> bool:
        """Whether a request stands in a file that was written, and no answer has come."""
        return key in self._sent

    def forget_sent(self) -> None:
        """Take no request for sent, files were lost, or expired; and none for refused, the reason may be gone."""
        self._sent.clear()
        self._failed.clear()
        self._save()

    def write_requests(self, requests: dict[str, Request], folder: Path) -> list[Path]:
        """Write requests to files ``requests-NNN.jsonl`` in ``folder`` and note them as sent. Raises RenderError."""
        files = []
        number = 1 + max((int(path.stem.rpartition("-")[2]) for path in folder.glob("requests-[0-9][0-9][0-9].jsonl")), default=0)
        for group in _parted(requests):
            path = folder / f"requests-{number:03}.jsonl"
            write_atomically(path, "".join(line for _, line in group))
            self._sent |= {key: path.name for key, _ in group}
            self._save()
            files.append(path)
            number += 1
        return files

    def take(self, files: Iterable[Path]) -> Imported:
        """Take in files of answers. Raises SourceError, naming the line, if one is no file of answers."""
        counts = {"kept": 0, "again": 0, "refused": 0, "unknown": 0}
        for path in files:
            for number, line in enumerate(_read(path), 1):
                counts[self._take(line, f"{path}, line {number}")] += 1
        self._save()
        return Imported(**counts)

    def drop(self, keys: Iterable[str]) -> None:
        """Have answers asked for again."""
        self._answers.forget(keys)

    def close(self) -> None:
        """Close the database."""
        self._answers.close()

    def _take(self, line: dict[str, Any], where: str) -> str:
        key, response, error = line.get("custom_id"), line.get("response"), line.get("error")
        if not isinstance(key, str) or not (isinstance(response, dict) or isinstance(error, dict)):
            raise SourceError(f"{where} is no answer of the Batch API: it needs custom_id, and response or error.")
        if key not in self._sent and key not in self._failed and self._answers.get(key) is None:
            return "unknown"
        self._sent.pop(key, None)
        if not isinstance(response, dict):
            return "again"  # expired, or cancelled
        status, body = response.get("status_code"), response.get("body")
        if status == 200 and isinstance(body, dict):
            self._answers.keep(key, body)
            if self._answers.get(key) is None:
                return "again"
            self._failed.pop(key, None)
            return "kept"
        if not isinstance(status, int) or status in _LATER or status >= 500 or status < 400:
            return "again"
        told = body.get("error") if isinstance(body, dict) else None
        told = told if isinstance(told, dict) else {}
        too_long = exceeds_context(status, told.get("code"), str(told.get("message", "")))
        self._failed[key] = (status, _TOO_LONG if too_long else "")  # never its own words: they may repeat a key
        return "refused"

    def _save(self) -> None:
        sent = ({"custom_id": key, "file": name} for key, name in self._sent.items())
        failed = ({"custom_id": key, "status": status, "message": text} for key, (status, text) in self._failed.items())
        write_atomically(self._folder / "sent.jsonl", _as_lines(sent))
        write_atomically(self._folder / "failed.jsonl", _as_lines(failed))


class AsideChannel:
    """Answers from a store; what is not there is put aside in ``requests``, and the question is pending."""

    def __init__(self, store: AnswerStore) -> None:
        self.requests: dict[str, Request] = {}
        self._store = store

    async def aclose(self) -> None:
        """See Channel."""

    async def forget(self, question: Question) -> None:
        """Ask anew, in the next round, what was answered in a form that cannot be used."""
        self._store.drop(question.keys)

    async def send(self, request: Request, question: Question) -> Answer:
        """See Channel. Raises ModelPendingError if there is no answer yet."""
        request = in_dialect_of(str(request.get("model")), request)
        key = request_key("batch", request)
        if failure := self._store.failure(key):
            question.take()
            status, message = failure
            if exceeds_context(status, None, message):
                raise ModelContextError("The text does not fit the model's context window: use a model with a larger one.")
            raise ModelRejectedError(f"The endpoint refused a request of the batch file (HTTP {status}): check the model.")
        if (completion := self._store.answer(key)) is None:
            if not self._store.is_sent(key):
                self.requests.setdefault(key, request)
            raise ModelPendingError("The answer to a question has not come yet: bring it with 'briefing batch import'.")
        question.take()
        question.keys.append(key)
        answer = Answer(completion)
        question.usage.input_tokens += answer.input_tokens
        question.usage.output_tokens += answer.output_tokens
        question.usage.unpriced += 1  # the table has the prices of calls, and these cost less
        return answer


def _parted(requests: dict[str, Request]) -> Iterator[list[tuple[str, str]]]:
    """Lines of requests in groups that fit into one file."""
    group: list[tuple[str, str]] = []
    size = 0
    for key, request in requests.items():
        line = json.dumps({"custom_id": key, "method": "POST", "url": _URL, "body": request}, ensure_ascii=False) + "\n"
        length = len(line.encode())
        if group and (len(group) == REQUESTS_PER_FILE or size + length > BYTES_PER_FILE):
            yield group
            group, size = [], 0
        group.append((key, line))
        size += length
    if group:
        yield group


def _as_lines(values: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def _lines(path: Path) -> list[dict[str, Any]]:
    return list(_read(path)) if path.exists() else []


def _read(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, text in enumerate(file, 1):
                if not text.strip():
                    continue
                value = json.loads(text)
                if not isinstance(value, dict):
                    raise SourceError(f"{path}, line {number} is no JSON object.")
                yield value
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path} is no file of JSON Lines in UTF-8: {error}.") from error
