// heart_strap.js: a heart-rate strap by Web Bluetooth: any that offers the standard service.  When it goes it is looked for with growing pauses.
const SERVICE = "heart_rate", MEASUREMENT = "heart_rate_measurement";
const TRIES = [1, 2, 4, 8, 16];         // s between tries to find a strap again
const wait = (s) => new Promise((yes) => setTimeout(yes, 1000 * s));

export class Strap {
	constructor(does) {
		this.does = does;       // packet(bytes), lost(), back(), gone()
		this.wanted = false;
		this.heard = (event) => {
			const v = event.target.value;
			this.does.packet(new Uint8Array(v.buffer, v.byteOffset, v.byteLength));
		};
	}

	// To be called in a tap: the browser asks which device.
	async find() {
		this.device = await navigator.bluetooth.requestDevice({ filters: [{ services: [SERVICE] }] });
		this.device.addEventListener("gattserverdisconnected", () => this.wanted && this.again());
		await this.listen();
		this.wanted = true;
	}

	async listen() {
		const server = await this.device.gatt.connect(), service = await server.getPrimaryService(SERVICE);
		const value = await service.getCharacteristic(MEASUREMENT);
		value.removeEventListener("characteristicvaluechanged", this.heard);
		value.addEventListener("characteristicvaluechanged", this.heard);
		await value.startNotifications();
	}

	async again() {
		if (this.trying)
			return;
		this.trying = true;
		this.does.lost();
		for (const pause of TRIES) {
			await wait(pause);
			if (!this.wanted)
				break;
			try {
				await this.listen();
				this.trying = false;
				this.does.back();
				return;
			} catch {
				// not yet in reach
			}
		}
		this.trying = false;
		if (this.wanted)
			this.does.gone();
	}

	leave() {
		this.wanted = false;
		this.device?.gatt?.disconnect();
	}
}
