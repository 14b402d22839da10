// The player: a practice one line at a time, with a ring of time, a soft chime and, when chosen, the browser's own voice.
// Without this file the page is the text with its times; the part `player` (tmpl/player.html) prints the markup:
//
//   <section class="player mind" data-player>
//     <div data-player-stage hidden>
//       <svg class="ring"> with <circle data-player-ring r="118">, <text data-player-time>, <text data-player-count> </svg>
//       <p data-player-line aria-live="polite"></p>
//       <button data-player-back> <button data-player-play> <button data-player-next> <button data-player-again>
//         play holds [data-play-icon], [data-pause-icon] and [data-player-play-word data-play data-pause data-again]
//       <button data-player-way="voice"> <button data-player-way="text">   aria-pressed; <p data-player-no-voice hidden>
//       <button data-player-chime aria-pressed> with [data-chime-word data-on data-off]
//     </div>
//     <details open> <ol data-player-steps> <li data-seconds="20" data-sound="/..." data-own> ... <p>the line</p></li> ... </ol> </details>
//     data-sound: the line as sound from our own server; data-own: recorded by the practice, so it goes before any voice
//   </section>
//   * [data-player-done] anywhere on the page: the closing form; it gets the focus at the end
//
// Time is read from the audio clock, which runs on while the screen is dark or the tab is behind another; where there is no
// audio it is the page's own clock.  Chimes are handed to the audio clock in advance, so that they sound on time as well.
// Spoken is: the practice's own recording, else a voice that the device has itself, else the line as our server speaks it, else
// nothing: then there are text and chime.  No other site is asked for a sound; the chime is two sines.

import { Awake } from "./awake.js";
import { Clock } from "./clock.js";

const CIRCLE = 2 * Math.PI * 118;
const CHIME = { high: 528, low: 396, seconds: 2.6, gain: 0.12 };
const LONG = 110;       // characters from which a line is set smaller
const still = matchMedia("(prefers-reduced-motion: reduce)");
const clockFace = (s) => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;

class Player {
	constructor(root) {
		const part = (name) => root.querySelector(`[data-player-${name}]`);
		this.root = root;
		this.part = part;
		this.items = [...part("steps").children];
		this.length = this.items.map((li) => Math.max(1, Number(li.dataset.seconds) || 1));
		this.begin = this.length.map((_, i) => this.length.slice(0, i).reduce((a, b) => a + b, 0));
		this.total = this.length.reduce((a, b) => a + b, 0);
		this.clock = new Clock();
		this.awake = new Awake(() => this.running);
		this.at = 0;            // seconds played
		this.step = -1;
		this.running = false;
		this.chimes = [];
		this.voice = null;
		this.sound = null;      // of the line that is heard now
		this.sounds = new Map();
		this.wantsVoice = localStorage.getItem("unknot-voice") === "voice";
		this.wantsChime = localStorage.getItem("unknot-chime") !== "off";
		this.listen();
		this.findVoice();
		part("stage").hidden = false;
		root.querySelector("details").open = false;
		this.showChoices();
		this.show();
	}

	listen() {
		const on = (name, does) => this.part(name).addEventListener("click", does);
		on("play", () => (this.running ? this.pause() : this.play()));
		on("next", () => this.go(this.step + 1));
		on("back", () => this.go(this.at - this.begin[this.step] > 3 ? this.step : this.step - 1));
		on("again", () => this.go(this.step));
		on("chime", () => {
			this.wantsChime = !this.wantsChime;
			localStorage.setItem("unknot-chime", this.wantsChime ? "on" : "off");
			this.showChoices();
			this.plan();
		});
		for (const button of this.root.querySelectorAll("[data-player-way]"))
			button.addEventListener("click", () => {
				this.wantsVoice = button.dataset.playerWay === "voice";
				localStorage.setItem("unknot-voice", button.dataset.playerWay);
				this.showChoices();
				if (this.running && this.wantsVoice)
					this.speak();
				else
					this.hush();
			});
		addEventListener("pagehide", () => this.pause());
	}

	// ---- time

	async play() {
		await this.clock.wake();
		if (this.at >= this.total)
			this.at = 0;
		this.running = true;
		this.anchor();
		this.awake.hold();
		this.step = -1;
		this.tick();
	}

	pause() {
		if (!this.running)
			return;
		this.halt();
		this.silence();
	}

	halt() {
		this.at = this.position();
		this.running = false;
		this.awake.release();
		this.show();
	}

	// From here on the time played is what the clock has gone since.
	anchor() {
		this.from = this.clock.now() - this.at;
		this.clockKind = this.clock.kind();
		this.plan();
	}

	position() {
		if (!this.running)
			return this.at;
		if (this.clock.kind() !== this.clockKind)
			this.anchor();
		this.at = Math.min(this.total, Math.max(this.at, this.clock.now() - this.from));
		return this.at;
	}

	go(step) {
		this.silence();
		this.at = this.begin[Math.max(0, Math.min(this.items.length - 1, step))];
		this.step = -1;
		if (this.running)
			this.anchor();
		this.show();
	}

	tick() {
		if (!this.running)
			return;
		this.show();
		if (this.at >= this.total) {
			this.end();
			return;
		}
		setTimeout(() => this.tick(), still.matches ? 1000 - (this.at * 1000) % 1000 + 5 : 100);
	}

	// The last chime and the last word are left to ring out.
	end() {
		this.halt();
		this.word("again");
		const done = document.querySelector("[data-player-done]");
		(done?.querySelector("button, input:not([type=hidden]), a[href]") || done)?.focus();
	}

	// ---- what is seen

