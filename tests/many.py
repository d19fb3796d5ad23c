"""Reports by the hundred and an endpoint that answers for them: fast, real HTTP, in a thread or a process of its own.

The endpoint reads a question as a model would and answers from the text in it, so that any report has its own right
answers and needs no script. What it answered, and when, is kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.pipeline import FRAME, question_of
from tests.test_extraction import PEOPLE, RIGHT, TEXT

_FILLER = "وأفاد مراسلون بأن الجلسات استمرت ساعات طويلة وسط إجراءات أمنية مشددة، وأن الوفود أقامت في فندقين متجاورين. "


def report(number: int, paragraphs: int = 0) -> str:
    """An Arabic report that differs from all others in its figures; ``paragraphs`` more make it longer."""
    text = TEXT.replace("120", str(1000 + number)).replace("5 ملايين", f"{2 + number % 90} مليون")
    return text + "".join(f"\n{_FILLER * 3}\n" for _ in range(paragraphs))


def reports(folder: Path, count: int, paragraphs: int = 0) -> Path:
    """A folder with so many reports."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"report-{number:04}.ar.txt").write_text(report(number, paragraphs), encoding="utf-8")
    return folder


def right_answer(request: dict[str, Any]) -> dict[str, Any]:
    """What a good model says to a question of ours about one of these reports."""
    question = question_of(request)
    if question == "participants":
        return {"participants": PEOPLE}
    if question == "frame":
        return FRAME
    last = request["messages"][-1]["content"].replace("⟦", "").replace("⟧", "")
    if question == "english":
        return {"en": "The delegation rejects any extension of the truce."}
    lines = {int(number): line for number, line in re.findall(r"^(\d+)\. (.*)$", last, re.MULTILINE)}
    found = []
    for item in RIGHT:
        pattern = re.sub(r"\d+(?: ملايين)?", lambda match: r"\\d+" + (" مليون" if " " in match.group() else ""), item["quote"])
        for number, line in lines.items():
            if match := re.search(pattern, line):
                figure = re.search(r"\d+", match.group())
                english = re.sub(r"\b(?:120|5)\b", figure.group() if figure else "", item["en"])
                found.append({**item, "line": number, "quote": match.group(), "en": english})
    return {"items": found}


class Outage:
    """An answer for an endpoint that is out of order once it has been ``begun``, until it has turned so many requests away.

    Counted, not timed: on a slow machine as many reports find it out as on a quick one.
    """

    def __init__(self, requests: int) -> None:
        self._left = requests
        self.begun = threading.Event()

    def __call__(self, request: dict[str, Any]) -> Any:
        if not self.begun.is_set() or self._left == 0:
            return right_answer(request)
        self._left -= 1
        return (503, "gone")


@dataclass
class Kept:
    """A request that was answered: a digest of its body, when the answer had been sent, and with which status."""

    digest: str
    sent: float
    status: int


@dataclass
class Endpoint:
    """An OpenAI-compatible endpoint on loopback, in a thread. ``delay`` is in seconds; ``answer`` may give a status and a body."""

    delay: float | Callable[[dict[str, Any]], float] = 0.0
    answer: Callable[[dict[str, Any]], Any] = right_answer
    kept: list[Kept] = field(default_factory=list)
    most: int = 0
    connections: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._now = 0
        ready = threading.Event()

        def serve() -> None:
            asyncio.set_event_loop(self._loop)
            self._server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512))
            ready.set()
            self._loop.run_forever()

        self._thread = threading.Thread(target=serve, daemon=True)
        self._thread.start()
        ready.wait()
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"
        return self

    def __exit__(self, *_: object) -> None:
        async def end() -> None:
            self._server.close()
            tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def is_left(self) -> bool:
        """Whether all connections are closed, or will be in a moment."""
        for _ in range(1000):
            if self.connections == 0:
                return True
            time.sleep(0.02)
        return False

    @property
    def answered(self) -> Counter[str]:
        """How often each request was answered well."""
        return Counter(one.digest for one in self.kept if one.status == 200)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(re.search(rb"(?i)content-length: *(\d+)", head)[1])  # type: ignore[index]
                await self._respond(await reader.readexactly(length), writer)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, OSError):
            pass
        finally:
            self.connections -= 1
            writer.close()

    async def _respond(self, body: bytes, writer: asyncio.StreamWriter) -> None:
        self._now += 1
        self.most = max(self.most, self._now)
        began = time.monotonic()
        request = json.loads(body)
        told = self.answer(request)
        status, value = told if isinstance(told, tuple) else (200, told)
        data = json.dumps(_completion(request, value) if status == 200 else {"error": {"message": str(value)}}).encode()
        try:
            delay = self.delay(request) if callable(self.delay) else self.delay
            if (left := delay - (time.monotonic() - began)) > 0:
                await asyncio.sleep(left)
        finally:
            self._now -= 1
        head = f"HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {len(data)}\r\n\r\n"
        writer.write(head.encode() + data)
        await writer.drain()
        self.kept.append(Kept(hashlib.sha256(body).hexdigest(), time.monotonic(), status))


def _completion(request: dict[str, Any], value: Any) -> dict[str, Any]:
    content = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if request.get("tools"):
        call = {"name": request["tools"][0]["function"]["name"], "arguments": content}
        message |= {"content": None, "tool_calls": [{"id": "call_1", "type": "function", "function": call}]}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    usage = {"prompt_tokens": 900, "completion_tokens": 120, "total_tokens": 1020}
    return {"id": "x", "object": "chat.completion", "created": 0, "model": "scripted", "choices": [choice], "usage": usage}
