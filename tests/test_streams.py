from __future__ import annotations

import asyncio
import itertools
import re
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from briefing import Outcome, aextract_many, agenerate_many, extract_many, generate, generate_many
from briefing.errors import MissingExtraError, ModelRejectedError, RenderError, SettingsError, SourceError
from briefing.settings import Settings, make_settings
from tests.many import Endpoint, report, reports, right_answer


def settings_for(endpoint: Endpoint, **more: Any) -> Settings:
    return make_settings(model="scripted", base_url=endpoint.url, api_key="none", concurrency=4, attempts=1, **more)


def figures(outcomes: list[Outcome]) -> list[str]:
    assert all(outcome.record is not None for outcome in outcomes)
    """The figure by which each report differs."""
    return [re.search(r"\b1\d{3}\b", outcome.record.sources[0].text or "")[0] for outcome in outcomes if outcome.record]  # type: ignore[index]


def test_results_come_in_order_and_errors_as_values(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 6)
    (folder / "report-0002.ar.txt").write_bytes(b"")
    paths = sorted(folder.iterdir())

    def sick(request: dict[str, Any]) -> Any:
        return (401, "no") if "1004" in request["messages"][-1]["content"] else right_answer(request)

    def late(request: dict[str, Any]) -> float:
        return 0.2 if "1000" in request["messages"][-1]["content"] else 0.0

    with Endpoint(answer=sick, delay=late) as endpoint:
        found = list(generate_many(paths, out=tmp_path / "out", formats=("md",), settings=settings_for(endpoint)))
        assert endpoint.is_left()
    assert [outcome.source for outcome in found] == paths
    assert [type(outcome.error) for outcome in found if outcome.error] == [SourceError, ModelRejectedError]
    assert [file.name for file in found[0].files] == ["record.json", "brief.ar.md", "brief.en.md"]
    assert all(file.is_file() and file.parent.name == "report-0000" for file in found[0].files)


def test_sources_of_one_name_do_not_write_over_one_another(tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "same.txt").write_text(report(ord(place)), encoding="utf-8")
    sources: list[Path | str] = [tmp_path / "a" / "same.txt", tmp_path / "b" / "same.txt", report(1), report(2)]
    with Endpoint() as endpoint:
        found = list(
            generate_many(sources, out=tmp_path / "out", languages=("en",), formats=("md",), settings=settings_for(endpoint))
        )
    assert len({outcome.files[0] for outcome in found}) == 4


