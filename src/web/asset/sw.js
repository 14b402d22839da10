// The worker: a client's pages without a connection, entries that wait, a whole sign-out.  Made whole by /sw.js, which puts
// BUILD, ASSETS and sw_store.js before it.
//
// Files come from the cache first (their addresses change with their content); pages from the network first.  Staff pages and
// everything that is not named here are never touched.  A new worker waits until no page of the old one is open, and files
// stay as long as a kept page was made for them.

const FILES = "asset-", MINE = FILES + BUILD;
const CLIENT = /^\/($|today$|weeks$|flare$|stop$|offline$|kept\/stop$|practice\/|lesson\/|heart$|muscle$|learn$|learn\/|safety\/|stop\/again\/|progress$|interview|map$|wishes$|result$|consent$|consents$|signature$|letter$|sign-in$)/;
const WAITS = /^\/(check-in$|practice\/[^/]+$|lesson\/[^/]+$|safety\/flare$|heart$|muscle$)/;
const PATIENCE = 6000, AT_ONCE = 4000;  // milliseconds: for a page of which there is a copy, for an entry; for entries that go before a page
const LONGEST = 10000;                  // for what the worker asks by itself

const down = (answer) => answer.status === 502 || answer.status === 503 || answer.status === 504;
const patient = () => AbortSignal.any([stop.signal, AbortSignal.timeout(LONGEST)]);
const after = (ms) => new Promise((yes) => setTimeout(yes, ms));
const newId = () => hex(crypto.getRandomValues(new Uint8Array(16)));
const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);

// ---- files

async function fill() {
	const cache = await caches.open(MINE);
	for (const path of [...ASSETS, "/offline"]) {
		if (await cache.match(path))
			continue;
		const answer = await fetch(path, { credentials: "omit", signal: patient() });
		if (!answer.ok || (path !== "/offline" && answer.headers.get("etag") !== `"${BUILD}"`))
			throw new Error(`${path} is not of ${BUILD}`);
		await cache.put(path, answer);
	}
}

// What some pages need beside: its address changes with it.
async function fillMore(files) {
	const cache = await caches.open(MINE), old = (await cache.keys()).map((r) => new URL(r.url)).filter((u) => u.search);
	for (const path of files)
		if (!await cache.match(path))
			await cache.add(new Request(path, { credentials: "omit", signal: patient() }));
	for (const url of old)
		if (!files.includes(url.pathname + url.search))
			await cache.delete(url.href);
}

async function sweepFiles() {
	const wanted = new Set((await store("page", (s) => s.getAll())).map((page) => FILES + page.build));
	for (const name of await caches.keys())
		if (name.startsWith(FILES) && name !== MINE && !wanted.has(name))
			await caches.delete(name);
}

async function file(request) {
	return await caches.match(request) ?? fetch(request);
}

// ---- keeping

async function hello() {
	const answer = await fetch("/kept", { cache: "no-store", signal: patient() });
	if (down(answer))
		throw new Error("the server is down");
	return answer.ok && !answer.redirected ? answer.json() : null;
}

async function keepPage(me, path) {
	const answer = await fetch(`${path}?kept=1`, { cache: "no-store", signal: patient() });
	if (!answer.ok || answer.redirected)
		return;
	const html = await answer.text(), build = html.match(/\/asset\/([0-9a-f]+)\/unknot\.css/)?.[1];
	await putPage(me, path, build, { html, policy: answer.headers.get("content-security-policy") });
}

async function putPerson(me, index) {
	me.index = await seal(me.key, "index", index);
	await store("meta", (s) => s.put(me, "me"));
}

