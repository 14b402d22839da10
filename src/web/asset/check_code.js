// check_code.js: a finished self-check as what can be handed over: a file, or a code that another phone reads from this screen.  The code is a
// link to the practice; the answers stand behind its #, which no browser sends.  They are packed (deflate) and written as digits, 17 for 7 bytes:
// a QR code takes digits for next to nothing.
const BYTES = 7, DIGITS = [0, 3, 5, 8, 10, 13, 15, 17];         // digits for so many bytes
const MOST = 200000;            // characters of an unpacked file
export const MARK = "#check=";

const through = async (bytes, stream) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

export async function pack(saved) {
	const bytes = await through(new TextEncoder().encode(JSON.stringify(saved)), new CompressionStream("deflate-raw"));
	let out = "";
	for (let i = 0; i < bytes.length; i += BYTES) {
		const some = bytes.subarray(i, i + BYTES);
		out += some.reduce((v, b) => v * 256n + BigInt(b), 0n).toString().padStart(DIGITS[some.length], "0");
	}
	return out;
}

// What stands in a link or a text that holds one; null when there is none.  Throws when it was cut or changed.
export async function unpack(text) {
	const digits = text.match(/#check=(\d+)/)?.[1];
	if (!digits)
		return null;
	const bytes = [];
	for (let i = 0; i < digits.length; i += DIGITS[BYTES]) {
		const some = digits.slice(i, i + DIGITS[BYTES]), n = DIGITS.indexOf(some.length);
		let v = BigInt(some);
		if (n < 1 || v >= 256n ** BigInt(n))
			throw new Error("not a whole code");
		for (let k = n - 1; k >= 0; k--, v /= 256n)
			bytes[BYTES * (i / DIGITS[BYTES]) + k] = Number(v % 256n);
	}
	const all = new TextDecoder("utf-8", { fatal: true }).decode(await through(Uint8Array.from(bytes), new DecompressionStream("deflate-raw")));
	if (all.length > MOST)
		throw new Error("too long");
	return JSON.stringify(JSON.parse(all), null, "\t");
}

// Rows of 0 and 1 (reason_qr) as a picture, with four light modules around.
export function picture(rows, title) {
	const side = rows.length + 8, svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
	const part = (tag, set) => {
		const e = document.createElementNS(svg.namespaceURI, tag);
		for (const [name, value] of Object.entries(set))
			e.setAttribute(name, value);
		svg.append(e);
	};
	for (const [name, value] of Object.entries({ class: "qr", viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": title, "shape-rendering": "crispEdges" }))
		svg.setAttribute(name, value);
	part("rect", { class: "qr-ground", width: side, height: side });
	part("path", { class: "qr-ink", d: rows.map((row, y) => [...row.matchAll(/1+/g)].map((run) => `M${run.index + 4} ${y + 4}h${run[0].length}v1h-${run[0].length}z`).join("")).join("") });
	return svg;
}

export function download(saved) {
	const url = URL.createObjectURL(new Blob([`${JSON.stringify(saved, null, "\t")}\n`], { type: "application/json" })), link = document.createElement("a");
	link.href = url;
	link.download = `self-check-${saved.made}.json`;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 10000);
}
