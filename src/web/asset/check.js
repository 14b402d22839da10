// check.js: the private self-check on the person's own device.  The engine (reason.js) says what comes next for the answers so far, this file
// shows it.  Answers live in this page's memory alone: nothing is sent, nothing is stored; closing the page forgets them.
//
//   given[0 .. at)   one entry for each page that was answered; the browser's back button moves `at`
//   held             a stop: an answer needs a person.  Going back does not lift it; one question may be asked once more, in other words
import { UNKNOWN, chosen, fieldset, legend, meter, missing, number, shape, trio, wrong } from "./check_ask.js";
import { all, button, el, fill, heading, list, note, one } from "./check_parts.js";
import { openReason } from "./reason.js";

const { emergency, crisis, knowledge, take } = document.body.dataset;
const intro = one("[data-intro]"), box = one("[data-step]"), map = one("[data-map]"), start = one("[data-start]"), status = one("[data-status]");
let reason = null, given = [], at = 0, held = null;
let result, code;               // loaded with the engine: the first page stays small

// ---- the engine

// Packed or not: some hosts unpack .gz themselves on the way.
async function bytes(name) {
	const answer = await fetch(new URL(name, import.meta.url));
	if (!answer.ok)
		throw new Error(`${name}: ${answer.status}`);
	const data = new Uint8Array(await answer.arrayBuffer());
	if (data[0] !== 0x1f || data[1] !== 0x8b)
		return data;
	return new Uint8Array(await new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
}

async function load() {
	const [module, knows, places, results, codes] = await Promise.all([bytes("reason.wasm.gz"), bytes("knowledge.kb.gz"), bytes("map.html"),
		import("./check_result.js"), import("./check_code.js")]);
	result = results.result;
	code = codes;
	const opened = openReason(await WebAssembly.compile(module), knows);
	if (!opened.ready)
		throw new Error(opened.said());
	one("[data-bodymap]").replaceChildren(...new DOMParser().parseFromString(new TextDecoder().decode(places), "text/html").body.childNodes);
	await import("./bodymap.js");
	opened.assess('{"person": {"age": 40, "sex": "female"}, "findings": {}}');     // so that no click waits for the module to be compiled
	reason = opened;
}

function whole() {
	const c = { person: {}, findings: {} };
	let last = -1, gained = 0;
	for (const g of given.slice(0, at)) {
		Object.assign(c.person, g.person);
		Object.assign(c.findings, g.findings);
		if (g.map)
			c.map = g.map;
		last = g.last ?? last;
		gained += g.gained ?? 0;
	}
	return { c, last, gained };
}

function next() {
	const { c, last, gained } = whole();
	const { code, text } = reason.check(JSON.stringify(c), last, gained, given[at - 1]?.enough ? 1 : 0);
	const said = JSON.parse(text);
	if (code)
		throw new Error(said.error.detail);
	return said;
}

// ---- pages

function page(kind, title, ...parts) {
	document.body.className = `${kind} check`;
	document.title = title;
	intro.hidden = map.hidden = true;
	box.hidden = false;
	box.replaceChildren(...parts.filter(Boolean));
	scrollTo(0, 0);
	(one("h1[tabindex], [data-focus]", box) ?? one("#main")).focus({ preventScroll: true });
}

const back = () => {
	const b = el("button", { type: "button", class: "btn bare tight" }, "Back");
	b.addEventListener("click", () => history.back());
	return el("div", { class: "row spread noprint" }, b);
};
function showIntro() {
	document.body.className = "client check";
	document.title = "Look at your back pain, in private";
	box.hidden = map.hidden = true;
	intro.hidden = false;
	scrollTo(0, 0);
}

function give(entry) {
	given.length = at;
	given.push(entry);
	at++;
	history.pushState({ n: at }, "");
	show();
}

// ---- questions

const before = (id) => {
	const v = given[at]?.findings?.[id];
	return v === undefined ? undefined : v === null ? UNKNOWN : String(v);
};

function send(form, said) {
	const findings = {}, open = [];
	for (const q of said.questions) {
		const v = chosen(form, q);
		if (v === undefined)
			open.push(q);
		else
			findings[q.id] = v;
	}
	const entry = { findings, last: said.questions.at(-1).index, gained: said.by_gain ? 1 : 0 };
	if (open.length) {              // a sign of danger stops at once, whatever is still open
		const kept = given.slice();
		given.length = at;
		given.push(entry);
		at++;
		const stops = next().step === "stop";
		at--;
		given = kept;
		if (!stops)
			return wrong(form, open[0].id, missing(open[0]));
	}
	give(entry);
}

function askForm(parts, does) {
	const form = el("form", { novalidate: true, class: "stack" }, ...parts);
	form.addEventListener("submit", (e) => {
		e.preventDefault();
		guarded(() => does(form));
	});
	return form;
}

const why = (text) => text && el("details", { open: true }, el("summary", {}, "Why we ask"), el("p", { class: "muted" }, text));
const foot = (...more) => el("div", { class: "foot stack-s" }, el("button", { class: "btn main big" }, "Continue"), ...more);

function askFindings(said) {
	const qs = said.questions.map((q) => ({ ...q, was: before(q.id) })), many = qs.length > 1;
	const more = said.enough && button("Show me the result now", "bare big", () => give({ enough: true }));
	page("client", many ? "Your safety first" : "A question", back(), meter(said.place),
		many && heading("Your safety first"), many && el("p", { class: "muted" }, "Does any of this fit you now? Please answer each one."),
		askForm([...qs.map((q) => many ? trio(q) : shape(q)), !many && why(qs[0].why), foot(more)], (form) => send(form, said)));
}

function askAge() {
	const q = { id: "age", ask: "How old are you?", unit: "years", min: 1, max: 120, type: "int", options: [] };
	page("client", "Your age", back(), askForm([number(q, false), why("Some signs of danger depend on age. This page is for people of 18 years and over."), foot()],
		(form) => {
			const n = chosen(form, q);
			if (n === undefined)
				return wrong(form, q.id, missing(q));
			give({ person: { age: n }, findings: {} });
		}));
	one("#number", box).value = given[at]?.person?.age ?? "";
}

function askSex() {
	const q = { id: "sex", ask: "Which of these fits you?", type: "int", options: [], min: 0, max: 0 };
	const was = given[at]?.person?.sex;
	const rows = [["female", "Female"], ["male", "Male"], ["other", "Other"]].map(([value, label]) =>
		el("label", { class: "opt" }, el("input", { type: "radio", name: "sex", value, checked: was === value }), el("span", {}, label)));
	page("client", "A question", back(), askForm([fieldset(q, "choices", legend(q, true), el("div", { class: "opts" }, ...rows)),
		why("Some causes are more common in women, some in men. With \"Other\" you are asked a little more."), foot()], (form) => {
		const value = one("input:checked", form)?.value;
		if (!value)
			return wrong(form, "sex", "Please choose an answer.");
		give({ person: { sex: value } });
	}));
}

function askMap(said) {
	document.body.className = "client wide check";
	document.title = "Where do you feel it?";
	intro.hidden = box.hidden = true;
	map.hidden = false;
	one("[data-meter]", map).replaceChildren(meter(said.place));
	scrollTo(0, 0);
	one("h1", map).focus({ preventScroll: true });
}

function sendMap() {
	const marks = {};
	for (const e of all("[data-map-region]", map))
		if (e.value)
			marks[e.dataset.mapRegion] = Number(e.value);
	give({ map: marks });
}

// ---- an answer that needs a person

const HEADS = { self_harm: "You are not alone with this", now: "Stop here. You need help now.", doctor: "A doctor should see this first",
	unclear: "One answer needs a person" };

// A button where there is something to dial, else the words alone.
function call(words, kind) {
	const number = words.match(/\+?\d[\d\s()/-]*\d/)?.[0];
	return el("p", { class: "gap8" }, number ? el("a", { class: `btn big ${kind}`, href: `tel:${number.replace(/[^\d+]/g, "")}` }, `Call ${words}`) :
		el("b", {}, `Call ${words}.`));
}

function stopSteps(said) {
	const harm = said.kind === "self_harm", now = said.kind === "now";
	const step = (n, title, ...parts) => el("li", {}, el("span", { class: "no" }, n), el("div", {}, el("b", {}, title), ...parts));
	return el("ol", { class: "steps" },
		step(1, harm ? "Talk to someone now" : now ? "Call" : "Do this", el("p", {}, fill(said.action)), harm && call(crisis, "stop"), now && call(emergency, "stop"),
			harm && call(emergency, "")),
		!harm && step(2, "Say this", el("p", { class: "say" }, `I have back pain. ${fill(said.say)}`)));
}

function showStop(said, mayAsk) {
	page("stop", "Please read this first", el("div", { class: "stopband", role: "alert" }, heading(HEADS[said.kind])),
		el("section", {}, el("h2", {}, "What you told us"), list(said.told)), stopSteps(said),
		el("p", { class: "muted" }, said.kind === "self_harm" ? "Nothing was sent from here. Please tell a person today: on the phone, or somebody you trust." :
			"Nothing was sent, so nobody knows of this but you. Please take this step yourself."),
		said.kind !== "self_harm" && el("p", { class: "row wrap noprint" }, button("Print this page", "", () => print()), button("Save my answers as a file", "", save)),
		mayAsk && el("p", {}, button("I tapped a wrong answer", "", () => guarded(() => askAgain(said.again)))),
		el("p", { class: "noprint" }, button("Clear everything", "bare", clear)));
}

// Both answers are kept; only a "no" to the other words goes on.
function askAgain(q) {
	const first = whole().c.findings[q.id], asked = { ...q, ask: q.again, was: before(q.id) };
	page("client", "Just to be sure", note("care", el("p", {}, "We ask this once more, to be sure we understood you.")),
		askForm([shape(asked), why(q.why), foot()], (form) => {
			const v = chosen(form, q);
			if (v === undefined)
				return wrong(form, q.id, missing(q));
			if (v === false || v === 0)
				held = null;
			give({ findings: { [q.id]: v }, again: true, first: { [q.id]: first } });
		}));
}

function stop(said) {
	const mayAsk = said.again && !given[at - 1]?.again;
	held = said;
	if (said.kind === "unclear" && mayAsk)
		askAgain(said.again);
	else
		showStop(said, mayAsk);
}

function showMinor(said) {
	given = [];
	at = 0;
	held = said;
	page("client", "For adults", heading("This page is for adults"), el("p", { class: "voice" }, fill(said.text)), call(emergency, ""));
}

// ---- the result

function showResult(said) {
	page("client read", "What your answers say", back(), ...result(said),
		el("section", { class: "card stack-s noprint" }, el("h2", {}, "Take it with you"),
			el("p", { class: "small muted" }, "Only you decide who sees this. A practice that uses this program can read the file."),
			el("p", { class: "row wrap" }, button("Print", "", () => print()), button("Save as a file", "", save),
				take && window.CompressionStream && button("Show a code", "", showCode), button("Clear everything", "bare", clear)),
			el("div", { class: "stack-s code", "data-code": true })));
}

// A case as `unknot assess` reads it, with what was answered first where a question was asked twice.
function saved() {
	const now = new Date(), made = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
	return { selfcheck: 1, made, knowledge, first: Object.assign({}, ...given.slice(0, at).map((g) => g.first ?? {})), case: whole().c };
}

const save = () => code.download(saved());

// The code is drawn here, and seen by whoever is shown this screen.
async function showCode() {
	const { knowledge: _, ...all } = saved(), text = new URL(take, location.href).href + code.MARK, digits = await code.pack(all);
	const rows = reason.qr(text, digits), into = one("[data-code]", box);
	if (!rows)
		return into.replaceChildren(el("p", { class: "muted" }, "Your answers are too many for a code. Please take the file."));
	const copy = button("Copy the link instead", "bare tight", async () => {
		await navigator.clipboard.writeText(text + digits);
		copy.textContent = "Copied";
	});
	into.replaceChildren(code.picture(rows, "Code with your answers"), el("p", { class: "small muted" },
		"Your therapist signs in and then scans this with a phone. Whoever scans it can read your answers. Nothing is sent from here."), el("p", {}, copy));
	into.scrollIntoView({ block: "nearest" });
}

// The first tap asks, the second clears: nothing brings the answers back.
function clear(event) {
	const asked = event.currentTarget;

	if (!asked.dataset.asked) {
		asked.dataset.asked = "1";
		asked.textContent = "Tap again to clear everything";
		return;
	}
	given = [];
	location.replace(location.pathname);
}

// ---- one thing after another

function show() {
	if (held?.step === "minor")
		return showMinor(held);
	const said = held && !given[at - 1]?.again ? held : next();
	switch (said.step) {
	case "minor": return showMinor(said);
	case "stop": return stop(said);
	case "result": return showResult(said);
	default: return ({ age: askAge, sex: askSex, map: askMap })[said.what]?.(said) ?? (said.what === "findings" && askFindings(said));
	}
}

// When the engine fails, nothing is concluded: the signs of danger and the numbers stay.
function guarded(does) {
	try {
		does();
	} catch (error) {
		console.error(error);
		showIntro();
		start.hidden = true;
		status.textContent = "Something went wrong here, so there is no result. Below is what to look out for. Please ask a doctor if you are not sure.";
	}
}

function moved(event) {
	const n = event.state?.n ?? -1;
	guarded(() => {
		if (held)
			return show();
		if (n < 0)
			return showIntro();
		at = Math.min(n, given.length);
		show();
	});
}

async function begin() {
	start.disabled = true;
	status.textContent = "Getting ready...";
	try {
		if (!reason)
			await load();
		status.textContent = "";
		at = 0;
		history.pushState({ n: 0 }, "");
		guarded(show);
	} catch (error) {
		console.error(error);
		status.textContent = "The questions could not be loaded. Please try again when you are connected.";
	}
	start.disabled = false;
}

function leave(event) {
	event.preventDefault();
	given = [];
	document.title = "";
	document.body.replaceChildren();
	location.replace(event.currentTarget.href);
}

// Kept for the next time, without a connection too.  A newer version that arrives before the first answer is shown at once.
function keep() {
	const worker = navigator.serviceWorker, had = worker?.controller;
	worker?.register(new URL("sw.js", import.meta.url), { scope: "./", updateViaCache: "none" }).catch(() => {});
	worker?.addEventListener("controllerchange", () => had && !given.length && !intro.hidden && location.reload());
}

start.hidden = false;
start.addEventListener("click", begin);
map.addEventListener("submit", (e) => {
	e.preventDefault();
	guarded(sendMap);
});
one("[data-back]", map).addEventListener("click", () => history.back());
one("[data-leave]").addEventListener("click", leave);
addEventListener("popstate", moved);
addEventListener("pageshow", (e) => e.persisted && location.reload());
addEventListener("load", keep);
