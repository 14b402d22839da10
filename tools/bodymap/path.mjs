// SVG path data to segments, to polygons, and back to short text.
// A segment is [type, ...absolute numbers] with type M L Q C Z; arcs become short lines.

const ARGS = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 };

function tokens(text) {
	const out = [];
	let i = 0;
	while (i < text.length) {
		const c = text[i];
		if (/[a-zA-Z]/.test(c)) {
			const item = { command: c, numbers: [] };
			const want = ARGS[c.toLowerCase()];
			if (want === undefined)
				throw new Error(`path: unknown command ${c}`);
			i++;
			for (;;) {
				while (i < text.length && /[\s,]/.test(text[i]))
					i++;
				// the two flags of an arc are one digit each and may touch what follows
				const place = item.numbers.length % 7;
				const flag = c.toLowerCase() === "a" && (place === 3 || place === 4);
				const m = (flag ? /^[01]/ : /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/i).exec(text.slice(i, i + 40));
				if (!m)
					break;
				item.numbers.push(Number(m[0]));
				i += m[0].length;
			}
			if (want ? item.numbers.length % want || !item.numbers.length : item.numbers.length)
				throw new Error(`path: ${item.numbers.length} numbers after ${c}`);
			out.push(item);
		} else {
			i++;
		}
	}
	return out;
}

// An elliptical arc as points (SVG 1.1, appendix F.6.5).
function arc(x1, y1, rx, ry, angle, large, sweep, x2, y2) {
	const phi = angle * Math.PI / 180, cos = Math.cos(phi), sin = Math.sin(phi);
	const dx = (x1 - x2) / 2, dy = (y1 - y2) / 2;
	const px = cos * dx + sin * dy, py = cos * dy - sin * dx;
	if (!rx || !ry || (!dx && !dy))
		return [[x2, y2]];
	const grow = Math.max(1, Math.sqrt((px / rx) ** 2 + (py / ry) ** 2));
	rx = Math.abs(rx) * grow;
	ry = Math.abs(ry) * grow;
	const rest = (rx * ry) ** 2 / ((rx * py) ** 2 + (ry * px) ** 2) - 1;
	const f = (large === sweep ? -1 : 1) * Math.sqrt(Math.max(0, rest));
	const cx = f * rx * py / ry, cy = -f * ry * px / rx;
	const from = Math.atan2((py - cy) / ry, (px - cx) / rx);
	let turn = Math.atan2((-py - cy) / ry, (-px - cx) / rx) - from;
	if (sweep && turn < 0)
		turn += 2 * Math.PI;
	if (!sweep && turn > 0)
		turn -= 2 * Math.PI;
	const n = Math.max(1, Math.ceil(Math.abs(turn) * Math.sqrt(Math.max(rx, ry)) / 1.2));
	const out = [];
	for (let k = 1; k <= n; k++) {
		const t = from + turn * k / n;
		const ex = rx * Math.cos(t) + cx, ey = ry * Math.sin(t) + cy;
		out.push([cos * ex - sin * ey + (x1 + x2) / 2, sin * ex + cos * ey + (y1 + y2) / 2]);
	}
	return out;
}

export function parse(text) {
	const out = [];
	let x = 0, y = 0, sx = 0, sy = 0, hx = 0, hy = 0, last = "";
	for (const { command, numbers } of tokens(text)) {
		let c = command.toLowerCase();
		const rel = c === command;
		const n = ARGS[c];
		for (let k = 0; k === 0 || k < numbers.length; k += n || 1) {
			const a = numbers.slice(k, k + n);
			const bx = rel ? x : 0, by = rel ? y : 0;
			if (c === "z") {
				out.push(["Z"]);
				[x, y] = [sx, sy];
			} else if (c === "h" || c === "v") {
				[x, y] = c === "h" ? [a[0] + bx, y] : [x, a[0] + by];
				out.push(["L", x, y]);
			} else if (c === "a") {
				for (const p of arc(x, y, ...a.slice(0, 5), a[5] + bx, a[6] + by))
					out.push(["L", ...p]);
				[x, y] = [a[5] + bx, a[6] + by];
			} else {
				const p = a.map((v, i) => v + (i % 2 ? by : bx));
				if (c === "s")
					p.unshift(...("cs".includes(last) ? [2 * x - hx, 2 * y - hy] : [x, y]));
				if (c === "t")
					p.unshift(...("qt".includes(last) ? [2 * x - hx, 2 * y - hy] : [x, y]));
				out.push([{ s: "C", t: "Q" }[c] || c.toUpperCase(), ...p]);
				[hx, hy] = p.slice(-4, -2);
				[x, y] = p.slice(-2);
			}
			last = c;
			if (c === "m") {
				[sx, sy] = [x, y];
				c = "l";
			}
		}
	}
	return out;
}

