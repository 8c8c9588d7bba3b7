# onrecord: `make run` serves, `make test` checks. Both need only python3 >= 3.11 with venv, and git.
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
PAGES ?=
UN ?=
DATA ?=
WORK ?= .bench
# The sample never meets a user's pages: it has a folder of its own, beside theirs if one is set.
DEMO := $(if $(ONRECORD_DATA),$(ONRECORD_DATA)/demo,.demo)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help
help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

.PHONY: check-python
check-python:
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) is missing. Debian, Ubuntu: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is $$($(PYTHON) -V 2>&1); 3.11 or newer is needed. Name one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "make: $(PYTHON) has no venv. Debian, Ubuntu: sudo apt-get install python3-venv"; exit 1; }

$(VENV)/installed: pyproject.toml | check-python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml | check-python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/installed

.PHONY: run
run: $(VENV)/installed ## Index PAGES (default: our sample) and serve on http://127.0.0.1:$(PORT)
ifeq ($(strip $(PAGES)),)
	@echo "No PAGES given: serving the sample of invented pages. Yours: make run PAGES=/path/to/saved/pages"
	$(BIN)/onrecord --data "$(DEMO)" index --sample
	$(BIN)/onrecord --data "$(DEMO)" serve --port $(PORT)
else
	$(BIN)/onrecord index "$(PAGES)"
	$(BIN)/onrecord serve --port $(PORT)
endif

.PHONY: test
test: $(VENV)/installed-dev ## Lint, types, import contract and all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses 2 --durations 10 -v

# The other maintained Whoosh reads and writes the same files; should whoosh3 end, this is the way on.
.PHONY: test-reloaded
test-reloaded: $(VENV)/installed-dev ## Run the engine contract on whoosh-reloaded in place of whoosh3
	$(PYTHON) -m venv $(VENV)-reloaded
	$(VENV)-reloaded/bin/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(VENV)-reloaded/bin/pip uninstall --quiet --yes whoosh3
	$(VENV)-reloaded/bin/pip install --quiet --disable-pip-version-check whoosh-reloaded==2.7.5
	$(VENV)-reloaded/bin/pytest --numprocesses 2 --durations 5 -v tests/search/engines

.PHONY: soak
soak: $(VENV)/installed-dev ## 200 kills, a full disk, 50 generations under load (minutes; needs root for the disk)
	ONRECORD_SOAK=full $(BIN)/pytest -v -s --durations 10 tests/index/pipeline/test_soak.py

.PHONY: soak-crawl
soak-crawl: $(VENV)/installed-dev ## Kill a crawl of a played site at twenty random moments (minutes)
	ONRECORD_SOAK=full $(BIN)/pytest -v -s tests/index/crawl/test_kills.py

.PHONY: spans
spans: $(VENV)/installed-dev ## Marks in 10,000 random statements beside a plain reader's (minutes)
	ONRECORD_SPANS=full $(BIN)/pytest --numprocesses 2 tests/search/engines/whoosh/test_spans.py

.PHONY: cluster-up
cluster-up: $(VENV)/installed-dev ## Start a real OpenSearch cluster of three nodes on this machine
	@$(BIN)/python -m cluster up

.PHONY: cluster-down
cluster-down: $(VENV)/installed-dev ## Stop it and delete its data
	@$(BIN)/python -m cluster down

# The contract on the other engines, and Whoosh's own tests, are `make test`'s.
ON_CLUSTER := $(BIN)/pytest --durations 5 -v
BOTH := $(ON_CLUSTER) --numprocesses 3 tests/search/engines tests/cluster \
	--ignore tests/search/engines/whoosh --ignore tests/cluster/drills --ignore tests/cluster/secured

# Drills that end soon on two busy cores; those of more dead nodes are `make soak-cluster`'s.
SHORT := -k "under_queries or swaps or half_way or snapshot"

.PHONY: test-cluster
test-cluster: $(VENV)/installed-dev ## Run the contract and the cluster's tests on real nodes: three of 3.8, a secure one of 2.19
	$(BIN)/python -m cluster run -- sh -c '$(BOTH) && $(ON_CLUSTER) -s tests/cluster/drills $(SHORT)'
	$(BIN)/python -m cluster run --secure --nodes 1 -- sh -c '$(BOTH) && $(ON_CLUSTER) tests/cluster/secured'

.PHONY: soak-cluster
soak-cluster: $(VENV)/installed-dev ## Kill nodes 20 times under load, move the alias 50 times, lose and restore an index (minutes)
	ONRECORD_SOAK=full $(BIN)/python -m cluster run -- $(ON_CLUSTER) -s tests/cluster/drills

