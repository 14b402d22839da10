#!/usr/bin/env bash
# One parser fuzzed for ten minutes of the processor (UNKNOT_FUZZ_SECONDS: less), however busy the machine is, with the target that is built.
# What was found worth keeping stays in fuzz/kept/NAME, as few inputs as reach the same; an input that breaks something lies in build/fuzz/.
# usage: tools/fuzz_long.sh NAME
set -euo pipefail
cd "$(dirname "$0")/.."
f=$1 most=${UNKNOT_FUZZ_SECONDS:-600} spent=0 rounds=0 inputs=0 broken= log=build/fuzz/$1.txt
# spent: processor seconds of what this shell has waited for
count_spent() { times >"build/fuzz/$f.used"; spent=$(tail -1 "build/fuzz/$f.used" | sed 's/[ms]/ /g' | awk '{ print int($1 * 60 + $2 + $3 * 60 + $4) }'); }
mkdir -p "fuzz/kept/$f"
while [ "$spent" -lt "$most" ] && [ "$rounds" -lt 20 ]; do
	"build/fuzz/fuzz_$f" -max_total_time=$((most - spent)) -print_final_stats=1 -rss_limit_mb=2048 -artifact_prefix=build/fuzz/ \
		$([ -e "fuzz/dict/$f.dict" ] && echo "-dict=fuzz/dict/$f.dict") "fuzz/kept/$f" $([ -d "fuzz/corpus/$f" ] && echo "fuzz/corpus/$f") >"$log" 2>&1 || { broken=1; break; }
	count_spent
	inputs=$((inputs + $(sed -n 's/^stat::number_of_executed_units: *//p' "$log")))
	rounds=$((rounds + 1))
done
[ -z "$broken" ] || { echo "$f: BROKEN, $(grep -aE 'ERROR|SUMMARY|^fuzz_' "$log" | head -2 | tr '\n' ' ')"; exit 0; }
rm -rf "fuzz/kept/$f.new" && mkdir -p "fuzz/kept/$f.new"
"build/fuzz/fuzz_$f" -merge=1 -rss_limit_mb=2048 "fuzz/kept/$f.new" "fuzz/kept/$f" >/dev/null 2>&1 && rm -rf "fuzz/kept/$f" && mv "fuzz/kept/$f.new" "fuzz/kept/$f"
echo "$f: $inputs inputs, $(grep -aoE 'cov: [0-9]+' "$log" | tail -1), $(find "fuzz/kept/$f" -type f | wc -l) kept, $spent s of the processor"
