#!/usr/bin/env bash
# The man page, from what the program says of itself.  usage: tools/man.sh PROGRAM
set -euo pipefail
program=$1
text() { sed 's/\\/\\\\/g; s/^\([.'\'']\)/\\\&\1/; s/-/\\-/g'; }
commands() { "$program" help | sed -n 's/^  \([a-z-]*\)  *.*/\1/p'; }
cat <<END
.TH UNKNOT 1 "$(git log -1 --format=%cs 2>/dev/null || date +%F)" "$("$program" --version)" "User commands"
.SH NAME
unknot \\- self\\-hosted care of chronic back pain, body and mind
.SH SYNOPSIS
.B unknot
.I COMMAND
[\\fIARGUMENT\\fR ...]
.SH DESCRIPTION
One program, one data folder and a key beside it. It informs and plans; it does not take the place of a physician, is not validated and not a
certified medical device.
.SH COMMANDS
END
for name in $(commands); do
	echo .TP
	"$program" help "$name" | sed -n '/^usage: /,$p' | sed 's/^usage: //; s/^ *//' | grep . | paste -sd' ' | text | sed 's/^/.B /'
	"$program" help "$name" | head -1 | sed 's/^unknot [a-z-]*: //' | text
done
cat <<'END'
.SH SIGNALS
.TP
.B SIGTERM, SIGINT
serve takes no more connections, finishes what is under way (10 seconds at most) and ends.
.TP
.B SIGHUP
with a certificate: serve reads it and its key again; connections that are open go on.
.SH ENVIRONMENT
.TP
.B LISTEN_FDS, LISTEN_PID
a socket handed over by systemd is used in the place of \-\-listen.
.SH FILES
.TP
.I /var/lib/unknot/data, /var/lib/unknot/data.key
the practice of the service, and the key that opens it. Keep a copy of the key elsewhere.
.TP
.I /etc/default/unknot
options of the service.
.TP
.I /var/backups/unknot
sealed backups, one each evening.
.SH EXIT STATUS
0 fine, 1 a failure of ours or something to mend, 2 bad input or usage, 3 refused (danger, permission, under 18).
.SH SEE ALSO
/usr/share/doc/unknot/ops.md, /usr/share/doc/unknot/privacy.md, /usr/share/doc/unknot/safety.md, /usr/share/doc/unknot/reliability.md
END
