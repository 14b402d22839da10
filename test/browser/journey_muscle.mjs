// Watching a muscle let go: a simulated person with a sensor on a serial line that works, sends nonsense, sends at another rate, goes and comes back;
// what is kept and what is not; a file in place of a sensor.
import { axe, check, equal, holds, open, serve, until, DESK, PHONE } from './lib.mjs'
import { muscle } from './muscle_person.mjs'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const REST = 130        // s: counting, settling, two minutes of rest

export default async function () {
	const dir = mkdtempSync(join(tmpdir(), 'unknot-muscle-')), site = await serve('--demo'), trouble = []
	const visit = async (more = {}, options = {}) => {
		const page = await (await open({ viewport: DESK, ...options })).newPage()
		page.on('console', m => m.type() === 'error' && trouble.push(m.text()))
		page.on('pageerror', e => trouble.push(e.message))
		await page.addInitScript(muscle, more)
		await page.goto(site.doors[1].url)
		await page.goto(`${site.url}/muscle`)
		if (await page.getByRole('link', { name: 'Short relaxation' }).count() && !await page.locator('[data-muscle-choose]').count()) {
			await page.goto(`${site.url}/practice/relaxation_short`)
			await Promise.all([page.waitForNavigation(), page.locator('form[data-player-done] button, form[action="/practice/relaxation_short"] button').first().click({ force: true })])
			await page.goto(`${site.url}/muscle`)
		}
		await page.waitForSelector('[data-muscle-choose]:not([hidden])')
		return page
	}
	const text = (page, name) => page.locator(`[data-muscle-${name}]`).textContent()
	const says = (page, name, what) => page.waitForFunction(([n, w]) => new RegExp(w).test(document.querySelector(`[data-muscle-${n}]`).textContent), [name, what.source])
	const live = (page, seconds, tension = 30) => page.evaluate(([s, t]) => { sensor.tension = t; return sensor.live(s) }, [seconds, tension])
	const connect = async page => {
		await page.click('[data-muscle-sensor]')
		await page.waitForSelector('[data-muscle-stage]:not([hidden])')
	}
	const about = (page, name, value) => page.evaluate(([n, v]) => { document.querySelector(`[data-muscle-${n}]`).value = v }, [name, value])
	const width = page => page.evaluate(() => { const y = document.querySelector('[data-muscle-one]').getAttribute('d').split('L').map(p => Number(p.split(' ')[1])); return Math.max(...y) - Math.min(...y) })

	let page
	await check('rest first, then the strands answer', async () => {
		page = await visit()
		await axe(page, 'muscle, the choices')
		await connect(page)
		equal((await page.evaluate(() => sensor.opened)).join(), '115200', 'speed')
		await live(page, 20)
		await says(page, 'line', /Just rest/)
		await axe(page, 'muscle, at rest')
		await live(page, REST - 20)
		await page.waitForSelector('[data-muscle-set]:not([hidden])')
		await live(page, 20, 75)
		await says(page, 'line', /More tense/)
		const tense = await width(page)
		await live(page, 60, 15)
		await says(page, 'line', /Letting go/)
		await until(`the strands come together (${tense} tense)`, async () => await width(page) < tense / 2)
		holds(await page.locator('[data-muscle-glow].on').count() === 1, 'the glow')
		equal(await page.locator('[data-muscle-list] dt').count(), 0, 'no numbers unasked')
		await page.locator('[data-muscle-numbers] summary').click()
		await says(page, 'list', /Numbers a second\s*(99\d|100\d|101\d)/)
		await axe(page, 'muscle, practice')
	})
	await check('harder and easier move the mark', async () => {
		await page.click('[data-muscle-harder]')
		await says(page, 'status', /at 80 of 100/)
		await page.click('[data-muscle-easier]')
		await says(page, 'status', /at 90 of 100/)
	})
	await check('bending and hanging, led', async () => {
		await page.locator('[data-muscle-bending] summary').click()
		await page.click('[data-muscle-bend]')
		for (const [words, tension] of [[/Stand/, 30], [/Bend forward/, 120], [/Hang/, 20], [/Come up/, 150]]) {
			await says(page, 'line', words)
			await live(page, 6.1, tension)
		}
		await live(page, 0.3)
		await says(page, 'bent', /Bending \d+\.\d times, coming up \d+\.\d times/)
		holds(Number((await text(page, 'bent')).match(/Bending (\d+\.\d)/)[1]) > 2, await text(page, 'bent'))
	})
	await check('noise on the line is borne, a pulled cable is waited for', async () => {
		await page.evaluate(() => sensor.noise())
		await page.waitForTimeout(150)
		await live(page, 5, 15)
		await says(page, 'line', /Letting go/)
		await page.evaluate(() => sensor.pull())
		await says(page, 'status', /gone for a moment/)
		await page.evaluate(() => { sensor.time += 30; sensor.plugged = true })
		await says(page, 'status', /is back/)
		await live(page, 10, 15)
		await says(page, 'line', /Letting go/)
		holds((await page.evaluate(() => sensor.opened.length)) >= 2, 'opened again')
	})
	await check('nothing leaves the device but what the form says, and only when it is sent', async () => {
		const posts = []
		page.on('request', r => posts.push(`${r.method()} ${new URL(r.url()).pathname} ${r.postData() ?? ''}`))
		await page.click('[data-muscle-end]')
		await page.waitForSelector('[data-muscle-keep]:not([hidden])')
		await page.waitForFunction(() => sensor.closed >= 2)
		holds(/minutes?, letting go \d+ of 100 of the time, bending \d+\.\d times hanging/.test(await text(page, 'sum')), await text(page, 'sum'))
		equal(posts.length, 0, 'requests before')
		await axe(page, 'muscle, the end')
		await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Keep this' }).click()])
		const sent = posts.filter(p => p.startsWith('POST'))
		equal(sent.length, 1, 'requests')
		equal([...new URLSearchParams(sent[0].split(' ')[2]).keys()].sort().join(), 'below,bend,csrf,form_key,mean,seconds', 'fields')
		holds(/letting go \d+ of 100/.test(await page.locator('main').textContent()), 'kept')
		await axe(page, 'muscle, what was kept')
		await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Forget these' }).click()])
		holds(!/letting go \d+ of 100/.test(await page.locator('main').textContent()), 'forgotten')
		await page.close()
	})
	await check('lines that are no numbers are told, and healed by better ones', async () => {
		const p = await visit()
		await connect(p)
		await p.evaluate(() => sensor.live(6, n => n % 3 ? 'fish\u0000' : undefined))
		await says(p, 'status', /cannot be read/)
		await live(p, 12)
		await says(p, 'line', /Just rest/)
		equal(await text(p, 'status'), '', 'told no longer')
		await p.close()
	})
	await check('another speed of the line is told', async () => {
		const p = await visit()
		await about(p, 'speed', '9600')
		await connect(p)
		await live(p, 12)
		await says(p, 'status', /choose another speed/)
		await p.click('[data-muscle-end]')
		await p.waitForSelector('[data-muscle-choose]:not([hidden])')
		await about(p, 'speed', '115200')
		await connect(p)
		await live(p, 12)
		await says(p, 'line', /Just rest/)
		await p.close()
	})
	await check('another rate than the one that was chosen, and one that is too slow, are told', async () => {
		let p = await visit({ rate: 500 })
		await about(p, 'rate', '1000')
		await connect(p)
		await live(p, 7)
		await says(p, 'status', /about (49\d|50\d) numbers a second, not 1000/)
		await p.close()
		p = await visit({ rate: 100 })
		await connect(p)
		await live(p, 7)
		await says(p, 'status', /At least 200/)
		await live(p, 1)
		await p.evaluate(() => { sensor.time += 5 })
		await says(p, 'status', /Nothing comes/)
		await p.close()
	})
	await check('a sensor that does not come back leaves a button', async () => {
		const p = await visit()
		await p.evaluate(() => { const real = setTimeout; window.setTimeout = (f, ms) => real(f, ms >= 1000 ? 20 : ms) })
		await connect(p)
		await live(p, 8)
		await p.evaluate(() => sensor.pull())
		await p.waitForSelector('[data-muscle-again]:not([hidden])')
		await p.evaluate(() => { sensor.plugged = true })
		await p.click('[data-muscle-again]')
		await says(p, 'status', /is back/)
		await p.close()
	})
	await check('no sensor chosen', async () => {
		const p = await visit()
		await p.evaluate(() => { sensor.cancel = true })
		await p.click('[data-muscle-sensor]')
		await says(p, 'cannot', /No sensor was chosen/)
		await p.close()
	})
	await check('without Web Serial that is said before the button, and a file remains', async () => {
		const p = await visit({ serial: false }, { viewport: PHONE })
		holds(/cannot talk to a sensor/.test(await text(p, 'cannot')) && await p.locator('[data-muscle-cannot]').isVisible(), 'said')
		holds(await p.locator('[data-muscle-sensor]').isDisabled(), 'the button is closed')
		await axe(p, 'muscle, without Web Serial')
		let seed = 3
		const random = () => (seed = seed * 48271 % 2147483647) / 2147483647 - 0.5
		const file = join(dir, 'samples.csv'), bare = join(dir, 'bare.txt')
		const lines = Array.from({ length: 300 * 500 }, (_, i) => (i < 130 * 500 ? 40 : 15) * random())
		writeFileSync(file, `time;emg\n${lines.map((v, i) => `${(i / 500).toFixed(3)};${v.toFixed(3)}`).join('\n')}\n`)
		writeFileSync(bare, `${lines.map(v => v.toFixed(3)).join('\n')}\n`)
		await p.setInputFiles('[data-muscle-file]', file)
		await says(p, 'read-list', /300 seconds.*Letting go\s*\d+ of 100/s)
		const program = JSON.parse(spawnSync('build/debug/unknot', ['biosignal', file, '--json', '--rest', '0-120'], { encoding: 'utf8' }).stdout)
		holds((await text(p, 'read-list')).includes(program.tension.rest.toPrecision(3)), 'as the program says')
		await p.setInputFiles('[data-muscle-file]', bare)
		await says(p, 'read-words', /does not say how many/)
		await about(p, 'rate', '500')
		await p.setInputFiles('[data-muscle-file]', bare)
		await says(p, 'read-list', /300 seconds/)
		await axe(p, 'muscle, a recording')
		await p.close()
	})
	await check('no fault in the console', () => equal(trouble.join('\n'), '', 'faults'))
	await check('the server stops by itself', async () => { equal(await site.stop(), 0, 'exit code') })
	rmSync(dir, { recursive: true, force: true })
}
