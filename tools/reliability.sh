#!/usr/bin/env bash
# The long trials of docs/reliability.md with the release binary.  usage: tools/reliability.sh [kill | power | disk | load | laws | attack | fuzz | all]
set -euo pipefail
cd "$(dirname "$0")/.."
export UNKNOT=build/release/unknot
# used: processor seconds of all that has ended so far (of this shell's children: a subshell would begin anew).
count_used() { times >build/fuzz/used.txt; used=$(tail -1 build/fuzz/used.txt | sed 's/[ms]/ /g' | awk '{ print int($1 * 60 + $2 + $3 * 60 + $4) }'); }
# Each parser for ten minutes of the processor (UNKNOT_FUZZ_SECONDS: less), however busy the machine is.  What was found worth keeping stays in
# fuzz/kept/NAME, as few inputs as reach the same; an input that breaks something lies in build/fuzz/.
fuzz_all() {
	local f began spent used most=${UNKNOT_FUZZ_SECONDS:-600} bad=
	for f in $(./dev fuzz); do
		make -s -j"$(nproc)" MODE=fuzz CC=clang "build/fuzz/fuzz_$f"
		count_used
		began=$used spent=0
		while [ "$spent" -lt "$most" ]; do
			./dev fuzz "$f" $((most - spent)) >"build/fuzz/$f.txt" 2>&1 || { bad="$bad $f"; grep -aE 'ERROR|SUMMARY|^fuzz_' "build/fuzz/$f.txt" || true; break; }
			count_used
			[ $((used - began)) -gt "$spent" ] || break
			spent=$((used - began))
		done
		rm -rf "fuzz/kept/$f.new" && mkdir -p "fuzz/kept/$f.new"
		"build/fuzz/fuzz_$f" -merge=1 -rss_limit_mb=2048 "fuzz/kept/$f.new" "fuzz/kept/$f" >/dev/null 2>&1 && rm -rf "fuzz/kept/$f" && mv "fuzz/kept/$f.new" "fuzz/kept/$f"
		echo "$f: $(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/$f.txt") inputs in the last round, $(grep -aoE 'cov: [0-9]+' "build/fuzz/$f.txt" | tail -1), $(find "fuzz/kept/$f" -type f | wc -l) kept, $spent s of the processor"
	done
	[ -z "$bad" ] || { echo "broken:$bad"; return 1; }
	echo "nothing broken"
}
run() {
	case "$1" in
	kill)   node test/reliability/kill.mjs 200 ;;
	power)  make -s -j"$(nproc)" MODE=release WERROR=1 build/release/test/store/test_power; UNKNOT_CUTS=1000 build/release/test/store/test_power 2>&1 | grep -E 'power cuts|^\[' ;;
	disk)   node test/reliability/disk.mjs ;;
	load)   make -s -j"$(nproc)" MODE=release WERROR=1 build/release/test/reliability/load; build/release/test/reliability/load ;;
	laws)   for t in safety/test_laws core/test_plan_gap core/test_sample core/test_frozen core/test_series core/test_qr app/test_paper_plan render/test_paper; do
			make -s -j"$(nproc)" MODE=release WERROR=1 "build/release/test/$t"; UNKNOT_LONG=1 "build/release/test/$t" 2>&1 | grep -aE '^[a-z0-9 ]*plans|^\[  (PASSED|FAILED)|ERROR'
		done ;;
	attack) test/reliability/attack.sh ;;
	fuzz)   fuzz_all ;;
	*)      echo "reliability: kill, power, disk, load, laws, attack or fuzz"; exit 2 ;;
	esac
}
if [ "$1" = all ]; then for part in kill power disk load laws attack fuzz; do echo "== $part"; run "$part"; done; else run "$1"; fi
