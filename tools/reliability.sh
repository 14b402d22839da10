#!/usr/bin/env bash
# The long trials of docs/reliability.md with the release binary.  usage: tools/reliability.sh [kill | power | disk | load | attack | fuzz | all]
set -euo pipefail
cd "$(dirname "$0")/.."
export UNKNOT=build/release/unknot
run() {
	case "$1" in
	kill)   node test/reliability/kill.mjs 200 ;;
	power)  make -s -j"$(nproc)" MODE=release WERROR=1 build/release/test/store/test_power; UNKNOT_CUTS=1000 build/release/test/store/test_power 2>&1 | grep -E 'power cuts|^\[' ;;
	disk)   node test/reliability/disk.mjs ;;
	load)   make -s -j"$(nproc)" MODE=release WERROR=1 build/release/test/reliability/load; build/release/test/reliability/load ;;
	attack) test/reliability/attack.sh ;;
	fuzz)   for f in $(./dev fuzz); do echo "-- $f"; ./dev fuzz "$f" 600 2>&1 | grep -aE '^stat::|ERROR|SUMMARY|fuzz_web:'; done ;;
	*)      echo "reliability: kill, power, disk, load, attack or fuzz"; exit 2 ;;
	esac
}
if [ "$1" = all ]; then for part in kill power disk load attack fuzz; do echo "== $part"; run "$part"; done; else run "$1"; fi
