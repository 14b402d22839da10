// check_result.js: the result of the self-check in words: causes with reasons, what cannot be told apart, what helps, what to ask.
import { el, fill, heading, list, note } from "./check_parts.js";

const side = (mind) => el("span", { class: mind ? "side mind" : "side" }, el("i", { class: mind ? "strand mind" : "strand" }), mind ? "Mind" : "Body");

function cause(c) {
	return el("div", { class: "cause" }, el("div", { class: "top" }, el("b", {}, c.name), el("span", { class: "lk" }, c.likely)), el("p", {}, c.tell),
		el("p", { class: "small muted" }, c.change, c.speaks ? ` Most of all what you said here: ${c.speaks}` : ""),
	c.helps && el("details", {}, el("summary", {}, "What helps with it"), el("p", {}, fill(c.helps)), el("p", { class: "small gap8" }, el("b", {}, "What nobody knows: "), fill(c.unknown)),
		el("p", { class: "small gap8" }, el("b", {}, "When a doctor should look: "), fill(c.doctor))));
}

const causes = (title, mind, of, lead) => of.length > 0 && el("section", { class: "card" }, el("h2", {}, side(mind), ` ${title}`),
	lead && el("p", { class: "small muted" }, lead), ...of.map(cause));

function help(h) {
	return el("div", { class: "cause" }, el("div", { class: "top" }, el("b", {}, h.name), el("span", { class: "small muted" }, h.evidence)), h.what && el("p", {}, h.what),
		el("details", {}, el("summary", {}, "What is known, and when not"), h.known && el("p", { class: "small muted" }, h.known),
			h.not && el("p", { class: "small gap8" }, el("b", {}, "When not: "), fill(h.not))));
}

function helps(title, of) {
	return of.length > 0 && el("section", {}, el("h3", {}, title), ...of.map(help));
}

// The parts of the page, from top to bottom; false where there is nothing to say.
export function result(said) {
	const H = said.helps;
	return [
		heading(said.sentence),
		note(said.soon ? "care" : "ok", el("p", {}, said.danger), ...said.serious.map((t) => el("p", { class: "gap4" }, fill(t)))),
		el("p", { class: "muted" }, "Back pain is a sign, and mostly it has more than one cause. These are guesses from your answers, not a finding."),
		causes("Your back", false, said.body), causes("Your days", true, said.mind, "They do not make pain up. They turn its volume up."),
		said.together.length > 0 && el("section", { class: "card" }, el("h2", {}, "What cannot be told apart"), list(said.together)),
		said.against.length > 0 && el("section", { class: "card" }, el("h2", {}, "No sign of it in your answers"), list(said.against)),
		H.length > 0 && el("section", { class: "card stack" }, el("h2", {}, "What can help"),
			el("p", { class: "small muted" }, "This is a list to talk about, not a plan. Stop what makes it worse. Not while you drive."),
			helps("For your back", H.filter((h) => h.self && !h.mind)), helps("For your days", H.filter((h) => h.self && h.mind)),
			helps("With a trained person", H.filter((h) => !h.self))),
		el("section", { class: "card" }, el("h2", {}, "What to ask"), list(said.ask),
			said.tests.length > 0 && el("p", { class: "small muted gap8" }, `For the person who looks at you: these tests would tell most. ${said.tests.join("; ")}.`)),
		el("section", { class: "card" }, el("h2", {}, "Keep this in mind"), list(said.net)),
	];
}
