// Watching a muscle let go (tmpl/muscle.html prints the markup).  A sensor on a cable, read by Web Serial, sends one number in each line; two
// strands answer.  All that is computed is computed on the device (heart_engine.js); what the form holds leaves it, and only when it is sent.
import { DevicePage, still, told } from "./device_page.js";
import { loadMuscle } from "./heart_engine.js";

const TRIES = [1, 2, 4, 8, 16];         // s between tries to find a sensor again
const STEP = 0.1, EASIEST = 1.5, HARDEST = 0.3;         // shares of the tension at rest
const PATIENCE = 2.5;                   // s a word stays before another takes its place
const STRANDS = { width: 360, middle: 100, small: 3, large: 78, waves: 3, drift: 0.35, ease: 0.9 };     // ease: s in which the picture follows
const FILE_MOST = 64e6;
const wait = (s) => new Promise((yes) => setTimeout(yes, 1000 * s));
const PHASES = ["Stand at ease", "Bend forward slowly", "Hang loosely. Let go.", "Come up slowly"];

class Sensor {
	constructor(does) {
		this.does = does;       // bytes(bytes), lost(), back(), gone()
		this.wanted = false;
		this.open = false;
	}

	// To be called in a tap: the browser asks which device.
	async find(speed) {
		this.speed = speed;
		this.port = await navigator.serial.requestPort();
		this.info = JSON.stringify(this.port.getInfo());
		await this.listen();
	}

	async listen() {
		await this.port.open({ baudRate: this.speed, bufferSize: 8192 });
		this.open = this.wanted = true;
		this.reading = this.read(this.port);
	}

	// Until the port is gone.  Noise on the line ends one reader, not the port.
	async read(port) {
		while (port.readable && this.wanted) {
			this.reader = port.readable.getReader();
			try {
				for (let got = await this.reader.read(); !got.done; got = await this.reader.read())
					this.does.bytes(got.value);
				if (this.wanted)
					break;
			} catch {
				await wait(0.05);       // as above
			} finally {
				this.reader.releaseLock();
			}
		}
		this.open = false;
		await port.close().catch(() => {});
		if (this.wanted)
			this.again();
	}

	async again() {
		this.does.lost();
		for (const pause of TRIES) {
			await wait(pause);
			if (!this.wanted)
				return;
			try {
				await this.findAgain();
				this.does.back();
				return;
			} catch {
				// not plugged in yet
			}
		}
		if (this.wanted)
			this.does.gone();
	}

	// The same sensor, which may be another port after it was plugged in again.
	async findAgain() {
		const ports = await navigator.serial.getPorts();
		this.port = ports.find((p) => p === this.port) ?? ports.find((p) => JSON.stringify(p.getInfo()) === this.info) ?? this.port;
		await this.listen();
	}

	async leave() {
		this.wanted = false;
		await this.reader?.cancel().catch(() => {});
		await this.reading;
	}
}

class Practice extends DevicePage {
	constructor(root, engine) {
		super(root, engine, "muscle", "sensor");
		this.sensor = new Sensor({
			bytes: (bytes) => this.running && this.engine.feed(this.now(), bytes),
			lost: () => {
				this.engine.gone(this.now());
				this.status("Your sensor is gone for a moment. We look for it.");
			},
			back: () => this.status("Your sensor is back."),
			gone: () => {
				this.status("Your sensor did not come back. Plug it in and connect it again.");
				this.show("again", true);
			},
		});
		this.listen();
		this.sayWhatCannotBe();
		this.show("choose", true);
	}

	listen() {
		const on = (name, does) => this.part(name)?.addEventListener("click", does);
		on("sensor", () => this.connect());
		on("again", () => this.connectAgain());
		on("end", () => this.end());
		on("easier", () => this.aim(STEP));
		on("harder", () => this.aim(-STEP));
		on("rest", () => this.engine.restAgain());
		on("bend", () => this.engine.bend());
		this.part("file").addEventListener("change", (event) => this.read(event.target.files[0]));
		addEventListener("pagehide", () => this.sensor.leave());
	}

	now() {
		return performance.now() / 1000;
	}

	// ---- what this browser can do, said before the button

