// The body map's touch and keys.  Without this file the page is a form with a list and two pictures whose regions are
// links into that list; with it the picture and the list are two views of the same inputs.
//
// The markup it expects ([data-bodymap] once or more a page; all parts inside it; parts marked * may be missing):
//
//   <div data-bodymap data-text-marked="{place}, {n} of 10" data-text-cleared="{place}: no mark"
//        data-text-enlarged="Enlarged. Tap {place} again to choose it.">
//     <div data-map-tabs hidden role="group" aria-label="View">
//       <button type="button" data-map-tab="back">Back</button> ... "front", "list"
//     </div>
//     <section data-map-view="back">   the SVG of bodymap_svg, interactive   </section>
//     <section data-map-view="front">  the same, from the front              </section>
//   * <div data-map-crops hidden role="group" aria-label="Part of the body">
//       <button type="button" data-map-crop="upper">Upper body</button> ... "legs", "whole"
//     </div>
//     <section data-map-scale hidden tabindex="-1" aria-labelledby="...">
//       <h2 data-map-name></h2>  * <button type="button" data-map-remove>Remove</button>
//       <button type="button" data-map-value="0">0</button> ... to 10
//     </section>
//   * <ul data-map-places></ul>
//   * <template data-map-place><li><span data-map-number></span><span data-map-name></span>
//       <button type="button" data-map-change>Change</button></li></template>
//     <section data-map-view="list">
//       <label for="map_low_back_left">Low back, left</label>
//       <select name="map_low_back_left" id="map_low_back_left" data-map-region="low_back_left" data-name="Low back, left">
//         <option value=""></option><option>1</option> ... <option>10</option></select>   ... one for each region
//     </section>
//     <p data-map-live role="status"></p>
//   </div>
//
// Buttons that are chosen carry aria-pressed="true".  A region has class p1 to p5 by its pain, `chosen` while its scale is
// open; [data-map-number] has the same p1 to p5.  A text that names a side is hidden by class `hidden`.
// Keys in the picture: arrows go to the neighbour, Enter or Space opens the scale, 1 to 9 set the pain (1 then 0 is ten),
// 0, Delete and Backspace clear it, Escape shows the whole figure again.

const TARGET = 24;      // CSS pixels: a smaller place is enlarged at the first tap (WCAG 2.2, 2.5.8)
const TEN = 700;        // milliseconds in which 1 and 0 are ten
const MOVE = 280;       // milliseconds of the way to another crop
const SVG = "http://www.w3.org/2000/svg";

const numbers = (text) => text.split(" ").map(Number);
const level = (n) => `p${Math.ceil(n / 2)}`;
const fill = (text, place, n) => (text || "{place} {n}").replace("{place}", place).replace("{n}", n);

function setLevel(element, n) {
	for (let k = 1; k <= 5; k++)
		element.classList.toggle(`p${k}`, n > 0 && level(n) === `p${k}`);
}

class BodyMap {
	constructor(root) {
		this.root = root;
		this.pictures = [...root.querySelectorAll("svg.bodymap")];
		this.inputs = new Map([...root.querySelectorAll("[data-map-region]")].map((e) => [e.dataset.mapRegion, e]));
		this.scale = root.querySelector("[data-map-scale]");
		this.live = root.querySelector("[data-map-live]");
		this.open = null;
		this.typed = { at: 0, region: "" };
		this.pictures.forEach((svg) => this.prepare(svg));
		root.addEventListener("click", (e) => this.click(e));
		root.addEventListener("change", (e) => {
			if (e.target.dataset.mapRegion)
				this.paint(e.target.dataset.mapRegion);
		});
		for (const part of root.querySelectorAll("[data-map-tabs], [data-map-crops]"))
			part.hidden = !this.pictures.length;
		for (const region of this.inputs.keys())
			this.paint(region, true);
		this.listPlaces();
		this.tab(this.pictures.length ? this.pictures[0].dataset.side : "list");
	}

	// ---- the inputs are the truth; everything else shows them

	value(region) {
		return Number(this.inputs.get(region)?.value || 0);
	}

	name(region) {
		return this.inputs.get(region)?.dataset.name || region;
	}

	set(region, n) {
		const input = this.inputs.get(region);
		if (!input)
			return;
		input.value = n > 0 ? String(n) : "";
		input.dispatchEvent(new Event("change", { bubbles: true }));
		this.say(fill(n > 0 ? this.root.dataset.textMarked : this.root.dataset.textCleared, this.name(region), n));
	}

	paint(region, quiet) {
		const n = this.value(region);
		for (const svg of this.pictures) {
			const place = svg.querySelector(`[data-region="${region}"]`);
			if (!place)
				continue;
			setLevel(place, n);
			place.setAttribute("aria-label", n ? fill(this.root.dataset.textMarked, this.name(region), n) : this.name(region));
			this.badge(svg, place, n);
		}
		if (quiet)
			return;
		if (this.open === region)
			this.showScale();
		this.listPlaces();
	}

