// node convert.mjs OUT.h
// Turns the artwork of the npm package react-native-body-highlighter (MIT) into the table that src/render/bodymap.c
// reads: two figures, front and back, 100 regions each with a drawn shape, a tile that a finger hits, a place for its
// number and a box to enlarge.  Fails loudly when a region has no shape; run `npm ci` in this folder first.
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, flatten, box, clip, simplify, polygonSegments, shift, print } from "./path.mjs";
import { grow, trace, square, anchor } from "./tiles.mjs";
import { BASES, FIGURES } from "./regions.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const PACKAGE = join(here, "node_modules", "react-native-body-highlighter");
const load = createRequire(import.meta.url);
const MARGIN = 10;      // units round the figure
const GAP = 1.5;        // half the gap between two parts of a shape that was cut, like the gaps of the artwork
const SCREEN = 296;     // CSS pixels of a figure on a 360 pixel phone: 16 of page and 16 of card on each side
const TARGET = 24;      // CSS pixels no target may be under (WCAG 2.2, 2.5.8)

// The outline stands in a component, not in the data; the part above the neck is ours.
function outline(art, view, cut) {
	const text = readFileSync(join(PACKAGE, "dist/components", `Svg${art}Wrapper.js`), "utf8");
	const found = [...text.matchAll(/side === "(front|back)" && \([^]*?\sd="([^"]+)"/g)].find((m) => m[1] === view);
	if (!found)
		throw new Error(`no outline of ${art} ${view}: has the package changed?`);
	const all = parse(found[2]).filter(([type]) => type !== "Z");
	const low = (s) => s.at(-1) > cut;
	const from = all.findIndex(low);
	let to = all.length - 1;
	while (!low(all[to]))
		to--;
	// both ends of the neck go on upwards, under the head
	const first = all[from].slice(-2), last = all[to].slice(-2);
	return [["M", first[0], first[1] - 26], ["L", ...first], ...all.slice(from + 1, to + 1), ["L", last[0], last[1] - 26], ["Z"]];
}

function skull({ top, bottom, half }, mid) {
	const h = bottom - top;
	const bow = (s) => [
		["C", mid + s * half * 0.66, top, mid + s * half, top + h * 0.19, mid + s * half, top + h * 0.42],
		["C", mid + s * half, top + h * 0.8, mid + s * half * 0.66, bottom, mid, bottom]];
	const back = (s) => [
		["C", mid + s * half * 0.66, bottom, mid + s * half, top + h * 0.8, mid + s * half, top + h * 0.42],
		["C", mid + s * half, top + h * 0.19, mid + s * half * 0.66, top, mid, top]];
	return [["M", mid, top], ...bow(1), ...back(-1), ["Z"]];
}

// Corners cut three times (Chaikin 1974).
function rounded(points) {
	for (let k = 0; k < 3; k++)
		points = points.flatMap((p, i) => {
			const q = points[(i + 1) % points.length];
			return [[0.8, 0.2], [0.2, 0.8]].map(([a, b]) => [a * p[0] + b * q[0], a * p[1] + b * q[1]]);
		});
	return points;
}

// The rules of regions.mjs as half planes a*x + b*y >= c; `out` is -1 where the outside lies at smaller x.
function planes(words, b, mid, out) {
	const result = [];
	for (let i = 0; i < words.length; i++) {
		const m = /^([uvy])(<|>=)([\d.]+)$/.exec(words[i]);
		if (m) {
			const s = m[2] === "<" ? -1 : 1;
			const near = out < 0 ? b.x + b.w : b.x;
			const at = m[1] === "u" ? near + out * Number(m[3]) * b.w : m[1] === "v" ? b.y + Number(m[3]) * b.h : Number(m[3]);
			const k = m[1] === "u" ? [s * out, 0] : [0, s];
			result.push([...k, (k[0] + k[1]) * at + GAP]);
		} else if (["beyond", "above", "under"].includes(words[i])) {
			const [x1, y1, x2, y2] = words.slice(i + 1, i + 5).map(Number);
			const n = [y2 - y1, x1 - x2], length = Math.hypot(...n);
			const want = { beyond: [1, 0], above: [0, -1], under: [0, 1] }[words[i]];
			const s = Math.sign(n[0] * want[0] + n[1] * want[1]);
			const [a, k] = n.map((v) => s * v / length);
			result.push([a * out, k, a * x1 + k * y1 + a * out * mid + GAP]);
			i += 4;
		} else {
			throw new Error(`regions.mjs: cannot read "${words[i]}"`);
		}
	}
	return result;
}

// The sub-paths of one slug on one side of the picture.  Indices are those of the viewer's left; on the right the order
// differs, so the partner is the sub-path whose mirrored box lies nearest.
function pick(data, name, indices, left, mid) {
	const [slug, which] = name.split(":");
	const path = data.find((s) => s.slug === slug)?.path;
	if (!path)
		throw new Error(`no shape ${slug} in the artwork`);
	if (which)
		return path[which].map(parse);
	const lefts = path.left.map(parse), rights = path.right.map(parse);
	const list = indices[0] === "*" ? lefts.map((_, i) => i) : indices.map(Number);
	return list.map((i) => {
		const want = box(flatten(lefts[i]));
		const far = (s) => {
			const b = box(flatten(s));
			return Math.abs(b.x + b.w - (2 * mid - want.x)) + Math.abs(b.x - (2 * mid - want.x - want.w)) +
				Math.abs(b.y - want.y) + Math.abs(b.h - want.h);
		};
		return left ? lefts[i] : rights.reduce((a, s) => far(s) < far(a) ? s : a);
	});
}

// One entry of regions.mjs as segments and polygons.
function shapes(entry, data, head, left, mid) {
	const out = left ? -1 : 1;
	const [name, ...words] = entry.split(" ");
	if (name === "own") {
		const polygon = rounded(words.map((w) => w.split(",").map(Number)).map(([x, y]) => [mid + out * x, y]));
		return [{ segments: polygonSegments(simplify(polygon, 0.25)), polygon }];
	}
	const n = words.findIndex((w) => !/^(\d+|\*)$/.test(w));
	const indices = n < 0 ? words : words.slice(0, n);
	const whole = name === "skull" ? [head] : pick(data, name, indices, left, mid);
	let parts = whole.flatMap((segments) => flatten(segments).map((polygon) => ({ segments, polygon })));
	if (name === "skull" || name.includes(":common"))
		parts = parts.map(({ polygon }) => ({ polygon: clip(polygon, [out, 0, out * mid + GAP]) }));
	const b = box(parts.map((p) => p.polygon));
	for (const plane of n < 0 ? [] : planes(words.slice(n), b, mid, out))
		parts = parts.map((p) => p.polygon.every(([x, y]) => plane[0] * x + plane[1] * y >= plane[2] - GAP) ? p :
			{ polygon: clip(p.polygon, plane) });
	return parts.filter((p) => p.polygon.length > 2).map(({ segments, polygon }) =>
		({ segments: segments || polygonSegments(simplify(polygon, 0.25)), polygon }));
}

// The box to enlarge round a place, so that every place in it is at least TARGET pixels on a small phone.
function enlarge(of, all, view) {
	let w = SCREEN * of.square / TARGET, place;
	for (let k = 0; k < 8; k++) {
		w = Math.min(w, view.w);
		const h = Math.min(w * 1.1, view.h);
		place = [Math.max(0, Math.min(view.w - w, of.at[0] - w / 2)), Math.max(0, Math.min(view.h - h, of.at[1] - h / 2)), w, h];
		const near = all.filter(({ at }) => at[0] > place[0] && at[0] < place[0] + w && at[1] > place[1] && at[1] < place[1] + h);
		const least = Math.min(...near.map((s) => s.square));
		if (w <= SCREEN * least / TARGET)
			break;
		w = SCREEN * least / TARGET;
	}
	return place.map(Math.floor);
}

function view(figure, side) {
	const { data: name, skull: size, regions } = figure[side];
	const data = load(join(PACKAGE, "dist/assets", `${name}.js`))[name];
	const body = outline(figure.art, side, size.neck);
	const b = box(flatten(body));
	const mid = b.x + b.w / 2;
	const head = skull(size, mid);
	const list = [];
	for (const base of BASES)
		for (const left of [true, false]) {
			if (!regions[base])
				continue;
			const parts = regions[base].flatMap((entry) => shapes(entry, data, head, left, mid));
			if (!parts.length)
				throw new Error(`${figure.art} ${side}: ${base} has no shape`);
			// seen from the back, the person's left is the viewer's left
			const own = (side === "back") === left ? "left" : "right";
			list.push({ id: `${base}_${own}`, left, parts, polygons: parts.map((p) => p.polygon) });
		}
	const all = box([...flatten(body), ...flatten(head)]);
	const dx = MARGIN - Math.floor(all.x), dy = MARGIN - Math.floor(all.y);
	const result = { mid: mid + dx, w: Math.ceil(all.w) + 2 * MARGIN, h: Math.ceil(all.h) + 2 * MARGIN, side,
		body: print(shift(body, dx, dy)), head: print(shift(head, dx, dy)), places: [] };
	const tiles = grow([...flatten(body), ...flatten(head)], list, mid);
	list.forEach((s, i) => {
		const loops = trace(tiles, i);
		if (!loops.length)
			throw new Error(`${figure.art} ${side}: ${s.id} has no room`);
		const at = anchor(tiles, i);
		result.places.push({ id: s.id, square: square(tiles, i), at: [at[0] + dx, at[1] + dy],
			shape: s.parts.map((p) => print(shift(p.segments, dx, dy))).join(""),
			tile: loops.map((p) => print(shift(polygonSegments(p), dx, dy), 1)).join(""),
			box: box(loops.map((p) => p.map(([x, y]) => [x + dx, y + dy]))) });
	});
	for (const place of result.places)
		place.zoom = enlarge(place, result.places, result);
	return result;
}

// Upper body without the far ends of the arms; legs.
function crops(v) {
	const at = (id) => v.places.find((p) => p.id.startsWith(id)).box;
	const low = v.side === "back" ? at("buttock_lower") : at("groin");
	const foot = v.side === "back" ? at("thigh_back") : at("thigh_outer");
	const elbow = v.side === "back" ? at("elbow_back") : at("elbow_front");
	const reach = Math.max(Math.abs(elbow.x - v.mid), Math.abs(elbow.x + elbow.w - v.mid)) + 8;
	const thigh = Math.max(Math.abs(foot.x - v.mid), Math.abs(foot.x + foot.w - v.mid)) + 16;
	const top = v.side === "back" ? low.y + low.h * 0.2 : low.y;
	return { upper: [v.mid - reach, 0, 2 * reach, low.y + low.h + 12], legs: [v.mid - thigh, top, 2 * thigh, v.h - top] };
}

function header(figures) {
	const ids = BASES.flatMap((base) => [`${base}_left`, `${base}_right`]);
	const nums = (list) => `{ ${list.map(Math.round).join(", ")} }`;
	const quote = (s) => s.replace(/.{1,400}/g, (part) => `\n\t\t"${part}"`);
	// C compilers need not take strings over 4095 bytes
	const pieces = (s) => {
		const list = s.match(/.{1,3000}/g);
		if (list.length > 3)
			throw new Error("an outline is longer than art_view.body can hold");
		return `{${list.map(quote).join(",")} }`;
	};
	const license = readFileSync(join(PACKAGE, "LICENSE"), "utf8").trim();
	let text = `/* Made by tools/bodymap/convert.mjs from react-native-body-highlighter ${
		JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")).version}; do not edit.  Its licence:\n *\n${
		license.split("\n").map((l) => ` * ${l}`.trimEnd()).join("\n")}\n */\n`;
	text += `#define ART_REGIONS ${ids.length}\n#define ART_FIGURES ${figures.length}\n\n`;
	text += `static const char *const art_regions[] = {\n${ids.map((id) => `\t"${id}",\n`).join("")}};\n\n`;
	figures.forEach((views, f) => views.forEach((v) => {
		text += `static const struct art_place art_places_${f}_${v.side}[] = {\n`;
		for (const p of v.places)
			text += `\t{ ${ids.indexOf(p.id)}, ${p.square}, ${nums(p.at)}, ${
				nums([p.box.x, p.box.y, p.box.w, p.box.h])}, ${nums(p.zoom)},${quote(p.tile)},${quote(p.shape)} },\n`;
		text += "};\n\n";
	}));
	text += "static const struct art_view art_views[][2] = {\n";
	figures.forEach((views, f) => {
		text += "\t{\n";
		for (const v of views) {
			const c = crops(v);
			text += `\t{ ${v.w}, ${v.h}, ${Math.round(v.mid)}, ${nums(c.upper)}, ${nums(c.legs)}, ${v.places.length}, art_places_${
				f}_${v.side}, ${pieces(v.body)},${quote(v.head)} },\n`;
		}
		text += "\t},\n";
	});
	return text + "};\n";
}

const figures = FIGURES.map((figure) => [view(figure, "front"), view(figure, "back")]);
for (const [f, views] of figures.entries()) {
	const seen = new Set(views.flatMap((v) => v.places.map((p) => p.id)));
	const missing = BASES.flatMap((base) => [`${base}_left`, `${base}_right`]).filter((id) => !seen.has(id));
	if (missing.length || seen.size !== 2 * BASES.length)
		throw new Error(`figure ${f + 1}: no shape for ${missing.join(", ")}`);
}
if (process.argv.length !== 3)
	throw new Error("usage: node convert.mjs OUT.h");
mkdirSync(dirname(process.argv[2]), { recursive: true });
writeFileSync(process.argv[2], header(figures));
