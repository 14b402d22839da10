// Session mode through a lost connection.  Without this file each tap is a form that reloads the page.
//
// With it a tap changes the page at once, is kept in this browser, sealed, until the server has it, and is sent in the order of the
// fingers.  Each has an id made here, so one that is sent again is kept once.  What is kept holds no name; the key comes with the page
// and is only given to who is signed in; signing out removes it all (ui.js).  Where the browser offers no sealing (plain http other
// than this machine) nothing is kept on disk: the taps wait in this page only, and it says so.
//
//   [data-session] data-id data-key data-taps data-csrf data-note data-first data-change data-every (minutes) data-paused
//     li[data-step] data-state data-ms data-minutes data-pressure data-most data-area data-asks data-allowed data-blocked data-ask
//     [data-panel=N] with [data-when=run|rest] [data-next] [data-start] [data-skip] [data-yes] [data-pressure-now] [data-asknow]
//   form[data-tap]    fields event act step value ref text; the value may come from the button
//   form[data-note]   the note: what is typed is kept the same way until it is saved
//   [data-queue]      says what is not sent yet

const MINUTE = 60000, RETRY = 5000, RING = 854.5;
const PREFIX = "unknot-session-";
const bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (h) => parseInt(h, 16));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const raw = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

// ---- what this browser keeps, sealed

class Sealed {
	constructor(place, hex) {
		this.place = PREFIX + place + "-";
		this.key = globalThis.crypto?.subtle ? crypto.subtle.importKey("raw", bytes(hex), "AES-GCM", false, ["encrypt", "decrypt"]) : null;
	}

	async put(name, value) {
		if (!this.key)
			return false;
		const iv = crypto.getRandomValues(new Uint8Array(12)), additionalData = new TextEncoder().encode(this.place + name);
		const shut = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, await this.key, new TextEncoder().encode(JSON.stringify(value)));
		localStorage.setItem(this.place + name, `${text(iv)}.${text(shut)}`);
		return true;
	}

	async get(name) {
		const kept = this.key && localStorage.getItem(this.place + name);
		if (!kept)
			return null;
		const [iv, shut] = kept.split(".");
		try {
			const additionalData = new TextEncoder().encode(this.place + name);
			const open = await crypto.subtle.decrypt({ name: "AES-GCM", iv: raw(iv), additionalData }, await this.key, raw(shut));
			return JSON.parse(new TextDecoder().decode(open));
		} catch {
			return null;            // not ours, or damaged
		}
	}

	remove(name) {
		localStorage.removeItem(this.place + name);
	}

	names() {
		return Object.keys(localStorage).filter((k) => k.startsWith(this.place)).map((k) => k.slice(this.place.length));
	}
}

// ---- the queue

class Queue {
	constructor(root, kept, told) {
		Object.assign(this, { url: root.dataset.taps, csrf: root.dataset.csrf, kept, told, waiting: [], busy: false, again: 0, trouble: "" });
		addEventListener("online", () => this.send());
		addEventListener("beforeunload", (event) => this.waiting.length && !this.kept.key && event.preventDefault());
	}

	async load() {
		const old = await Promise.all(this.kept.names().filter((n) => n.startsWith("tap-")).map((n) => this.kept.get(n)));
		this.waiting.unshift(...old.filter(Boolean).sort((a, b) => a.at - b.at || a.order - b.order));
		return this.waiting.length;
	}

	async add(fields) {
		const random = crypto.getRandomValues(new Uint32Array(2));
		const tap = { event: String((random[0] & 0x1fffff) * 2 ** 32 + random[1] + 1), at: Date.now(), order: performance.now(), fields };
		this.waiting.push(tap);
		this.tell();
		await this.kept.put(`tap-${tap.event}`, tap);
		this.send();
	}

	tell() {
		const n = this.waiting.length, words = `${n} ${n === 1 ? "tap" : "taps"} not sent yet`;
		this.told.textContent = !n ? "All taps are kept." :
			`${words}. ${this.trouble || (this.kept.key ? "They are kept here and sent by themselves." : "Leave this page open until they are sent.")}`;
		this.told.classList.toggle("late", n > 0);
	}

	async post(tap) {
		const body = new URLSearchParams({ ...tap.fields, event: tap.event, csrf: this.csrf, form_key: `session-tap-${tap.event}`,
			ago: String(Math.max(0, Math.round(Date.now() - tap.at))) });
		const reply = await fetch(this.url, { method: "POST", body, redirect: "manual" });
		if (reply.status !== 200 && reply.status !== 422)
			throw new Error(reply.status === 403 || reply.type === "opaqueredirect" ? "Please sign in again in another tab, then open this page again." : "");
		return reply.json();
	}

