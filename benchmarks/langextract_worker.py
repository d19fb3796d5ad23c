"""LangExtract on its own, in the environment that benchmarks/requirements.txt describes.

Reads one JSON object from standard input and writes one to standard output:

* ``{"extract": {"texts": [...], "base_url": ..., "api_key": ..., "model": ...}}``: what LangExtract finds in each text,
  as ``class, text, start, end, exact, attributes``; ``start`` is null where it found no place;
* ``{"batch": {"texts": [...], "base_url": ..., "model": ..., "concurrency": ...}}``: the same as one batch of documents, and
  of how many texts there is an answer, ``{"done": ...}``;
* ``{"align": [[text, phrase], ...]}``: where its aligner puts each phrase, ``[start, end]`` or null.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import warnings
from typing import Any

import langextract as lx
from langextract.core import data
from langextract.core.tokenizer import UnicodeTokenizer
from langextract.resolver import WordAligner

# Written for it as carefully as our own prompts: the same invented round, the same facts asked for.
PROMPT = """Find in this Arabic report on negotiations, in order of appearance:
- participant: each delegation, State, organization, armed group or person that takes part in the talks;
- demand: what somebody demands of somebody;
- commitment: what somebody undertakes, or is said to have undertaken;
- clause: what the final statement, agreement or draft of the round says.
Copy the extraction text exactly from the report; do not paraphrase. Attribute "by" of demands and commitments: whose it is,
named as in the report, not who reports it. Attribute "english" of demands, commitments and clauses: one neutral English
sentence that keeps every number, name, condition and negation."""

EXAMPLE = lx.data.ExampleData(
    text="طالب رئيس وفد حركة الشروق سالم الراجحاني بفتح معبر الدلاء، بينما تعهدت جمهورية أركاندا بتمويل لجنة السدود."
    " ونص البيان الختامي على تشكيل لجنة مشتركة.",
    extractions=[
        lx.data.Extraction("participant", "وفد حركة الشروق", attributes={"kind": "delegation"}),
        lx.data.Extraction("participant", "سالم الراجحاني", attributes={"kind": "person"}),
        lx.data.Extraction(
            "demand",
            "بفتح معبر الدلاء",
            attributes={"by": "سالم الراجحاني", "english": "Salem al-Rajhani demands the opening of the Dila crossing."},
        ),
        lx.data.Extraction("participant", "جمهورية أركاندا", attributes={"kind": "state"}),
        lx.data.Extraction(
            "commitment",
            "بتمويل لجنة السدود",
            attributes={"by": "جمهورية أركاندا", "english": "The Republic of Arkanda undertakes to fund the dams committee."},
        ),
        lx.data.Extraction(
            "clause", "تشكيل لجنة مشتركة", attributes={"english": "The statement provides for forming a joint committee."}
        ),
    ],
)


def extract(texts: list[str], base_url: str, api_key: str, model: str) -> list[list[dict[str, Any]]]:
    """LangExtract's extractions of each text; a text whose answers it cannot parse has none."""
    config = lx.factory.ModelConfig(
        model_id=model,
        provider="OpenAILanguageModel",
        # One worker, as the engine has one slot. Without a bound on the answer the small model goes on for ever.
        provider_kwargs={
            "api_key": api_key,
            "base_url": base_url,
            "max_workers": 1,
            "temperature": 0.0,
            "max_output_tokens": 700,
        },
    )
    found: list[list[dict[str, Any]]] = []
    for text in texts:
        try:
            result = lx.extract(
                text,
                prompt_description=PROMPT,
                examples=[EXAMPLE],
                config=config,
                max_char_buffer=1000,
                max_workers=1,
                show_progress=False,
                tokenizer=UnicodeTokenizer(),
                resolver_params={"suppress_parse_errors": True},
            )
        except Exception as error:  # whatever it raises for an answer that it cannot read: the report has none
            print(f"LangExtract gave up on a report: {type(error).__name__}: {error}", file=sys.stderr)
            found.append([])
            continue
        assert isinstance(result, data.AnnotatedDocument)
        print(f"LangExtract: {len(found) + 1} of {len(texts)} reports", file=sys.stderr, flush=True)
        found.append([_plain(extraction) for extraction in result.extractions or []])
    return found


def batch(texts: list[str], base_url: str, model: str, concurrency: int) -> dict[str, int]:
    """LangExtract's own batch over documents; it hands out what it has until a call fails."""
    config = lx.factory.ModelConfig(
        model_id=model,
        provider="OpenAILanguageModel",
        provider_kwargs={"api_key": "none", "base_url": base_url, "max_workers": concurrency, "temperature": 0.0},
    )
    done = 0
    try:
        results = lx.extract(
            [data.Document(text=text, document_id=str(number)) for number, text in enumerate(texts)],
            prompt_description=PROMPT,
            examples=[EXAMPLE],
            config=config,
            max_char_buffer=1000,
            batch_length=concurrency,
            max_workers=concurrency,
            show_progress=False,
            tokenizer=UnicodeTokenizer(),
            resolver_params={"suppress_parse_errors": True},
        )
        for result in results:
            done += bool(result.extractions)
    except Exception as error:
        print(f"LangExtract gave up on the batch: {type(error).__name__}: {error}"[:300], file=sys.stderr)
    return {"done": done}


def align(cases: list[tuple[str, str]]) -> list[tuple[int, int] | None]:
    """The place at which LangExtract's aligner puts each phrase of its text."""
    places: list[tuple[int, int] | None] = []
    for text, phrase in cases:
        wanted = lx.data.Extraction("phrase", phrase)
        [[aligned]] = WordAligner().align_extractions([[wanted]], text, tokenizer_impl=UnicodeTokenizer())
        places.append(_place(aligned))
    return places


def _plain(extraction: data.Extraction) -> dict[str, Any]:
    place = _place(extraction)
    return {
        "class": extraction.extraction_class,
        "text": extraction.extraction_text,
        "start": place[0] if place else None,
        "end": place[1] if place else None,
        "attributes": extraction.attributes or {},
    }


def _place(extraction: data.Extraction) -> tuple[int, int] | None:
    interval = extraction.char_interval
    if interval is None or interval.start_pos is None or interval.end_pos is None:
        return None
    return interval.start_pos, interval.end_pos


def main() -> None:
    """One question, one answer."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    asked = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):
        answer: Any
        if "batch" in asked:
            answer = batch(**asked["batch"])
        else:
            answer = extract(**asked["extract"]) if "extract" in asked else align(asked["align"])
    json.dump(answer, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