def test_a_name_that_was_changed_is_nobodys_own(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    paths = [tmp_path / "a-000003.txt", tmp_path / "a.txt", tmp_path / "b" / "a.txt", tmp_path / "b" / "a-000003.txt"]
    for number, path in enumerate(paths):
        path.write_text(report(number), encoding="utf-8")
    with Endpoint() as endpoint:
        found = list(generate_many(paths, out=tmp_path / "out", formats=("md",), settings=settings_for(endpoint)))
    assert len({outcome.files[0] for outcome in found}) == 4


def test_what_is_no_report_is_the_error_of_its_outcome() -> None:
    with Endpoint() as endpoint:
        found = list(extract_many([None, 3, b"x", report(1)], settings=settings_for(endpoint)))  # type: ignore[list-item]
    assert [type(outcome.error) for outcome in found] == [SourceError, SourceError, SourceError, type(None)]
    assert "not as NoneType" in str(found[0].error)


def test_an_endless_iterator_is_read_a_little_ahead(tmp_path: Path) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        for taken in itertools.count(1):
            yield report(taken)

    with Endpoint() as endpoint:
        stream = extract_many(endless(), settings=settings_for(endpoint))
        first = list(itertools.islice(stream, 10))
        assert figures(first) == [str(1000 + number) for number in range(1, 11)]
        assert 10 <= taken <= 10 + 8
        stream.close()
        assert endpoint.is_left() and not [one for one in threading.enumerate() if one.name == "briefing-desk"]


def test_leaving_the_loop_cancels_the_rest() -> None:
    with Endpoint(delay=0.1) as endpoint:
        for outcome in extract_many(map(report, range(100)), settings=settings_for(endpoint)):
            assert outcome.record
            break
        assert endpoint.is_left() and len(endpoint.kept) < 100


def test_a_running_loop_is_neither_needed_nor_in_the_way(tmp_path: Path) -> None:
    async def main(endpoint: Endpoint) -> list[Outcome]:
        stream = agenerate_many(map(report, range(12)), out=tmp_path, settings=settings_for(endpoint))
        found = [outcome async for outcome in stream]
        return found + list(extract_many([report(1)], settings=settings_for(endpoint)))

    with Endpoint(delay=0.01) as endpoint:
        found = asyncio.run(main(endpoint))
    assert figures(found) == [*(str(1000 + number) for number in range(12)), "1001"]


def test_a_source_that_is_slow_does_not_hold_back_what_is_done() -> None:
    async def dripping(gate: asyncio.Event) -> AsyncIterator[str]:
        yield report(1)
        await gate.wait()  # opened only when the first outcome is there
        yield report(2)

    async def main(endpoint: Endpoint) -> list[Outcome]:
        gate, found = asyncio.Event(), []
        async for outcome in aextract_many(dripping(gate), settings=settings_for(endpoint)):
            found.append(outcome)
            gate.set()
        return found

    with Endpoint() as endpoint:
        assert figures(asyncio.run(asyncio.wait_for(main(endpoint), 60))) == ["1001", "1002"]


def test_cancelling_a_task_closes_its_connections() -> None:
    async def main(endpoint: Endpoint) -> None:
        async def work() -> None:
            async with aclosing(aextract_many(map(report, range(50)), settings=settings_for(endpoint))) as stream:
                async for _ in stream:
                    seen.set()

        seen = asyncio.Event()
        task = asyncio.create_task(work())
        await seen.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        early = asyncio.create_task(work())
        await asyncio.sleep(0)
        early.cancel()
        await asyncio.wait([early])

    with Endpoint(delay=0.02) as endpoint:
        asyncio.run(main(endpoint))
        assert endpoint.is_left()
    assert not [one for one in threading.enumerate() if one.name == "briefing-desk"]


def test_threads_do_not_disturb_one_another() -> None:
    found: dict[int, list[str]] = {}

    def work(number: int) -> None:
        sources = [report(100 * number + one) for one in range(3)]
        found[number] = figures(list(extract_many(sources, settings=settings_for(endpoint))))

    with Endpoint(delay=0.01) as endpoint:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert found == {number: [str(1000 + 100 * number + one) for one in range(3)] for number in range(4)}


def test_what_the_callers_iterator_raises_is_the_callers(tmp_path: Path) -> None:
    def broken() -> Iterator[str]:
        yield from (report(1), report(2))
        raise LookupError("theirs")

    async def asynchronously() -> AsyncIterator[str]:
        for text in broken():
            yield text

    def take(sources: Any, settings: Settings) -> None:
        found.extend(extract_many(sources, settings=settings))

    async def gather(sources: Any, settings: Settings) -> None:
        async for outcome in aextract_many(sources, settings=settings):
            found.append(outcome)

    found: list[Outcome] = []  # what was taken in hand, and is paid for, is handed out first
    with Endpoint() as endpoint:
        with pytest.raises(LookupError, match="theirs"):
            take(broken(), settings_for(endpoint))
        for sources in (broken(), asynchronously()):
            with pytest.raises(LookupError, match="theirs"):
                asyncio.run(gather(sources, settings_for(endpoint)))
    assert figures(found) == ["1001", "1002"] * 3
    with pytest.raises(SettingsError, match="concurrency"):
        extract_many([], concurrency=0)
    with pytest.raises(SettingsError):
        list(generate_many([report(1)], out=tmp_path, settings=make_settings(model=str(tmp_path / "no.gguf"))))


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_a_format_that_cannot_be_written_is_told_before_a_model_is_asked(
    format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.rendering.find_spec", lambda _: None)
    with Endpoint() as endpoint:
        settings = settings_for(endpoint)
        with pytest.raises(MissingExtraError, match=rf"briefing\[{format_}\]") as caught:
            generate(report(1), out=tmp_path, formats=("md", format_), settings=settings)
        with pytest.raises(MissingExtraError):
            generate_many([report(1)], out=tmp_path, formats=(format_,), settings=settings)
        with pytest.raises(RenderError, match="no template"):
            generate(report(1), out=tmp_path, template="nope", settings=settings)
        assert endpoint.kept == [] and caught.value.exit_code == 2


def test_one_text_is_no_list_of_reports() -> None:
    with Endpoint() as endpoint, pytest.raises(SettingsError, match="this is one text"):
        next(extract_many(report(1), settings=settings_for(endpoint)))