	// In order, one at a time; the first that does not arrive ends the round.
	async send() {
		clearTimeout(this.again);
		if (this.busy)
			return;
		this.busy = true;
		try {
			while (this.waiting.length) {
				const tap = this.waiting[0], reply = await this.post(tap);
				this.waiting.shift();
				this.kept.remove(`tap-${tap.event}`);
				if (!reply.kept)
					refused(reply.why);
			}
			this.trouble = "";
		} catch (e) {
			this.trouble = e instanceof TypeError ? "" : e.message;
			this.again = setTimeout(() => this.send(), RETRY);
		}
		this.busy = false;
		this.tell();
		this.arrived?.();
	}
}

function refused(why) {
	const box = document.querySelector("[data-refused]"), look = document.createElement("a");
	look.href = location.pathname;
	look.textContent = "Show what is kept";
	box.replaceChildren(`A tap could not be kept: ${why} `, look);
	box.hidden = false;
}

// ---- the hour on the page: the same rules as core/session.c, for what is seen until the page is opened again

// From the first step on what is recorded is how it is after, unless somebody says otherwise or is about to write.
function begun(root) {
	for (const when of root.querySelectorAll("select[data-when-felt]")) {
		const typed = when.form.elements.value.value, said = when.value;
		when.options[1].defaultSelected = true;
		when.value = typed ? said : "1";
	}
}

class Hour {
	constructor(root) {
		this.root = root;
		this.ended = false;
		this.paused = root.dataset.paused === "yes";
		this.start = Date.now();
		const yes = (v) => v === "yes";
		this.steps = [...root.querySelectorAll("li[data-step]")].map((li) => ({ li, panel: root.querySelector(`[data-panel="${li.dataset.step}"]`),
			name: li.dataset.name, state: li.dataset.state, ms: Number(li.dataset.ms), minutes: Number(li.dataset.minutes), pressure: Number(li.dataset.pressure),
			most: Number(li.dataset.most), area: li.dataset.area, asks: yes(li.dataset.asks), allowed: yes(li.dataset.allowed), blocked: yes(li.dataset.blocked),
			ask: li.dataset.ask === "" ? 0 : this.start + 1000 * Number(li.dataset.ask) }));
		this.current = this.steps.findIndex((s) => s.state === "now");
		this.from = this.start;
		this.shown = Math.max(-1, this.steps.findIndex((s) => !s.panel.hidden));
		this.minutes = { first: Number(root.dataset.first), change: Number(root.dataset.change), every: Number(root.dataset.every) };
		for (const s of this.steps)
			s.li.querySelector(".pick").addEventListener("click", (event) => {
				event.preventDefault();
				this.show(this.steps.indexOf(s));
			});
		setInterval(() => this.draw(), 500);
		this.draw();
	}

	count(now) {
		if (this.current >= 0 && !this.paused)
			this.steps[this.current].ms += now - this.from;
		this.from = now;
	}

	finish(state) {
		if (this.current >= 0)
			this.steps[this.current].state = state;
		this.current = -1;
	}

	begin(k, now) {
		const s = this.steps[k];
		if (!s || s.state === "now" || this.ended)
			return;
		begun(this.root);
		this.finish("done");
		this.current = k;
		this.paused = false;
		s.state = "now";
		s.ask = now + this.minutes.first * MINUTE;
		this.show(k);
	}

	// The next that waits and may be: after k, else from the top.
	next(k) {
		for (let i = 1; i < this.steps.length; i++) {
			const at = (k + i) % this.steps.length, s = this.steps[at];
			if (s.state === "waits" && !s.blocked)
				return at;
		}
		return -1;
	}

	goes(k) {
		return k >= 0 && (!this.steps[k].asks || this.steps[k].allowed) ? k : -1;
	}

	press(s, pressure, now) {
		s.pressure = pressure;
		s.ask = now + this.minutes.change * MINUTE;
	}

	consent(area, given, now) {
		for (const s of this.steps.filter((one) => one.area === area)) {
			s.allowed = given;
			if (s.state === "waits" || !given)
				s.blocked = !given;
			if (!given && this.steps.indexOf(s) === this.current)
				this.finish("stopped");
		}
	}

