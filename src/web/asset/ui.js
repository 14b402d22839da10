// Small comforts on every page; each page works without them.
//
//   data-toast              a note that goes after ten seconds (not while it is pointed at or in focus) or by [data-dismiss];
//                           its words stand in [data-toast-words]
//   data-leave              the quick exit: ends the session (data-csrf, data-key), leaves no way back, shows the other page
//   data-timer="30"         a hidden button that counts seconds down: <button type="button" class="btn" data-timer="30" hidden>Start</button>
//   data-submit-on-choice   a form that sends itself when something in it is chosen by a tap, not by the arrow keys
//   data-copy="#id"         a button that copies that element's text
//   the sign-out form       takes along what session mode had kept in this browser (session.js)
//   data-read-into="#id"    a hidden part with a file input: the text of the chosen file goes into that field, and nowhere else
//   data-back               a button that goes back to the page before, when there is one
//   details                 one that holds a field with an error opens when its form is sent, so that the field can be seen
//   data-no-to-rest         at the end of a fieldset of questions ([data-question]): a button that says no to those without an answer, and to no other
//   data-print              a button that prints; both are hidden until this file runs
//   body[data-idle="60"]    a session that ends after so many minutes without a sign of life: typing and touching count as one

const TOAST = 10000, MINUTE = 60000;    // milliseconds

function toast(note) {
	const words = note.querySelector("[data-toast-words]"), text = words.textContent;
	const close = note.querySelector("[data-dismiss]");
	const leave = () => (note.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : note.remove());

	// said once more, because a status that is there from the beginning is not read out
	words.textContent = "";
	setTimeout(() => words.textContent = text, 100);
	close.hidden = false;
	close.addEventListener("click", () => note.remove());
	setTimeout(leave, TOAST);
	const url = new URL(location.href);
	url.searchParams.delete("note");
	url.searchParams.delete("undo");
	history.replaceState(null, "", url);
}

function leave(event) {
	const link = event.currentTarget;
	const body = new URLSearchParams({ csrf: link.dataset.csrf, form_key: link.dataset.key });

	event.preventDefault();
	document.title = "";
	document.body.replaceChildren();
	fetch("/sign-out", { method: "POST", keepalive: true, body }).catch(() => {});
	location.replace(link.href);
}

function timer(button) {
	const word = button.textContent, whole = Number(button.dataset.timer);
	let until = 0, run = 0;
	const stop = (text) => {
		clearInterval(run);
		run = 0;
		button.textContent = text;
	};
	const tick = () => {
		const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));

		if (left)
			button.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left. Stop`;
		else
			stop("Time is up. Start again");
	};

	button.hidden = false;
	button.addEventListener("click", () => {
		if (run) {
			stop(word);
			return;
		}
		until = performance.now() + whole * 1000;
		run = setInterval(tick, 200);
		tick();
	});
}

function submitOnChoice(form) {
	let keys = false;

	form.addEventListener("keydown", () => keys = true);
	form.addEventListener("pointerdown", () => keys = false);
	form.addEventListener("change", () => keys || form.requestSubmit());
}

function copy(button) {
	const word = button.textContent;

	button.hidden = false;
	button.addEventListener("click", async () => {
		await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
		button.textContent = "Copied";
		setTimeout(() => button.textContent = word, 3000);
	});
}

// What somebody else may not read goes from the screen when the session has ended by itself.
function watchIdle(body) {
	const most = Number(body.dataset.idle) * MINUTE;
	let told = Date.now(), alive = told;

	const sign = () => {
		alive = Date.now();
		if (alive - told > MINUTE) {
			told = alive;
			fetch("/still").catch(() => {});
		}
	};
	for (const kind of ["keydown", "pointerdown", "input", "scroll"])
		addEventListener(kind, sign, { passive: true, capture: true });
	setInterval(() => Date.now() - alive > most && location.replace("/sign-in?note=idle"), 5000);
}

function readInto(part) {
	part.hidden = false;
	part.querySelector("input").addEventListener("change", async (event) => {
		document.querySelector(part.dataset.readInto).value = (await event.target.files[0]?.text()) ?? "";
	});
}

// A no is a radio, or a nought in a number.  What was answered stays, and each can be changed after.
function noToRest(part) {
	const group = part.closest("fieldset"), button = part.querySelector("button"), word = button.querySelector("span"), said = part.querySelector("[role=status]");
	const asked = [...group.querySelectorAll("[data-question]")];
	const number = (one) => one.querySelector("input[type=number]");
	const open = () => asked.filter((one) => !one.querySelector(":checked") && !(number(one) && (number(one).value || number(one).validity.badInput)));
	const show = () => {
		const n = open().length;

		const which = n < asked.length ? `the other ${n > 1 ? n : "one"}` : n > 2 ? `all ${n}` : "both";
		word.textContent = n ? `No to ${which}` : "All answered";
		button.setAttribute("aria-disabled", String(!n));
	};

	part.hidden = false;
	group.addEventListener("input", () => {
		said.textContent = "";
		show();
	});
	button.addEventListener("click", () => {
		const rest = open();

		for (const one of rest)
			if (number(one))
				number(one).value = "0";
			else
				one.querySelector('input[value="no"]').checked = true;
		show();
		if (rest.length)
			said.textContent = `Said no to ${rest.length}. Each can still be changed.`;
	});
	addEventListener("pageshow", show);     // a browser may have put back what was answered before a reload
	show();
}

const each = (selector, does) => document.querySelectorAll(selector).forEach(does);

each("[data-toast]", toast);
each("body[data-idle]", watchIdle);
each("[data-leave]", (link) => link.addEventListener("click", leave));
each("[data-timer]", timer);
each("[data-submit-on-choice]", submitOnChoice);
each("[data-copy]", copy);
each('form[action="/sign-out"]', (form) => form.addEventListener("submit", () => {
	for (const key of Object.keys(localStorage).filter((k) => k.startsWith("unknot-session-")))
		localStorage.removeItem(key);
}));
each("[data-read-into]", readInto);
each("[data-no-to-rest]", noToRest);
each("[data-print]", (button) => {
	button.hidden = false;
	button.addEventListener("click", () => print());
});
each("[data-back]", (button) => {
	button.hidden = history.length < 2;
	button.addEventListener("click", () => history.back());
});
addEventListener("invalid", (event) => event.target.closest("details:not([open])")?.setAttribute("open", ""), true);
// a calendar turns its pages by the arrow keys
addEventListener("keydown", (event) => {
	const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.target.closest?.("input, select, textarea, [contenteditable]");
	if (plain)
		document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`)?.click();
});
document.getElementById("error")?.focus();
// a page out of the browser's own store holds forms that may have been sent and people who may have left
addEventListener("pageshow", (event) => event.persisted && location.reload());
