from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from briefing import batch_files, errors
from briefing.cli import main
from tests.many import Endpoint, reports, right_answer
from tests.pipeline import question_of

Answering = Callable[[dict[str, Any]], dict[str, Any]]


def completion(request: dict[str, Any], content: str | None = None) -> dict[str, Any]:
    content = json.dumps(right_answer(request), ensure_ascii=False) if content is None else content
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if request.get("tools"):
        call = {"name": request["tools"][0]["function"]["name"], "arguments": content}
        message = {"role": "assistant", "content": None, "tool_calls": [{"id": "1", "type": "function", "function": call}]}
    usage = {"prompt_tokens": 900, "completion_tokens": 120, "total_tokens": 1020}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {"object": "chat.completion", "model": "gpt-5-mini-2025", "choices": [choice], "usage": usage}


def answered(line: dict[str, Any]) -> dict[str, Any]:
    response = {"status_code": 200, "request_id": "r", "body": completion(line["body"])}
    return {"id": "batch_req", "custom_id": line["custom_id"], "response": response, "error": None}


def refused(line: dict[str, Any], status: int, message: str) -> dict[str, Any]:
    body = {"error": {"message": message}}
    return {"custom_id": line["custom_id"], "response": {"status_code": status, "body": body}, "error": None}


def expired(line: dict[str, Any]) -> dict[str, Any]:
    return {"custom_id": line["custom_id"], "response": None, "error": {"code": "batch_expired", "message": "late"}}


