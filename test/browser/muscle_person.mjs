// A person with a muscle sensor, for a page: takes the place of navigator.serial and of the page's clock.  The signal is that of a muscle: noise,
// 50 Hz hum, an offset; replayed line by line in heaps of 20 ms.  Nothing else knows that it is not real.
//
//   serial   false: the browser has no Web Serial
//   rate     lines a second
export function muscle({ serial = true, rate = 1000 } = {}) {
	let state = 4711, sent = 0, push = null, broken = null;
	const random = () => (state = state * 48271 % 2147483647) / 2147483647;
	const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
	const sensor = { time: 100, rate, tension: 30, opened: [], closed: 0, refuse: 0, cancel: false, plugged: true };

	performance.now = () => sensor.time * 1000;
	const port = Object.assign(new EventTarget(), {
		readable: null,
		getInfo: () => ({ usbVendorId: 9025, usbProductId: 67 }),
		open: async (how) => {
			if (sensor.refuse-- > 0 || !sensor.plugged) throw new DOMException("not there", "NetworkError");
			sensor.opened.push(how.baudRate);
			sensor.speed = how.baudRate;
			fresh();
		},
		close: async () => { sensor.closed++; port.readable = null; push = null; },
	});
	const fresh = () => { port.readable = new ReadableStream({ start: (c) => push = c, cancel: () => { push = null; } }); };
	sensor.bytes = (all) => push?.enqueue(Uint8Array.from(all));
	// Noise on the line: the reader ends with an error, the port stays; a cable that is pulled: it does not.
	sensor.noise = () => { const old = push; fresh(); old.error(new DOMException("framing", "FramingError")); };
	sensor.pull = () => { const old = push; sensor.plugged = false; push = null; port.readable = null; old?.error(new DOMException("lost", "NetworkError")); };
	sensor.line = () => (2048 + 100 * Math.sin(2 * Math.PI * 50 * sent / sensor.rate) + sensor.tension * normal()).toFixed(2);
	// Seconds go by.  wrong(n): another line in place of number n.
	sensor.live = async (seconds, wrong) => {
		const until = sensor.time + seconds;
		while (sensor.time < until - 1e-9) {
			let text = "";
			sensor.time += 0.02;
			for (; sent < sensor.time * sensor.rate; sent++) text += `${wrong?.(sent) ?? sensor.line()}\r\n`;
			if (sensor.speed === 115200) push?.enqueue(new TextEncoder().encode(text));
			else push?.enqueue(Uint8Array.from({ length: text.length >> 2 }, () => 128 + Math.floor(127 * random())));
			if (Math.round(sensor.time * 50) % 25 === 0) await new Promise((yes) => { const c = new MessageChannel(); c.port1.onmessage = yes; c.port2.postMessage(0); });
		}
		await new Promise((yes) => setTimeout(yes, 0));
	};
	const fake = Object.assign(new EventTarget(), {
		requestPort: async () => { if (sensor.cancel) throw new DOMException("none", "NotFoundError"); return port; },
		getPorts: async () => [port],
	});
	sent = Math.ceil(sensor.time * rate);
	Object.defineProperty(Navigator.prototype, "serial", { configurable: true, get: () => (serial ? fake : undefined) });
	window.sensor = sensor;
}
