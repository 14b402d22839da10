// The screen stays on while a practice runs.  A browser lets go of it whenever the page is hidden: it is asked for again when the page is back.
export class Awake {
	// needed(): does the practice run now?
	constructor(needed) {
		this.sentry = null;
		document.addEventListener("visibilitychange", () => !document.hidden && needed() && this.hold());
	}

	async hold() {
		try {
			this.sentry = await navigator.wakeLock?.request("screen");
		} catch {
			this.sentry = null;     // a phone that saves power says no; the practice goes on
		}
	}

	release() {
		this.sentry?.release().catch(() => {});
		this.sentry = null;
	}
}
