// device_page.js: what the pages of a device that is watched share (heart.js, muscle.js): parts of the markup by name, words that change only when
// they do, a list of numbers, and connecting.  The markup names its parts data-KIND-NAME.
import { Awake } from "./awake.js";

export const still = matchMedia("(prefers-reduced-motion: reduce)");
export const told = (v, digits = 0, unit = "") => (v === null || v === undefined ? "not yet" : `${v.toFixed(digits)}${unit}`);

export class DevicePage {
	// kind: "heart"; device: the part that connects it, which is also what people call it: "strap"
	constructor(root, engine, kind, device) {
		this.root = root;
		this.engine = engine;
		this.name = device;
		this.part = (name) => root.querySelector(`[data-${kind}-${name}]`);
		this.awake = new Awake(() => this.running);
		this.running = false;
	}

	show(name, on) {
		const part = this.part(name);
		if (part)
			part.hidden = !on;
	}

	words(name, words) {
		if (this.part(name).textContent !== words)
			this.part(name).textContent = words;
	}

	status(words) {
		this.words("status", words);
	}

	list(into, rows) {
		into.replaceChildren(...rows.flatMap(([name, value]) => {
			const dt = document.createElement("dt"), dd = document.createElement("dd");
			dt.textContent = name;
			dd.textContent = value;
			return [dt, dd];
		}));
	}

	cannot(why) {
		this.part("cannot").querySelector("span").textContent = why;
		this.show("cannot", why !== "");
	}

	// Said before the button; "": nothing is in the way.
	mayConnect(why) {
		this.cannot(why);
		this.part(this.name).disabled = why !== "";
		this.show(`${this.name}-words`, why === "");
	}

	// busy: why a device that is there does not answer
	async connecting(find, busy) {
		const button = this.part(this.name), word = button.textContent;
		button.disabled = true;
		button.textContent = "Looking for it";
		try {
			await find();
		} catch (error) {
			this.cannot(error.name === "NotFoundError" ? `No ${this.name} was chosen.` : `The ${this.name} did not answer. ${busy}`);
		}
		button.disabled = false;
		button.textContent = word;
	}

	async connectingAgain(find) {
		this.show("again", false);
		try {
			await find();
			this.status(`Your ${this.name} is back.`);
		} catch {
			this.status(`Your ${this.name} does not answer.`);
			this.show("again", true);
		}
	}
}
