#   make          build build/cifra
#   make run      install what is missing, build, make a first edition
#   make test     build with and without sanitizers, run every test
#   make help     all targets
#
# Nothing here needs a change when a file is added. Useful variables: BUILD=folder
# for another build folder, SAN=1 for the sanitizers, T=base/test_text for one test
# (T=base for a folder's), CI=true to make warnings errors, V=1 to see commands.

MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

BUILD ?= build
PREFIX ?= /usr/local
CC ?= cc
VARIANT := $(if $(SAN),asan,release)

# The floors, lowest last: the order in which the linker wants them.
FOLDERS := site render transform ingest base

# What a test of a folder may use.
USES_base := base
USES_ingest := ingest base
USES_transform := transform base
USES_render := render transform base
USES_site := $(FOLDERS)

# Looked up only when first needed, which may be after `deps` has installed them.
PACKAGES := libcurl jansson libxml-2.0 cairo libarchive libcrypto zlib sqlite3 \
	libbrotlienc libbrotlidec
once = $(eval $(1) := $(shell $(2)))$($(1))
PACKAGE_CFLAGS = $(call once,PACKAGE_CFLAGS,pkg-config --cflags $(PACKAGES))
PACKAGE_LIBS = $(call once,PACKAGE_LIBS,pkg-config --libs $(PACKAGES))
CMOCKA_LIBS = $(call once,CMOCKA_LIBS,pkg-config --libs cmocka libssl)

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wswitch-enum -Wvla \
	$(if $(filter true,$(CI)),-Werror)
COMPILE = $(CC) -std=c17 -D_GNU_SOURCE -I. $(WARNINGS) $(CFLAGS) $(CPPFLAGS) \
	$(PACKAGE_CFLAGS) -pthread
LIBS = $(PACKAGE_LIBS) -lm -lpthread

# What is run every night is optimised as a whole, where the compiler is gcc: others would
# need an `ar` of their own for that.
WHOLE = $(call once,WHOLE,$(CC) -v 2>&1 | grep -q '^gcc version' && echo -flto=auto)
FLAGS_release = -O3 $(WHOLE)
FLAGS_asan := -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer

