// A personal trial to its answer: begun by the therapist, four weeks of days with and without in a minute, read by both.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { axe, check, equal, holds, open, serve, DESK, PHONE } from './lib.mjs'

export default async function () {
	const folder = mkdtempSync(join(tmpdir(), 'unknot-clock-')), clock = join(folder, 'days.txt')
	const moveTo = d => writeFileSync(clock, `${d}\n`)
	moveTo(0)
	const site = await serve('--demo', '--clock', clock)
	const desk = await (await open({ viewport: DESK })).newPage()
	const context = await open({ viewport: PHONE, hasTouch: true, serviceWorkers: 'block' }), phone = await context.newPage()
	const problems = []
	for (const p of [desk, phone]) p.on('pageerror', e => problems.push(e.message))
	const words = page => page.textContent('main')
	const said = { with: 0, without: 0 }
	let trials

	await check('the therapist begins one', async () => {
		await desk.goto(site.doors[0].url)
		await desk.goto(site.url + '/clients')
		trials = await desk.locator('a[href^="/client/"]', { hasText: 'Maren' }).first().getAttribute('href') + '/trials'
		await desk.goto(site.url + trials)
		await desk.locator('input[name=item][value=bag_change]').check({ force: true })
		await desk.locator('input[name=weeks][value="4"]').check({ force: true })
		await axe(desk, 'beginning a trial')
		await Promise.all([desk.waitForNavigation(), desk.getByRole('button', { name: 'Begin tomorrow' }).click()])
		holds((await words(desk)).includes('Stop it'), 'it runs')
	})
	await check('each day says what it is, and asks nothing but the check-in', async () => {
		for (let d = 1; d <= 28; d++) {
			moveTo(d)
			await context.request.get(site.doors[1].url)
			const today = await (await context.request.get(site.url + '/today')).text()
			const is = today.includes('Today is a day with it.') ? 'with' : today.includes('Today is a day without it') ? 'without' : ''
			holds(is, `day ${d} says neither`)
			said[is]++
			const reply = await context.request.post(site.url + '/check-in', { maxRedirects: 0, form: { csrf: today.match(/name="csrf" value="([^"]*)"/)[1],
				form_key: randomBytes(16).toString('hex'), pain: is === 'with' ? 3 : 5, function: 3, mood: 6, sleep: 6 } })
			equal(reply.status(), 303, `the check-in of day ${d}`)
			if (d === 3) {
				await phone.goto(site.url + '/trial')
				holds(!(await words(phone)).includes('It looks as if'), 'an answer before the end')
				await axe(phone, 'a trial that runs')
			}
		}
		equal(`${said.with} ${said.without}`, '14 14', 'days with and without')
	})
	await check('the answer is the same for both, with its picture', async () => {
		moveTo(29)
		await phone.goto(site.doors[1].url)
		await phone.goto(site.url + '/trial')
		holds((await words(phone)).includes('It looks as if it helps you.'), 'the client reads it')
		equal(await phone.locator('main svg[role=img]').count(), 1, 'pictures')
		await axe(phone, 'the answer')
		await desk.goto(site.doors[0].url)
		await desk.goto(site.url + trials)
		holds((await words(desk)).includes('It looks as if it helps you.'), 'the therapist reads it')
		await axe(desk, 'the answer at the desk')
	})
	await check('no script broke', async () => equal(problems.join(), '', 'errors'))
	await site.stop()
	rmSync(folder, { recursive: true, force: true })
}