	badge(svg, place, n) {
		const over = svg.querySelector(".over");
		let badge = over.querySelector(`[data-for="${place.dataset.region}"]`);
		if (!n) {
			badge?.remove();
			return;
		}
		if (!badge) {
			badge = document.createElementNS(SVG, "g");
			badge.setAttribute("class", "badge");
			badge.dataset.for = place.dataset.region;
			const text = document.createElementNS(SVG, "text");
			const circle = document.createElementNS(SVG, "circle");
			for (const [part, key, v] of [[text, "y", "4.5"], [text, "font-size", "13"], [text, "text-anchor", "middle"],
				[circle, "r", "11"]])
				part.setAttribute(key, v);
			badge.append(circle, text);
			over.prepend(badge);
		}
		badge.querySelector("text").textContent = n;
		this.fit(svg);
	}

	listPlaces() {
		const list = this.root.querySelector("[data-map-places]");
		const row = this.root.querySelector("template[data-map-place]");
		if (!list || !row)
			return;
		const marked = [...this.inputs.keys()].filter((r) => this.value(r)).sort((a, b) => this.value(b) - this.value(a));
		const focus = document.activeElement?.closest?.("[data-map-change]")?.dataset.mapChange;
		list.replaceChildren(...marked.map((region) => {
			const item = row.content.cloneNode(true);
			const number = item.querySelector("[data-map-number]"), change = item.querySelector("[data-map-change]");
			number.textContent = this.value(region);
			setLevel(number, this.value(region));
			item.querySelector("[data-map-name]").textContent = this.name(region);
			change.dataset.mapChange = region;
			change.setAttribute("aria-label", `${change.textContent.trim()}: ${this.name(region)}`);
			return item;
		}));
		if (focus)
			list.querySelector(`[data-map-change="${focus}"]`)?.focus();
	}

	say(text) {
		if (this.live)
			this.live.textContent = text;
	}

	// ---- the picture

	prepare(svg) {
		const places = [...svg.querySelectorAll(".region")];
		for (const place of places) {
			place.removeAttribute("href");
			place.setAttribute("role", "button");
		}
		places[0]?.setAttribute("tabindex", "0");
		svg.addEventListener("keydown", (e) => this.key(e, svg));
		svg.addEventListener("focusin", (e) => this.focused(e, svg));
		new ResizeObserver(() => this.fit(svg)).observe(svg);
	}

	// Units of the artwork in one CSS pixel.
	unit(svg, box = numbers(svg.getAttribute("viewBox"))) {
		const { width, height } = svg.getBoundingClientRect();
		return width && height ? Math.max(box[2] / width, box[3] / height) : 0;
	}

