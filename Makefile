# Every target does its own set-up; on a fresh machine `make demo` and `make test` are all there is to know.

CARGO ?= cargo

.PHONY: help demo test lint gen bench fuzz dist docs setup clean

help:
	@echo "make demo   one message from each language, on the mock"
	@echo "make test   everything: lint, generated files, every suite on the installed artefacts"
	@echo "make lint   formatting, clippy, types, the rules of the house"
	@echo "make gen    writes every generated file"
	@echo "make dist   everything that is shipped, into dist/"
	@echo "make bench  speed, side by side with the peers"
	@echo "make fuzz   the codec with inputs nobody thought of, for FUZZ_SECONDS (240)"
	@echo "make docs   the documentation as a site, into target/docs/site"

setup:
	.ci/setup.sh

demo: dist
	demo/run.sh

test: setup
	tests/run.sh

lint: setup
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	cd lint && python3 -m unittest --quiet test_house
	python3 lint/house.py
	python3 lint/packages.py

gen:
	$(CARGO) run --quiet --locked -p ecall-gen
	$(CARGO) build --quiet --locked -p ecall-uniffi
	swift/generate.sh "$$($(CARGO) metadata --no-deps --format-version 1 | python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')/debug"

dist: setup
	packaging/dist.sh

bench: dist
	bench/setup.sh
	python3 bench/run.py

FUZZ_SECONDS ?= 240
fuzz: setup
	core/codec/fuzz/run.sh $(FUZZ_SECONDS)

docs: setup
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --locked -p ecall -p ecall-codec
	docs/build.sh "$${CARGO_TARGET_DIR:-target}/doc"

clean:
	rm -rf dist target
