// A drawn figure moves when it is asked to.  Without this file, and for people who want less motion, the picture stands still
// with its first pose faint and its last one strong.  The part `drawing` (tmpl/drawing.html) prints the markup:
//
//   <section data-drawing>
//     <input type="radio" name="side">...  which of the figures is seen, when there are two
//     <svg data-figure-svg data-poses="2" [data-round]> <path d="..." data-d="first|...|last"> [data-pose="1"] </svg>
//     <button data-drawing-play aria-pressed hidden> with [data-word data-on data-off], [data-when-still], [data-when-moving]
//   </section>
//
// data-d holds the same path at equal steps of time: the numbers in it are all that differs, so they are mixed one by one.

const POSE = 1800, ROUND = 650;         // milliseconds from one pose to the next: there and back, or walking
const NUMBER = /-?\d+(?:\.\d+)?/g;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const ease = (t) => (1 - Math.cos(Math.PI * t)) / 2;

class Part {
	constructor(path) {
		const steps = path.dataset.d.split("|");

		this.path = path;
		this.rest = path.getAttribute("d");
		this.between = steps[0].split(NUMBER);
		this.step = steps.map((d) => d.match(NUMBER).map(Number));
	}

	// at: from 0, the first step, to 1, the last
	draw(at) {
		const place = at * (this.step.length - 1), from = Math.min(Math.floor(place), this.step.length - 2), t = place - from;
		const a = this.step[from], b = this.step[from + 1];

		// rounded, not padded: the flags of an arc must stay 0 or 1
		const mixed = (i) => (i < a.length ? Math.round((a[i] + (b[i] - a[i]) * t) * 100) / 100 : "");

		this.path.setAttribute("d", this.between.map((text, i) => text + mixed(i)).join(""));
	}
}

class Figure {
	constructor(svg) {
		this.svg = svg;
		this.poses = Number(svg.dataset.poses);
		this.round = "round" in svg.dataset;
		this.parts = [...svg.querySelectorAll("[data-d]")].map((path) => new Part(path));
		this.only = [...svg.querySelectorAll("[data-pose]")];
	}

	draw(now) {
		const legs = this.round ? this.poses : this.poses - 1;
		let at = now / ((this.round ? ROUND : POSE) * legs);

		at = this.round ? at % 1 : ease(1 - Math.abs(1 - at % 2));
		for (const part of this.parts)
			part.draw(at);
		const pose = String(1 + Math.round(at * legs) % this.poses);
		for (const path of this.only)
			path.classList.toggle("off", path.dataset.pose !== pose);
	}

	rest() {
		for (const part of this.parts)
			part.path.setAttribute("d", part.rest);
		for (const path of this.only)
			path.classList.toggle("off", path.dataset.pose !== String(this.poses));
	}
}

function drawing(root) {
	const figures = [...root.querySelectorAll("[data-figure-svg]")].map((svg) => new Figure(svg));
	const button = root.querySelector("[data-drawing-play]"), word = button.querySelector("[data-word]");
	let start = 0, run = 0;
	const frame = (now) => {
		start ||= now;
		for (const figure of figures)
			figure.draw(now - start);
		run = requestAnimationFrame(frame);
	};
	const play = (on) => {
		cancelAnimationFrame(run);
		start = 0;
		root.classList.toggle("moves", on);
		button.setAttribute("aria-pressed", String(on));
		word.textContent = on ? word.dataset.on : word.dataset.off;
		if (on)
			run = requestAnimationFrame(frame);
		else
			figures.forEach((figure) => figure.rest());
	};
	const allow = () => {
		button.hidden = still.matches;
		if (still.matches)
			play(false);
	};

	button.addEventListener("click", () => play(button.getAttribute("aria-pressed") !== "true"));
	still.addEventListener("change", allow);
	addEventListener("beforeprint", () => play(false));
	allow();
}

document.querySelectorAll("[data-drawing]").forEach(drawing);