// Closed polygons [[x, y], ...], curves sampled.
export function flatten(segments) {
	const out = [];
	let p = [0, 0];
	for (const [type, ...a] of segments) {
		if (type === "M") {
			out.push([a]);
		} else if (type === "L") {
			out.at(-1).push(a);
		} else if (type !== "Z") {
			const length = Math.hypot(a.at(-2) - p[0], a.at(-1) - p[1]);
			const n = Math.max(3, Math.min(14, Math.ceil(length / 4)));
			for (let k = 1; k <= n; k++) {
				const t = k / n, s = 1 - t;
				out.at(-1).push([0, 1].map((i) => type === "Q" ?
					s * s * p[i] + 2 * s * t * a[i] + t * t * a[2 + i] :
					s ** 3 * p[i] + 3 * s * s * t * a[i] + 3 * s * t * t * a[2 + i] + t ** 3 * a[4 + i]));
			}
		}
		if (type !== "Z")
			p = a.slice(-2);
	}
	return out;
}

export function box(polygons) {
	const xs = polygons.flat().map((p) => p[0]), ys = polygons.flat().map((p) => p[1]);
	const x = Math.min(...xs), y = Math.min(...ys);
	return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}

// The part of a polygon where a*x + b*y >= c (Sutherland and Hodgman 1974).
export function clip(polygon, [a, b, c]) {
	const side = (p) => a * p[0] + b * p[1] - c;
	const out = [];
	polygon.forEach((p, i) => {
		const q = polygon[(i + 1) % polygon.length];
		const u = side(p), v = side(q);
		if (u >= 0)
			out.push(p);
		if ((u >= 0) !== (v >= 0))
			out.push([p[0] + (q[0] - p[0]) * u / (u - v), p[1] + (q[1] - p[1]) * u / (u - v)]);
	});
	return out.length > 2 ? out : [];
}

// Douglas and Peucker 1973, on a closed polygon.
export function simplify(polygon, tolerance) {
	const keep = new Set([0]);
	let far = 0;
	polygon.forEach((p, i) => {
		const d = (q) => Math.hypot(q[0] - polygon[0][0], q[1] - polygon[0][1]);
		if (d(p) > d(polygon[far]))
			far = i;
	});
	keep.add(far);
	const work = [[0, far], [far, polygon.length]];
	while (work.length) {
		const [i, j] = work.pop();
		const p = polygon[i], q = polygon[j % polygon.length];
		const length = Math.hypot(q[0] - p[0], q[1] - p[1]) || 1e-9;
		let worst = tolerance, at = -1;
		for (let k = i + 1; k < j; k++) {
			const r = polygon[k];
			const d = Math.abs((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])) / length;
			if (d > worst)
				[worst, at] = [d, k];
		}
		if (at > 0) {
			keep.add(at);
			work.push([i, at], [at, j]);
		}
	}
	return [...keep].sort((i, j) => i - j).map((i) => polygon[i]);
}

export const polygonSegments = (polygon) =>
	[["M", ...polygon[0]], ...polygon.slice(1).map((p) => ["L", ...p]), ["Z"]];

export const shift = (segments, dx, dy) =>
	segments.map(([type, ...a]) => [type, ...a.map((v, i) => v + (i % 2 ? dy : dx))]);

// Relative path text; `scale` steps to a unit (10: one decimal, 1: whole units). Rounding never adds up.
export function print(segments, scale = 10) {
	const word = (v) => {
		const s = (v / scale).toFixed(scale > 1 ? 1 : 0).replace(/\.0$/, "").replace(/^(-?)0\./, "$1.");
		return s === "-0" ? "0" : s;
	};
	let out = "", last = "", x = 0, y = 0, start = [0, 0];
	for (const [type, ...a] of segments) {
		if (type === "Z") {
			out += "z";
			last = "z";
			[x, y] = start;
			continue;
		}
		const at = a.map((v) => Math.round(v * scale));
		if (type === "L" && at[0] === x && at[1] === y)
			continue;
		const numbers = at.map((v, i) => word(v - (i % 2 ? y : x)));
		const letter = type === "M" ? "M" : type.toLowerCase();
		if (type === "M")
			numbers.splice(0, 2, word(at[0]), word(at[1]));
		const joined = numbers.reduce((s, v) => s + (s && v[0] !== "-" ? " " : "") + v, "");
		out += letter === last ? (joined[0] === "-" ? "" : " ") + joined : letter + joined;
		last = letter;
		[x, y] = at.slice(-2);
		if (type === "M")
			start = [x, y];
	}
	return out;
}
