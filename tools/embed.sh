#!/bin/sh
# embed.sh NAME DIR OUT.S OUT.h: puts every file of DIR into the program.  NAME[] holds path, bytes and length, sorted by path;
# NAME_tag is 16 hexadecimal digits that change with any name or byte.
set -eu
name=$1 dir=$2 asm=$3 head=$4
{
	echo '	.section .note.GNU-stack,"",%progbits'
	echo '	.section .rodata'
	i=0
	find "$dir" -type f ! -name '.*' | LC_ALL=C sort | while read -r f; do
		printf '	.globl %s_%d_at\n	.globl %s_%d_end\n%s_%d_at:\n	.incbin "%s"\n%s_%d_end:\n	.byte 0\n' \
			"$name" $i "$name" $i "$name" $i "$f" "$name" $i
		i=$((i + 1))
	done
} >"$asm"
{
	echo "/* made by tools/embed.sh from $dir */"
	echo '#include "base/embed.h"'
	i=0
	files=$(find "$dir" -type f ! -name '.*' | LC_ALL=C sort)
	for f in $files; do
		echo "extern const char ${name}_${i}_at[], ${name}_${i}_end[];"
		i=$((i + 1))
	done
	echo "const struct embedded ${name}[] = {"
	i=0
	for f in $files; do
		echo "	{ \"${f#"$dir"/}\", ${name}_${i}_at, ${name}_${i}_end },"
		i=$((i + 1))
	done
	echo "	{ NULL, NULL, NULL }"
	echo "};"
	echo "const size_t ${name}_n = sizeof(${name}) / sizeof(*${name}) - 1;"
	echo "const char ${name}_tag[] = \"$( (cd "$dir" && find . -type f ! -name '.*' | LC_ALL=C sort | xargs sha256sum) | sha256sum | cut -c1-16)\";"
} >"$head"
