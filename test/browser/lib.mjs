// What the browser tests share: a server of their own on a free port, a browser, checks that are counted, axe.
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

export const PHONE = { width: 360, height: 740 }, TABLET = { width: 1024, height: 768 }, DESK = { width: 1440, height: 900 }
const axeSource = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
export const counts = { passed: 0, failed: 0 }

// A promise that does not wait for ever.
export async function within(seconds, what, promise) {
	let clock
	const late = new Promise((_, no) => { clock = setTimeout(() => no(new Error(`not within ${seconds} seconds: ${what}`)), seconds * 1000) })
	try {
		return await Promise.race([promise, late])
	} finally {
		clearTimeout(clock)
	}
}

export async function check(name, fn) {
	try {
		await within(90, name, fn())
		counts.passed++
	} catch (e) {
		counts.failed++
		console.log(`FAILED ${name}\n  ${String(e.stack || e).split('\n').slice(0, 8).join('\n  ')}`)
	}
}

export function equal(got, want, what = 'value') {
	if (got !== want) throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(want)}`)
}
export function holds(yes, what) {
	if (!yes) throw new Error(what)
}

// Asked again until it is so.
export async function until(what, fn, seconds = 30) {
	for (const late = Date.now() + seconds * 1000; !await fn().catch(() => false);) {
		if (Date.now() > late) throw new Error(`not within ${seconds} seconds: ${what}`)
		await new Promise(r => setTimeout(r, 50))
	}
}

const servers = new Set()

// UNKNOT_SLOW=200: every answer of a server comes so many milliseconds later and in pieces, over a port of its own.  A step that does not
// wait for what it looks at, and holds only because the server is quick, then fails each time and not once in a hundred.  What moves on a
// page then moves twenty times slower, too.
const slow = Number(process.env.UNKNOT_SLOW ?? 0)
async function slowed(port) {
	const server = createServer(one => {
		const far = connect(port, '127.0.0.1')
		let before = Promise.resolve()
		const later = does => { before = before.then(() => new Promise(r => setTimeout(r, slow))).then(does) }
		far.on('data', part => {
			const cut = part.length >> 1
			later(() => one.write(part.subarray(0, cut)))
			later(() => one.write(part.subarray(cut)))
		})
		far.on('end', () => later(() => one.end()))
		one.on('data', part => far.write(part))
		one.on('end', () => far.end())
		for (const end of [one, far]) end.on('error', () => { one.destroy(); far.destroy() })
	})
	await new Promise(r => server.listen(0, '127.0.0.1', r))
	server.unref()
	return server.address().port
}

// Starts `unknot serve` with these arguments in a folder that goes at the end.
export async function serve(...args) {
	const dir = mkdtempSync(join(tmpdir(), 'unknot-browser-'))
	const child = spawn('build/debug/unknot', ['serve', '--listen', '127.0.0.1:0', '--data', join(dir, 'data'), ...args],
		{ stdio: ['ignore', 'pipe', 'inherit'] })
	servers.add(child)
	const lines = []
	let text = ''
	child.stdout.on('data', d => { text += d; lines.splice(0, lines.length, ...text.split('\n')) })
	const until = Date.now() + 20000
	while (!lines.some(l => l.startsWith('listening ')) || (args.includes('--demo') && lines.filter(l => l.startsWith('sign-in ')).length < 3) ||
		(!args.includes('--demo') && !lines.some(l => l.startsWith('setup ')))) {
		if (Date.now() > until || child.exitCode !== null) throw new Error(`the server did not start: ${text}`)
		await new Promise(r => setTimeout(r, 20))
	}
	if (slow) {
		const port = lines.find(l => l.startsWith('listening ')).match(/:(\d+)/)[1], late = await slowed(port)
		lines.forEach((l, k) => { lines[k] = l.replace(`:${port}`, `:${late}`) })
	}
	const url = lines.find(l => l.startsWith('listening ')).split(' ')[1].replace(/\/$/, '')
	return {
		url, pid: child.pid, data: join(dir, 'data'),
		doors: lines.filter(l => l.startsWith('sign-in ')).map(l => ({ role: l.split(' ')[1], url: l.split(' ')[2] })),
		setup: lines.find(l => l.startsWith('setup '))?.split(' ')[1],
		async stop() {
			child.kill('SIGTERM')
			if (child.exitCode === null) await within(15, 'the server ends', new Promise(r => child.once('exit', r))).finally(() => child.kill('SIGKILL'))
			servers.delete(child)
			rmSync(dir, { recursive: true, force: true })
			return child.exitCode
		},
	}
}

// A browser of its own, for a journey that needs further arguments; the journey closes it.
export const launch = (...more) => chromium.launch({ executablePath: ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync),
	args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more] })

let browser
export async function open(options = {}) {
	browser ??= await launch()
	const context = await browser.newContext({ viewport: PHONE, ...options })
	context.setDefaultTimeout(10000)
	if (slow)
		context.on('page', async page => {
			const far = await context.newCDPSession(page)
			await far.send('Animation.enable')
			await far.send('Animation.setPlaybackRate', { playbackRate: 0.05 })
		})
	return context
}
// Ends the browser, and servers that a broken journey left.
export async function close() {
	const old = browser
	browser = undefined
	for (const child of servers) child.kill('SIGTERM')
	servers.clear()
	if (old) await within(15, 'the browser ends', old.close()).catch(e => console.log(e.message))
}

// What leads to another page, and the page that it leads to.
export const follow = (page, one) => Promise.all([page.waitForNavigation(), one.click()])

// The last form of the page, by its button.
export async function send(page, name = /./) {
	await Promise.all([page.waitForNavigation(), page.locator('main form').last().getByRole('button', { name }).last().click()])
}

// As a finger does: on the words, wherever the page has to move for it.
export async function choose(radio) {
	await radio.locator('xpath=ancestor::label[1]').click()
}

// Answers the question that is shown: no where it can be said, else the first choice, a middle of a scale, the least number.
export async function answer(page, say = {}) {
	if (page.url().endsWith('/interview/safety')) {
		for (const id of await page.$$eval('fieldset.choices', all => all.map(e => e.id)))
			await choose(page.locator(`input[type=radio][name="${id}"][value="${say[id] ?? 'no'}"]`))
		await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Continue' }).click()])
		return 'safety'
	}
	const id = new URL(page.url()).pathname.split('/').pop()
	const want = say[id]
	if (want !== undefined && await page.locator(`input[type=radio][name=answer][value="${want}"]`).count())
		await choose(page.locator(`input[type=radio][name=answer][value="${want}"]`))
	else if (await page.locator('input[type=number][name=answer]').count())
		await page.locator('input[type=number][name=answer]').fill(String(want ?? await page.locator('input[type=number][name=answer]').getAttribute('min')))
	else if (await page.locator('input[name=answer][value=no]').count())
		await choose(page.locator('input[name=answer][value=no]'))
	else
		await choose(page.locator('input[type=radio][name=answer]').first())
	await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Continue' }).click()])
	return id
}

// No, nought or the least to everything that the page asks, at once; where each tap is not what is looked at.
export const sayNo = page => page.$$eval('main input, main select', all => {
	for (const e of all) {
		if (e.type === 'radio' && (e.value === 'no' || e.value === '0')) e.checked = true
		if (e.type === 'number') e.value = e.min
		if (e.tagName === 'SELECT') e.value = [...e.options].some(o => o.value === 'no') ? 'no' : '0'
	}
})

// The questions that follow, answered as `answer` does and sent from the page as it stands, without drawing each; for journeys that begin
// where the interview ends.  Returns how many there were; the page is where they lead.
export async function answerAll(page, say = {}) {
	const [asked, end] = await page.evaluate(async say => {
		const read = async got => [new DOMParser().parseFromString(await got.text(), 'text/html'), new URL(got.url)]
		let [shown, url] = await read(await fetch(location.href)), asked = 0

		for (; asked < 260 && url.pathname.startsWith('/interview/'); asked++) {
			const form = shown.querySelector('main form[method=post]'), id = url.pathname.split('/').pop(), body = new URLSearchParams()
			for (const e of form.querySelectorAll('input[type=hidden]')) body.set(e.name, e.value)
			if (id === 'safety')
				for (const e of form.querySelectorAll('fieldset.choices[id]')) body.set(e.id, say[e.id] ?? 'no')
			else {
				const number = form.querySelector('input[type=number][name=answer]'), radios = [...form.querySelectorAll('input[type=radio][name=answer]')].map(e => e.value)
				const want = say[id] === undefined ? undefined : String(say[id])
				body.set('answer', number ? want ?? number.min : radios.includes(want) ? want : radios.includes('no') ? 'no' : radios[0])
			}
			[shown, url] = await read(await fetch(form.getAttribute('action'), { method: 'POST', body }))
		}
		return [asked, url.href]
	}, say)
	await page.goto(end)
	return asked
}

// The rules of axe for WCAG 2.2 AA on the page as it stands when what moves once (a note that rises) has come to its end.
export async function axe(page, name) {
	await check(`axe: ${name}`, async () => {
		await page.evaluate(() => document.getAnimations().filter(a => a.effect.getComputedTiming().endTime < Infinity).forEach(a => a.finish()))
		if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axeSource + ';undefined')
		const result = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
			resultTypes: ['violations'], preload: false }))
		const said = result.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`)
		if (said.length) throw new Error(said.join('\n  '))
	})
	await check(`fits: ${name}`, async () => {
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
		if (wide > 1) throw new Error(`the page is ${wide} px wider than the screen`)
	})
}

// The code an authenticator app shows for this key, `steps` half minutes from now.
export function appCode(key, steps = 0) {
	const bits = [...key].map(c => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
	const counter = Buffer.alloc(8)
	counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps))
	const h = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2)))).update(counter).digest()
	return String((h.readUInt32BE(h[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0')
}

// Sets up the second step, as staff must before anything else opens; ends where the account belongs.  Returns the app's key and the paper's codes.
export async function secondStep(page, url) {
	await page.goto(url + '/second')
	await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Set it up' }).click()])
	const key = (await page.textContent('#secret')).trim()
	await page.fill('[name=code]', appCode(key))
	await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Go on' }).click()])
	const codes = await page.$$eval('#codes li', all => all.map(e => e.textContent.trim()))
	await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'I have written them down' }).click()])
	return { key, codes }
}
