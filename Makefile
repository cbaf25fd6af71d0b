# Everything a contributor runs; needs Go and make, `make test` says what else.
# Works with GNU make 3.81, which is what macOS has.

GO   ?= go
TOOL  = $(GO) tool -modfile=tools.mod

# Arguments for `make run`, as in: make run ARGS="--addr 127.0.0.1:9000"
ARGS ?=

# The version in the binary comes from git, where this is a clone that git trusts.
BUILDVCS := $(shell git rev-parse HEAD >/dev/null 2>&1 && echo auto || echo false)

.DEFAULT_GOAL := help
.PHONY: help run build test soak bench lint fmt generate check vuln clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: build ## build and start Gatehouse; it prints where to go
	bin/gatehouse serve $(ARGS)

build: ## build bin/gatehouse
	CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=$(BUILDVCS) -o bin/gatehouse ./cmd/gatehouse

test: ## run every test on SQLite, PostgreSQL and in Chromium
	@scripts/test.sh

soak: ## the same with full repetitions; takes an hour or so
	@GATEHOUSE_SOAK=1 scripts/test.sh

bench: ## measure against the limits of the same machine
	scripts/with-postgres.sh sh -c '$(GO) run ./bench -postgres "$$GATEHOUSE_TEST_POSTGRES"'

lint: ## run the linters and check the formatting
	$(TOOL) golangci-lint run ./...

fmt: ## format the code as the linters want it
	$(TOOL) golangci-lint fmt ./...

generate: ## make the generated code anew from its sources
	$(TOOL) templ generate
	$(GO) test ./internal/api -run '^TestOpenAPI' -count=1 -update

check: ## fail when generated code is not what its sources make
	@scripts/check.sh

vuln: ## look for known vulnerabilities that the code reaches
	@scripts/vuln.sh

clean: ## remove what was built; data stays
	rm -rf bin
