# The two commands of set-up: `make up` and `make test`. Whatever the machine lacks, they install, after saying so.
#
#   make build    release, into bin/          make debug    the build that the tests use
#   make up       a cluster                   make down     nothing of it is left
#   make test     all tests, cluster included make check    style: formatting, lengths, READMEs
#   make book     the chapters as an offline site     make chapters  their commands, run on clusters (root)
#   make lab      the labs' tool: bin/lab   make toolkit TOOLKIT=FOLDER   for a machine shared by many
#   make soak     Raft in the simulator, seed after seed: SECONDS=600; SEED=4711 with a timeline
#   make bench    measurements                make clean

NAME ?= dinghy
ARGUMENTS ?=
# An arrow that points upward in Package.swift's layers is an error.
STRICT := --explicit-target-dependency-import-check error

TOOLKIT ?= toolkit

.PHONY: soak bench-lab trial-grading trial-course lab starters toolkit mutants help build debug needs up down test check bench book chapters clean
.DEFAULT_GOAL := help

help:
	@sed -n 's/^#   //p' Makefile

# ---- Building

bin/%: Sources/%/*.c
	@mkdir -p bin
	$(CC) -static -Os -s -Wall -Wextra -o $@ $^

build: bin/ClusterInit bin/PodShim
	@echo "Building dinghy (the first time takes ten minutes on two processors)"
	swift build -c release $(STRICT) --product dinghy
	@cp -f .build/release/dinghy bin/dinghy.new && mv -f bin/dinghy.new bin/dinghy
	@echo "bin/dinghy is ready"

debug:
	swift build $(STRICT) --build-tests

# ---- Labs

# How long a student waits for a verdict.
bench-lab: lab
	Tests/Trials/edit-to-verdict.sh

# Thirty submissions, attacks among them, graded twice; with root.
trial-grading: lab
	Tests/Trials/grading.sh

# Ten students' labs, all of them; with root. LABS="09 10" are these only.
trial-course: lab
	LABS="$(LABS)" Tests/Trials/course.sh

# A debug build of few modules, and of the contracts that workspaces are compiled against.
lab:
	@echo "Building the labs' tool (some minutes the first time, seconds after any other build)"
	swift build $(STRICT) --product lab
	@mkdir -p bin && cp -f .build/debug/lab bin/lab.new && mv -f bin/lab.new bin/lab
	@echo "bin/lab is ready: bin/lab list"

# After a change to a reference solution.
starters: lab
	bin/lab derive

# The suites tried on wrong implementations: each must be rejected, with the words that its file has.
mutants: lab
	bin/lab mutants

# Ends with the first seed that breaks an invariant, and the command that has it again. FROM=1 begins where it is told;
# WORKER=program tries another core, as the lab builds it.
SECONDS ?= 60
soak:
	swift build $(STRICT) --product Soak
	.build/debug/Soak --seconds $(SECONDS) $(if $(FROM),--from $(FROM)) $(if $(SEED),--seed $(SEED)) \
		$(if $(WORKER),--worker $(WORKER))

toolkit: lab
	bin/lab toolkit "$(TOOLKIT)"

clean:
	rm -rf .build bin

# ---- What the machine needs

# Debian's plain busybox would do, too, if it is static.
needs:
	@command -v swift >/dev/null || { echo "The Swift toolchain is missing: https://www.swift.org/install/linux" >&2; exit 1; }
	@missing=; \
	command -v nft >/dev/null || test -x /usr/sbin/nft || missing="$$missing nftables"; \
	ldd "$$(command -v busybox)" 2>&1 | grep -q 'not a dynamic\|statically' || missing="$$missing busybox-static"; \
	test -z "$$missing" && exit 0; \
	echo "Installing what a cluster needs:$$missing (apt-get)"; \
	if [ "$$(id -u)" = 0 ]; then root=; else root=sudo; fi; \
	$$root apt-get update -qq && $$root apt-get install -y -qq --no-install-recommends $$missing

# ---- Clusters

up: needs build
	bin/dinghy up --name $(NAME) $(ARGUMENTS)

down:
	bin/dinghy down --name $(NAME)

# ---- The book

book:
	swift run $(STRICT) Book build

# CHAPTERS="09 10" are these only.
chapters: needs
	swift build $(STRICT) --product Book && swift build $(STRICT) --product dinghy
	@swift build $(STRICT) --product PodShim && swift build $(STRICT) --product ClusterInit
	.build/debug/Book run --dinghy .build/debug/dinghy $(CHAPTERS)

# ---- Checking

# One debug build, which the cluster tests use, too. Tests run one after the other: many have time limits, some load the
# machine on purpose, and on two processors all at once save no time.
test: needs
	@echo "1/3 Building the tests"
	swift build $(STRICT) --build-tests
	@echo "2/3 Running the tests"
	@test "$$(id -u)" = 0 || echo "Without root the tests that start containers are skipped."
	swift test --skip-build --no-parallel --skip '^ClusterTests\.' 2>&1 | awk -f Tests/failures.awk
	@echo "3/3 Running the tests on real clusters (ten minutes on two processors)"
	swift test --skip-build --filter '^ClusterTests\.' 2>&1 | awk -f Tests/failures.awk

check:
	@swift format lint --parallel --recursive --strict Package.swift Sources Conformance Tests && echo "formatting: fine"
	@for folder in Sources/*/; do test -s "$${folder}README.md" || { echo "$$folder has no README.md"; exit 1; }; done
	@awk -f Tests/Style/lengths.awk $$(find Sources Conformance -name '*.swift')

bench: build
	swift run -c release Benchmarks
