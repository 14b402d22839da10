// Breathing with a heartbeat: the module against the program, then a simulated person with a strap that comes, goes and comes back, the search
// for the own pace, what is kept and what is not, and every way without a strap.
import { axe, check, equal, holds, open, serve, DESK, PHONE } from './lib.mjs'
import { person } from './heart_person.mjs'
import { openHeart } from '../../src/web/asset/heart_engine.js'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PRINTED = 2e-12           // 12 digits are printed: the last may differ
const NEAR = 0.25               // breaths a minute by which a pace may be missed
const OWN = [4.9, 5.35, 5.7, 6.1]
const RATES = [6.5, 6, 5.5, 5, 4.5], STEP = 120, REST = 20
const said = file => JSON.parse(spawnSync('build/debug/unknot', ['biosignal', file, '--json'], { encoding: 'utf8' }).stdout)

function compare(x, y, path) {
	if (typeof y === 'number') {
		const off = Math.abs(x - y) / Math.max(Math.abs(y), 1e-12)
		holds(off <= PRINTED || Math.abs(x - y) <= 1e-13, `${path}: ${x}, natively ${y}`)
		return off
	}
	if (y === null || typeof y !== 'object') return equal(x, y, path), 0
	equal(Object.keys(x).join(), Object.keys(y).join(), `${path}: keys`)
	return Math.max(0, ...Object.keys(y).map(k => compare(x[k], y[k], `${path}.${k}`)))
}

// Recordings of our own: a paced person, one with faults, a gap, disorder, an ECG; and the third-party ones where they lie beside this tree.
function recordings(dir) {
	let state = 20261121
	const random = () => (state = state * 48271 % 2147483647) / 2147483647
	const series = (n, rr) => { let t = 0; return Array.from({ length: n }, (_, i) => { const v = rr(i, t); t += v / 1000; return v.toFixed(0) }).join('\n') }
	const wave = (i, t) => 900 + 40 * Math.sin(2 * Math.PI * 0.1 * t) + 20 * (random() - 0.5)
	const ecg = Array.from({ length: 90 * 250 }, (_, i) => `${(i / 250).toFixed(3)};${Math.exp(-(((i / 250) % 0.8 - 0.4) ** 2) / 0.0003).toFixed(5)}`).join('\n')
	const all = { paced: `rr_ms\n${series(700, wave)}`, faults: series(700, (i, t) => wave(i, t) * (i % 60 === 30 ? 0.5 : i % 60 === 31 ? 1.5 : 1)),
		gap: `${series(300, wave)}\n60000\n${series(300, wave)}`, disorder: series(500, () => 500 + 700 * random()), ecg: `time;ECG\n${ecg}`, short: series(20, wave) }
	const files = Object.entries(all).map(([name, text]) => { const f = join(dir, `${name}.csv`); writeFileSync(f, `${text}\n`); return f })
	const there = '../shared/evidence/data/hrv', more = existsSync(there) ? readdirSync(there).filter(f => /^(nk_rest5min|nk_rest60s|pyhrv|mitlt).*(txt|edf)$/.test(f)).map(f => join(there, f)) : []
	if (!more.length) console.log('  the published recordings do not lie beside this tree: left out')
	return [...files, ...more]
}

