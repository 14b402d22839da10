// reason.wasm as a page uses it: one instance, one knowledge, cases in, documents out.  No import, so the same in node and in a browser.
export function openReason(module, knowledge) {
	const imports = WebAssembly.Module.imports(module)
	if (imports.length) throw new Error(`the module imports ${imports.map(i => i.name).join(', ')}`)
	const w = new WebAssembly.Instance(module, {}).exports, encoder = new TextEncoder(), decoder = new TextDecoder('utf-8', { fatal: true })
	const put = bytes => {
		const at = w.reason_room(bytes.length)
		new Uint8Array(w.memory.buffer, at, bytes.length).set(bytes)
		return at
	}
	const blob = put(knowledge), r = w.reason_open(blob, knowledge.length)
	w.reason_free(blob)
	const said = () => decoder.decode(new Uint8Array(w.memory.buffer, w.reason_said(r), w.reason_length(r)))
	const ask = (fn, json, ...more) => {
		const bytes = typeof json === 'string' ? encoder.encode(json) : json, at = put(bytes)
		const code = w[fn](r, at, bytes.length, ...more)
		w.reason_free(at)
		return { code, text: said() }
	}
	return {
		ready: w.reason_ready(r) === 1, said, memory: () => w.memory.buffer.byteLength,
		screen: json => ask('reason_screen', json), assess: json => ask('reason_assess', json),
		next: (json, last = -1, gained = 0) => ask('reason_next', json, last, gained), close: () => w.reason_close(r),
	}
}
