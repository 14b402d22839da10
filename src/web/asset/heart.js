// Breathing with a heartbeat (tmpl/heart.html prints the markup).  A pacer leads; a strap, read by Web Bluetooth, answers with hills.  All that is
// computed is computed on the device (heart_engine.js); what the form holds leaves it, and only when it is sent.
//
// One clock for everything: packets, pacer, picture and tones.  Where there is audio it is the audio clock.
import { Clock } from "./clock.js";
import { DevicePage, still, told } from "./device_page.js";
import { loadHeart } from "./heart_engine.js";
import { hills } from "./heart_hills.js";
import { Strap } from "./heart_strap.js";

const SUN = { small: 42, large: 78, still: 60 };
const TONE = { low: 147, high: 196, gain: 0.05, ahead: 12 };   // Hz, Hz, share, s
const SOON = "Your hills come after a few beats.";
const STEP = 0.25, SLOWEST = 3.5, FASTEST = 9;
const ease = (t) => (1 - Math.cos(Math.PI * t)) / 2;
const paceWords = (rate) => String(Math.round(rate * 10) / 10);

class Practice extends DevicePage {
	constructor(root, engine) {
		super(root, engine, "heart", "strap");
		this.pace = Number(root.dataset.pace);
		this.share = Number(root.dataset.share);   // of a breath that goes in
		this.clock = new Clock();
		this.sounds = [];
		this.own = null;
		this.wantsSound = localStorage.getItem("unknot-chime") !== "off";
		this.strap = new Strap({
			packet: (bytes) => this.packet(bytes),
			lost: () => {
				this.engine.lost();
				this.status("Your strap is gone for a moment. Breathe on, we look for it.");
			},
			back: () => this.status("Your strap is back."),
			gone: () => {
				this.status("Your strap did not come back. Breathe on with the pacer, or connect it again.");
				this.show("again", true);
			},
		});
		this.listen();
		this.sayWhatCannotBe();
		this.showSound();
		this.part("pace").textContent = paceWords(this.pace);
		this.show("choose", true);
	}

	listen() {
		const on = (name, does) => this.part(name).addEventListener("click", does);
		on("strap", () => this.connect());
		on("pacer", () => this.begin("pacer", this.pace));
		on("taps", () => this.begin("taps", this.pace));
		on("steady", () => this.begin("strap", this.pace));
		on("search", () => this.begin("strap", 0));
		on("go", () => this.begin("strap", this.pace));
		on("again", () => this.connectAgain());
		on("end", () => this.end());
		on("slower", () => this.turn(-STEP));
		on("faster", () => this.turn(STEP));
		on("tap", () => this.tap());
		on("sound", () => {
			this.wantsSound = !this.wantsSound;
			localStorage.setItem("unknot-chime", this.wantsSound ? "on" : "off");
			this.showSound();
			this.hush();
		});
		this.part("file").addEventListener("change", (event) => this.read(event.target.files[0]));
		addEventListener("pagehide", () => {
			this.hush();
			this.strap.leave();
		});
	}

	// ---- what this browser can do, said before the button

	async sayWhatCannotBe() {
		const bluetooth = navigator.bluetooth;
		let why = "";
		if (!isSecureContext)
			why = "A strap needs a safe address, one that begins with https. Ask your therapist.";
		else if (!bluetooth)
			why = "This browser cannot talk to a strap. Chrome or Edge can, on Android, Windows or Mac. iPhones and Firefox cannot. All else works here.";
		else if (bluetooth.getAvailability && !await bluetooth.getAvailability().catch(() => true))
			why = "Bluetooth is off, or this device has none.";
		this.mayConnect(why);
	}

	connect() {
		return this.connecting(async () => {
			await this.strap.find();
			this.show("choose", false);
			this.show("begin", true);
			this.part("steady").focus();
		}, "Is it on your skin, and not in use by another app?");
	}

	connectAgain() {
		return this.connectingAgain(() => this.strap.listen());
	}

	// ---- the practice

	// rate: breaths a minute, 0 for the search
	async begin(way, rate) {
		await this.clock.wake();
		this.way = way;
		this.search = rate === 0;
		this.rate = rate;
		this.from = this.clock.now();
		this.clockKind = this.clock.kind();
		this.scores = [];
		this.running = true;
		this.word = "";
		this.engine.begin(0, rate);
		for (const name of ["choose", "begin", "found", "keep", "read"])
			this.show(name, false);
		this.show("stage", true);
		this.show("tap", way === "taps");
		this.show("slower", !this.search);
		this.show("faster", !this.search);
		this.root.classList.add("running");
		this.status(way === "strap" ? SOON : "");
		(way === "taps" ? this.part("tap") : this.part("end")).focus({ preventScroll: true });
		this.part("stage").scrollIntoView({ block: "start" });
		this.awake.hold();
		this.tick();
		this.draw();
	}

