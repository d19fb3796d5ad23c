from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefing import generate
from briefing.record import Record
from briefing.settings import make_settings

TEXT = (
    "انطلقت في جنيف اليوم جولة جديدة من المفاوضات بين وفد المعارضة السورية ووفد الحكومة السورية، برعاية روسيا وتركيا.\n\n"
    "وطالب رئيس وفد المعارضة السورية محمد علوش بالإفراج عن جميع المعتقلين. وتعهدت تركيا بفتح المعابر أمام المساعدات.\n"
)


@pytest.mark.model
def test_the_embedded_model_makes_a_record_and_briefs_of_a_short_report(tmp_path: Path) -> None:
    made = generate(TEXT, out=tmp_path, published="2017-01-23", settings=make_settings(model="local"))
    record = Record.from_json(json.dumps(json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))))
    assert record.evidence_problems({"S1": TEXT}) == []
    assert record.provenance.endpoint_kind == "embedded"
    assert record.provenance.calls > 0
    people = {participant.name.en: participant for participant in record.participants}
    assert people["Turkey"].role == people["Russia"].role == "sponsor"
    quotes = [evidence.quote for owner, evidence in record.evidence() if owner[0] in "DC"]
    assert any("بالإفراج عن جميع المعتقلين" in quote for quote in quotes)
    assert [file.name for file in made.files] == ["record.json", "brief.ar.md", "brief.en.md", "brief.ar.html", "brief.en.html"]
