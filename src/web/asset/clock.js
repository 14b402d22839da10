// The time of a practice, in seconds: the audio clock, which runs on while the screen is dark or the tab is behind another; where there is no
// audio, the page's own clock.
export class Clock {
	constructor() {
		this.audio = null;
		this.base = performance.now() / 1000;
	}

	// To be called in a tap: browsers let sound begin only there.
	async wake() {
		const Audio = window.AudioContext || window.webkitAudioContext;
		if (!this.audio && Audio)
			this.audio = new Audio();
		try {
			await this.audio?.resume();
		} catch {
			this.audio = null;
		}
	}

	now() {
		return this.audio?.state === "running" ? this.audio.currentTime : performance.now() / 1000 - this.base;
	}

	kind() {
		return this.audio?.state === "running" ? "audio" : "page";
	}
}
