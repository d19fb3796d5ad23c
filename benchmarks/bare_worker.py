"""The most that this machine gets out of an endpoint: sockets over which one request goes again and again, on its own.

Reads ``{"text": ..., "calls": ..., "base_url": ..., "model": ..., "concurrency": ...}`` from standard input; writes how many calls
were answered as ``{"done": ...}``.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from urllib.parse import urlsplit


async def ask(text: str, calls: int, base_url: str, model: str, concurrency: int) -> int:
    """How many calls were answered."""
    place = urlsplit(base_url)
    form = {"type": "json_schema", "json_schema": {"name": "PlainReport"}}
    body = json.dumps({"model": model, "messages": [{"role": "user", "content": text}], "response_format": form}).encode()
    head = f"POST {place.path}/chat/completions HTTP/1.1\r\nhost: {place.netloc}\r\ncontent-length: {len(body)}\r\n\r\n"
    left = iter(range(calls))
    done = 0

    async def one() -> None:
        nonlocal done
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        for _ in left:
            writer.write(head.encode() + body)
            told = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", told)
            done += bool(length and json.loads(await reader.readexactly(int(length[1]))))
        writer.close()

    await asyncio.gather(*(one() for _ in range(concurrency)))
    return done


if __name__ == "__main__":
    json.dump({"done": asyncio.run(ask(**json.load(sys.stdin)))}, sys.stdout)
