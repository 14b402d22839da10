// The worker of the self-check: all its files kept together at the first visit, so that it works without a connection.  FILES (beside this
// file) and BUILD stand before it.  All files of a build are taken at once, and shown from what is kept alone: they always belong together.

const NAME = `check ${registration.scope} `, MINE = NAME + BUILD;

async function fill() {
	const cache = await caches.open(MINE);
	await cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache", credentials: "omit" })));
	await skipWaiting();
}

async function take() {
	for (const name of await caches.keys())
		if (name.startsWith(NAME) && name !== MINE)
			await caches.delete(name);
	await clients.claim();
}

async function answer(request) {
	const cache = await caches.open(MINE), url = new URL(request.url);
	const path = url.pathname.endsWith("/index.html") ? url.pathname.slice(0, -"index.html".length) : url.pathname;
	return await cache.match(new URL(path, url.origin)) ?? fetch(request);
}

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(take()));
addEventListener("fetch", (event) => {
	if (event.request.method === "GET" && event.request.url.startsWith(registration.scope))
		event.respondWith(answer(event.request));
});