// At each page of a client that came over the network.
async function keep() {
	const { signal } = stop, now = await hello(), old = await meta("me");
	if (!now)
		return;
	if (now.shared)
		return sessionOver();
	const key = await crypto.subtle.importKey("raw", bytes(now.key), "AES-GCM", false, ["encrypt", "decrypt"]);
	const me = { owner: now.owner, key, until: now.until };
	const known = old?.owner === now.owner ? await unseal(old.key, "index", old.index).catch(() => null) : null;
	const { mark, home, then, calm, pages, files } = now;
	await fill().then(() => fillMore(files)).catch(() => {});
	if (known?.mark === mark)
		await keepPage(me, home);
	else {
		// a stop counts at once: it shows itself even when the connection goes before the rest is here
		if (home === "/stop") {
			await keepPage(me, home);
			signal.throwIfAborted();
			await putPerson(me, { mark: null, home, then, calm, pages });
		}
		await dropPagesBut(me, pages);
		for (const path of pages) {
			signal.throwIfAborted();
			await keepPage(me, path);
		}
	}
	signal.throwIfAborted();
	await putPerson(me, { mark, home, then, calm, pages });
	await sweepFiles();
}

const page = ({ html, policy }) => new Response(html, { headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy,
	"referrer-policy": "no-referrer", "x-content-type-options": "nosniff", "cache-control": "no-store" } });

// What stands for a path when there is no connection.  A danger answer that waits shows nothing but what to do.
async function kept(path) {
	const me = await person();
	if (me) {
		const index = await unseal(me.key, "index", me.index), waiting = await entries(me);
		if (path === "/" || index.home === "/stop")
			path = index.home;
		if (path === "/flare")
			path = "/safety/flare";
		if (waiting.some(({ entry }) => entry.danger))
			path = "/kept/stop";
		const found = await getPage(me, path) ?? await getPage(me, "/offline");
		if (found)
			return page(found);
	}
	return await caches.match("/offline") ?? Response.error();
}

// ---- sending what waits

const NO_NEWS = { sent: 0, refused: 0, next: null };
const news = async (me) => (await meta("news").then((row) => row?.owner === me.owner ? unseal(me.key, "news", row.sealed) : null)) ?? { ...NO_NEWS };
const forgetNews = () => store("meta", (s) => s.delete("news"));

// What the next page has to say, also when it is opened much later.
async function addNews(me, kind, next) {
	const all = await news(me);
	all[kind]++;
	all.next = next ?? all.next;
	const sealed = await seal(me.key, "news", all);
	await store("meta", (s) => s.put({ owner: me.owner, sealed }, "news"));
}

// Each entry has an id of its own, which the server keeps with what it did: an entry sent twice counts once.
async function send() {
	const me = await meta("me"), waiting = me ? await entries(me) : [], now = waiting.length ? await hello() : null;
	if (!now || now.owner !== me.owner)
		return;
	for (const { n, entry } of waiting) {
		const body = new URLSearchParams({ ...entry.fields, csrf: now.csrf, form_key: entry.id, told_day: entry.day });
		const answer = await fetch(entry.path, { method: "POST", body, signal: patient() }), at = new URL(answer.url).pathname;
		if (down(answer) || answer.status === 429 || at === "/sign-in" || (answer.status === 403 && !(await hello())))
			return;
		await addNews(me, answer.ok ? "sent" : "refused", /^\/(stop|safety)/.test(at) ? at : null);
		await dropEntry(n);
	}
}

async function state() {
	const me = await person(), waiting = me ? await entries(me) : [];
	return { waiting: waiting.length, checkIns: waiting.filter(({ entry }) => entry.path === "/check-in").length, ...(me ? await news(me) : NO_NEWS) };
}

async function tell() {
	const now = await state();
	for (const client of await clients.matchAll())
		client.postMessage(now);
}

const flush = () => inTurn(send).catch(() => {}).then(tell);
const keepNow = () => inTurn(keep).catch(() => {});

// Every question of the copy is answered, and each answer says that there is nothing of it: everything else is not safe.
async function unsafe(me, fields) {
	const { calm } = await unseal(me.key, "index", me.index), ids = Object.keys(calm);
	return !ids.length || ids.some((id) => fields[id] !== calm[id]) || Object.entries(fields).some(([id, value]) => value !== (calm[id] ?? "no"));
}

