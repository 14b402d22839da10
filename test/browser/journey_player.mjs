// The player: time by the audio clock, chimes handed over in advance, lines spoken by the server where the browser has no voice of its own,
// the screen kept awake; and the page without scripts.  A program that stands for espeak-ng writes a real sound.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { axe, check, equal, holds, open, serve, until } from './lib.mjs'

const PHONE = { width: 390, height: 844 }

// Half a second of a tone, 8 kHz, 16 bit.
function wave() {
	const n = 4000, b = Buffer.alloc(44 + 2 * n)
	b.write('RIFF', 0); b.writeUInt32LE(36 + 2 * n, 4); b.write('WAVEfmt ', 8); b.writeUInt32LE(16, 16); b.writeUInt16LE(1, 20); b.writeUInt16LE(1, 22)
	b.writeUInt32LE(8000, 24); b.writeUInt32LE(16000, 28); b.writeUInt16LE(2, 32); b.writeUInt16LE(16, 34); b.write('data', 36); b.writeUInt32LE(2 * n, 40)
	for (let i = 0; i < n; i++) b.writeInt16LE(Math.round(8000 * Math.sin(i / 3)), 44 + 2 * i)
	return b
}

// Counts what the page asks of the browser.
function listen() {
	window.heard = { lines: [], chimes: [], awake: 0 }
	const line = AudioBufferSourceNode.prototype.start, chime = OscillatorNode.prototype.start
	AudioBufferSourceNode.prototype.start = function (...a) { heard.lines.push(this.buffer.duration); return line.apply(this, a) }
	OscillatorNode.prototype.start = function (when) { heard.chimes.push(when - this.context.currentTime); return chime.call(this, when) }
	const ask = navigator.wakeLock?.request
	if (ask) navigator.wakeLock.request = function (...a) { heard.awake++; return ask.apply(this, a) }
}

export default async function () {
	const bin = mkdtempSync(join(tmpdir(), 'unknot-speaker-')), path = process.env.PATH
	writeFileSync(join(bin, 'line.wav'), wave())
	writeFileSync(join(bin, 'espeak-ng'), `#!/bin/sh\nwhile [ "$1" != -w ]; do shift; done\ncp "${bin}/line.wav" "$2"\n`)
	chmodSync(join(bin, 'espeak-ng'), 0o700)
	process.env.PATH = `${bin}:${path}`
	const site = await serve('--demo')
	process.env.PATH = path
	const context = await open({ viewport: PHONE, hasTouch: true, serviceWorkers: 'block' })
	await context.addInitScript(listen)
	const page = await context.newPage(), problems = []
	page.on('pageerror', e => problems.push(e.message))
	const heard = () => page.evaluate(() => window.heard)
	const line = () => page.textContent('[data-player-line]')
	const ring = () => page.getAttribute('[data-player-ring]', 'stroke-dasharray').then(d => Number(d.split(' ')[0]))

	await check('a practice opens with its first line and nothing plays by itself', async () => {
		await page.goto(site.doors[1].url)
		await page.goto(site.url + '/practice/flare_plan')
		holds((await line()).startsWith('You are not alone'), 'the first line')
		equal((await heard()).chimes.length + (await heard()).lines.length, 0, 'sounds')
	})
	await check('play: the ring moves, the screen is kept awake, chimes are set ahead on the audio clock', async () => {
		await page.getByRole('button', { name: 'Start', exact: true }).click()
		await until('the ring moves', async () => await ring() > 40)
		const h = await heard(), steps = await page.locator('[data-player-steps] > li').count()
		equal(h.chimes.length, 2 * steps, 'two sines for each line and the end')
		holds(Math.abs(h.chimes[0] - 8) < 0.5, `the first chime in ${h.chimes[0]} s`)
		holds(h.awake >= 1, 'the screen')
		equal(h.lines.length, 0, 'a voice nobody asked for')
		await axe(page, 'the player at work')
	})
	await check('voice: without a voice in the browser the server speaks the line', async () => {
		equal(await page.evaluate(() => speechSynthesis.getVoices().filter(v => v.localService).length), 0, 'voices of this browser')
		const asked = page.waitForResponse(r => r.url().endsWith('/speech/1.wav'))
		await page.getByRole('button', { name: 'Voice' }).click()
		equal((await asked).status(), 200, 'the line')
		await page.waitForFunction(() => heard.lines.length === 1)
		holds(Math.abs((await heard()).lines[0] - 0.5) < 0.01, 'its length')
	})
	await check('next, back, repeat and pause', async () => {
		const first = await line()
		await page.getByRole('button', { name: 'Next step' }).click()
		holds((await line()).startsWith('Is there new numbness'), 'the second line')
		await page.waitForFunction(() => heard.lines.length === 2)
		await page.getByRole('button', { name: 'Repeat step' }).click()
		await page.waitForFunction(() => heard.lines.length === 3)
		holds(await ring() < 40, 'the step begins again')
		await page.getByRole('button', { name: 'Back one step' }).click()
		equal(await line(), first, 'back')
		await page.getByRole('button', { name: 'Pause' }).click()
		const at = await ring()
		await page.waitForTimeout(500)
		equal(await ring(), at, 'the ring in a pause')
	})
	await check('a line that cannot be had is text and chime', async () => {
		await page.route('**/speech/*.wav', r => r.abort())
		await page.reload()
		await page.getByRole('button', { name: 'Start', exact: true }).click()
		await until('it plays all the same', async () => (await heard()).chimes.length > 10 && await ring() > 10)
		equal((await heard()).lines.length, 0, 'lines')
	})
	await check('without scripts it is the text with its times', async () => {
		const quiet = await (await open({ viewport: PHONE, javaScriptEnabled: false })).newPage()
		await quiet.goto(site.doors[1].url)
		await quiet.goto(site.url + '/practice/flare_plan')
		equal(await quiet.locator('[data-player-stage]').isVisible(), false, 'the stage')
		holds(await quiet.locator('[data-player-steps] > li').nth(1).isVisible(), 'the lines')
		equal(await quiet.locator('[data-player-steps] > li .t').nth(1).textContent(), '0:08', 'the time of the second')
	})
	await check('no script broke', async () => equal(problems.join('; '), '', 'errors'))
	await check('the server stops by itself', async () => { equal(await site.stop(), 0, 'exit code') })
	rmSync(bin, { recursive: true, force: true })
}
