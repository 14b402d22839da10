// Grows the drawn shapes until they meet: every point of the body belongs to the nearest region of its half,
// measured inside the body (so a finger never reaches the thigh beside it). The tile is what a finger hits;
// the drawn shape is what the eye sees.
import { box, simplify } from "./path.mjs";

export const STEP = 2;

function fill(grid, polygons, put) {
	for (let row = 0; row < grid.h; row++) {
		const y = grid.y + (row + 0.5) * STEP;
		const cuts = [];
		for (const polygon of polygons)
			polygon.forEach((p, i) => {
				const q = polygon[(i + 1) % polygon.length];
				if ((p[1] <= y) !== (q[1] <= y))
					cuts.push(p[0] + (q[0] - p[0]) * (y - p[1]) / (q[1] - p[1]));
			});
		cuts.sort((a, b) => a - b);
		for (let k = 0; k + 1 < cuts.length; k += 2)
			for (let col = Math.ceil((cuts[k] - grid.x) / STEP - 0.5); grid.x + (col + 0.5) * STEP < cuts[k + 1]; col++)
				if (col >= 0 && col < grid.w)
					put(row * grid.w + col);
	}
}

const around = (w) => [[1, 2], [-1, 2], [w, 2], [-w, 2], [w + 1, 3], [w - 1, 3], [1 - w, 3], [-w - 1, 3]];

// body: polygons of the silhouette (each filled on its own); shapes: [{left, polygons}] where left is the viewer's side of the midline `mid`.
// Gives the grid, the owner of every cell (-1 outside) and the cells of each drawn shape.
export function grow(body, shapes, mid) {
	const b = box(body);
	const grid = { x: b.x - 2 * STEP, y: b.y - 2 * STEP, w: Math.ceil(b.w / STEP) + 4, h: Math.ceil(b.h / STEP) + 4 };
	const inside = new Uint8Array(grid.w * grid.h);
	const owner = new Int16Array(grid.w * grid.h).fill(-1);
	const half = (cell) => grid.x + (cell % grid.w + 0.5) * STEP < mid;
	for (const polygon of body)
		fill(grid, [polygon], (cell) => { inside[cell] = 1; });
	const drawn = shapes.map(() => []);
	const queue = [];      // queue[d]: cells reached at distance d (a bucket queue; distances are whole)
	const cost = new Int32Array(grid.w * grid.h).fill(1 << 30);
	queue[0] = [];
	shapes.forEach(({ left, polygons }, s) => {
		for (const polygon of polygons)
			fill(grid, [polygon], (cell) => {
				if (!inside[cell] || half(cell) !== left || owner[cell] >= 0)
					return;
				owner[cell] = s;
				cost[cell] = 0;
				drawn[s].push(cell);
				queue[0].push(cell);
			});
	});
	for (let d = 0; d < queue.length; d++)
		for (const cell of queue[d] || []) {
			if (cost[cell] !== d)
				continue;
			for (const [step, price] of around(grid.w)) {
				const next = cell + step;
				if (inside[next] && half(next) === half(cell) && d + price < cost[next]) {
					cost[next] = d + price;
					owner[next] = owner[cell];
					(queue[d + price] ||= []).push(next);
				}
			}
		}
	return { grid, owner, drawn, inside };
}

// The outlines of the cells of one owner, simplified; islands under 12 cells are left out.
export function trace({ grid, owner }, s) {
	const next = new Map();
	const add = (x0, y0, x1, y1) => {
		const key = y0 * 10000 + x0;
		next.set(key, [...(next.get(key) || []), [x1, y1]]);
	};
	for (let cell = 0; cell < owner.length; cell++) {
		if (owner[cell] !== s)
			continue;
		const x = cell % grid.w, y = (cell - x) / grid.w;
		if (owner[cell - grid.w] !== s) add(x, y, x + 1, y);
		if (owner[cell + 1] !== s) add(x + 1, y, x + 1, y + 1);
		if (owner[cell + grid.w] !== s) add(x + 1, y + 1, x, y + 1);
		if (owner[cell - 1] !== s) add(x, y + 1, x, y);
	}
	const loops = [];
	for (const [key, ends] of next)
		while (ends.length) {
			const loop = [];
			let at = [key % 10000, Math.floor(key / 10000)];
			for (;;) {
				const ways = next.get(at[1] * 10000 + at[0]);
				if (!ways || !ways.length)
					break;
				loop.push(at);
				at = ways.pop();
			}
			const area = loop.reduce((sum, p, i) => {
				const q = loop[(i + 1) % loop.length];
				return sum + p[0] * q[1] - q[0] * p[1];
			}, 0) / 2;
			if (area > 12)
				loops.push(simplify(loop.map(([x, y]) => [grid.x + x * STEP, grid.y + y * STEP]), 1.7));
		}
	return loops;
}

// Side of the largest upright square inside a tile, in units.
export function square({ grid, owner }, s) {
	const size = new Int16Array(owner.length);
	let best = 0;
	for (let cell = grid.w + 1; cell < owner.length; cell++)
		if (owner[cell] === s) {
			size[cell] = 1 + Math.min(size[cell - 1], size[cell - grid.w], size[cell - grid.w - 1]);
			best = Math.max(best, size[cell]);
		}
	return best * STEP;
}

// The point of the drawn shape that lies deepest inside its tile: where a number can stand.
export function anchor({ grid, owner, drawn }, s) {
	const depth = new Int32Array(owner.length);
	const inner = (cell) => owner[cell] === s;
	const w = grid.w;
	for (let cell = w + 1; cell < owner.length; cell++)
		if (inner(cell))
			depth[cell] = Math.min(depth[cell - 1] + 2, depth[cell - w] + 2, depth[cell - w - 1] + 3, depth[cell - w + 1] + 3);
	for (let cell = owner.length - w - 2; cell >= 0; cell--)
		if (inner(cell))
			depth[cell] = Math.min(depth[cell], depth[cell + 1] + 2, depth[cell + w] + 2, depth[cell + w + 1] + 3,
				depth[cell + w - 1] + 3);
	const most = Math.max(...drawn[s].map((cell) => depth[cell]));
	const top = drawn[s].filter((cell) => depth[cell] >= most - 1);
	const cell = top[top.length >> 1];
	return [grid.x + (cell % w + 0.5) * STEP, grid.y + (Math.floor(cell / w) + 0.5) * STEP];
}
