#!/usr/bin/env bash
# The package in a fresh Debian 12: installed, a practice served, updated over itself, removed, purged.  What needs a running systemd is only
# read: systemd-analyze verify and security.  usage: tools/deb_try.sh [ROOT]    ROOT: a clean debootstrap to copy from; made when absent
set -euo pipefail
cd "$(dirname "$0")/.."
deb=$(ls -t build/unknot_*.deb | head -1)
base=${1:-build/bookworm}
[ -d "$base/etc" ] || debootstrap --variant=minbase bookworm "$base" >build/debootstrap.log
root=$(mktemp -d /tmp/unknot-deb-XXXXXX)
trap 'umount -l "$root/proc" 2>/dev/null || true; rm -rf "$root"' EXIT
passed=0 failed=0
step() {
	local name=$1
	shift
	if "$@" >"$root.out" 2>&1; then passed=$((passed + 1)); echo "ok      $name"; else failed=$((failed + 1)); echo "FAILED  $name"; tail -20 "$root.out"; fi
	rm -f "$root.out"
}
room=(chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive)
user=("${room[@]}" setpriv --reuid=unknot --regid=unknot --init-groups)
inside() { "${room[@]}" "$@"; }
as() { "${user[@]}" "$@"; }
data=(--data /var/lib/unknot/data --key /var/lib/unknot/data.key)
served() {      # starts it as the service would, asks it, ends it
	"${user[@]}" /usr/bin/unknot serve "${data[@]}" --listen 127.0.0.1:0 >"$root/tmp/serve" 2>&1 &        # no function: the process itself is to be ended
	local pid=$! i got
	for i in $(seq 100); do grep -q '^listening' "$root/tmp/serve" && break; sleep 0.1; done
	got=$(curl -s -m 5 "$(sed -n 's/^listening //p' "$root/tmp/serve")healthz" || true)
	kill "$pid"; wait "$pid" || { echo "ended with $?"; return 1; }
	[ "$got" = ok ] || { cat "$root/tmp/serve"; return 1; }
}
same() { [ "$(sha256sum <"$root/var/lib/unknot/data/unknot.db")" = "$(cat "$root/tmp/sum")" ]; }
refused() { local code=0; inside unknot "$@" "${data[@]}" || code=$?; [ "$code" = 3 ]; }
manned() {      # every command of the help stands in the man page
	local name page
	page=$(zcat "$root/usr/share/man/man1/unknot.1.gz")
	for name in $(inside unknot help | sed -n 's/^  \([a-z-]*\)  .*/\1/p'); do
		grep -qF ".B unknot ${name//-/\\-}" <<<"$page" || { echo "$name is not there"; return 1; }
	done
}
absent() { local f; for f in "$@"; do [ ! -e "$root$f" ] || { echo "$f is there"; return 1; }; done; }
there() { local f; for f in "$@"; do [ -e "$root$f" ] || { echo "$f is not there"; return 1; }; done; }

cp -a "$base/." "$root/"
mount -t proc proc "$root/proc"
cp "$deb" "$root/tmp/unknot.deb"
inside apt-get update -qq >/dev/null
step "installs with what it depends on" inside apt-get install -y -qq --no-install-recommends /tmp/unknot.deb
step "brings its files" there /usr/bin/unknot /lib/systemd/system/unknot.service /lib/systemd/system/unknot-backup.timer /usr/share/man/man1/unknot.1.gz \
	/etc/default/unknot /usr/share/doc/unknot/examples/nginx.conf
step "every library is found" bash -c "! chroot $root ldd /usr/bin/unknot | grep 'not found'"
step "the knowledge is whole" inside unknot kb check
step "it serves as its own user" served
step "the data is its user's alone" bash -c "[ \"\$(stat -c %a $root/var/lib/unknot)\" = 700 ] && [ \"\$(chroot $root stat -c %U /var/lib/unknot/data/unknot.db)\" = unknot ]"
step "the man page names every command" manned
step "root makes no file for the service" refused key rotate
step "doctor finds nothing to mend" as unknot doctor "${data[@]}"
sha256sum <"$root/var/lib/unknot/data/unknot.db" >"$root/tmp/sum"
step "updates over itself" inside apt-get install -y -qq --reinstall --no-install-recommends /tmp/unknot.deb
step "the practice is as it was" same
step "it serves again" served
step "it is removed" inside apt-get remove -y -qq unknot
step "the program is gone, the practice stays" absent /usr/bin/unknot /lib/systemd/system/unknot.service
step "the practice stays" there /var/lib/unknot/data/unknot.db /var/lib/unknot/data.key
step "installs again on what stayed" inside apt-get install -y -qq --no-install-recommends /tmp/unknot.deb
step "and serves it" served
step "purged" inside apt-get purge -y -qq unknot
step "the settings are gone" absent /etc/default/unknot /etc/unknot /usr/bin/unknot
step "the practice still stays" there /var/lib/unknot/data/unknot.db
step "installs once more" inside apt-get install -y -qq --no-install-recommends /tmp/unknot.deb
step "purged with the practice" inside env UNKNOT_PURGE_DATA=yes apt-get purge -y -qq unknot
step "nothing stays" absent /var/lib/unknot /var/backups/unknot /etc/unknot /usr/bin/unknot /usr/lib/unknot
# the units, read but not run: there is no systemd to start them here
inside apt-get install -y -qq --no-install-recommends systemd >/dev/null 2>&1
dpkg-deb -x "$deb" "$root/tmp/x"        # not with -x into the root: that would follow no link of /lib
cp -a "$root/tmp/x/usr/." "$root/usr/"; cp -a "$root/tmp/x/lib/." "$root/lib/"
step "systemd-analyze verify" systemd-analyze verify --root="$root" --man=no unknot.service unknot.socket unknot-mail.service unknot-backup.service unknot-backup.timer
for unit in unknot.service unknot-mail.service unknot-backup.service; do
	step "systemd-analyze security $unit: at most 2.0" systemd-analyze security --offline=true --threshold=20 "pkg/systemd/$unit"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
