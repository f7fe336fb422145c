# Each candidate must really run, here, and have what makes an environment: a version manager's shim may exist and fail.
CANDIDATES := python3.13 python3.12 python3.11 python3 $(wildcard /usr/bin/python3.1[123] /usr/local/bin/python3.1[123] /opt/*/bin/python3.1[123] $(HOME)/.pyenv/versions/3.1[123].*/bin/python3) /usr/bin/python3 /usr/local/bin/python3 python
PYTHON ?= $(shell for p in $(CANDIDATES); do "$$p" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo "$$p"; break; }; done)
BOOTSTRAP = @$(or $(PYTHON),$(error OmniLex needs Python 3.11, 3.12 or 3.13 with venv: on Debian, apt-get install python3 python3-venv)) local/bootstrap.py
RUN := .venv/bin
WORKERS ?= -n 2 --dist loadscope --no-loadscope-reorder
BENCHMARKS := $(filter-out serving counted_table,$(basename $(notdir $(wildcard benchmarks/*.py))))
export PATH := $(CURDIR)/.local/envs/node/bin:$(PATH)
.DEFAULT_GOAL := up
.PHONY: up setup setup-test whisper test check check-python check-template check-asl check-pages check-platform build deploy bench nightly down invoke fmt schemas bot-version faq-vectors requirements clean

up: setup ; @$(RUN)/omnilex up $(ARGS)
setup: ; $(BOOTSTRAP) up
setup-test: ; $(BOOTSTRAP) test
whisper: setup ; $(BOOTSTRAP) whisper
test: setup-test ; @npm test --silent --prefix frontend; pages=$$?; $(RUN)/python -m pytest $(WORKERS) $(ARGS) && exit $$pages
check: setup-test check-python check-template check-platform check-asl check-pages ;
check-python: ; $(RUN)/ruff format --check . && $(RUN)/ruff check . && $(RUN)/mypy && PYTHONPATH=functions $(RUN)/lint-imports
check-template: ; $(RUN)/cfn-lint template.yaml && SAM_CLI_TELEMETRY=0 .local/envs/sam/bin/sam validate --lint --region us-east-1
check-platform: ; @.local/envs/checkers/bin/python tests/platform_checks.py
check-asl: ; $(RUN)/python -m pytest tests/template -q
check-pages: ; npm run check --silent --prefix frontend
build: bot-version ; SAM_CLI_TELEMETRY=0 .local/envs/sam/bin/sam build $(ARGS)
deploy: build ; SAM_CLI_TELEMETRY=0 .local/envs/sam/bin/sam deploy $(if $(STAGE),--config-env $(STAGE),--guided) $(ARGS) && $(RUN)/omnilex publish --aws --stage $(or $(STAGE),default)
bench: setup-test ; @for b in $(BENCHMARKS); do echo "== $$b"; $(RUN)/python -m benchmarks.$$b || exit 1; done
nightly: setup-test ; $(RUN)/python -m pytest -m nightly $(ARGS)
down: ; @$(RUN)/omnilex down
invoke: ; @$(RUN)/omnilex invoke $(F) $(E) $(ARGS)
fmt: ; $(RUN)/ruff format . && $(RUN)/ruff check --fix . && cd frontend && npx biome check --write .
faq-vectors: setup ; $(RUN)/python faq_search/encode_faq.py
schemas: setup ; PYTHONPATH=functions $(RUN)/python docs/schemas.py && PYTHONPATH=functions $(RUN)/python docs/openapi.py
bot-version: setup ; @$(RUN)/python -m local.stack.bot_version
requirements: ; for g in local dev whisper ministack sam checkers lambda-runtime node functions faq-search ffmpeg; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --group $$g $$([ $$g != whisper ] || echo -c requirements/dev.txt) pyproject.toml -o $$(case $$g in functions) echo functions/requirements.txt;; faq-search) echo faq_search/requirements.txt;; ffmpeg) echo ffmpeg/requirements.txt;; *) echo requirements/$$g.txt;; esac) || exit 1; done
clean: ; @[ ! -x $(RUN)/omnilex ] || $(RUN)/omnilex down; rm -rf .venv .local .aws-sam frontend/node_modules frontend/dist *.egg-info .*_cache
