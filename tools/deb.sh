#!/usr/bin/env bash
# The Debian package of the release binary: build/unknot_VERSION_ARCH.deb.  usage: tools/deb.sh
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/^#define UNKNOT_VERSION "\(.*\)"/\1/p' src/base/version.h)
arch=$(dpkg --print-architecture)
root=build/deb
rm -rf "$root"
install -D -m 755 build/release/unknot "$root/usr/bin/unknot"
install -D -m 755 pkg/backup "$root/usr/lib/unknot/backup"
for unit in pkg/systemd/*; do install -D -m 644 "$unit" "$root/lib/systemd/system/${unit##*/}"; done
install -D -m 644 pkg/default "$root/etc/default/unknot"
for file in pkg/proxy/*; do install -D -m 644 "$file" "$root/usr/share/doc/unknot/examples/${file##*/}"; done
install -D -m 644 pkg/copyright "$root/usr/share/doc/unknot/copyright"
for page in ops privacy safety reliability; do [ ! -e "docs/$page.md" ] || install -D -m 644 "docs/$page.md" "$root/usr/share/doc/unknot/$page.md"; done
{ echo "unknot ($version) bookworm; urgency=medium"; echo; sed -n 's/^- \(.*\)/  * \1/p' CHANGES.md; echo; echo " -- the unknot maintainers <maintainers@unknot.invalid>  $(git log -1 --format=%cD)"; } |
	gzip -9nc >"$root/usr/share/doc/unknot/changelog.gz"
mkdir -p "$root/usr/share/man/man1"
tools/man.sh build/release/unknot | gzip -9nc >"$root/usr/share/man/man1/unknot.1.gz"
# the libraries the binary names, as the packages that bring them
depends=$(objdump -p build/release/unknot | sed -n 's/^ *NEEDED *//p' | while read -r lib; do
	dpkg -S "*/$(gcc -print-multiarch)/$lib" 2>/dev/null | sed 's/:.*//' | head -1
done | sort -u | paste -sd, | sed 's/,/, /g')
mkdir -p "$root/DEBIAN"
for script in postinst prerm postrm; do install -m 755 "pkg/$script" "$root/DEBIAN/$script"; done
echo /etc/default/unknot >"$root/DEBIAN/conffiles"
cat >"$root/DEBIAN/control" <<END
Package: unknot
Version: $version
Architecture: $arch
Maintainer: the unknot maintainers <maintainers@unknot.invalid>
Installed-Size: $(du -sk "$root" | cut -f1)
Depends: $depends, adduser, util-linux, fonts-dejavu-core
Recommends: systemd
Suggests: nginx | caddy, espeak-ng
Section: misc
Priority: optional
Description: self-hosted care of chronic back pain, body and mind
 One program for a massage practice and its clients: it checks for danger first, weighs every cause with its reasons, makes a
 ten-week plan for one person and follows the person day by day. Names and notes are sealed; nothing leaves the computer.
 .
 Not validated, not a certified medical device.
END
(cd "$root" && find . -path ./DEBIAN -prune -o -type f -print | sed 's#^\./##' | LC_ALL=C sort | xargs md5sum >DEBIAN/md5sums)
dpkg-deb --root-owner-group -Zxz --build "$root" "build/unknot_${version}_$arch.deb"