SOURCES := $(sort $(wildcard $(addsuffix /*.c,$(FOLDERS))))
ALL_TESTS := $(sort $(wildcard tests/*/test_*.c))
HELPERS := $(sort $(filter-out $(ALL_TESTS) tests/bench/%,$(wildcard tests/*.c tests/*/*.c)))
TESTS := $(if $(T),$(wildcard tests/$(T).c tests/$(T)/test_*.c),$(ALL_TESTS))
SCRIPTS := $(sort $(if $(T),$(wildcard tests/$(T).sh tests/$(T)/test_*.sh), \
	$(wildcard tests/*/test_*.sh)))
PROGRAM := $(if $(wildcard cifra.c),$(BUILD)/cifra)
PROGRAM_SAN := $(if $(PROGRAM),$(BUILD)/asan/cifra)
FUZZERS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
REPLAYS := $(if $(T),$(filter tests/$(T).c tests/$(T)/%,$(FUZZERS)),$(FUZZERS))
TEST_PROGRAMS := $(patsubst %.c,$(BUILD)/asan/%,$(TESTS) $(REPLAYS))

# With run, test and golden, nothing is compiled before the packages are there.
DEPS := $(if $(filter run test golden deb,$(MAKECMDGOALS)),deps)

.PHONY: all objects run test golden fuzz bench lighthouse deps install deb format lint clean help FORCE

all: $(if $(SAN),$(PROGRAM_SAN),$(PROGRAM)) objects ## build the program

# A folder's objects only: make objects F=base
objects: $(foreach f,$(or $(F),$(FOLDERS)),$(BUILD)/$(VARIANT)/lib$(f).a) ## compile all but the program

run: all ## the whole way from bundled files to a first edition
	$(BUILD)/cifra run --bundle ingest/bundled

# A folder's or a single test needs no program, scripts do.
test: $(TEST_PROGRAMS) $(if $(T),$(if $(SCRIPTS),$(PROGRAM) $(PROGRAM_SAN)),$(PROGRAM) $(PROGRAM_SAN)) | $(DEPS) ## run the tests
	@CIFRA='$(PROGRAM_SAN)' CIFRA_RELEASE='$(PROGRAM)' \
		tests/run $(TEST_PROGRAMS) $(SCRIPTS) $(if $(T),,tests/floors)

golden: $(TEST_PROGRAMS) $(PROGRAM) $(PROGRAM_SAN) | $(DEPS) ## show what the golden files would become, and ask
	@CIFRA='$(PROGRAM_SAN)' CIFRA_RELEASE='$(PROGRAM)' \
		tests/accept $(TEST_PROGRAMS) $(SCRIPTS)

deps: ## install the packages that are missing
	@.ci/deps $(if $(filter test golden,$(MAKECMDGOALS)),test,$(if $(filter deb,$(MAKECMDGOALS)),deb,run))

# Building ----------------------------------------------------------------------

# One short line for a command; V=1 shows all of it.
say = $(if $(V),,@echo '$(1) $@'; )

# A file that changes when its one line, $(1), does.
keep_line = @mkdir -p $(@D); printf '%s\n' '$(1)' | cmp -s - $@ || printf '%s\n' '$(1)' >$@

# $(1) is the variant.
define variant
$(BUILD)/$(1)/flags: FORCE | $(DEPS)
	$$(call keep_line,$$(COMPILE) $$(FLAGS_$(1)) $$(LIBS))

$(BUILD)/$(1)/%.o: %.c $(BUILD)/$(1)/flags
	@mkdir -p $$(@D)
	$$(call say,cc)$$(COMPILE) $$(FLAGS_$(1)) -MMD -MP -c -o $$@ $$<

$(foreach f,$(FOLDERS),$(call archive,$(1),$(f)))
endef

# A folder's archive; its list remembers that a file went away.
define archive
$(BUILD)/$(1)/$(2).list: FORCE
	$$(call keep_line,$(filter $(2)/%,$(SOURCES)))

$(BUILD)/$(1)/lib$(2).a: $(BUILD)/$(1)/$(2).list $(patsubst %.c,$(BUILD)/$(1)/%.o,$(filter $(2)/%,$(SOURCES)))
	@rm -f $$@
	@ar rcs $$@ $$(filter %.o,$$^)

endef

$(eval $(call variant,release))
$(eval $(call variant,asan))

$(BUILD)/cifra: $(BUILD)/release/cifra.o $(FOLDERS:%=$(BUILD)/release/lib%.a)
	$(call say,ld)$(CC) $(CFLAGS) $(FLAGS_release) $(LDFLAGS) -pthread -o $@ $(filter %.o %.a,$^) $(LIBS)

$(BUILD)/asan/cifra: $(BUILD)/asan/cifra.o $(FOLDERS:%=$(BUILD)/asan/lib%.a)
	$(call say,ld)$(CC) $(CFLAGS) $(FLAGS_asan) $(LDFLAGS) -pthread -o $@ $(filter %.o %.a,$^) $(LIBS)

# A test program: its own file, the helpers beside it and in tests/, and the
# archives that its folder may use. tests/<any other name>/ may use everything.
folder_of = $(word 2,$(subst /, ,$(1)))
uses = $(or $(USES_$(call folder_of,$(1))),$(FOLDERS))
beside = $(filter tests/$(call folder_of,$(1))/%,$(HELPERS)) $(filter-out $(foreach h,$(HELPERS),$(if $(word 3,$(subst /, ,$(h))),$(h))),$(HELPERS))

define test_program
$(BUILD)/asan/$(1:.c=): $(patsubst %.c,$(BUILD)/asan/%.o,$(1) $(call beside,$(1))) $(patsubst %,$(BUILD)/asan/lib%.a,$(call uses,$(1)))
	$$(call say,ld)$$(CC) $$(CFLAGS) $$(FLAGS_asan) $$(LDFLAGS) -pthread -o $$@ $$(filter %.o %.a,$$^) $$(CMOCKA_LIBS) $$(LIBS)

endef

$(foreach t,$(ALL_TESTS),$(eval $(call test_program,$(t))))

# Fuzzers. In the test run each replays its corpus; `make fuzz` makes one search.
FUZZ_SHARED := tests/fuzz/fuzz.c tests/ingest/packed.c

$(FUZZERS:%.c=$(BUILD)/asan/%): %: %.o $(FUZZ_SHARED:%.c=$(BUILD)/asan/%.o) $(BUILD)/asan/libtransform.a $(BUILD)/asan/libingest.a $(BUILD)/asan/libbase.a
	$(call say,ld)$(CC) $(CFLAGS) $(FLAGS_asan) $(LDFLAGS) -pthread -o $@ $(filter %.o %.a,$^) $(LIBS)

SECONDS := 600
fuzz: ## search with clang's fuzzer: make fuzz T=xlsx SECONDS=600
	@mkdir -p $(BUILD)/fuzz/$(T)
	clang -std=c17 -D_GNU_SOURCE -DFUZZING -I. -O1 -g -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all $(PACKAGE_CFLAGS) -pthread -o $(BUILD)/fuzz/fuzz_$(T) \
		tests/fuzz/fuzz_$(T).c $(FUZZ_SHARED) $(wildcard ingest/*.c transform/*.c base/*.c) $(LIBS)
	$(BUILD)/fuzz/fuzz_$(T) -max_total_time=$(SECONDS) -timeout=10 -rss_limit_mb=2000 \
		-artifact_prefix=$(BUILD)/fuzz/$(T)- $(BUILD)/fuzz/$(T) tests/fuzz/corpus/$(T)

# Speed ---------------------------------------------------------------------------

BENCH_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/*.c))

$(BENCH_PROGRAMS): $(BUILD)/tests/bench/%: $(BUILD)/release/tests/bench/%.o $(FOLDERS:%=$(BUILD)/release/lib%.a)
	@mkdir -p $(@D)
	$(call say,ld)$(CC) $(CFLAGS) $(FLAGS_release) $(LDFLAGS) -pthread -o $@ $(filter %.o %.a,$^) $(LIBS)

bench: $(BENCH_PROGRAMS) $(BUILD)/cifra ## measure beside DuckDB, Hugo, gnuplot, matplotlib
	@tests/bench/run $(BUILD)
	@tests/bench/run_site $(BUILD)
	@rm -rf $(BUILD)/bench/figures && $(BUILD)/tests/bench/export_figures $(BUILD)/bench/figures
	@$(if $(CIFRA_DATA),tests/bench/run_nation $(BUILD),echo "CIFRA_DATA names no folder: no nation is built")

lighthouse: $(PROGRAM) ## Lighthouse's scores of ten kinds of page
	@.ci/deps browser && CIFRA_RELEASE=$(PROGRAM) tests/browser/lighthouse

# The rest -----------------------------------------------------------------------

SHARE := $(DESTDIR)$(PREFIX)/share

install: $(PROGRAM) ## install below DESTDIR and PREFIX
	install -D -m 755 $(BUILD)/cifra $(DESTDIR)$(PREFIX)/bin/cifra
	for folder in ingest/sources ingest/bundled transform/lists site/templates site/messages \
		site/assets site/setup; do \
		mkdir -p $(SHARE)/cifra/$$folder && \
		cp -R $$folder/. $(SHARE)/cifra/$$folder/ || exit 1; \
	done
	install -D -m 644 site/man/cifra.1 $(SHARE)/man/man1/cifra.1

deb: $(PROGRAM) ## a Debian package, in BUILD
	@site/setup/make_deb $(BUILD)/cifra $(BUILD)

C_FILES = $(sort $(SOURCES) $(wildcard cifra.c $(addsuffix /*.h,$(FOLDERS)) tests/*.[ch] tests/*/*.[ch]))
JOBS = $(shell nproc)

format: ## lay out all C files
	clang-format -i $(C_FILES)

lint: ## layout, clang-tidy, cppcheck
	clang-format --dry-run -Werror $(C_FILES)
	printf '%s\n' $(filter %.c,$(filter-out tests/%,$(C_FILES))) | \
		xargs -P $(JOBS) -n 1 sh -c 'clang-tidy --quiet "$$1" -- -std=c17 -D_GNU_SOURCE -I. $(PACKAGE_CFLAGS) 2>/dev/null' lint
	cppcheck --quiet --std=c11 --enable=warning,performance,portability \
		--inline-suppr --suppress=missingIncludeSystem --error-exitcode=1 \
		-D_GNU_SOURCE -I. $(filter-out tests/%,$(filter %.c,$(C_FILES)))

clean: ## remove what was built
	rm -rf $(BUILD)/release $(BUILD)/asan $(BUILD)/cifra

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1 /p' Makefile | \
		while read -r name words; do printf '%-10s %s\n' "$$name" "$$words"; done

-include $(patsubst %.c,$(BUILD)/release/%.d,$(SOURCES) cifra.c $(wildcard tests/bench/*.c))
-include $(patsubst %.c,$(BUILD)/asan/%.d,$(SOURCES) cifra.c $(ALL_TESTS) $(HELPERS))
