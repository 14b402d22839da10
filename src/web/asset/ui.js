// Small comforts on every page; everything works without them.
// data-toast: goes after ten seconds or by its button.  data-leave: quick exit that ends the session and leaves no way back.
// data-submit-on-choice (form): sends itself when a radio is chosen.  data-copy="#id": copies that element's text.
const toast = document.querySelector('[data-toast]')
if (toast) {
	const close = toast.querySelector('[data-dismiss]')
	if (close) { close.hidden = false; close.addEventListener('click', () => toast.remove()) }
	setTimeout(() => { if (!toast.matches(':focus-within, :hover')) toast.remove() }, 10000)
	history.replaceState(null, '', location.pathname + location.search.replace(/[?&](note|undo)=[^&]*/g, '').replace(/^&/, '?'))
}
document.getElementById('error')?.focus()
document.querySelector('[data-leave]')?.addEventListener('click', event => {
	const link = event.currentTarget
	event.preventDefault()
	fetch('/sign-out', { method: 'POST', keepalive: true, body: new URLSearchParams({ csrf: link.dataset.csrf, form_key: link.dataset.key }) }).catch(() => {})
	document.documentElement.replaceChildren()
	location.replace(link.href)
})
for (const form of document.querySelectorAll('[data-submit-on-choice]'))
	form.addEventListener('change', () => form.requestSubmit())
for (const button of document.querySelectorAll('[data-copy]')) {
	button.hidden = false
	button.addEventListener('click', async () => {
		await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim())
		button.textContent = 'Copied'
	})
}
for (const button of document.querySelectorAll('[data-print]')) {
	button.hidden = false
	button.addEventListener('click', () => print())
}
