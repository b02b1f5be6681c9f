# Everything sets itself up: a fresh clone needs python3, pip and make, and no other command first.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(PYTHON) -m pip --disable-pip-version-check --python $(BIN)/python install --quiet

FORMAT ?= text
REV ?= origin/main

.PHONY: serve site check leaks diff urls test lint soak bench audit lock clean

serve: .venv/site.stamp            ## show the public site at http://127.0.0.1:8000/, again after every edit
	$(BIN)/handrail serve

site: .venv/site.stamp             ## build both sites into site/
	$(BIN)/handrail build

check: .venv/site.stamp            ## say what is wrong in the records
	$(BIN)/handrail check --format $(FORMAT)

leaks: .venv/site.stamp            ## look for what must not be published in every byte of site/public
	$(BIN)/handrail leaks site/public

diff: .venv/site.stamp             ## say what a merge means, compared with REV
	$(BIN)/handrail diff --format $(FORMAT) "$(REV)"

urls: .venv/site.stamp             ## addresses of site/public that are not in urls.txt; WRITE=--write adds them
	$(BIN)/handrail urls $(WRITE)

test: lint .venv/node.stamp        ## everything that must hold before a merge
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: .venv/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

soak: .venv/dev.stamp .venv/node.stamp ## the long runs of the same tests
	$(BIN)/python -m pytest -m soak

bench: .venv/bench.stamp           ## time builds beside those of other builders, and the evidence (minutes)
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/evidence.py

audit: .venv/site.stamp            ## known holes in what we depend on; asks the registry
	$(PYTHON) -m venv --without-pip .venv/audit
	$(PYTHON) -m pip --disable-pip-version-check --python .venv/audit/bin/python install --quiet pip-audit
	.venv/audit/bin/pip-audit --disable-pip --require-hashes --requirement requirements-dev.lock

lock:                              ## choose versions anew; needs uv
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header --upgrade --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --constraint requirements.lock --quiet --output-file requirements-dev.lock
	uv pip compile pyproject.toml --group bench --universal --python-version 3.11 --generate-hashes --no-header --constraint requirements.lock --quiet --output-file requirements-bench.lock

clean:
	rm -rf .venv site .handrail-*

# The virtual environment is made without pip, so that a system without ensurepip will do.
.venv/site.stamp: requirements.lock pyproject.toml
	$(PYTHON) -m venv --without-pip .venv
	$(PIP) --require-hashes --requirement requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q hooks
	touch $@

.venv/dev.stamp: requirements-dev.lock .venv/site.stamp
	$(PIP) --require-hashes --requirement requirements-dev.lock
	touch $@

.venv/bench.stamp: requirements-bench.lock .venv/site.stamp
	$(PIP) --require-hashes --requirement requirements-bench.lock
	touch $@

# What the tests use from npm, by the Node.js of a wheel: none is needed before.
.venv/node.stamp: tests/node/package-lock.json .venv/dev.stamp
	cd tests/node && ../../$(BIN)/python __init__.py ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@