.PHONY: bench
bench: $(VENV)/installed ## Measure beside tantivy, Xapian, FTS5, stock Whoosh: UN=folder of UN texts [PAGES=saved pages]
	@test -d "$(UN)" || { echo "make: name the folder of UN General Debate texts: make bench UN=/path"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks.run "$(UN)" "$(WORK)" $(if $(PAGES),"$(PAGES)")

.PHONY: bench-cluster
bench-cluster: $(VENV)/installed-dev ## Measure loading, queries and growth on real clusters: UN=folder of UN texts (long)
	@test -d "$(UN)" || { echo "make: name the folder of UN General Debate texts: make bench-cluster UN=/path"; exit 1; }
	$(BIN)/python -m benchmarks.clustered "$(UN)" "$(WORK)/cluster"

.PHONY: quotes
quotes: $(VENV)/installed-dev ## Hold all labelled quotations and articles to their verdicts: PAGES=folder of real pages, FOREIGN=texts of other origin
	ONRECORD_CORPUS="$(PAGES)" ONRECORD_FOREIGN="$(FOREIGN)" ONRECORD_QUOTES=all $(BIN)/pytest tests/search/quotes/test_labelled.py -v -s

.PHONY: bench-pages
bench-pages: $(VENV)/installed ## Time and weigh every kind of page of the site over DATA=an indexed data folder
	@test -d "$(DATA)/generations" || { echo "make: name a data folder that is indexed: make bench-pages DATA=/path"; exit 1; }
	$(BIN)/python -m benchmarks.pages "$(DATA)"

BEFORE ?= f9eadf4

.PHONY: bench-before
bench-before: $(VENV)/installed ## Time pages beside those of the version BEFORE (a commit) over DATA=an indexed data folder [DATA_BEFORE=one indexed by it]
	@test -d "$(DATA)/generations" || { echo "make: name a data folder that is indexed: make bench-before DATA=/path"; exit 1; }
	rm -rf "$(WORK)/before" && mkdir -p "$(WORK)/before" && git archive $(BEFORE) | tar -x -C "$(WORK)/before"
	$(BIN)/python -m benchmarks.beside "$(DATA)" "$(WORK)/before" 100 $(if $(DATA_BEFORE),"$(DATA_BEFORE)")

.PHONY: bench-datasette
bench-datasette: $(VENV)/installed ## Time pages and JSON beside Datasette over the turns of DATA=an indexed data folder
	@test -d "$(DATA)/generations" || { echo "make: name a data folder that is indexed: make bench-datasette DATA=/path"; exit 1; }
	$(PYTHON) -m venv "$(WORK)/datasette" && "$(WORK)/datasette/bin/pip" install --quiet --disable-pip-version-check datasette
	$(BIN)/python -m benchmarks.datasette "$(DATA)" "$(WORK)/datasette/bin/datasette"

ROUNDS ?= 3

.PHONY: bench-building
bench-building: $(VENV)/installed ## Time building from PAGES beside Recoll and the versions BEFORE (commits), in turn: [UN=UN texts] [ROUNDS=3]
	@test -d "$(PAGES)" || { echo "make: name a folder of saved pages: make bench-building PAGES=/path"; exit 1; }
	for version in $(BEFORE); do rm -rf "$(WORK)/$$version" && mkdir -p "$(WORK)/$$version" && git archive $$version | tar -x -C "$(WORK)/$$version" || exit 1; done
	$(BIN)/python -m benchmarks.building_beside "$(PAGES)" "$(WORK)/building" $(ROUNDS) $(if $(UN),--un "$(UN)") $(addprefix $(WORK)/,$(BEFORE))

SECONDS ?= 600

.PHONY: bench-load
bench-load: $(VENV)/installed ## Load a site over DATA=an indexed data folder in every way, beside the version BEFORE and Datasette: [SECONDS=600] each [DATA_BEFORE=one indexed by it]
	@test -d "$(DATA)/generations" || { echo "make: name a data folder that is indexed: make bench-load DATA=/path"; exit 1; }
	rm -rf "$(WORK)/before" && mkdir -p "$(WORK)/before" && git archive $(BEFORE) | tar -x -C "$(WORK)/before"
	$(PYTHON) -m venv "$(WORK)/datasette" && "$(WORK)/datasette/bin/pip" install --quiet --disable-pip-version-check datasette
	$(BIN)/python -m benchmarks.load "$(DATA)" --seconds $(SECONDS) --before "$(WORK)/before" $(if $(DATA_BEFORE),--data-before "$(DATA_BEFORE)") --datasette "$(WORK)/datasette/bin/datasette"

.PHONY: census
census: $(VENV)/installed ## Print what attribution makes of all pages under PAGES
	$(BIN)/python -m index.census "$(PAGES)"

.PHONY: clean
clean: ## Remove what make made (never your data)
	rm -rf $(VENV) $(VENV)-reloaded .demo .bench build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
