// A heart-rate strap on a simulated person in the place of navigator.bluetooth, with the page's clock in our hands (window.strap).  Handed to
// addInitScript, so it stands alone.  The heart swings most at `own` breaths a minute; `turns` and `rate` are set by the test: breaths so far
// and their pace, as the person follows the pacer.  A quiet person: how near the pace is met in noisier ones is measured in C (200 people).
export function person({ own = 5.5, seed = 7, bluetooth = true }) {
	const strap = { time: 0, tries: 0, refuse: 0, connected: false, turns: () => -1, rate: () => 6 };
	let state = seed, beat = 0, level = 0, waiting = [];
	const random = () => (state = state * 48271 % 2147483647) / 2147483647;
	const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

	window.AudioContext = window.webkitAudioContext = undefined;       // without audio the page takes its own clock, which is this one
	performance.now = () => strap.time * 1000;
	strap.value = new (class extends EventTarget { async startNotifications() { return this; } })();
	strap.device = Object.assign(new EventTarget(), { gatt: {
		connect: async () => {
			strap.tries++;
			if (strap.refuse-- > 0) throw new DOMException("not in reach", "NetworkError");
			strap.connected = true;
			return { getPrimaryService: async () => ({ getCharacteristic: async () => strap.value }) };
		},
		disconnect: () => strap.drop(),
	} });
	strap.drop = () => {
		if (!strap.connected) return;
		strap.connected = false;
		strap.device.dispatchEvent(new Event("gattserverdisconnected"));
	};
	strap.send = (bytes) => {
		strap.value.value = new DataView(Uint8Array.from(bytes).buffer);
		strap.value.dispatchEvent(new Event("characteristicvaluechanged"));
	};
	// Seconds go by, beat by beat, one or two intervals in a packet; quiet: packets are lost without a word.
	strap.live = (seconds, quiet = false) => {
		const until = strap.time + seconds;
		for (beat = Math.max(beat, strap.time); beat < until;) {
			const turns = strap.turns(beat), swing = turns >= 0 ? 70 / (1 + ((strap.rate(beat) - own) / 1.2) ** 2) : 0;
			level += -0.02 * level + 12 * Math.sqrt(0.0396) * normal();
			const rr = 900 + swing / 2 * Math.cos(2 * Math.PI * turns) + level + 8 * normal();
			beat += rr / 1000;
			waiting.push(Math.round(rr * 1.024));
			if (waiting.length < 1 + Math.floor(beat) % 2) continue;
			strap.time = beat;
			if (strap.connected && !quiet) strap.send([0x10, 66, ...waiting.flatMap((v) => [v & 255, v >> 8])]);
			waiting = [];
		}
		strap.time = Math.max(strap.time, until);
	};
	const fake = { getAvailability: async () => true, requestDevice: async (asked) => {
		strap.asked = JSON.stringify(asked);
		if (strap.cancel) throw new DOMException("no device", "NotFoundError");
		return strap.device;
	} };
	Object.defineProperty(Navigator.prototype, "bluetooth", { configurable: true, get: () => (bluetooth ? fake : undefined) });
	window.strap = strap;
}
