// check_ask.js: a question as a form control, and what was chosen in it.  q: as the engine tells it (app/question_json.h); q.was: the choice before.
import { all, el, heading, one } from "./check_parts.js";

export const UNKNOWN = "unknown";

function radio(q, value, label, kind) {
	const set = { type: "radio", name: q.id, value };
	if (q.was === value)
		set.checked = true;
	return el("label", { class: kind }, el("input", set), el("span", {}, label));
}

const choicesOf = (q) => q.type === "bool" ? [["true", "Yes"], ["false", "No"]] : q.options.map((o) => [String(o.value), o.label]);
const isScale = (q) => q.type === "int" && !q.options.length && q.min === 0 && q.max === 10;
const isNumber = (q) => q.type === "int" && !q.options.length && !isScale(q);

export function legend(q, title) {
	return el("legend", {}, title ? heading(q.ask) : q.ask);
}

export const fieldset = (q, kind, ...parts) => el("fieldset", { class: kind, "data-question": q.id, tabindex: "-1" }, ...parts);

export function trio(q) {
	return el("section", { class: "card" }, fieldset(q, "choices", legend(q, false), el("div", { class: "big3 gap12" },
		...choicesOf(q).map(([v, label]) => radio(q, v, label)), radio(q, UNKNOWN, "I do not know"))));
}

function choices(q) {
	return fieldset(q, "choices", legend(q, true), el("div", { class: "opts" }, ...choicesOf(q).map(([v, label]) => radio(q, v, label, "opt")),
		el("div", { class: "or" }, "or"), radio(q, UNKNOWN, "I do not know", "opt plain")));
}

function scale(q) {
	const steps = Array.from({ length: 11 }, (_, n) => {
		const label = radio(q, String(n), String(n), `v${n}`);
		if (n === 0 || n === 10)
			one("input", label).setAttribute("aria-label", `${n}, ${n ? q.high : q.low}`);
		return label;
	});
	return el("div", {}, fieldset(q, "scale-field", legend(q, true), el("div", { class: q.module === 1 ? "scale pain" : "scale" }, ...steps),
		el("p", { class: "ends", "aria-hidden": "true" }, el("span", {}, `0 ${q.low}`), el("span", {}, `${q.high} 10`))),
	el("div", { class: "opts" }, radio(q, UNKNOWN, "I do not know", "opt plain")));
}

export function number(q, unsure) {
	const value = q.was === UNKNOWN ? undefined : q.was;
	return el("div", {}, fieldset(q, "choices", legend(q, true), el("div", { class: "field gap16" },
		el("label", { for: "number" }, `${q.unit ? `In ${q.unit}` : "A number"}, from ${q.min} to ${q.max}`),
		el("input", { id: "number", name: q.id, type: "number", inputmode: "numeric", min: q.min, max: q.max, value }))),
	unsure && el("div", { class: "opts" }, radio(q, UNKNOWN, "I do not know", "opt plain")));
}

export const shape = (q) => isScale(q) ? scale(q) : isNumber(q) ? number(q, true) : choices(q);

export function wrong(form, id, text) {
	for (const old of all("[data-wrong]", form))
		old.remove();
	const set = one(`[data-question="${id}"]`, form);
	one("legend", set).after(el("p", { class: "bad-text", role: "alert", "data-wrong": true }, text));
	set.focus({ preventScroll: true });
	set.scrollIntoView({ block: "center" });
}

// What was chosen for a question: a value, null for "I do not know", undefined when it is open or no number in range.
export function chosen(form, q) {
	const on = all(`[name="${q.id}"]`, form);
	const text = on.find((i) => i.type === "radio" && i.checked)?.value ?? on.find((i) => i.type === "number")?.value;
	if (text === UNKNOWN)
		return null;
	if (q.type === "bool")
		return text === undefined ? undefined : text === "true";
	const n = /^\d+$/.test(text ?? "") ? Number(text) : undefined;
	return n !== undefined && n >= q.min && n <= q.max ? n : undefined;
}

export const missing = (q) => isNumber(q) ? `Please enter a whole number from ${q.min} to ${q.max}${q.id === "age" ? "." : ", or choose \"I do not know\"."}` :
	"Please choose an answer, or \"I do not know\".";

export function meter(place) {
	const all = one("[data-meter-of]").content.cloneNode(true), [part, number] = all.querySelectorAll("p span");
	one("rect.v", all).setAttribute("width", `${100 * (place.number - 1) / place.of}%`);
	part.textContent = place.part === 1 ? "Part 1 of 2: your safety" : "Part 2 of 2: your pain and days";
	number.textContent = `${place.number} of about ${place.of}`;
	return all;
}