export default async function () {
	const dir = mkdtempSync(join(tmpdir(), 'unknot-heart-')), files = recordings(dir)
	const site = await serve('--demo'), trouble = []
	const visit = async (own, options = {}, more = {}) => {
		const page = await (await open({ viewport: PHONE, ...options })).newPage()
		page.on('console', m => m.type() === 'error' && trouble.push(m.text()))
		page.on('pageerror', e => trouble.push(e.message))
		await page.addInitScript(person, { own, ...more })
		await page.goto(site.doors[1].url)
		await page.goto(`${site.url}/heart`)
		await page.waitForSelector('[data-heart-choose]:not([hidden])')
		return page
	}
	const begin = async (page, way) => {
		await page.click('[data-heart-strap]')
		await page.waitForSelector('[data-heart-begin]:not([hidden])')
		await page.click(way)
		await page.waitForSelector('[data-heart-stage]:not([hidden])')
	}
	// The person follows the search as the page leads it: two minutes a pace, free breathing between; `since`: when the pace under way began.
	const follow = (page, since, first) => page.evaluate(([since, first, RATES, STEP, REST]) => {
		const at = t => { const k = Math.floor((t - since) / (STEP + REST)); return [Math.min(first + k, RATES.length - 1), t - since - k * (STEP + REST)] }
		strap.rate = t => RATES[at(t)[0]]
		strap.turns = t => { const [k, s] = at(t); return s < STEP ? s * RATES[k] / 60 : -1 }
	}, [since, first, RATES, STEP, REST])
	const live = (page, seconds, quiet = false) => page.evaluate(([s, q]) => strap.live(s, q), [seconds, quiet])
	const time = page => page.evaluate(() => strap.time)
	const ownPace = async page => Number(await page.locator('[data-heart-keep] [name=own]').inputValue()) / 100

	await check('the module imports nothing and says what the program says, in 12 digits', async () => {
		const module = new WebAssembly.Module(readFileSync('build/wasm/biosignal.wasm'))
		equal(WebAssembly.Module.imports(module).length, 0, 'imports')
		const page = await visit(5.5), numbers = (await page.locator('[data-heart]').getAttribute('data-numbers')).split(' ').map(Number)
		const engine = openHeart(module, numbers)
		let worst = 0
		for (const f of files) {
			const bytes = readFileSync(f), mine = await page.evaluate(async all => {
				const { loadHeart } = await import('/asset/heart_engine.js')
				return (await loadHeart(document.querySelector('[data-heart]'))).file(new Uint8Array(all))
			}, [...bytes])
			worst = Math.max(worst, compare(mine, said(f), f), compare(engine.file(bytes), said(f), f))
		}
		for (const bad of ['', 'x', 'emg\n1\n2\n', '300\nfish\n']) holds(engine.file(Buffer.from(bad)).error.detail.length > 5, `refused: ${bad}`)
		for (const wrong of [[], numbers.slice(1), numbers.map(() => 0)]) {
			let refused = false
			try { openHeart(module, wrong) } catch { refused = true }
			holds(refused, 'numbers that are none')
		}
		console.log(`  Chromium and node: ${files.length} recordings, largest relative difference of a printed number ${worst.toExponential(1)}`)
		await page.close()
	})

	await check(`the own pace of ${OWN.length} people is found within ${NEAR} breaths a minute`, async () => {
		const off = []
		for (const own of OWN) {
			const page = await visit(own)
			await begin(page, '[data-heart-search]')
			holds((await page.evaluate(() => strap.asked)).includes('heart_rate'), 'the standard service, of any maker')
			await follow(page, await time(page), 0)
			await live(page, 5 * (STEP + REST) + 5)
			await page.waitForSelector('[data-heart-found]:not([hidden])')
			off.push(Math.abs(await ownPace(page) - own))
			equal(await page.locator('[data-heart-table] tr').count(), 5, 'paces told')
			if (own === OWN[0]) {
				holds(!await page.locator('[data-heart-table]').isVisible(), 'no numbers unasked')
				await page.locator('[data-heart-found] summary').click()
				await axe(page, 'the own pace')
				await page.click('[data-heart-go]')
				await live(page, 20)
				await page.waitForFunction(() => document.querySelector('[data-heart-line]').textContent)
				holds(!await page.locator('[data-heart-found]').isVisible(), 'it goes on')
			}
			await page.close()
		}
		console.log(`  off by ${off.map(o => o.toFixed(2)).join(', ')} breaths a minute`)
		holds(Math.max(...off) <= NEAR, off.join())
	})

	await check('a strap that goes and comes back, and packets that are lost, begin the pace anew', async () => {
		const page = await visit(5.6)
		await begin(page, '[data-heart-search]')
		await follow(page, await time(page), 0)
		await live(page, 60)
		await page.evaluate(() => { strap.refuse = 1; strap.drop() })
		await page.waitForFunction(() => /look for it/.test(document.querySelector('[data-heart-status]').textContent))
		await live(page, 30)
		await page.waitForFunction(() => strap.connected && /is back/.test(document.querySelector('[data-heart-status]').textContent))
		equal(await page.evaluate(() => strap.tries), 3, 'tries')
		await follow(page, await time(page), 0)
		await live(page, STEP + REST + 40)
		await live(page, 12, true)
		await follow(page, await time(page), 1)
		await live(page, 4 * (STEP + REST) + 10)
		await page.waitForSelector('[data-heart-found]:not([hidden])')
		holds(Math.abs(await ownPace(page) - 5.6) <= NEAR, `own pace ${await ownPace(page)}`)
		holds(!(await page.locator('[data-heart-table]').textContent()).includes('too few'), 'each pace was told')
		await page.close()
	})

	await check('a strap that does not come back leaves the pacer and a button', async () => {
		const page = await visit(5.5)
		await page.evaluate(() => { const real = setTimeout; window.setTimeout = (f, ms) => real(f, ms >= 1000 ? 20 : ms) })
		await begin(page, '[data-heart-steady]')
		await live(page, 40)
		await page.evaluate(() => { strap.refuse = 5; strap.drop() })
		await page.waitForSelector('[data-heart-again]:not([hidden])')
		holds(/Breathe (in|out)/.test(await page.locator('[data-heart-line]').textContent()), 'the pacer goes on')
		await page.click('[data-heart-again]')
		await page.waitForFunction(() => strap.connected)
		await page.close()
	})

	let phone
	await check('the picture answers: hills from beats, rays from one slow wave; numbers only when asked for', async () => {
		phone = await visit(5.5)
		await axe(phone, 'the choices')
		await begin(phone, '[data-heart-steady]')
		equal(await phone.locator('[data-heart-ray].on').count(), 0, 'rays at the start')
		const from = await time(phone), rate = Number(await phone.locator('[data-heart]').getAttribute('data-pace'))
		await phone.evaluate(([from, rate]) => { strap.rate = () => rate; strap.turns = t => (t - from) * rate / 60 }, [from, rate])
		await live(phone, 150)
		await phone.waitForFunction(() => document.querySelectorAll('[data-heart-ray].on').length >= 2)
		holds((await phone.locator('[data-heart-hills]').getAttribute('d')).length > 200, 'hills')
		equal(await phone.locator('[data-heart-list] dt').count(), 0, 'no numbers unasked')
		await phone.locator('[data-heart-numbers] summary').click()
		await phone.waitForFunction(() => /6\d a minute/.test(document.querySelector('[data-heart-list]').textContent))
		const sun = await phone.locator('[data-heart-sun]').getAttribute('r')
		await live(phone, 3)
		await phone.waitForFunction(r => document.querySelector('[data-heart-sun]').getAttribute('r') !== r, sun)
		await axe(phone, 'the stage')
	})
	await check('a strap off the skin is told; bytes that are no packet change nothing', async () => {
		await phone.evaluate(() => { strap.send([0x04, 60]); strap.send([0x10]); strap.send([]) })
		holds(/does not feel your skin/.test(await phone.locator('[data-heart-status]').textContent()), 'told')
	})
	await check('nothing leaves the device but what the form says, and only when it is sent', async () => {
		const posts = []
		phone.on('request', r => r.method() === 'POST' && posts.push(`${new URL(r.url()).pathname} ${r.postData()}`))
		await live(phone, 10)
		await phone.click('[data-heart-end]')
		await phone.waitForSelector('[data-heart-keep]:not([hidden])')
		holds(/3 minutes at .* breaths a minute, heart with breath \d+ of 100/.test(await phone.locator('[data-heart-sum]').textContent()), await phone.locator('[data-heart-sum]').textContent())
		equal(posts.length, 0, 'requests before')
		await axe(phone, 'the end')
		await Promise.all([phone.waitForNavigation(), phone.getByRole('button', { name: 'Keep this' }).click()])
		equal(posts.length, 1, 'requests')
		equal([...new URLSearchParams(posts[0].split(' ')[1]).keys()].sort().join(), 'csrf,form_key,own,pace,score,seconds,way', 'fields')
		holds(/3 minutes at/.test(await phone.locator('main').textContent()), 'kept')
		await axe(phone, 'what was kept')
	})
	await check('it can be forgotten', async () => {
		await Promise.all([phone.waitForNavigation(), phone.getByRole('button', { name: 'Forget these' }).click()])
		holds(!/3 minutes at/.test(await phone.locator('main').textContent()), 'forgotten')
		await phone.close()
	})

	await check('without Bluetooth that is said before the button, and taps, a file and the pacer remain', async () => {
		const page = await visit(5.5, {}, { bluetooth: false })
		holds(/cannot talk to a strap/.test(await page.locator('[data-heart-cannot]').textContent()) && await page.locator('[data-heart-cannot]').isVisible(), 'said')
		holds(await page.locator('[data-heart-strap]').isDisabled(), 'the button is closed')
		await axe(page, 'without Bluetooth')
		await page.setInputFiles('[data-heart-file]', files[0])
		await page.waitForSelector('[data-heart-read]:not([hidden])')
		holds(/of 700 can be used/.test(await page.locator('[data-heart-read-list]').textContent()), 'a recording')
		await page.setInputFiles('[data-heart-file]', files[3])
		await page.waitForFunction(() => /not suitable/.test(document.querySelector('[data-heart-read-words]').textContent))
		holds(!/RMSSD/.test(await page.locator('[data-heart-read-list]').textContent()), 'no numbers of disorder')
		await page.click('[data-heart-taps]')
		for (let i = 0; i < 12; i++) {
			await page.evaluate(() => { strap.time += 0.8 })
			await page.keyboard.press('Space')
		}
		holds(/75 a minute/.test(await page.locator('[data-heart-tapped]').textContent()), 'the rate of the taps')
		await page.evaluate(() => { strap.time += 60 })
		await page.click('[data-heart-end]')
		equal(await page.locator('[data-heart-keep] [name=way]').inputValue(), 'taps', 'way')
		equal(await page.locator('[data-heart-keep] [name=score]').inputValue(), '', 'no score from taps')
		await page.close()
	})
	await check('choosing no strap is no fault, and disorder hides the numbers', async () => {
		const page = await visit(5.5)
		await page.evaluate(() => { strap.cancel = true })
		await page.click('[data-heart-strap]')
		await page.waitForSelector('[data-heart-cannot]:not([hidden])')
		await page.evaluate(() => { strap.cancel = false })
		await begin(page, '[data-heart-steady]')
		await page.evaluate(() => { for (let i = 0; i < 300; i++) { const v = 500 + (i * 7919 % 701); strap.time += v / 1000; const w = Math.round(v * 1.024); strap.send([0x10, 66, w & 255, w >> 8]) } })
		await page.waitForFunction(() => /not suitable/.test(document.querySelector('[data-heart-status]').textContent))
		equal(await page.locator('[data-heart-hills]').getAttribute('d'), '', 'no hills')
		await page.close()
	})
	await check('less motion: the sun stands still, words and counts lead', async () => {
		const page = await visit(5.5, { reducedMotion: 'reduce', viewport: DESK, colorScheme: 'dark' })
		await page.click('[data-heart-pacer]')
		const seen = new Set(), radius = new Set()
		for (let i = 0; i < 24; i++) {
			await page.evaluate(() => { strap.time += 1 })
			await page.waitForTimeout(280)
			seen.add(await page.locator('[data-heart-line]').textContent())
			radius.add(await page.locator('[data-heart-sun]').getAttribute('r'))
		}
		equal([...seen].sort().join(), 'Breathe in,Breathe out', 'words')
		equal(radius.size, 1, 'radius')
		equal(await page.locator('[data-heart-line]').getAttribute('aria-live'), 'polite', 'said to who does not see')
		await axe(page, 'less motion, in the dark')
		await page.close()
	})
	await check('without scripts it says how to count', async () => {
		const page = await (await open({ viewport: PHONE, javaScriptEnabled: false })).newPage()
		await page.goto(site.doors[1].url)
		await page.goto(`${site.url}/heart`)
		holds(/in for four, out for six/.test(await page.locator('main').textContent()), 'counting')
		equal(await page.locator('button:visible', { hasText: 'strap' }).count(), 0, 'no dead button')
	})
	await check('the console is quiet', async () => equal(trouble.slice(0, 3).join('\n'), '', 'errors'))
	await site.stop()
	rmSync(dir, { recursive: true, force: true })
}