	sayWhatCannotBe() {
		if (!this.part("sensor"))
			return;
		const why = !isSecureContext ? "A sensor needs a safe address, one that begins with https. Ask your therapist." :
			navigator.serial ? "" : "This browser cannot talk to a sensor on a cable. Chrome or Edge on a computer can. iPhones, iPads and Safari cannot. " +
				"A recording works here.";
		this.mayConnect(why);
	}

	connect() {
		return this.connecting(async () => {
			await this.sensor.find(Number(this.part("speed").value));
			this.begin();
		}, "Is it in use by another program?");
	}

	connectAgain() {
		return this.connectingAgain(() => this.sensor.findAgain());
	}

	// ---- the practice

	begin() {
		this.asked = Number(this.part("rate").value);
		this.running = true;
		this.target = null;
		this.drawn = { level: 1, at: this.now() };
		this.word = { words: "", at: -Infinity };
		this.engine.start(this.now(), this.asked, Number(this.part("mains").value));
		for (const name of ["choose", "keep", "read", "again"])
			this.show(name, false);
		this.show("stage", true);
		this.root.classList.add("running");
		this.status("");
		this.part("end").focus({ preventScroll: true });
		this.part("stage").scrollIntoView({ block: "start" });
		this.awake.hold();
		this.tick();
		this.draw();
	}

	aim(by) {
		this.target = Math.round(100 * Math.min(EASIEST, Math.max(HARDEST, (this.target ?? this.all.target) + by))) / 100;
		this.engine.aim(this.target);
		this.status(`It counts as letting go at ${Math.round(100 * this.target)} of 100 of your rest.`);
	}

	// Four times a second: words and numbers.  The picture has its own frames.
	tick() {
		clearTimeout(this.timer);
		if (!this.running)
			return;
		const all = this.all = this.engine.tell(this.now()), practising = all.stage === "practising";
		this.lead(all);
		this.fault(all);
		this.show("set", practising);
		this.show("bending", practising || all.stage === "bending");
		if (all.bend_ratio !== null)
			this.words("bent", `Bending ${told(all.bend_ratio, 1)} times, coming up ${told(all.rise_ratio, 1)} times the tension of hanging. ` +
				"A back that lets go while it hangs has high numbers. Compare only with yourself.");
		this.part("glow").classList.toggle("on", all.level !== null && all.level <= all.target);
		if (this.part("numbers").open)
			this.list(this.part("list"), [["Tension now, of rest", told(all.level === null ? null : 100 * all.level, 0, " of 100")],
				["Counts as letting go at", `${Math.round(100 * all.target)} of 100`], ["Letting go", told(all.below === null ? null : 100 * all.below, 0, " of 100 of the time")],
				["On average, of rest", told(all.mean === null ? null : 100 * all.mean, 0, " of 100")], ["Numbers a second", told(all.rate, 0)]]);
		this.timer = setTimeout(() => this.tick(), 250);
	}

	lead(all) {
		const now = this.now(), level = all.level;
		const words = all.stage === "counting" ? "Sit or lie down. We listen to your sensor." : all.stage === "resting" ? "Just rest. Nothing to do yet." :
			all.stage === "bending" ? PHASES[all.phase] : level === null ? "" : level <= all.target ? "Letting go" : level <= 1.1 ? "As at rest" : "More tense than at rest";
		if (words !== this.word.words && (all.stage !== "practising" || now - this.word.at > PATIENCE)) {
			this.word = { words, at: now };
			this.words("line", words);
		}
		this.words("left", all.left === null || all.stage === "counting" ? "" : all.stage === "resting" ? `${Math.ceil(all.left)} seconds of rest` : `${Math.ceil(all.left)}`);
	}

	fault(all) {
		const rate = told(all.rate, 0);
		const words = { "": "", silent: this.sensor.open ? "Nothing comes from the sensor. Is it switched on?" : null,
			garbage: "What comes from the sensor cannot be read. Finish, and choose another speed under \"About my sensor\".",
			slow: `Your sensor sends about ${rate} numbers a second. At least 200 are needed to hear a muscle.`,
			fast: `Your sensor sends about ${rate} numbers a second. At most 4000 can be read.`,
			other_rate: `Your sensor sends about ${rate} numbers a second, not ${this.asked}. Finish, and choose "Count them" under "About my sensor".`,
			flat: "The sensor feels nothing. Do the pads stick to your skin?" }[all.fault];
		if (words)
			this.status(words);
		else if (words === "" && this.wrong)
			this.status("");
		this.wrong = Boolean(words);
	}

