"""A plain ``asyncio.gather`` over Instructor, as one would write it on one screen, on its own.

Reads ``{"texts": [...], "base_url": ..., "model": ..., "concurrency": ...}`` from standard input; writes how many reports it has
something for as ``{"done": ...}``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import instructor
import openai

from benchmarks.alternatives import PLAIN_PROMPT, PlainReport, portions


async def extract(texts: list[str], base_url: str, model: str, concurrency: int) -> list[list[PlainReport]]:
    """What each text says; if one call fails for good, nothing of any of them."""
    client: Any = instructor.from_openai(openai.AsyncOpenAI(base_url=base_url, api_key="none"), mode=instructor.Mode.JSON_SCHEMA)
    free = asyncio.Semaphore(concurrency)

    async def ask(portion: str) -> PlainReport:
        async with free:
            answer: PlainReport = await client.chat.completions.create(
                model=model,
                response_model=PlainReport,
                max_retries=1,
                messages=[{"role": "system", "content": PLAIN_PROMPT}, {"role": "user", "content": portion}],
            )
            return answer

    async def read(text: str) -> list[PlainReport]:
        return [await ask(portion) for portion in portions(text)]

    return await asyncio.gather(*(read(text) for text in texts))


def main() -> None:
    """One question, one answer."""
    try:
        done = len(asyncio.run(extract(**json.load(sys.stdin))))
    except Exception as error:
        print(f"gather gave up: {type(error).__name__}", file=sys.stderr)
        done = 0
    json.dump({"done": done}, sys.stdout)


if __name__ == "__main__":
    main()
