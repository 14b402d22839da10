// What the worker keeps on the device: pages and entries that wait, each sealed (AES-GCM) with a key that cannot be read out.
//
//   meta   "me"        { owner, key, until, index: sealed { mark, home, then, calm, pages } }     the person, while signed in
//          "news"      { owner, sealed { sent, refused, next } }     what the next page has to say of entries that were sent
//          "leaving"   true: someone signed out without a connection; the session is ended as soon as there is one
//   page   name        { build, sealed { html, policy } }      name: a hash of person and path
//   queue  1, 2, ...   { owner, sealed { id, path, fields, day, danger } }     only ever added to; goes when the server has it

const STORES = { meta: {}, page: {}, queue: { autoIncrement: true } };
const text = new TextEncoder();
let opened = null, last = Promise.resolve(), stop = new AbortController();

function done(request) {
	return new Promise((yes, no) => {
		request.onsuccess = () => yes(request.result);
		request.onerror = () => no(request.error);
	});
}

function database() {
	opened ??= new Promise((yes, no) => {
		const request = indexedDB.open("unknot", 1);
		request.onupgradeneeded = () => Object.entries(STORES).forEach(([name, how]) => request.result.createObjectStore(name, how));
		request.onsuccess = () => {
			const forget = () => opened = null;
			request.result.onversionchange = () => (request.result.close(), forget());
			request.result.onclose = forget;
			yes(request.result);
		};
		request.onerror = () => no(request.error);
	});
	return opened;
}

// One store, one transaction, one thing.  Returns when it is on the disk.
async function store(name, does) {
	const whole = (await database()).transaction(name, "readwrite", { durability: "strict" });
	const ended = new Promise((yes, no) => {
		whole.oncomplete = yes;
		whole.onabort = whole.onerror = () => no(whole.error);
	});
	const [result] = await Promise.all([done(does(whole.objectStore(name))), ended]);
	return result;
}

const meta = (name) => store("meta", (s) => s.get(name));

// The person whose key is here and whose session is not over; else null.
async function person() {
	const me = await meta("me");
	return me && me.until > Date.now() ? me : null;
}

async function seal(key, what, value) {
	const iv = crypto.getRandomValues(new Uint8Array(12));
	const shut = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(what) }, key, text.encode(JSON.stringify(value)));
	return { iv, shut };
}

async function unseal(key, what, { iv, shut }) {
	const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: text.encode(what) }, key, shut);
	return JSON.parse(new TextDecoder().decode(plain));
}

const hex = (bytes) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, "0")).join("");
const bytes = (digits) => Uint8Array.from(digits.match(/../g), (two) => parseInt(two, 16));
const nameOf = async (me, path) => hex(await crypto.subtle.digest("SHA-256", text.encode(`${me.owner} ${path}`)));

// ---- pages

async function putPage(me, path, build, page) {
	const name = await nameOf(me, path), sealed = await seal(me.key, `page ${path}`, page);
	await store("page", (s) => s.put({ build, sealed }, name));
}

async function getPage(me, path) {
	const kept = await nameOf(me, path).then((name) => store("page", (s) => s.get(name)));
	return kept && unseal(me.key, `page ${path}`, kept.sealed).catch(() => null);       // sealed with a key that is gone
}

async function dropPagesBut(me, paths) {
	const wanted = new Set(await Promise.all(paths.map((path) => nameOf(me, path))));
	for (const name of await store("page", (s) => s.getAllKeys()))
		if (!wanted.has(name))
			await store("page", (s) => s.delete(name));
}

// ---- entries that wait

async function putEntry(me, entry) {
	const sealed = await seal(me.key, "entry", entry);
	await store("queue", (s) => s.add({ owner: me.owner, sealed }));
}

// Those of this person, oldest first: [{ n, entry }]
async function entries(me) {
	const [numbers, rows] = await Promise.all([store("queue", (s) => s.getAllKeys()), store("queue", (s) => s.getAll())]);
	const found = [];
	for (const [i, row] of rows.entries())
		if (row.owner === me.owner)
			found.push({ n: numbers[i], entry: await unseal(me.key, "entry", row.sealed) });
	return found;
}

const dropEntry = (n) => store("queue", (s) => s.delete(n));

// ---- order and end

// One thing after the other, so that nothing is sent twice and nothing is written behind a sign-out.
function inTurn(does) {
	const turn = last.then(does, does);
	last = turn.catch(() => {});
	return turn;
}

// Everything goes: entries, pages, key, files.
async function wipe() {
	for (const name of Object.keys(STORES))
		await store(name, (s) => s.clear());
	await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

// The session ended by itself: pages and key go, entries stay shut until the same person signs in again.
async function sessionOver() {
	await store("page", (s) => s.clear());
	await store("meta", (s) => s.delete("me"));
	await store("meta", (s) => s.delete("news"));
}
