# Needs Python 3.11 or newer, make and a package registry. PYTHON=python3.12 make test uses another interpreter.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# LangExtract wants other versions of what we use, so it has an environment of its own.
OTHERS ?= .venv-others

.PHONY: demo test test-quick lint bench schemas docs audit lock clean

demo: $(READY)
	$(BIN)/briefing doctor
	$(BIN)/briefing generate examples/astana-first-day/report.ar.txt --published 2017-01-23 --model local --out out/demo
	@echo "Open out/demo/brief.ar.html and out/demo/brief.en.html."

test: $(READY)
	$(BIN)/python -m pytest -n auto

test-quick: $(READY)
	$(BIN)/python -m pytest -m "not model and not browser and not documents and not load and not cluster and not thorough" -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/briefing schema --check

bench: $(READY) $(OTHERS)/.ready
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/documents.py
	$(BIN)/python benchmarks/hard_cases.py
	$(BIN)/python benchmarks/wrong_answers.py
	$(BIN)/python benchmarks/throughput.py --langextract $(OTHERS)/bin/python
	$(BIN)/python benchmarks/alignment.py $(OTHERS)/bin/python
	$(BIN)/python benchmarks/alternatives.py --langextract $(OTHERS)/bin/python

schemas: $(READY)
	$(BIN)/briefing schema > schemas/record.v1.schema.json.new
	mv schemas/record.v1.schema.json.new schemas/record.v1.schema.json
	$(BIN)/briefing schema --gold > schemas/gold.v1.schema.json.new
	mv schemas/gold.v1.schema.json.new schemas/gold.v1.schema.json
	$(BIN)/briefing schema --corrections > schemas/corrections.v1.schema.json.new
	mv schemas/corrections.v1.schema.json.new schemas/corrections.v1.schema.json
	$(BIN)/briefing schema --manifest > schemas/manifest.v1.schema.json.new
	mv schemas/manifest.v1.schema.json.new schemas/manifest.v1.schema.json

docs: $(READY)
	$(BIN)/python -m tests.faults

audit: $(READY)
	$(BIN)/python .ci/audit.py $(BIN)/pip-audit

lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --all-extras --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --output-file requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed: PYTHON=… make')"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

$(OTHERS)/.ready: benchmarks/requirements.txt
	test -x $(OTHERS)/bin/python || $(PYTHON) -m venv $(OTHERS)
	$(OTHERS)/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	touch $(OTHERS)/.ready

clean:
	rm -rf $(VENV) $(OTHERS) out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
