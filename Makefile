# unknot: plain GNU make.  MODE=debug|release|san|lint|fuzz  CC=gcc|clang  WERROR=1 to stop at warnings.  ./dev is the usual door.
MODE   ?= debug
CC      = gcc
B      := build/$(MODE)
G      := build/gen
PKGS   := libevent libevent_openssl openssl sqlite3 libsodium jansson libcmark pangocairo cairo-pdf fontconfig glib-2.0 libical libcurl
CYAML  := -lcyaml -lyaml
ZXCVBN := -lzxcvbn

WARN   := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wvla \
          -Wwrite-strings -Wcast-qual -Wpointer-arith -Wundef -Wformat=2 -Wimplicit-fallthrough -Wswitch-enum \
          -Wconversion -Wno-sign-conversion -Wno-psabi -Wdouble-promotion -Wnull-dereference $(if $(WERROR),-Werror)
COMMON := -std=c17 -D_GNU_SOURCE -Isrc -I$(G) -include src/base/banned.h -ffp-contract=off -g $(WARN) \
          -ffile-prefix-map=$(CURDIR)=. $(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g')
debug_FLAGS   := -O1
release_FLAGS := -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection \
                 -ftrivial-auto-var-init=zero -fPIE
san_FLAGS     := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
lint_FLAGS    := -O1 -Wno-gnu-zero-variadic-macro-arguments
fuzz_FLAGS    := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
fuzz_LD       := -fsanitize=fuzzer,address,undefined
release_LD    := -pie -Wl,-z,relro,-z,now
san_LD        := -fsanitize=address,undefined
CFLAGS  = $(FIRST) $(COMMON) $($(MODE)_FLAGS)
LDLIBS  = $($(MODE)_LD) $(shell pkg-config --libs $(PKGS)) $(CYAML) $(ZXCVBN) -lm

SRC    := $(filter-out src/main.c src/wasm/%.c,$(wildcard src/*/*.c))
TMPL   := $(wildcard src/web/tmpl/*.html)
SQL    := $(wildcard src/store/sql/*.sql)
OBJ    := $(SRC:src/%.c=$(B)/%.o) $(B)/gen/tmpl.o $(B)/gen/sql.o $(B)/gen/knowledge_files.o $(B)/gen/asset_files.o \
          $(B)/gen/migration_files.o $(G)/knowledge_files_s.o $(G)/asset_files_s.o $(G)/migration_files_s.o
TESTS  := $(patsubst test/%.c,$(B)/test/%,$(wildcard test/*/test_*.c))
GENH   := $(G)/tmpl.h $(G)/sql.h $(G)/bodymap_art.h

# reason.wasm: screening, causes and muscles for a browser, from the same sources (docs/science/reason.md).  Compiled and linked in two steps:
# in one, clang would run wasm-opt where it happens to be installed, and the bytes would depend on the machine.
W      := build/wasm
LLVM   := /usr/lib/llvm-14
WASMC  := $(LLVM)/bin/clang --target=wasm32-wasi
WASMI  := $(lastword $(sort $(wildcard $(LLVM)/lib/clang/*/include)))
WASM_HAVE := $(and $(wildcard $(LLVM)/bin/clang),$(wildcard $(LLVM)/bin/wasm-ld),$(wildcard /usr/include/wasm32-wasi/stdio.h),\
             $(wildcard $(LLVM)/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a))
WASM_NO   := $(patsubst %,src/%.c,base/pages base/sha1 base/totp base/day base/form core/kb_load core/kb_read core/kb_schema core/kb_md core/kb_names core/kb_find \
             core/kb_body core/kb_care core/kb_home core/kb_measure core/kb_lint core/kb_freeze core/kb_track core/kb_figure core/kb_hands core/kb_schema_figure core/kb_schema_muscle core/pose core/outcome core/fit core/belief_fit core/zone core/series core/booking core/busy) $(wildcard src/core/kb_check*.c src/core/bio*.c)
WASM_SRC  := $(filter-out $(WASM_NO),$(wildcard src/base/*.c src/core/*.c)) $(filter-out %/heart_api.c %/muscle_api.c,$(wildcard src/wasm/*.c)) \
             $(patsubst %,src/app/%.c,assess casefile jsonread muscles next_question question_json report_json ruleout selfcheck selfcheck_result told words would)
WASM_OBJ  := $(WASM_SRC:src/%.c=$(W)/%.o)
# biosignal.wasm: heart beats and muscle tension for a practice in the browser (docs/science/biosignal.md), made the same way
HEART_SRC := $(patsubst %,src/base/%.c,arena buf err fmt json str) $(wildcard src/core/bio*.c) \
             $(patsubst %,src/app/%.c,beats_text beats_edf beats_found report_biosignal report_emg jsonread) \
             $(filter-out %/reason_api.c,$(wildcard src/wasm/*.c))
HEART_OBJ := $(HEART_SRC:src/%.c=$(W)/%.o)
WASM_FLAGS := -std=c17 -D_GNU_SOURCE -O2 -nostdinc -isystem $(WASMI) -isystem /usr/include/wasm32-wasi -Isrc -Isrc/wasm \
             -include src/base/banned.h -ffp-contract=off -fvisibility=hidden -ffile-prefix-map=$(CURDIR)=. \
             -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef -Wconversion -Wno-sign-conversion $(if $(WERROR),-Werror)
# What a page gets beside the assets, already compressed; nothing where the tools are missing.
SERVED     := $(if $(WASM_HAVE),$(W)/served/reason.wasm.gz $(W)/served/knowledge.kb.gz $(W)/served/biosignal.wasm.gz)
SERVED_OBJ := $(B)/gen/served_files.o $(G)/served_files_s.o

all: $(B)/unknot
tests: $(B)/unknot $(TESTS)

$(B)/unknot: $(B)/main.o $(B)/libunknot.a $(SERVED_OBJ)
	$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)
	$(if $(filter release,$(MODE)),strip --strip-debug $@)
$(B)/libunknot.a: $(OBJ)
	rm -f $@; ar rcs $@ $^

# OpenSSL names arguments like functions that are banned here: its header is read before the ban
$(B)/net/tls.o $(B)/test/net/test_tls.o $(B)/test/net/test_smtp.o $(B)/test/cli/test_doctor.o $(B)/test/web/test_mail.o $(B)/test/web/test_mail_links.o $(B)/test/web/test_outside.o $(B)/test/web/test_bounce.o: FIRST = -include openssl/ssl.h
# inference is loops over tables, and nothing else here is: a few percent
$(patsubst src/%.c,$(B)/%.o,$(wildcard src/core/reason*.c src/core/sweep*.c src/core/tree*.c)): release_FLAGS += -O3
# where the tests spend their time: plans and chains of causes
$(patsubst src/%.c,$(B)/%.o,$(wildcard src/core/plan*.c src/core/chain*.c src/core/screen*.c)): debug_FLAGS += -O2
$(B)/%.o: src/%.c $(GENH) | $(G)/layers.ok
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/gen/%.o: $(G)/%.c $(GENH)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<
$(G)/%_s.o: $(G)/%.S
	$(CC) -c -o $@ $<
$(B)/test/%.o: test/%.c $(GENH)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -Itest -MMD -MP -c -o $@ $<
$(B)/test/%: $(B)/test/%.o $(B)/libunknot.a $(SERVED_OBJ)
	$(CC) $(CFLAGS) -o $@ $< $(B)/libunknot.a $(SERVED_OBJ) -lcmocka $(LDLIBS)
# the codes are compared with those of another program
$(B)/test/core/test_qr: LDLIBS += -lqrencode
# the program before anything has been made with it: it freezes the knowledge that the whole one serves
$(B)/first: $(B)/main.o $(B)/libunknot.a $(B)/no_served.o
	$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)

# generators
$(G)/tool/%: tools/%.c
	@mkdir -p $(@D)
	gcc -std=c17 -D_GNU_SOURCE -O1 -g -Wall -Wextra -o $@ $<
$(G)/tmpl.c $(G)/tmpl.h &: $(TMPL) $(G)/tool/tmpl src/web/view.h
	$(G)/tool/tmpl $(G)/tmpl.c $(G)/tmpl.h $(sort $(TMPL))
$(G)/sql.c $(G)/sql.h &: $(SQL) $(G)/tool/sqlgen
	$(G)/tool/sqlgen $(G)/sql.c $(G)/sql.h $(sort $(SQL))
# a list of names changes when a file goes away, which no file that is left tells
$(G)/knowledge_files.list: LISTED = knowledge
$(G)/asset_files.list: LISTED = src/web/asset
$(G)/migration_files.list: LISTED = src/store/migrate
$(G)/knowledge_files.list $(G)/asset_files.list $(G)/migration_files.list: FORCE
	@mkdir -p $(G); find $(LISTED) -type f | sort | cmp -s - $@ || find $(LISTED) -type f | sort >$@
$(G)/knowledge_files.S $(G)/knowledge_files.c &: tools/embed.sh $(G)/knowledge_files.list $(shell find knowledge -type f)
	@mkdir -p $(G); tools/embed.sh knowledge_files knowledge $(G)/knowledge_files.S $(G)/knowledge_files.c
$(G)/asset_files.S $(G)/asset_files.c &: tools/embed.sh $(G)/asset_files.list $(shell find src/web/asset -type f 2>/dev/null)
	@mkdir -p $(G) src/web/asset; tools/embed.sh asset_files src/web/asset $(G)/asset_files.S $(G)/asset_files.c
$(G)/migration_files.S $(G)/migration_files.c &: tools/embed.sh $(G)/migration_files.list $(shell find src/store/migrate -type f 2>/dev/null)
	@mkdir -p $(G) src/store/migrate; tools/embed.sh migration_files src/store/migrate $(G)/migration_files.S $(G)/migration_files.c
# the body artwork comes from npm; without it the list is the body map, and the build says so
$(G)/bodymap_art.h: $(wildcard tools/bodymap/*.mjs) $(wildcard tools/bodymap/node_modules/react-native-body-highlighter/package.json)
	@mkdir -p $(G)
	@if [ -d tools/bodymap/node_modules ] && node tools/bodymap/convert.mjs $@; then :; else \
		echo "note: no body artwork (node or npm is missing): the body map is the list only"; cp src/render/bodymap_none.h $@; fi
$(G)/layers.ok: src/LAYERS tools/layers.sh $(shell find src -name '*.[ch]')
	@mkdir -p $(G); tools/layers.sh && touch $@

wasm: $(W)/reason.wasm $(W)/biosignal.wasm
$(W)/reason.wasm: $(WASM_OBJ)
$(W)/biosignal.wasm: $(HEART_OBJ)
$(W)/reason.wasm $(W)/biosignal.wasm:
	$(WASMC) -nostartfiles -Wl,--no-entry -Wl,--strip-all -Wl,-z,stack-size=1048576 -Wl,--stack-first -o $@ $^ -lm
$(W)/%.o: src/%.c
	@mkdir -p $(@D)
	$(WASMC) $(WASM_FLAGS) -MMD -MP -c -o $@ $<
$(W)/served/%.wasm.gz: $(W)/%.wasm
	@mkdir -p $(@D)
	gzip -9nc $< >$@
$(W)/served/knowledge.kb.gz: $(B)/first
	@mkdir -p $(@D)
	$(B)/first kb freeze $(W)/knowledge.kb >/dev/null && gzip -9nc $(W)/knowledge.kb >$@
$(G)/served.list: FORCE
	@mkdir -p $(G); echo '$(SERVED)' | cmp -s - $@ || echo '$(SERVED)' >$@
$(G)/served_files.S $(G)/served_files.c &: tools/embed.sh $(G)/served.list $(SERVED)
	@mkdir -p $(W)/none; tools/embed.sh served_files $(if $(SERVED),$(W)/served,$(W)/none) $(G)/served_files.S $(G)/served_files.c

lint: $(B)/libunknot.a $(patsubst %.c,$(B)/%.o,$(wildcard fuzz/*.c))
$(B)/fuzz/%.o: fuzz/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<
build/fuzz/fuzz_%: fuzz/fuzz_%.c $(B)/libunknot.a $(B)/no_served.o
	$(CC) $(CFLAGS) -o $@ $< $(B)/libunknot.a $(B)/no_served.o $(LDLIBS)

clean:
	rm -rf build
.PHONY: all tests lint wasm clean FORCE
FORCE:
.SECONDARY:
-include $(shell find $(B) $(W) -name '*.d' 2>/dev/null)