	show() {
		const at = this.position();
		let step = this.begin.findLastIndex((b) => b <= at + 0.001);
		if (step !== this.step)
			this.enter(step);
		const left = Math.ceil(this.begin[step] + this.length[step] - at);
		const gone = still.matches ? Math.floor(at - this.begin[step]) : at - this.begin[step];
		this.part("ring").setAttribute("stroke-dasharray", `${(CIRCLE * Math.min(1, gone / this.length[step])).toFixed(1)} ${CIRCLE.toFixed(1)}`);
		this.part("time").textContent = clockFace(left);
		this.root.classList.toggle("playing", this.running);
		this.word(this.running ? "pause" : "play");
		this.part("back").disabled = at < 0.5;
		this.part("next").disabled = step === this.items.length - 1;
	}

	enter(step) {
		const line = this.part("line"), text = this.items[step].querySelector("p").textContent;
		this.step = step;
		line.textContent = text;
		line.classList.toggle("long", text.length > LONG);
		this.part("count").textContent = `step ${step + 1} of ${this.items.length}`;
		this.items.forEach((li, i) => (i === step ? li.setAttribute("aria-current", "step") : li.removeAttribute("aria-current")));
		if (this.running)
			this.speak();
	}

	word(which) {
		const word = this.part("play-word"), text = word.dataset[which];
		if (word.textContent !== text)
			word.textContent = text;
		this.root.querySelector("[data-play-icon]").hidden = which === "pause";
		this.root.querySelector("[data-pause-icon]").hidden = which !== "pause";
	}

	showChoices() {
		const voice = this.root.querySelector('[data-player-way="voice"]');
		const can = Boolean(this.voice) || this.items.some((li) => li.dataset.sound), speaks = this.wantsVoice && can;
		voice.disabled = !can;
		this.part("no-voice").hidden = can;
		for (const button of this.root.querySelectorAll("[data-player-way]"))
			button.setAttribute("aria-pressed", String((button.dataset.playerWay === "voice") === speaks));
		// what is spoken is not to be read out a second time
		this.part("line").setAttribute("aria-live", speaks ? "off" : "polite");
		this.part("chime").setAttribute("aria-pressed", String(this.wantsChime));
		const word = this.root.querySelector("[data-chime-word]");
		word.textContent = this.wantsChime ? word.dataset.on : word.dataset.off;
	}

	// ---- what is heard

	findVoice() {
		const speech = window.speechSynthesis;
		const language = (document.documentElement.lang || "en").slice(0, 2);
		const find = () => {
			this.voice = speech.getVoices().find((v) => v.localService && v.lang.slice(0, 2) === language) || null;
			this.showChoices();
		};
		if (!speech)
			return;
		find();
		speech.addEventListener?.("voiceschanged", find);
	}

	speak() {
		const li = this.items[this.step], step = this.step;

		this.hush();
		if (!this.wantsVoice)
			return;
		if (li.dataset.own !== undefined || (!this.voice && li.dataset.sound))
			this.playLine(step);
		else if (this.voice)
			this.say(li.querySelector("p").textContent);
	}

	say(words) {
		const line = new SpeechSynthesisUtterance(words);
		line.voice = this.voice;
		line.lang = this.voice.lang;
		line.rate = 0.85;
		speechSynthesis.speak(line);
	}

	// The line as sound, and the next one fetched meanwhile.  Without a connection there are text and chime.
	async playLine(step) {
		try {
			const data = await this.fetchLine(step);
			if (step !== this.step || !this.running || !this.wantsVoice)
				return;
			this.sound = this.clock.audio.createBufferSource();
			this.sound.buffer = data;
			this.sound.connect(this.clock.audio.destination);
			this.sound.start();
			if (this.items[step + 1]?.dataset.sound)
				this.fetchLine(step + 1).catch(() => {});
		} catch {
			if (this.voice && step === this.step && this.running)
				this.say(this.items[step].querySelector("p").textContent);
		}
	}

	fetchLine(step) {
		if (!this.sounds.has(step))
			this.sounds.set(step, fetch(this.items[step].dataset.sound).then((answer) => {
				if (!answer.ok)
					throw new Error(`no sound for line ${step + 1}`);
				return answer.arrayBuffer();
			}).then((bytes) => this.clock.audio.decodeAudioData(bytes)).catch((e) => {
				this.sounds.delete(step);
				throw e;
			}));
		return this.sounds.get(step);
	}

	hush() {
		window.speechSynthesis?.cancel();
		this.sound?.stop();
		this.sound = null;
	}

	silence() {
		this.hush();
		for (const sound of this.chimes.splice(0))
			sound.stop();
	}

	// Hands every chime still to come to the audio clock.
	plan() {
		for (const sound of this.chimes.splice(0))
			sound.stop();
		if (!this.running || !this.wantsChime || this.clock.kind() !== "audio")
			return;
		for (const at of [...this.begin.slice(1), this.total])
			if (at > this.at)
				this.chime(this.from + at, at === this.total ? CHIME.low : CHIME.high);
	}

	chime(when, pitch) {
		const { audio } = this.clock;
		for (const [times, share] of [[1, 1], [2.01, 0.35]]) {
			const sound = audio.createOscillator(), level = audio.createGain();
			sound.frequency.value = pitch * times;
			level.gain.setValueAtTime(0, when);
			level.gain.linearRampToValueAtTime(CHIME.gain * share, when + 0.04);
			level.gain.exponentialRampToValueAtTime(0.0001, when + CHIME.seconds);
			sound.connect(level).connect(audio.destination);
			sound.start(when);
			sound.stop(when + CHIME.seconds);
			this.chimes.push(sound);
		}
	}
}

for (const root of document.querySelectorAll("[data-player]"))
	if (root.querySelector("[data-player-steps] > li"))
		new Player(root);
