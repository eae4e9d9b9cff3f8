# Commands of the project. `make test` and `make demo` need nothing but Python (3.11 or newer) and make.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SPARK := $(VENV)/.spark
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
UV := $(shell command -v uv 2>/dev/null)
COMPILE = uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-header --no-annotate $(UPGRADE)

OUT ?= out
UPGRADE ?=
SEED ?= 7
SCENARIO ?= mixed
PROMPTS ?=
ONLY ?=
DATE ?= $(shell date +%F)

.PHONY: test test-spark demo lint types unit lock fit prove bench crash clean help

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

test: lint types unit  ## everything that must hold before a change is merged, but for Spark

test-spark: $(SPARK)  ## the same results on a real Spark; needs Java 17 or newer, installs PySpark (450 MB)
	$(BIN)/python -m pytest -m spark tests/engine

lint: $(READY)  ## style, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache

types: $(READY)  ## strict types
	$(BIN)/mypy

unit: $(READY)  ## unit, property and documentation tests
	$(BIN)/python -m pytest

demo: $(READY)  ## write a log with hidden campaigns from real prompts, then hunt in it
	$(BIN)/hydrascope simulate --scenario $(SCENARIO) --seed $(SEED) --honest 3000 --fake 400 \
		--out $(OUT)/demo/world
	$(BIN)/hydrascope hunt $(OUT)/demo/world/exchanges.parquet \
		--accounts $(OUT)/demo/world/accounts.parquet --out $(OUT)/demo/found
	@echo "Open $(OUT)/demo/found/report.html"

prove: $(READY)  ## the whole proof: quality, promises, ablation, evasion, replay, shift, peers; then docs/proof.md
	$(BIN)/python -m benchmarks.prove $(if $(PROMPTS),--prompts $(PROMPTS)) $(if $(ONLY),--only $(ONLY)) \
		--work $(OUT)/proof --date $(DATE)
	$(BIN)/python -m benchmarks.render_proof

fit: $(READY)  ## learn the frozen models anew (hours; PROMPTS=folder of further prompts)
	$(BIN)/python -m benchmarks.fit_detection --cases $(OUT)/cases $(if $(PROMPTS),--prompts $(PROMPTS)) \
		--out src/hydrascope/campaigns/models.json

bench: $(READY)  ## speed, memory and growth, beside the floor
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.render_speed

crash: $(READY)  ## kill hunt and watch at a hundred random moments, and compare the results
	$(BIN)/python -m benchmarks.crash --trials 100 --out $(OUT)/crash

lock:  ## choose versions anew (UPGRADE=--upgrade: the newest); hashes for every platform, no addresses
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(COMPILE) --group spark --constraint requirements.lock --output-file requirements-spark.lock

clean:  ## everything that the commands above made
	rm -rf $(VENV) $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)$(UV)" || { echo "Python 3.11 or newer was not found; name one: make PYTHON=..." >&2; exit 2; }
ifdef UV
	test -x $(BIN)/python || uv venv --quiet --python '>=3.11' $(VENV)
	uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock -r requirements-dev.lock
	uv pip install --quiet --python $(BIN)/python --no-deps --editable .
else
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
endif
	@touch $@

$(SPARK): $(READY) requirements-spark.lock
	@command -v java >/dev/null || { echo "Java was not found; install version 17 or newer (Debian: openjdk-17-jre-headless)" >&2; exit 2; }
ifdef UV
	uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-spark.lock
else
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-spark.lock
endif
	@touch $@