	// Seconds of this practice.  Should the audio clock stop or start, time goes on from where it was.
	now() {
		if (this.clock.kind() !== this.clockKind) {
			this.from = this.clock.now() - this.last;
			this.clockKind = this.clock.kind();
			this.hush();
		}
		this.last = Math.max(this.last ?? 0, this.clock.now() - this.from);
		return this.last;
	}

	packet(bytes) {
		if (!this.running || this.way !== "strap")
			return;
		const bpm = this.engine.packet(this.now(), bytes);
		if (bpm === -2)
			this.status("The strap does not feel your skin. Wet it a little and pull it closer.");
		else if (bpm >= 0 && this.part("status").textContent.startsWith("The strap does not feel"))
			this.status("");
	}

	tap() {
		if (!this.running)
			return;
		const bpm = this.engine.tap(this.now());
		this.part("tapped").textContent = bpm < 0 ? "" : `${Math.round(bpm)} a minute`;
	}

	turn(by) {
		this.rate = Math.min(FASTEST, Math.max(SLOWEST, this.rate + by));
		this.engine.turn(this.now(), this.rate);
		this.hush();
		this.status(`${paceWords(this.rate)} breaths a minute`);
	}

	// Four times a second: words, numbers, tones.  The picture has its own frames.
	tick() {
		clearTimeout(this.timer);
		if (!this.running)
			return;
		const now = this.now(), all = this.engine.tell(now);
		if (all.pacer.over) {
			this.searched(all.resonance);
			return;
		}
		this.lead(all.pacer);
		this.answer(all, now);
		this.plan(now, all.pacer);
		this.timer = setTimeout(() => this.tick(), 250);
	}

	lead(pacer) {
		const word = pacer.resting ? "Breathe as you like for a moment." : pacer.turns === null ? "" : pacer.in ? "Breathe in" : "Breathe out";
		if (word !== this.word) {
			this.word = word;
			this.part("line").textContent = word;
		}
		this.part("count").textContent = String(Math.max(1, Math.ceil(pacer.left)));
		const step = pacer.steps ? `Pace ${pacer.step + 1} of ${pacer.steps}: ${paceWords(pacer.rate)} breaths a minute` : "";
		if (this.part("step").textContent !== step)
			this.part("step").textContent = step;
	}

	answer(all, now) {
		const level = all.level === "high" ? 3 : all.level === "middle" ? 2 : all.level === "low" ? 1 : 0;
		for (const ray of this.root.querySelectorAll("[data-heart-ray]"))
			ray.classList.toggle("on", Number(ray.dataset.heartRay) <= level);
		this.part("hills").setAttribute("d", hills(all.withheld === "rhythm" ? [] : all.line));
		if (all.line.length > 2 && this.part("status").textContent === SOON)
			this.status("");
		if (all.withheld === "rhythm")
			this.status(all.withheld_words);
		if (all.score !== null && now - (this.scored ?? -10) >= 5) {
			this.scored = now;
			this.scores.push(all.score);
		}
		if (this.part("numbers").open)
			this.list(this.part("list"), [["Heart rate", told(all.bpm, 0, " a minute")], ["Heart with breath (our own scale)", told(all.score, 0, " of 100")],
				["Swing with the pacer", told(all.swing_ms, 0, " ms")], ["From beat to beat (RMSSD, 60 s)", told(all.rmssd_ms, 0, " ms")],
				["Pacer", told(all.pacer.rate, 1, " a minute")], ["Gaps", String(all.gaps)]]);
	}

	// ---- the picture

	draw() {
		cancelAnimationFrame(this.frame);
		if (!this.running || still.matches) {
			this.part("sun").setAttribute("r", SUN.still);
			return;
		}
		const turns = this.engine.turns(this.now()), part = turns - Math.floor(turns);
		const full = turns < 0 ? 0.5 : part < this.share ? ease(part / this.share) : 1 - ease((part - this.share) / (1 - this.share));
		this.part("sun").setAttribute("r", (SUN.small + (SUN.large - SUN.small) * full).toFixed(1));
		this.frame = requestAnimationFrame(() => this.draw());
	}

	// ---- tones: up with the breath in, down with the breath out, handed to the audio clock some seconds ahead

	plan(now, pacer) {
		if (!this.wantsSound || this.clock.kind() !== "audio" || pacer.turns === null) {
			this.planned = 0;
			return;
		}
		const end = pacer.steps ? now + pacer.step_left : Infinity;
		let at = now + pacer.left, inward = !pacer.in;
		for (; at < Math.min(end - 1, now + TONE.ahead); inward = !inward) {
			const long = (inward ? this.share : 1 - this.share) * 60 / pacer.rate;
			if (at > (this.planned ?? 0) + 0.05) {
				this.tone(this.from + at, long, inward);
				this.planned = at;
			}
			at += long;
		}
	}