	pass(k, value, act, now) {
		const s = this.steps[k];
		if (s.state !== "now" && s.state !== "waits")
			return;
		if (s.state === "now")
			this.finish(act === "skip" ? "skipped" : "done");
		else
			s.state = "skipped";
		if (this.current >= 0)
			return;
		if (value >= 0)
			this.begin(value, now);
		else
			this.show(this.next(k));
	}

	tap({ act, step, value, ref }) {
		const now = Date.now(), k = Number(step), v = Number(value), s = this.steps[k];
		this.count(now);
		if (act === "start")
			this.begin(k, now);
		else if (act === "next" || act === "skip")
			this.pass(k, v, act, now);
		else if (act === "stop" && k === this.current)
			this.finish("stopped");
		else if (act === "pause" || act === "resume")
			this.paused = act === "pause" && this.current >= 0;
		else if (act === "extend")
			s.minutes = Math.max(1, s.minutes + v);
		else if (act === "pressure")
			this.press(s, v, now);
		else if (act === "comfort") {
			if (v === 2 && s.pressure > 1)
				this.press(s, s.pressure - 1, now);
			else
				s.ask = now + this.minutes.every * MINUTE;
		} else if (act === "consent")
			this.consent(ref, v === 1, now);
		else if (act === "end") {
			this.finish("done");
			this.ended = true;
		}
		this.draw();
	}

	// ---- what is seen

	show(k) {
		this.shown = k;
		for (const panel of this.root.querySelectorAll("[data-panel]"))
			panel.hidden = panel.dataset.panel !== String(k);
		this.draw();
	}

	draw() {
		const now = Date.now();
		this.count(now);
		const clock = Math.floor(this.steps.reduce((sum, s) => sum + s.ms, 0) / 1000);
		this.root.querySelector("[data-clock]").textContent = clock >= 60 ? `${Math.floor(clock / 60)} min ${clock % 60} s` : `${clock} s`;
		this.steps.forEach((s, k) => this.drawStep(s, k));
		const s = this.steps[this.shown];
		if (s)
			this.drawPanel(s, now);
		const pause = this.root.querySelector("[data-pause] form");
		if (pause) {
			pause.elements.act.value = this.paused ? "resume" : "pause";
			const word = this.paused ? "Go on" : "Pause", button = pause.querySelector("button");
			if (button.textContent !== word)
				button.textContent = word;
			pause.parentElement.hidden = this.current < 0 || this.ended;
		}
	}

	drawStep(s, k) {
		const mark = { waits: "", now: "nw", done: "dn", skipped: "sk", stopped: "sp" }[s.state];
		s.li.className = `st ${mark}`;
		s.li.toggleAttribute("aria-current", k === this.shown);
		if (k === this.shown)
			s.li.setAttribute("aria-current", "step");
		s.li.querySelector("[data-word]").textContent = `, ${s.blocked && s.state === "waits" ? "blocked" : s.state}`;
		const took = Math.round(s.ms / MINUTE);
		s.li.querySelector("[data-took]").textContent = s.ms > 0 ? `${took} of ${s.minutes}` : String(s.minutes);
	}

	drawPanel(s, now) {
		const part = (name) => s.panel.querySelector(`[data-${name}]`), whole = s.minutes * MINUTE, left = Math.round((whole - s.ms) / 1000);
		const runs = s.state === "now", k = this.steps.indexOf(s), to = this.next(k);
		part("ring").setAttribute("stroke-dasharray", `${(Math.min(1, s.ms / whole) * RING).toFixed(1)} ${RING}`);
		part("left").textContent = `${Math.floor(Math.abs(left) / 60)}:${String(Math.abs(left) % 60).padStart(2, "0")}`;
		part("left-word").textContent = left < 0 ? "over its time" : "left in this step";
		for (const box of s.panel.querySelectorAll("[data-when]"))
			box.hidden = this.ended || (box.dataset.when === "run" ? !runs : runs || s.blocked);
		if (part("start"))
			part("start").hidden = s.asks && !s.allowed;
		if (part("skip"))
			part("skip").hidden = s.state !== "waits";
		if (part("yes"))
			part("yes").hidden = s.allowed;
		if (part("said"))
			part("said").textContent = s.allowed ? "They said yes." : s.blocked ? "Not today." : "";
		this.drawPressure(s, part);
		const word = part("next")?.querySelector("button"), say = to >= 0 ? `Next: ${this.steps[to].name}` : "Done";
		if (word && word.textContent !== say)
			word.textContent = say;
		const asks = runs && now >= s.ask ? "Ask now" : "Comfort and pressure";
		if (part("asknow") && part("asknow").textContent !== asks) {
			part("asknow").textContent = asks;
			part("asknow").classList.toggle("due", asks === "Ask now");
		}
	}

