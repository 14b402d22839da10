#!/usr/bin/env bash
# The long trials of docs/reliability.md with the release binary.  usage: tools/reliability.sh [kill | power | disk | load | laws | attack | fuzz | all]
set -euo pipefail
cd "$(dirname "$0")/.."
export UNKNOT=build/release/unknot
fuzz_all() {
	local f bad
	for f in $(./dev fuzz); do make -s -j"$(nproc)" MODE=fuzz CC=clang "build/fuzz/fuzz_$f"; done
	./dev fuzz | xargs -P "$(nproc)" -n 1 tools/fuzz_long.sh | tee build/fuzz/long.txt
	bad=$(sed -n 's/^\([a-z]*\): BROKEN.*/ \1/p' build/fuzz/long.txt | tr -d '\n')
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
