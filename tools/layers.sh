#!/bin/sh
# Fails when a file in src includes a folder that src/LAYERS does not allow, or core includes what does I/O.
set -u
bad=0
for f in $(find src -mindepth 2 -name '*.[ch]'); do
	own=$(echo "$f" | cut -d/ -f2)
	allowed=" $own gen $(sed -n "s/^$own: *//p" src/LAYERS) "
	for to in $(sed -n 's/^#include "\([a-z]*\)\/.*/\1/p' "$f" | sort -u); do
		case "$allowed" in *" $to "*) ;; *) echo "$f: a file of '$own' may not include '$to/' (src/LAYERS)"; bad=1 ;; esac
	done
done
if grep -nE '#include <(stdio|unistd|fcntl|time|locale|sys/|netinet|signal|sqlite3|event2|sodium|jansson)' src/core/*.[ch]; then
	echo "src/core does no input or output and has no clock"; bad=1
fi
exit $bad
