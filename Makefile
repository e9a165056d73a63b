# Every target is one line over `cargo xtask`; scripts/setup.sh installs what is missing first.
SHELL := /bin/bash
X = set -e; . scripts/env.sh; [ -x target/debug/xtask ] || echo '→ build tool (about 2 minutes the first time)'; cargo xtask
SIZE ?= s
ENGINE ?= sqlite

.PHONY: run test dev package bench site help

run: ## Install what is missing, build, seed the demo province, serve on http://127.0.0.1:3000
	@scripts/setup.sh run && $(X) run

test: ## Install what is missing and run every check: format, lints, Rust tests on both engines, browser tests
	@scripts/setup.sh test && $(X) test

dev: ## Serve and start again whenever a source file changes
	@scripts/setup.sh run && $(X) dev

package: ## Build the release folder target/package/mot-cong
	@scripts/setup.sh run && $(X) package

bench: ## Measure the release binary: make bench [SIZE=s|m|l] [ENGINE=sqlite|postgres] [KEEP=1]
	@scripts/setup.sh test && $(X) bench --size $(SIZE) --engine $(ENGINE) $(if $(KEEP),--keep)

site: ## Build the browser side only and print its sizes
	@scripts/setup.sh run && $(X) site

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20
