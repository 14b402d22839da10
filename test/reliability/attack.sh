#!/usr/bin/env bash
# Debian's own attack tools against a demonstration on this computer: sqlmap, wapiti, slowhttptest, testssl.sh.  Each says what it found; what
# counts as failed: an injection, a finding of wapiti that is not listed here as explained, a service that slow clients stop, a weak TLS.
# usage: attack.sh [sqlmap | wapiti | slow | tls | all]
set -uo pipefail
cd "$(dirname "$0")/../.."
program=${UNKNOT:-build/release/unknot}
missing=()
for p in sqlmap:sqlmap wapiti:wapiti slowhttptest:slowhttptest testssl:testssl.sh curl:curl openssl:openssl; do command -v "${p%%:*}" >/dev/null || missing+=("${p##*:}"); done
if [ ${#missing[@]} -gt 0 ]; then
	echo "installing: ${missing[*]}"
	[ "$(id -u)" = 0 ] && sudo= || sudo=sudo
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || exit 1
fi
dir=$(mktemp -d /tmp/unknot-attack-XXXXXX)
passed=0 failed=0 pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$dir"' EXIT
step() { if [ "$1" = 0 ]; then passed=$((passed + 1)); echo "ok      $2"; else failed=$((failed + 1)); echo "FAILED  $2"; fi; }
serve() {
	"$program" serve --demo --data "$dir/data" --listen 127.0.0.1:0 "$@" >"$dir/out" 2>"$dir/err" &
	pid=$!
	for _ in $(seq 300); do [ "$(grep -c '^sign-in' "$dir/out")" = 3 ] && break; sleep 0.1; done
	url=$(sed -n 's/^listening \(.*\)\/$/\1/p' "$dir/out")
}
end() { kill "$pid"; wait "$pid"; step $? "the program ends as it should after $1"; pid=; }
cookie() { curl -sk -o /dev/null -c - "$(sed -n "s/^sign-in $1 //p" "$dir/out" | head -1)" | awk '$6 == "unknot" { print "unknot=" $7 }'; }

try_sqlmap() {
	serve
	local client owner id
	client=$(cookie client); owner=$(cookie therapist)
	id=$(curl -s -b "$owner" "$url/clients" | grep -o '/client/[0-9]*' | head -1)
	local n=0 target
	for target in "$url/sign-in|mail=a*&passphrase=b*|" "$url/today?note=x*||$client" "$url$id?note=x*||$owner" "$url/practice/x*||$client" "$url/welcome/x*||"; do
		IFS='|' read -r at data jar <<<"$target"
		timeout 900 sqlmap -u "$at" ${data:+--data "$data"} ${jar:+--cookie "$jar"} --batch --level 2 --risk 1 --dbms sqlite --technique BEU --flush-session \
			--output-dir "$dir/sqlmap" --ignore-code=400,401,403,404,409,422,429 >"$dir/sqlmap.$n" 2>&1
		! grep -qiE 'is vulnerable|injection point\(s\)' "$dir/sqlmap.$n" && grep -q 'do not appear to be injectable' "$dir/sqlmap.$n"
		step $? "sqlmap tries every parameter of ${at#"$url"} and finds no injection"
		n=$((n + 1))
	done
	end sqlmap
}
try_wapiti() {
	serve
	timeout 900 wapiti -u "$url/" -s "$url/today" -s "$url/sign-in" -s "$url/about" -H "Cookie: $(cookie client)" --scope domain -d 3 --max-scan-time 10 --flush-session \
		-m "backup,blindsql,crlf,csp,exec,file,htaccess,http_headers,methods,permanentxss,redirect,sql,ssrf,xss,xxe,cookieflags" -f json -o "$dir/wapiti.json" >"$dir/wapiti.txt" 2>&1
	step $? "wapiti comes to its end"
	# Explained: the demonstration speaks plain HTTP on loopback, so its cookie is not marked Secure and there is no HSTS; both are there with TLS (test_tls, part tls).
	node -e '
		const found = JSON.parse(require("fs").readFileSync(process.argv[1])).vulnerabilities, bad = []
		for (const [kind, list] of Object.entries(found)) for (const v of list)
			if (!/Secure flag/.test(kind) && !/Strict-Transport-Security/.test(v.info) && !/Secure flag/.test(v.info) && !/X-XSS-Protection|X-Frame-Options/.test(v.info))
				bad.push(`${kind}: ${v.method} ${v.path} ${v.info}`)
		bad.slice(0, 20).forEach(b => console.log(b)); process.exit(bad.length ? 1 : 0)' "$dir/wapiti.json"
	step $? "wapiti finds nothing that is not explained"
	end wapiti
}
try_slow() {
	serve
	local kind
	for kind in "-H -i 10" "-B -i 10 -s 8192" "-X -r 50 -w 512 -y 1024 -n 5 -z 32"; do
		timeout 60 slowhttptest -c 1000 -l 25 -r 200 -t GET -u "$url/about" -p 3 $kind >"$dir/slow.txt" 2>&1 &
		local attacker=$! worst=0 t
		sleep 5
		for _ in 1 2 3 4 5 6 7 8 9 10; do
			t=$(curl -s -o /dev/null -m 10 --interface 127.0.0.5 -w '%{http_code} %{time_total}' "$url/healthz")
			case $t in "200 "*) worst=$(echo "${t#200 } $worst" | awk '{ print ($1 > $2) ? $1 : $2 }') ;; *) worst=99 ;; esac
			sleep 1
		done
		kill "$attacker" 2>/dev/null; wait "$attacker" 2>/dev/null
		awk -v w="$worst" 'BEGIN { exit !(w < 2) }'
		step $? "slowhttptest $kind: 1,000 slow clients; someone else waits $worst s at most"
	done
	end slowhttptest
}
try_tls() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$dir/k.pem" -out "$dir/c.pem" -days 60 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null
	serve --tls-certificate "$dir/c.pem" --tls-key "$dir/k.pem"
	timeout 600 testssl --quiet --color 0 --warnings off --ip one --severity LOW --jsonfile "$dir/tls.json" -p -s -f -P -U -h "${url#https://}" >"$dir/tls.txt" 2>&1
	grep -E '(VULNERABLE|NOT ok)' "$dir/tls.txt" | grep -vE 'not vulnerable|self.signed|chain of trust' | sed 's/^/        /'
	! grep -E '(VULNERABLE|NOT ok)' "$dir/tls.txt" | grep -vqE 'not vulnerable|self.signed|chain of trust'
	step $? "testssl.sh finds no weak protocol, cipher or known hole"
	curl -sk -D - -o /dev/null "$url/about" | grep -qi '^strict-transport-security'
	step $? "HSTS"
	curl -sk -D - -o /dev/null "$(sed -n 's/^sign-in client //p' "$dir/out" | head -1)" | grep -i '^set-cookie' | grep -qi 'secure'
	step $? "the cookie is marked Secure"
	end testssl.sh
}
case "${1:-all}" in
sqlmap | wapiti | slow | tls) "try_$1" ;;
all) try_sqlmap; rm -rf "$dir"/data*; try_wapiti; rm -rf "$dir"/data*; try_slow; rm -rf "$dir"/data*; try_tls ;;
*) echo "attack: sqlmap, wapiti, slow, tls or all"; exit 2 ;;
esac
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
