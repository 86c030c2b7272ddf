# Every command a person needs. `make` alone lists them.

CARGO_TARGET_DIR ?= $(shell scripts/target-folder)
export CARGO_TARGET_DIR

.PHONY: help demo test explore dev lint bench web openapi

help: ## Lists these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: web ## Builds, makes a demo shop and serves the console on http://127.0.0.1:8080
	cargo build --profile demo --locked -p regulars
	$(CARGO_TARGET_DIR)/demo/regulars --data-dir data/demo demo

test: test-tools web ## Installs what tests need and passes all of them
	scripts/test

explore: ## Looks for what breaks a law, in cases that no run has seen
	PROPTEST_CASES=$${PROPTEST_CASES:-50000} cargo test --release --locked --no-fail-fast -p pricing -p rules -p science
	WAREHOUSE_CASES=$${WAREHOUSE_CASES:-1000} REGULARS_RULES=$${REGULARS_RULES:-5000} cargo test --release --locked --no-fail-fast -p warehouse -p olap --lib

dev: web-packages ## Serves the API and the console with live reload on http://127.0.0.1:5173
	scripts/dev

lint: web-packages ## Format, clippy, types and the console's own lint
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	npm --prefix web/console run lint
	npm --prefix web/console run types
	scripts/contract --check

bench: test-tools web ## Speed and size beside what people would use instead, as ratios
	scripts/bench

openapi: ## Writes docs/openapi.json and the console's types from the program
	UPDATE_EXPECT=1 cargo test --locked -q -p regulars --test openapi
	scripts/contract

web: web-packages ## Builds the console, when it changed
	scripts/build-web

.PHONY: web-packages test-tools
web-packages:
	scripts/install-web

test-tools:
	scripts/install-test-tools
