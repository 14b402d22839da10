// heart_engine.js: heart beats on the device (src/wasm/heart_api.h).  The module imports nothing: it can neither send nor keep what it is given.
export function openHeart(module, numbers) {
	const imports = WebAssembly.Module.imports(module);
	if (imports.length)
		throw new Error(`the module imports ${imports.map((i) => i.name).join(", ")}`);
	const w = new WebAssembly.Instance(module, {}).exports;
	const decoder = new TextDecoder("utf-8", { fatal: true });
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
	const h = lend(new Uint8Array(given.buffer), (at) => w.heart_open(at, given.length));
	if (!h)
		throw new Error("the numbers are not in order");
	const said = () => JSON.parse(decoder.decode(new Uint8Array(w.memory.buffer, w.heart_said(h), w.heart_length(h))));

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

export async function loadHeart(numbers) {
	return openHeart(await WebAssembly.compileStreaming(fetch("/asset/biosignal.wasm")), numbers);
}