def answer_files(files: list[Path], answer: Answering = answered) -> list[Path]:
    """What the Batch API makes of files of requests: answers in an order of its own."""
    made = []
    for file in files:
        lines = [answer(json.loads(line)) for line in file.read_text().splitlines()]
        path = file.with_name(file.name.replace("requests", "answers"))
        path.write_text("".join(json.dumps(line) + "\n" for line in reversed(lines)))
        made.append(path)
    return made


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any, str]]:
    """Runs a command and returns its exit code, its JSON and what it said."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    def command(*arguments: object) -> tuple[int, Any, str]:
        monkeypatch.setattr("sys.argv", ["briefing", "batch", *map(str, arguments), "--json"])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), json.loads(out) if out.strip() else None, err

    return command


def export(run: Callable[..., tuple[int, Any, str]], folder: Path, out: Path, *more: object) -> Any:
    code, told, err = run("export", folder, "--out", out, "--model", "gpt-5-mini", *more)
    assert code == 0, err
    return told


def take_in(run: Callable[..., tuple[int, Any, str]], out: Path, files: list[Path]) -> Any:
    code, told, err = run("import", *files, "--out", out)
    assert code == 0, err
    return told


def without_times(record: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(record.read_text())
    for name in ("generated_at", "seconds", "cost", "input_tokens", "output_tokens", "model", "models"):
        value["provenance"].pop(name, None)
    value["quality"]["warnings"] = [one for one in value["quality"]["warnings"] if one["code"] != "other_model"]
    return value


def test_rounds_of_files_end_with_the_records_of_a_direct_run(tmp_path: Path, run: Any) -> None:
    folder, out = reports(tmp_path / "in", 3), tmp_path / "out"
    rounds = 0
    while (told := export(run, folder, out))["done"] < 3:
        rounds += 1
        assert rounds < 6 and told["pending"] == 3 and told["written"] > 0
        files = [Path(file) for file in told["requests"]]
        for line in (json.loads(line) for file in files for line in file.read_text().splitlines()):
            assert (line["method"], line["url"]) == ("POST", "/v1/chat/completions")
            assert len(line["custom_id"]) == 64
            assert "max_completion_tokens" in line["body"] and "temperature" not in line["body"]
        assert take_in(run, out, answer_files(files))["kept"] == told["written"]
    assert told["written"] == 0 and told["waiting"] == 0 and rounds >= 2

    with Endpoint() as endpoint:
        args = (folder, "--out", tmp_path / "direct", "--model", "gpt-5-mini", "--base-url", endpoint.url, "--profile", "hosted")
        code, _, err = run(*args, "--no-cache")
    assert code == 0, err
    for record in sorted((tmp_path / "direct").glob("*/record.json")):
        assert without_times(out / record.parent.name / "record.json") == without_times(record)


def test_no_request_is_written_twice_unless_it_is_lost(tmp_path: Path, run: Any) -> None:
    folder, out = reports(tmp_path / "in", 2), tmp_path / "out"
    first = export(run, folder, out)
    again = export(run, folder, out)
    assert (first["written"], again["written"], again["waiting"]) == (2, 0, 2)
    lost = export(run, folder, out, "--again")
    assert (lost["written"], lost["waiting"]) == (2, 2)
    keys = [
        {json.loads(line)["custom_id"] for line in Path(told["requests"][0]).read_text().splitlines()} for told in (first, lost)
    ]
    assert keys[0] == keys[1] and first["requests"] != lost["requests"]


def test_what_expired_or_failed_for_the_moment_is_asked_again(tmp_path: Path, run: Any) -> None:
    folder, out = reports(tmp_path / "in", 2), tmp_path / "out"
    files = [Path(file) for file in export(run, folder, out)["requests"]]
    answers: list[Answering] = [expired, lambda line: refused(line, 500, "try later")]
    told = take_in(run, out, answer_files(files, lambda line: answers.pop()(line)))
    assert (told["kept"], told["again"], told["waiting"]) == (0, 2, 0)
    assert export(run, folder, out)["written"] == 2


def test_a_text_that_does_not_fit_is_halved_in_the_next_round(tmp_path: Path, run: Any) -> None:
    folder, out = reports(tmp_path / "in", 1), tmp_path / "out"
    files = [Path(file) for file in export(run, folder, out)["requests"]]
    told = take_in(run, out, answer_files(files, lambda line: refused(line, 400, "maximum context length is 8192 tokens")))
    assert told["refused"] == 1
    assert export(run, folder, out)["written"] == 2


def test_a_refusal_for_good_is_the_reports_failure(tmp_path: Path, run: Any) -> None:
    folder, out = reports(tmp_path / "in", 1), tmp_path / "out"
    files = [Path(file) for file in export(run, folder, out)["requests"]]
    take_in(run, out, answer_files(files, lambda line: refused(line, 403, "no")))
    code, told, _ = run("export", folder, "--out", out, "--model", "gpt-5-mini")
    assert (code, told["failed"], told["written"]) == (1, 1, 0)
    line = json.loads((out / "results.jsonl").read_text())
    assert line["error"]["type"] == "ModelRejectedError" and "403" in line["error"]["message"]
    code, told, _ = run("export", folder, "--out", out, "--model", "gpt-5-mini", "--again")
    assert (code, told["failed"], told["written"]) == (0, 0, 1)


def test_an_answer_of_the_wrong_form_is_put_back_and_then_given_up(tmp_path: Path, run: Any) -> None:
    folder, out = reports(tmp_path / "in", 1), tmp_path / "out"

    def nonsense(line: dict[str, Any]) -> dict[str, Any]:
        return answered(line) | {"response": {"status_code": 200, "body": completion(line["body"], "no JSON")}}

    sizes = []
    for _ in range(3):
        told = export(run, folder, out)
        files = [Path(file) for file in told["requests"]]
        sizes.append(len(json.loads(files[0].read_text())["body"]["messages"]))
        take_in(run, out, answer_files(files, nonsense))
    assert sizes[0] < sizes[1] < sizes[2]  # what was wrong is told
    for _ in range(2):  # a misfit that was forgotten would be paid for in each round, for ever
        code, told, _ = run("export", folder, "--out", out, "--model", "gpt-5-mini")
        assert (code, told["failed"], told["written"]) == (1, 1, 0)
    assert export(run, folder, out, "--again")["written"] == 1  # asked from the beginning


@pytest.mark.parametrize(
    "text", ["not json\n", "[1]\n", '{"custom_id": 3}\n', '{"custom_id": "x"}\n', "\ud800".encode("utf-8", "surrogatepass")]
)
def test_what_is_no_file_of_answers_is_told(tmp_path: Path, run: Any, text: str | bytes) -> None:
    folder, out = reports(tmp_path / "in", 1), tmp_path / "out"
    export(run, folder, out)
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(text if isinstance(text, bytes) else text.encode())
    code, _, err = run("import", bad, "--out", out)
    assert code == 2 and str(bad) in err and "Traceback" not in err


def test_an_answer_to_nothing_that_was_asked_is_not_taken_in(tmp_path: Path, run: Any) -> None:
    folder, out = reports(tmp_path / "in", 1), tmp_path / "out"
    files = [Path(file) for file in export(run, folder, out)["requests"]]
    told = take_in(run, out, answer_files(files, lambda line: answered(line) | {"custom_id": "0" * 64}))
    assert (told["kept"], told["unknown"], told["waiting"]) == (0, 1, 1)


def test_a_model_that_is_not_hosted_cannot_be_asked_by_file(tmp_path: Path, run: Any) -> None:
    folder = reports(tmp_path / "in", 1)
    code, _, err = run("export", folder, "--out", tmp_path / "out", "--model", "local")
    assert code == 2 and "--model" in err


def test_files_stay_within_the_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_files, "REQUESTS_PER_FILE", 3)
    monkeypatch.setattr(batch_files, "BYTES_PER_FILE", 1_000)
    (tmp_path / "requests-998.jsonl").touch()
    small = {f"{n:064}": {"model": "m", "n": n} for n in range(7)}
    large = {f"a{n:063}": {"model": "m", "text": "ن" * 300} for n in range(3)}
    with closing(batch_files.AnswerStore(tmp_path / "state")) as store:
        made = []
        for some in (small, large):
            with closing(batch_files.RequestFiles(store, tmp_path)) as requests:
                for key, request in (*some.items(), *some.items()):
                    requests.add(key, request)
                made.append([(path.name, len(path.read_text().splitlines())) for path in requests.finish()])
        assert store.waiting == 10
    assert made[0] == [("requests-999.jsonl", 3), ("requests-1000.jsonl", 3), ("requests-1001.jsonl", 1)]
    assert made[1] == [(f"requests-{number}.jsonl", 1) for number in (1002, 1003, 1004)]


def test_requests_of_a_command_that_was_killed_have_no_name_and_are_dropped(tmp_path: Path) -> None:
    with closing(batch_files.AnswerStore(tmp_path / "state")) as store:
        (tmp_path / ".briefing-requests-0.tmp").write_text("{}")
        with closing(batch_files.RequestFiles(store, tmp_path)) as requests:
            assert requests.finish() == [] and store.waiting == 0
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


def test_two_commands_do_not_work_on_one_store(tmp_path: Path, run: Any) -> None:
    folder, out = reports(tmp_path / "in", 1), tmp_path / "out"
    files = [Path(file) for file in export(run, folder, out)["requests"]]
    with closing(batch_files.AnswerStore(out / ".briefing")):
        for args in (("import", *answer_files(files), "--out", out), ("export", folder, "--out", out, "--model", "gpt-5-mini")):
            code, _, err = run(*args)
            assert code == 2 and "in use" in err


def with_choice(line: dict[str, Any], **choice: Any) -> dict[str, Any]:
    body = completion(line["body"])
    body["choices"][0] |= choice
    return answered(line) | {"response": {"status_code": 200, "body": body}}


def rounds_of(run: Any, folder: Path, out: Path, answer: Answering) -> tuple[Any, list[str]]:
    """Export and import until nothing is asked: what the last export told, and the ids of all requests."""
    ids: list[str] = []
    for _ in range(8):
        _, told, _ = run("export", folder, "--out", out, "--model", "gpt-5-mini")
        files = [Path(file) for file in told["requests"]]
        if not files:
            return told, ids
        ids += [json.loads(line)["custom_id"] for file in files for line in file.read_text().splitlines()]
        take_in(run, out, answer_files(files, answer))
    raise AssertionError("the rounds do not end")


def asks(line: dict[str, Any], question: str) -> bool:
    return question_of(line["body"]) == question


ODD_ANSWERS: dict[str, tuple[Answering, str]] = {
    "the round in no form": (
        lambda line: (
            answered(line) | {"response": {"status_code": 200, "body": completion(line["body"], "no JSON")}}
            if asks(line, "frame")
            else answered(line)
        ),
        "",
    ),
    "items refused": (
        lambda line: (
            with_choice(line, message={"role": "assistant", "content": None, "refusal": "I cannot"})
            if asks(line, "items")
            else answered(line)
        ),
        "ModelRefusedError",
    ),
    "long texts cut": (
        lambda line: (
            with_choice(line, finish_reason="length")
            if asks(line, "items") and len(line["body"]["messages"][-1]["content"]) > 350
            else answered(line)
        ),
        "",
    ),
    "the filter": (
        lambda line: (
            with_choice(line, message={"role": "assistant", "content": None}, finish_reason="content_filter")
            if asks(line, "frame")
            else answered(line)
        ),
        "",
    ),
    "no choice at all": (
        lambda line: answered(line) | {"response": {"status_code": 200, "body": {"choices": []}}},
        "ModelUnavailableError",
    ),
    "an error for ever": (lambda line: refused(line, 500, "try later"), "ModelUnavailableError"),
}


@pytest.mark.load
@pytest.mark.parametrize("name", ODD_ANSWERS)
def test_rounds_end_and_ask_nothing_twice_whatever_is_answered(tmp_path: Path, run: Any, name: str) -> None:
    folder, out = reports(tmp_path / "in", 1), tmp_path / "out"
    answer, error = ODD_ANSWERS[name]
    told, ids = rounds_of(run, folder, out, answer)
    most = 3 if error == "ModelUnavailableError" else 1
    assert max(Counter(ids).values()) == most and told["pending"] == 0 and told["waiting"] == 0
    line = json.loads((out / "results.jsonl").read_text())
    assert line.get("error", {}).get("type", "") == error


def test_reports_that_are_refused_do_not_hold_up_those_that_wait(tmp_path: Path, run: Any) -> None:
    folder, out = reports(tmp_path / "in", 12), tmp_path / "out"
    files = [Path(file) for file in export(run, folder, out)["requests"]]
    bad = iter(range(12))
    take_in(run, out, answer_files(files, lambda line: refused(line, 400, "no") if next(bad) < 6 else answered(line)))
    code, told, _ = run("export", folder, "--out", out, "--model", "gpt-5-mini")
    assert (code, told["failed"], told["pending"], told["skipped"]) == (1, 6, 6, 0) and told["written"] >= 6


def test_late_and_double_lines_lose_no_answer(tmp_path: Path, run: Any) -> None:
    folder, out = reports(tmp_path / "in", 1), tmp_path / "out"
    files = [Path(file) for file in export(run, folder, out)["requests"]]
    right = answer_files(files)[0].read_text()
    late, wrong = tmp_path / "late.jsonl", tmp_path / "wrong.jsonl"
    late.write_text(right)
    wrong.write_text("".join(json.dumps(refused(json.loads(file.read_text()), 500, "later")) + "\n" for file in files))
    assert take_in(run, out, [wrong])["again"] == 1
    assert take_in(run, out, [late])["kept"] == 1  # the user sent the same file once more
    wrong.write_text(wrong.read_text().replace("500", "403"))
    told = take_in(run, out, [wrong])
    assert (told["known"], told["refused"], told["again"]) == (1, 0, 0)
    assert export(run, folder, out)["failed"] == 0


def test_a_download_that_broke_off_is_told_by_its_line_and_taken_in_when_it_is_whole(tmp_path: Path, run: Any) -> None:
    folder, out = reports(tmp_path / "in", 3), tmp_path / "out"
    files = [Path(file) for file in export(run, folder, out)["requests"]]
    whole = answer_files(files)[0]
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(whole.read_bytes()[:-40])
    code, _, err = run("import", cut, "--out", out)
    assert code == 2 and f"{cut}, line 3 " in err
    told = take_in(run, out, [whole])
    assert (told["known"], told["kept"], told["waiting"]) == (2, 1, 0)


def test_nothing_waits_for_an_answer_that_a_killed_command_took_in(
    tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = reports(tmp_path / "in", 2), tmp_path / "out"
    files = [Path(file) for file in export(run, folder, out)["requests"]]
    answers = answer_files(files)
    with monkeypatch.context() as killed:
        killed.setattr(batch_files.AnswerStore, "_save", lambda _: None)
        take_in(run, out, answers)
    told = take_in(run, out, answers)
    assert (told["known"], told["waiting"]) == (2, 0)


def test_an_error_has_a_place_in_the_tree() -> None:
    assert issubclass(errors.ModelPendingError, errors.ModelError)
