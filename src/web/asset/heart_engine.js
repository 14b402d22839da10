// heart_engine.js: heart beats and muscle tension on the device (src/wasm/heart_api.h, muscle_api.h).  The module imports nothing: it can neither
// send nor keep what it is given.
const decoder = new TextDecoder("utf-8", { fatal: true });

function start(module, numbers) {
	const imports = WebAssembly.Module.imports(module);
	if (imports.length)
		throw new Error(`the module imports ${imports.map((i) => i.name).join(", ")}`);
	const w = new WebAssembly.Instance(module, {}).exports;
	// does: with the place of the bytes; made here, as any call may have moved the memory
	const lend = (bytes, does) => {
		const at = w.heart_room(bytes.length);
		if (!at)
			throw new Error("no memory is left");
		new Uint8Array(w.memory.buffer, at, bytes.length).set(bytes);
		const said = does(at, bytes.length);
		w.heart_free(at);
		return said;
	};
	const given = new Float64Array(numbers);
	if (given.length !== w.heart_numbers())
		throw new Error(`${given.length} numbers, ${w.heart_numbers()} are read`);
	const open = (opens) => {
		const opened = lend(new Uint8Array(given.buffer), (at) => opens(at, given.length));
		if (!opened)
			throw new Error("the numbers are not in order");
		return opened;
	};
	const read = (at, n) => JSON.parse(decoder.decode(new Uint8Array(w.memory.buffer, at, n)));
	return { w, lend, open, read };
}

export function openHeart(module, numbers) {
	const { w, lend, open, read } = start(module, numbers), h = open(w.heart_open), said = () => read(w.heart_said(h), w.heart_length(h));

	return {
		begin: (now, rate) => w.heart_begin(h, now, rate),
		turn: (now, rate) => w.heart_turn(h, now, rate),
		packet: (now, bytes) => lend(bytes, (at, n) => w.heart_packet(h, now, at, n)),
		lost: () => w.heart_lost(h),
		tap: (now) => w.heart_tap(h, now),
		turns: (now) => w.heart_turns(h, now),
		tell: (now) => {
			w.heart_tell(h, now);
			return said();
		},
		file: (bytes) => {
			lend(bytes, (at, n) => w.heart_file(h, at, n));
			return said();
		},
		memory: () => w.memory.buffer.byteLength,
	};
}

export function openMuscle(module, numbers) {
	const { w, lend, open, read } = start(module, numbers), m = open(w.muscle_open), said = () => read(w.muscle_said(m), w.muscle_length(m));

	return {
		start: (now, rate, mains) => w.muscle_start(m, now, rate, mains),
		feed: (now, bytes) => lend(bytes, (at, n) => w.muscle_feed(m, now, at, n)),
		gone: (now) => w.muscle_gone(m, now),
		aim: (share) => w.muscle_aim(m, share),
		restAgain: () => w.muscle_rest_again(m),
		bend: () => w.muscle_bend_now(m),
		level: (now) => w.muscle_level(m, now),
		tell: (now) => {
			w.muscle_tell(m, now);
			return said();
		},
		file: (bytes, rate, mains) => {
			lend(bytes, (at, n) => w.muscle_file(m, at, n, rate, mains));
			return said();
		},
	};
}

// root: the element of the page, which names the module and its numbers.
const load = async (root, opens) => opens(await WebAssembly.compileStreaming(fetch(root.dataset.engine)), root.dataset.numbers.split(" ").map(Number));
export const loadHeart = (root) => load(root, openHeart);
export const loadMuscle = (root) => load(root, openMuscle);