	drawPressure(s, part) {
		if (!part("pressure-now"))
			return;
		part("pressure-now").textContent = s.pressure;
		for (const form of s.panel.querySelectorAll("form[data-tap]"))
			if (form.elements.act.value === "pressure") {
				const button = form.querySelector("button"), by = button.textContent === "Lighter" ? -1 : 1;
				button.value = String(s.pressure + by);
				button.disabled = by < 0 ? s.pressure <= 1 : s.pressure >= s.most;
			}
	}
}

// ---- taps

function words(form, button, fields) {
	const list = document.querySelector("[data-log]"), line = document.createElement("li");
	const box = form.closest(".card"), choice = fields.ref ? form.querySelector(`option[value="${CSS.escape(fields.ref)}"]`)?.textContent : "";
	if (["next", "skip", "start", "pause", "resume"].includes(fields.act))
		return;
	line.textContent = box?.querySelector("h3") ? [box.querySelector("h3").textContent, choice, fields.text || fields.value].filter(Boolean).join(": ") :
		[form.querySelector("[role=group]")?.getAttribute("aria-label"), button.getAttribute("aria-label") || button.textContent].filter(Boolean).join(": ");
	list.prepend(line);
}

function onTap(hour, queue, event) {
	const form = event.target, button = event.submitter;
	if (!form.matches("form[data-tap]"))
		return;
	event.preventDefault();
	const all = new FormData(form, button), fields = {};
	for (const name of ["act", "step", "value", "ref", "text"])
		if (all.has(name))
			fields[name] = String(all.get(name)).trim();
	if (fields.act === "next" || fields.act === "skip")
		fields.value = String(hour.goes(hour.next(Number(fields.step))));
	words(form, button, fields);
	for (const one of form.querySelectorAll("[role=group] > button"))
		one.classList.toggle("on", one === button);
	if (form.matches(".card"))
		form.reset();
	hour.tap(fields);
	queue.add(fields);
}

async function session(root) {
	const kept = new Sealed(root.dataset.id, root.dataset.key), queue = new Queue(root, kept, document.querySelector("[data-queue]"));
	if (await queue.load()) {
		// what was tapped before this page was opened is sent first; the page then shows it
		queue.arrived = () => queue.waiting.length || location.reload();
		queue.tell();
		await queue.send();
		queue.arrived = null;
	}
	const hour = new Hour(root);
	queue.arrived = () => hour.ended && !queue.waiting.length && document.querySelector("[data-refused]").hidden && location.assign(root.dataset.note);
	root.addEventListener("submit", (event) => onTap(hour, queue, event));
	root.dataset.ready = "";
}

// ---- the note: kept while it is typed, sent once

async function note(form) {
	const kept = new Sealed(form.dataset.id.split("/").pop(), form.dataset.key), told = document.querySelector("[data-queue]"), name = "note";
	const areas = [...form.querySelectorAll("textarea")];
	const old = await kept.get(name);
	let timer = 0, retry = 0;

	if (old && old.version === form.dataset.version && areas.some((a) => old.text[a.name] !== a.value)) {
		for (const a of areas)
			a.value = old.text[a.name] ?? a.value;
		told.textContent = "What you wrote here and had not saved is back.";
	} else
		kept.remove(name);
	form.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(() => kept.put(name, { version: form.dataset.version, text: Object.fromEntries(areas.map((a) => [a.name, a.value])) }), 300);
	});
	const send = async (body) => {
		clearTimeout(retry);
		try {
			const reply = await fetch(form.action, { method: "POST", body, redirect: "manual" });
			if (reply.type !== "opaqueredirect") {
				// the server says on its own page what is wrong, with what was typed
				form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "what", value: body.get("what") }));
				form.submit();
				return;
			}
			kept.remove(name);
			location.assign(`${new URL(form.action).pathname}?note=saved`);
		} catch {
			told.textContent = "Not sent yet. It is kept here and sent by itself when the connection is back.";
			told.classList.add("late");
			retry = setTimeout(() => send(body), RETRY);
		}
	};
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		clearTimeout(timer);
		send(new URLSearchParams(new FormData(form, event.submitter)));
	});
	form.dataset.ready = "";
}

const root = document.querySelector("[data-session]"), paper = document.querySelector("form[data-note]");
if (root)
	session(root);
if (paper)
	note(paper);
