// reason.js: the cause engine on the device (src/wasm/reason_api.h).  One instance, one knowledge; a case goes in as JSON, a document comes
// out.  The module imports nothing: it can neither send nor keep what it is given.
export function openReason(module, knowledge) {
	const imports = WebAssembly.Module.imports(module)
	if (imports.length) throw new Error(`the module imports ${imports.map(i => i.name).join(', ')}`)
	const w = new WebAssembly.Instance(module, {}).exports
	const encoder = new TextEncoder(), decoder = new TextDecoder('utf-8', { fatal: true })
	const put = bytes => {
		const at = w.reason_room(bytes.length)
		if (!at) throw new Error('no memory is left')
		new Uint8Array(w.memory.buffer, at, bytes.length).set(bytes)    // made here: any call may have moved the memory
		return at
	}
	const blob = put(knowledge), r = w.reason_open(blob, knowledge.length)
	w.reason_free(blob)
	const said = () => decoder.decode(new Uint8Array(w.memory.buffer, w.reason_said(r), w.reason_length(r)))
	const ask = (question, json, ...more) => {
		const bytes = typeof json === 'string' ? encoder.encode(json) : json, at = put(bytes)
		const code = w[question](r, at, bytes.length, ...more)
		w.reason_free(at)
		return { code, text: said() }           // code: 0 fine, 2 not a case, 3 refused
	}
	return {
		ready: w.reason_ready(r) === 1, said,
		screen: json => ask('reason_screen', json),
		assess: json => ask('reason_assess', json),
		next: (json, last = -1, gained = 0) => ask('reason_next', json, last, gained),
		check: (json, last = -1, gained = 0, enough = 0) => ask('reason_check', json, last, gained, enough),
		// rows of 0 and 1; null when it does not fit
		qr: (text, digits) => ask('reason_qr', `${text}\0${digits}\0`).code ? said().trim().split('\n') : null,
		memory: () => w.memory.buffer.byteLength,
		close: () => w.reason_close(r),
	}
}

// Both files from the server; throws when this build has none of them, or when they do not belong together.
export async function loadReason() {
	const [module, knowledge] = await Promise.all([WebAssembly.compileStreaming(fetch('/asset/reason.wasm')),
		fetch('/asset/knowledge.kb').then(r => r.arrayBuffer())])
	const reason = openReason(module, new Uint8Array(knowledge))
	if (!reason.ready) throw new Error(JSON.parse(reason.said()).error.detail)
	return reason
}
