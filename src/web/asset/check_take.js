// check_take.js: a self-check that was opened from its code (check_code.js).  It stands behind the # of this page's address, which was not sent; it
// goes along to the client who is chosen, there into the field, and to the server when a person sends that form.  Who has to sign in first finds it
// again: it waits in this tab for some minutes, and signing out takes it away.
import { MARK, unpack } from "./check_code.js";

const here = document.querySelector("[data-check-take]"), field = document.querySelector("#body"), door = document.querySelector("[data-check-hold]");
const HELD = "self-check", LONGEST = 15 * 60000;

// Without a store (a browser may refuse one) the code is scanned once more.
function hold(text) {
	try {
		sessionStorage.setItem(HELD, JSON.stringify({ text, since: Date.now() }));
	} catch {
		return false;
	}
	return true;
}

function held(take) {
	try {
		const kept = JSON.parse(sessionStorage.getItem(HELD)), fresh = kept && Date.now() - kept.since < LONGEST;
		if (take || !fresh)
			sessionStorage.removeItem(HELD);
		return fresh ? kept.text : "";
	} catch {
		return "";
	}
}

async function take(text) {
	const note = here.querySelector("[data-check-said]");
	try {
		const all = await unpack(text);
		if (all === null)
			return;
		field.value = all;
		note.textContent = "The code was read. Look it over, then take it over.";
	} catch {
		note.textContent = "This code is not whole. Please scan it once more, or take the file.";
	}
	here.hidden = false;
}

if (door) {
	if (location.hash.startsWith(MARK) && hold(location.hash))
		history.replaceState(null, "", location.pathname + location.search);
	door.hidden = !held(false);
} else if (!here) {             // the first page behind the door
	const text = held(true);
	if (text)
		location.replace(`/clients${text}`);
} else if (field) {
	const was = location.hash;
	history.replaceState(null, "", location.pathname + location.search);
	if (was.startsWith(MARK))
		take(was);
	field.addEventListener("input", () => field.value.includes(MARK) && take(field.value));
} else if (here && location.hash.startsWith(MARK)) {
	here.hidden = false;
	for (const link of document.querySelectorAll("main a[href^='/client/']"))
		link.href = `${link.pathname}/check${location.hash}`;
	for (const link of document.querySelectorAll("main a[href='/clients']"))
		link.href += location.hash;
	const search = document.querySelector("form[role=search]");
	if (search)
		search.action += location.hash;
}