	// ---- the picture: how wide the strands swing is how tense the muscle is; with less motion they change once a second and do not drift

	draw() {
		cancelAnimationFrame(this.frame);
		if (!this.running)
			return;
		const now = this.now(), gone = now - this.drawn.at;
		if (!still.matches || gone >= 1) {
			const level = this.engine.level(now), to = level < 0 ? 1 : Math.min(3, level);
			this.drawn = { level: this.drawn.level + (to - this.drawn.level) * (1 - Math.exp(-gone / STRANDS.ease)), at: now };
			const high = STRANDS.small + (STRANDS.large - STRANDS.small) * (this.drawn.level / 3) ** 1.3, drift = still.matches ? 0 : now * STRANDS.drift;
			this.part("one").setAttribute("d", this.strand(high, drift));
			this.part("two").setAttribute("d", this.strand(-high, drift));
		}
		this.frame = requestAnimationFrame(() => this.draw());
	}

	strand(high, drift) {
		const dots = [];
		for (let x = -4; x <= STRANDS.width + 4; x += 4)
			dots.push(`${x} ${(STRANDS.middle + high * Math.sin(2 * Math.PI * STRANDS.waves * x / STRANDS.width + drift)).toFixed(1)}`);
		return `M${dots.join("L")}`;
	}

	// ---- the end

	async end() {
		const all = this.engine.tell(this.now());
		this.running = false;
		clearTimeout(this.timer);
		cancelAnimationFrame(this.frame);
		this.root.classList.remove("running");
		this.awake.release();
		this.show("stage", false);
		const left = this.sensor.leave();
		if (all.seconds < 30) {
			this.show("choose", true);
			this.part("sensor").focus();
		} else {
			this.offer(all);
			this.part("keep").querySelector("button").focus();
		}
		await left;
	}

	offer(all) {
		const form = this.part("keep"), set = (name, value) => form.elements[name].value = value;
		const minutes = Math.max(1, Math.round(all.seconds / 60)), below = Math.round(100 * all.below);
		set("seconds", Math.round(Math.min(7200, all.seconds)));
		set("below", below);
		set("mean", Math.round(Math.min(10000, 100 * all.mean)));
		set("bend", all.bend_ratio === null ? "" : Math.round(Math.min(1e6, 100 * all.bend_ratio)));
		this.part("sum").textContent = `${minutes} ${minutes === 1 ? "minute" : "minutes"}, letting go ${below} of 100 of the time` +
			`${all.bend_ratio === null ? "" : `, bending ${told(all.bend_ratio, 1)} times hanging`}.`;
		form.hidden = false;
	}

	// ---- a recording

	async read(file) {
		if (!file)
			return;
		const rate = Number(this.part("rate").value), mains = Number(this.part("mains").value);
		const all = file.size > FILE_MOST ? { error: { field: "", detail: "the file is too large" } } :
			this.engine.file(new Uint8Array(await file.arrayBuffer()), rate, mains);
		const unit = all.quality?.unit ? ` ${all.quality.unit}` : "", { tension } = all;
		this.list(this.part("read-list"), all.error ? [] : [["Time", `${Math.round(all.quality.seconds)} seconds`],
			["Tension on average", `${tension.mean?.toPrecision(3) ?? "not known"}${unit}`], ["At most", `${tension.highest?.toPrecision(3) ?? "not known"}${unit}`],
			...(tension.rest === null ? [] : [["In the first part, at rest", `${tension.rest.toPrecision(3)}${unit}`],
				["Letting go", told(100 * tension.below_target, 0, " of 100 of the time")]])]);
		this.part("read-words").textContent = !all.error ? "They depend on skin, pads and place. Compare only within one sitting." :
			all.error.field === "rate" || all.error.field === "--rate" ? "This file does not say how many numbers a second it holds. Choose it under \"About my sensor\" and open the file again." :
				`This file could not be read: ${all.error.detail}.`;
		this.show("read", true);
		this.part("file").value = "";
	}
}

const root = document.querySelector("[data-muscle]");
if (root)
	loadMuscle(root).then((engine) => new Practice(root, engine), () => root.querySelector("[data-muscle-missing]").hidden = false);