// Returns where to go on.
async function wait(path, fields) {
	const me = await person();
	if (!me)
		return "/offline";
	const id = fields.form_key || newId();
	delete fields.form_key;
	delete fields.csrf;
	const danger = path === "/safety/flare" && await unsafe(me, fields);
	await putEntry(me, { id, path, fields, day: today(), danger });
	await registration.sync?.register("send").catch(() => {});
	const { then } = await unseal(me.key, "index", me.index);
	return danger ? "/kept/stop" : path === "/safety/flare" ? then : "/today";
}

// ---- signing out

async function endSession() {
	const now = await hello();
	if (now)
		await fetch("/sign-out", { method: "POST", body: new URLSearchParams({ csrf: now.csrf, form_key: newId() }) });
	await store("meta", (s) => s.delete("leaving"));
}

// Here and on the server in one turn, so that no other page can bring anything back in between.
async function leave(request) {
	const copy = request.clone();
	stop.abort();
	stop = new AbortController();
	return inTurn(async () => {
		await wipe();
		try {
			if (!new URLSearchParams(await copy.text()).get("csrf")) {
				await endSession();
				return Response.redirect("/sign-in", 303);
			}
			const answer = await fetch(request);
			if (!down(answer))
				return answer;
		} catch {
			// below
		}
		await store("meta", (s) => s.put(true, "leaving"));
		return plain();
	});
}

const plain = () => new Response("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">" +
	"<title>Signed out</title><h1>You are signed out on this device</h1><p>Everything kept here is gone. There is no connection now; " +
	"the rest is done when this page is opened again with one.</p><p><a href=\"/\">Open again</a></p>",
	{ headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'none'", "cache-control": "no-store" } });

// ---- requests

async function open(event, path) {
	try {
		if (await meta("leaving"))
			await endSession();
		const me = await person();
		if (me && (await entries(me)).length)
			await Promise.race([flush(), after(AT_ONCE)]);
		const copy = me && event.request.method === "GET" && await getPage(me, path);
		const answer = await Promise.race([fetch(event.request), copy ? after(PATIENCE) : new Promise(() => {})]);
		if (!answer || down(answer))
			return await kept(path);
		if (path === "/sign-in" && answer.status === 200)
			event.waitUntil(inTurn(sessionOver));
		return answer;
	} catch {
		return await kept(path);
	}
}

async function post(event, path) {
	const copy = event.request.clone(), me = await person();
	try {
		if (me && (await entries(me)).length)
			await Promise.race([flush(), after(AT_ONCE)]);
		if (!me || !(await entries(me)).length) {
			const answer = await Promise.race([fetch(event.request), me ? after(PATIENCE) : new Promise(() => {})]);
			if (answer && !down(answer))
				return answer;
		}
	} catch {
		// it waits
	}
	const fields = Object.fromEntries(new URLSearchParams(await copy.text()));
	const next = await inTurn(() => wait(path, fields));
	return Response.redirect(next, 303);
}

self.addEventListener("fetch", (event) => {
	const { request } = event, url = new URL(request.url), get = request.method === "GET";

	if (url.origin !== location.origin)
		return;
	if (get && url.pathname.startsWith("/asset/"))
		event.respondWith(file(request));
	else if (!get && url.pathname === "/sign-out")
		event.respondWith(leave(request));
	else if (request.mode === "navigate" && !get && WAITS.test(url.pathname))
		event.respondWith(post(event, url.pathname));
	else if (request.mode === "navigate" && CLIENT.test(url.pathname))
		event.respondWith(open(event, url.pathname));
});

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(sweepFiles().then(() => clients.claim())));
self.addEventListener("sync", (event) => event.waitUntil(flush().then(keepNow)));
self.addEventListener("message", (event) => event.waitUntil(event.data === "seen" ? inTurn(forgetNews) : flush().then(keepNow)));
