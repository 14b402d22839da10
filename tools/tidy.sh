#!/bin/sh
# clang-tidy over the files that changed since the last commit on the main line, or over all with "all".
set -eu
if [ "${1:-}" = all ]; then files=$(ls src/*/*.c); else
	base=$(git rev-parse --verify -q HEAD~1 || git rev-parse HEAD)
	files=$(git diff --name-only --diff-filter=d "$base" -- 'src/*.c'; git ls-files --others --exclude-standard -- 'src/*.c')
fi
files=$(echo "$files" | sort -u | sed '/^$/d')
[ -n "$files" ] || { echo "clang-tidy: nothing changed"; exit 0; }
flags="-std=c17 -D_GNU_SOURCE -Isrc -Ibuild/gen -include openssl/ssl.h -include src/base/banned.h $(pkg-config --cflags $(sed -n 's/^PKGS *:= *//p' Makefile) | sed 's/-I/-isystem /g')"
# off: checks that cannot see across files that fail() is false (the sanitizers and gcc's own analysis cover these), and pure taste
checks='-*,bugprone-*,clang-analyzer-*,misc-*,cert-*,-bugprone-easily-swappable-parameters,-bugprone-reserved-identifier,-cert-dcl37-c,-cert-dcl51-cpp,-misc-no-recursion,-misc-unused-parameters,-bugprone-narrowing-conversions,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling,-cert-err33-c,-bugprone-assignment-in-if-condition,-bugprone-suspicious-include,-bugprone-macro-parentheses,-cert-err34-c,-bugprone-branch-clone,-misc-misleading-bidirectional,-clang-analyzer-deadcode.DeadStores,-bugprone-signed-char-misuse,-cert-str34-c,-bugprone-implicit-widening-of-multiplication-result,-bugprone-sizeof-expression,-cert-dcl16-c,-clang-analyzer-optin.performance.Padding,-clang-analyzer-core.CallAndMessage,-clang-analyzer-core.UndefinedBinaryOperatorResult,-clang-analyzer-core.uninitialized*,-clang-analyzer-core.NullDereference,-clang-analyzer-valist.Uninitialized'
export flags checks
echo "$files" | xargs -P "$(nproc)" -n 6 sh -c 'clang-tidy --quiet --checks="$checks" --warnings-as-errors="*" "$@" -- $flags 2>/dev/null' tidy