	// Numbers and the names of the sides keep their size on the screen, whatever the crop.
	fit(svg) {
		const box = numbers(svg.getAttribute("viewBox"));
		const unit = this.unit(svg, box);
		if (!unit)
			return;
		for (const badge of svg.querySelectorAll(".badge")) {
			const place = svg.querySelector(`[data-region="${badge.dataset.for}"]`);
			if (place)
				badge.setAttribute("transform", `translate(${place.dataset.at}) scale(${unit.toFixed(3)})`);
		}
		const mid = Number(svg.dataset.mid);
		for (const text of svg.querySelectorAll(".side")) {
			const right = text.dataset.side === "right";
			const x = right ? box[0] + box[2] - 10 * unit : box[0] + 10 * unit;
			const y = box[1] > 0 ? box[1] + box[3] - 12 * unit : 20 * unit;
			text.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${unit.toFixed(3)})`);
			text.classList.toggle("hidden", right ? box[0] + box[2] <= mid + 20 : box[0] >= mid - 20);
		}
	}

	crop(svg, to) {
		const from = numbers(svg.getAttribute("viewBox"));
		const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
		const began = performance.now();
		const target = numbers(to);
		const run = svg.cropRun = {};
		svg.cropped = to;
		const step = (now) => {
			if (svg.cropRun !== run)
				return;
			const t = still ? 1 : Math.max(0, Math.min(1, (now - began) / MOVE));
			const ease = t * t * (3 - 2 * t);
			svg.setAttribute("viewBox", from.map((v, i) => +(v + (target[i] - v) * ease).toFixed(1)).join(" "));
			this.fit(svg);
			if (t < 1)
				requestAnimationFrame(step);
		};
		step(began);
		this.press("[data-map-crop]", (b) => this.shown() && svg.dataset[b.dataset.mapCrop] === to);
	}

	shown() {
		return this.pictures.find((svg) => !svg.closest("[data-map-view]").hidden);
	}

	press(buttons, is) {
		for (const b of this.root.querySelectorAll(buttons))
			b.setAttribute("aria-pressed", String(Boolean(is(b))));
	}

	tab(name) {
		for (const part of this.root.querySelectorAll("[data-map-view]"))
			part.hidden = part.dataset.mapView !== name;
		this.press("[data-map-tab]", (b) => b.dataset.mapTab === name);
		const crops = this.root.querySelector("[data-map-crops]");
		if (crops)
			crops.hidden = !this.shown();
		const svg = this.shown();
		if (svg) {
			this.fit(svg);
			this.press("[data-map-crop]", (b) => svg.dataset[b.dataset.mapCrop] === (svg.cropped || svg.getAttribute("viewBox")));
		}
	}

	// ---- taps

	click(e) {
		const on = (s) => e.target.closest(s);
		const place = on("svg.bodymap .region");
		if (place) {
			e.preventDefault();
			this.tap(place, e.detail === 0);
		} else if (on("[data-map-tab]")) {
			this.tab(on("[data-map-tab]").dataset.mapTab);
		} else if (on("[data-map-crop]")) {
			const svg = this.shown();
			if (svg)
				this.crop(svg, svg.dataset[on("[data-map-crop]").dataset.mapCrop]);
		} else if (on("[data-map-value]") && this.open) {
			this.set(this.open, Number(on("[data-map-value]").dataset.mapValue));
		} else if (on("[data-map-remove]") && this.open) {
			this.set(this.open, 0);
		} else if (on("[data-map-change]")) {
			this.choose(on("[data-map-change]").dataset.mapChange, true);
		}
	}

	// A place too small for a finger is enlarged first; a key or a screen reader needs no second tap.
	tap(place, exact) {
		const svg = place.ownerSVGElement;
		const { region, square, zoom } = place.dataset;
		if (!exact && Number(square) / this.unit(svg) < TARGET - 0.5 && svg.cropped !== zoom) {
			this.crop(svg, zoom);
			this.say(fill(this.root.dataset.textEnlarged, this.name(region), ""));
			return;
		}
		this.choose(region, exact);
	}

	choose(region, moveFocus) {
		this.open = region;
		for (const place of this.root.querySelectorAll("svg.bodymap .region"))
			place.classList.toggle("chosen", place.dataset.region === region);
		this.showScale();
		if (moveFocus)
			(this.scale.querySelector('[aria-pressed="true"]') || this.scale).focus();
		else
			this.say(this.name(region));
	}

	showScale() {
		const n = this.value(this.open);
		this.scale.hidden = false;
		this.scale.querySelector("[data-map-name]").textContent = this.name(this.open);
		this.press("[data-map-value]", (b) => Number(b.dataset.mapValue) === n && n > 0);
		const remove = this.scale.querySelector("[data-map-remove]");
		if (remove)
			remove.disabled = !n;
	}

	// ---- keys

	focused(e, svg) {
		const place = e.target.closest(".region");
		if (!place)
			return;
		svg.querySelector('.region[tabindex="0"]')?.setAttribute("tabindex", "-1");
		place.setAttribute("tabindex", "0");
		const [x, y] = numbers(place.dataset.at), box = numbers(svg.cropped || svg.getAttribute("viewBox"));
		if (place.matches(":focus-visible") && (x < box[0] || y < box[1] || x > box[0] + box[2] || y > box[1] + box[3]))
			this.crop(svg, svg.dataset.whole);
	}

	// The nearest place in that direction; what lies aside counts double.
	neighbour(svg, place, dx, dy) {
		const [x, y] = numbers(place.dataset.at);
		let best = null, least = Infinity;
		for (const other of svg.querySelectorAll(".region")) {
			const [ox, oy] = numbers(other.dataset.at);
			const along = (ox - x) * dx + (oy - y) * dy, aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
			if (along > 3 && aside < 2 * along && along + 2 * aside < least)
				[best, least] = [other, along + 2 * aside];
		}
		return best;
	}

	key(e, svg) {
		const place = e.target.closest(".region");
		if (!place || e.ctrlKey || e.metaKey || e.altKey)
			return;
		const region = place.dataset.region;
		const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
		if (way) {
			this.neighbour(svg, place, ...way)?.focus();
		} else if (e.key === "Enter" || e.key === " ") {
			this.choose(region, true);
		} else if (e.key === "Escape") {
			this.crop(svg, svg.dataset.whole);
		} else if (e.key === "Delete" || e.key === "Backspace") {
			this.set(region, 0);
		} else if (/^\d$/.test(e.key)) {
			const ten = e.key === "0" && this.typed.region === region && e.timeStamp - this.typed.at < TEN;
			this.typed = e.key === "1" ? { at: e.timeStamp, region } : { at: 0, region: "" };
			this.set(region, ten ? 10 : Number(e.key));
		} else {
			return;
		}
		e.preventDefault();
	}
}

for (const root of document.querySelectorAll("[data-bodymap]"))
	new BodyMap(root);
