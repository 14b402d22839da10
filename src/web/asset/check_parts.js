// check_parts.js: what the pages of the self-check are made of.
const { emergency, crisis } = document.body.dataset;

export const one = (selector, of = document) => of.querySelector(selector);
export const all = (selector, of = document) => [...of.querySelectorAll(selector)];
export const fill = (text) => (text ?? "").replaceAll("{emergency}", emergency).replaceAll("{crisis}", crisis);

export function el(tag, set, ...children) {
	const e = document.createElement(tag);
	for (const [name, value] of Object.entries(set ?? {}))
		if (value !== false && value !== null && value !== undefined)
			e.setAttribute(name, value === true ? "" : value);
	e.append(...children.filter((c) => c || c === 0));
	return e;
}

export const heading = (text) => el("h1", { tabindex: "-1" }, text);
export const list = (texts) => el("ul", { class: "plus" }, ...texts.map((t) => el("li", {}, fill(t))));
export const note = (kind, ...parts) => el("div", { class: `note ${kind}` }, el("div", {}, ...parts));
export const button = (text, kind, does) => {
	const b = el("button", { type: "button", class: `btn ${kind}` }, text);
	b.addEventListener("click", does);
	return b;
};