	tone(when, long, inward) {
		const { audio } = this.clock, sound = audio.createOscillator(), level = audio.createGain();
		sound.frequency.setValueAtTime(inward ? TONE.low : TONE.high, when);
		sound.frequency.linearRampToValueAtTime(inward ? TONE.high : TONE.low, when + long);
		level.gain.setValueAtTime(0, when);
		level.gain.linearRampToValueAtTime(TONE.gain, when + long * 0.3);
		level.gain.linearRampToValueAtTime(0, when + long * 0.95);
		sound.connect(level).connect(audio.destination);
		sound.start(when);
		sound.stop(when + long);
		sound.addEventListener("ended", () => this.sounds = this.sounds.filter((s) => s !== sound));
		this.sounds.push(sound);
	}

	hush() {
		for (const sound of this.sounds.splice(0))
			sound.stop();
		this.planned = 0;
	}

	showSound() {
		this.part("sound").setAttribute("aria-pressed", String(this.wantsSound));
		this.part("sound").querySelector("span").textContent = this.wantsSound ? "Sound on" : "Sound off";
	}

	// ---- the end

	halt() {
		this.running = false;
		clearTimeout(this.timer);
		cancelAnimationFrame(this.frame);
		this.hush();
		this.root.classList.remove("running");
		this.awake.release();
		this.show("stage", false);
	}

	searched(found) {
		this.halt();
		this.searchSeconds = this.last;
		const words = this.part("found-words");
		if (found.clear) {
			this.own = this.pace = found.rate;
			words.textContent = `Your heart swings most at about ${paceWords(found.rate)} breaths a minute. ${found.criteria_that_agree} of 6 signs agree. ` +
				"Try it again on another day: it may come out a bit different.";
		} else {
			words.textContent = "No pace stood out. That is common, and no fault. Any slow pace that feels good will do.";
		}
		this.part("table").replaceChildren(...found.steps.map((s) => {
			const row = document.createElement("tr");
			const cells = s.usable ? [s.swing_ms.toFixed(0), told(s.peak_to_trough, 1), s.r2.toFixed(2), s.lf_power.toFixed(0), s.lf_height.toFixed(0),
				s.smoothness.toFixed(2), s.peaks] : ["too few clean beats", "", "", "", "", "", ""];
			for (const cell of [s.rate, ...cells]) {
				const td = document.createElement("td");
				td.className = "r num";
				td.textContent = cell;
				row.append(td);
			}
			return row;
		}));
		this.show("found", true);
		this.offer(this.last);
		this.part("go").focus();
	}

	end() {
		const seconds = this.last ?? 0;
		this.halt();
		this.strap.leave();
		if (seconds < 30) {
			this.show("choose", true);
			this.part("pacer").focus();
			return;
		}
		this.offer(seconds);
		this.part("keep").querySelector("button").focus();
	}

	offer(seconds) {
		const form = this.part("keep"), set = (name, value) => form.elements[name].value = value;
		const scores = [...this.scores].sort((a, b) => a - b), score = scores.length && !this.search ? Math.round(scores[scores.length >> 1]) : null;
		const pace = this.search ? this.own ?? this.pace : this.rate, minutes = Math.max(1, Math.round(seconds / 60));
		set("way", this.way);
		set("seconds", Math.round(Math.min(7200, seconds)));
		set("pace", Math.round(100 * pace));
		set("own", this.own === null ? "" : Math.round(100 * this.own));
		set("score", score ?? "");
		this.part("sum").textContent = `${minutes} ${minutes === 1 ? "minute" : "minutes"} at ${paceWords(pace)} breaths a minute` +
			`${score === null ? "" : `, heart with breath ${score} of 100`}${this.own === null ? "" : `, own pace ${paceWords(this.own)}`}.`;
		form.hidden = false;
	}

	// ---- a recording

	async read(file) {
		if (!file)
			return;
		const all = file.size > 64e6 ? { error: { detail: "the file is too large" } } : this.engine.file(new Uint8Array(await file.arrayBuffer()));
		const { quality, time, coherence } = all;
		this.list(this.part("read-list"), all.error ? [] : [["Beats", `${quality.used} of ${quality.beats} can be used`],
			["Time", `${Math.round(quality.seconds / 60)} minutes`], ...(all.withheld ? [] : [["Heart rate", told(time.mean_hr, 0, " a minute")],
				["From beat to beat (RMSSD)", told(time.rmssd_ms, 0, " ms")], ["Overall (SDNN)", told(time.sdnn_ms, 0, " ms")],
				["One slow wave (our own scale)", told(coherence.best_score, 0, " of 100")]])]);
		this.part("read-words").textContent = all.error ? `This file could not be read: ${all.error.detail}.` :
			all.withheld_words || "These change with sleep, coffee, posture and the hour. Compare only with yourself.";
		this.show("read", true);
	}
}

const root = document.querySelector("[data-heart]");
if (root)
	loadHeart(root).then((engine) => new Practice(root, engine),
		() => root.querySelector("[data-heart-missing]").hidden = false);
