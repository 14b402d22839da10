// On a client's page: starts the worker (sw.js), says what waits and what was sent, asks before a sign-out that would lose an entry.
//
//   [data-outbox]   a status line above the page; empty and hidden while there is nothing to say

const line = document.querySelector("[data-outbox]");
const some = (n, checkIns) => (n === checkIns ? `${n} check-in${n === 1 ? "" : "s"}` : `${n} ${n === 1 ? "entry" : "entries"}`);
let waiting = 0, said = "";

function say(words, link) {
	if (said === words)
		return;
	said = words;
	line.textContent = words;
	if (link) {
		const a = document.createElement("a");
		a.href = link.path;
		a.textContent = link.name;
		line.append(" ", a);
	}
	line.hidden = !words;
}

function show(state) {
	const { sent, refused, next } = state, before = waiting;

	waiting = state.waiting;
	if (next?.startsWith("/stop") && location.pathname !== next)
		location.assign(next);
	else if (waiting)
		say(`${some(waiting, state.checkIns)} ${waiting === 1 ? "waits" : "wait"} for a connection.`);
	else if (refused)
		say("An entry from before could not be kept.", { path: next ?? "/today", name: "Please enter it again" });
	else if (sent && next && location.pathname !== next)
		say("Sent.", { path: next, name: "Please answer a few questions now" });
	else if (sent)
		say(`Sent: ${sent} ${sent === 1 ? "entry" : "entries"} that waited.`);
	else if (before)
		say("");
	if ((sent || refused) && !waiting)
		tell("seen");
}

// What would be lost is said before it is lost.
function signOut(event) {
	if (waiting && !confirm(`${some(waiting, 0)} not sent yet. Sign out and delete what waits?`))
		event.preventDefault();
}

const tell = (word) => navigator.serviceWorker.ready.then(({ active }) => active.postMessage(word));

async function start() {
	const { serviceWorker } = navigator;
	serviceWorker.addEventListener("message", ({ data }) => show(data));
	await serviceWorker.register("/sw.js", { updateViaCache: "none" });
	await tell("keep");
	addEventListener("online", () => tell("send"));
	document.querySelectorAll('form[action="/sign-out"]').forEach((form) => form.addEventListener("submit", signOut));
}

if (line && navigator.serviceWorker)
	start().catch(() => {});        // without a worker each page works as long as there is a connection
