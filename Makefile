# Needs make, bash, Node 20 or newer with npm, and Go 1.25 or newer (or, for demo and test, pulumi 3.259 or newer with
# its Node.js host). Everything else is installed inside the checkout: .tools/ node_modules/ .build/ dist/

# The installed tools first on PATH; see tools/env.sh.
WITH_TOOLS := . tools/env.sh &&

.DEFAULT_GOAL := help
# The targets share dist/ and .build/: `make -j check test` shall not build both at once.
.NOTPARALLEL:
.PHONY: help setup setup-all setup-oldest demo test soak bench states check generate excerpts build clean distclean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## install the tools: Node if too old, npm packages, Pulumi (done by the others as needed)
	@tools/setup/main.sh node npm pulumi

setup-all:
	@tools/setup/main.sh node npm pulumi sdkgen

# The engine tests run on the oldest promised command line too.
setup-oldest: setup
	@tools/setup/main.sh pulumi-oldest

demo: build ## the whole provider against the emulator, in one terminal
	@$(WITH_TOOLS) node tools/run.mjs tools/demo/main.ts

test: build setup-oldest ## all tests; ARGS="tests/kernel" chooses some
	@$(WITH_TOOLS) node tools/test.mjs $(ARGS)

bench: build ## seconds, calls and bytes of real runs, for docs/performance.md; ARGS="loading" chooses some
	@$(WITH_TOOLS) node tools/run.mjs tools/bench/main.ts $(ARGS)

states: build ## record the stack of tests/states/<version>, which later versions must read
	@$(WITH_TOOLS) node tools/run.mjs tools/states/record.ts

# How long the days of `make soak` go on.
MINUTES ?= 10

soak: build ## 100 seeds for every fault, the largest files, days of bad weather, real limits; MINUTES=1 ARGS=days is what CI runs
	@$(WITH_TOOLS) SOAK_MINUTES=$(MINUTES) node tools/soak.mjs $(ARGS)

check: setup-all ## format, lint, types, import rules, unused code, stale generated files
	@$(WITH_TOOLS) node tools/check.mjs

generate: setup-all ## what follows from the declarations: schema.json, the SDKs, docs/reference and tables of the docs
	@$(WITH_TOOLS) node tools/generate.mjs
	@$(WITH_TOOLS) tools/generate-sdk.sh

excerpts: setup ## what the catalogs need of the official OpenAPI document; OPENAPI="<its path>"
	@$(WITH_TOOLS) node tools/trim-openapi.mjs "$(OPENAPI)" emulator/openapi.json
	@$(WITH_TOOLS) node tools/trim-witness.mjs "$(OPENAPI)" tests/witness/openapi.json

build: setup ## dist/ and .build/pulumi-openai.tgz
	@$(WITH_TOOLS) node tools/build.mjs

clean: ## remove what was built
	rm -rf dist .build

distclean: clean ## remove the installed tools and packages too
	rm -rf node_modules .tools
