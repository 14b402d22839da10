// The questions asked again: each week, in a flare, after a session, when days get harder; and what the therapist's day tells of them.
import { axe, check, equal, follow, holds, open, serve, DESK, PHONE } from './lib.mjs'

// Every question that wants an answer: no, or 0, or what `say` wants.
async function fill(page, say = {}) {
	for (const name of new Set(await page.$$eval('main form input[type=radio][required]', all => all.map(e => e.name)))) {
		const value = say[name] ?? (await page.locator(`[name="${name}"][value=no]`).count() ? 'no' : '0')
		await page.locator(`[name="${name}"][value="${value}"]`).check({ force: true })
	}
	for (const name of await page.$$eval('main form input[type=number]', all => all.map(e => e.name))) await page.fill(`[name="${name}"]`, '0')
}

async function go(page) {
	await Promise.all([page.waitForNavigation(), page.locator('main form').getByRole('button', { name: 'Continue' }).click()])
}

export default async function () {
	const site = await serve('--demo')
	const phone = await (await open({ viewport: PHONE })).newPage()
	const dark = await (await open({ viewport: PHONE, colorScheme: 'dark' })).newPage()
	const quiet = await (await open({ viewport: PHONE, javaScriptEnabled: false })).newPage()
	const desk = await (await open({ viewport: DESK })).newPage()
	const path = page => new URL(page.url()).pathname
	for (const page of [phone, dark, quiet]) await page.goto(site.doors[1].url)
	await desk.goto(site.doors[0].url)

	for (const occasion of ['week', 'flare', 'after', 'worsening'])
		await check(`/safety/${occasion} asks, in light and dark`, async () => {
			for (const page of [phone, dark]) {
				await page.goto(`${site.url}/safety/${occasion}`)
				holds(await page.locator('main form :is(.choices, .field)').count() >= 7, 'questions')
				await axe(page, `${occasion}`)
			}
		})
	await check('one tap says no to what is open of a topic, in the week and in a flare', async () => {
		for (const occasion of ['week', 'flare'])
			for (const page of [phone, dark]) {
				await page.goto(`${site.url}/safety/${occasion}`)
				const sudden = page.locator('fieldset.topic').filter({ has: page.getByRole('heading', { name: 'Chest, belly and head' }) })
				const said = () => sudden.locator('[data-question]').evaluateAll(all => all.map(e => e.querySelector(':checked')?.value ?? '').join(' '))
				await sudden.locator('[name=pulsating_abdomen][value=unknown]').check({ force: true })
				const button = sudden.getByRole('button', { name: 'No to the other 5 under Chest, belly and head' })
				holds((await button.boundingBox()).height >= 47.5, 'large enough')
				await button.focus()
				await page.keyboard.press('Space')
				equal(await said(), 'no no no unknown no no', 'what was told stays')
				equal(await page.locator('main :checked').count(), 6, 'no other topic')
				await sudden.locator('[name=chest_pain_now][value=yes]').check({ force: true })
				equal(await said(), 'yes no no unknown no no', 'changed after')
				await axe(page, `${occasion}, one topic answered`)
			}
		const last = phone.locator('fieldset.topic:has([data-no-to-rest])').last()
		await last.getByRole('button').evaluate(e => (e.click(), e.click()))
		equal(await last.locator(':checked[value=no]').count() + await last.locator('input[type=number]').count(), await last.locator('[data-question]').count(), 'tapped twice')
		await phone.reload()
		equal(await phone.locator('main :checked').count(), 0, 'nothing is chosen beforehand by what was chosen last time')
		await quiet.goto(site.url + '/safety/week')
		holds(await quiet.locator('main input[type=radio][value=no]').count() > 20, 'all of them without a script')
		equal(await quiet.locator('[data-no-to-rest]:visible').count(), 0, 'each by itself then')
	})
	await check('it says how many are open, with and without a script, and the last answer stays clear of the button', async () => {
		const open = page => page.evaluate(() => {
			const part = getComputedStyle(document.querySelector('.openones span'), '::before').content
			return part.startsWith('counter') ? document.querySelectorAll(':is(.ask, .counts):not(.may, :has(:checked))').length : Number(part)
		})
		for (const page of [phone, quiet]) {
			await page.goto(site.url + '/safety/week')
			const all = Number((await page.textContent('.openones')).match(/of (\d+) open/)[1])
			equal(await open(page), all, 'all of them at first')
			await page.locator('[name=pulsating_abdomen][value=no]').check({ force: true })
			equal(await open(page), all - 1, 'one less')
			const last = page.locator('main .taps').last(), button = page.getByRole('button', { name: 'Continue' })
			await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
			const above = await last.boundingBox(), below = await button.boundingBox()
			holds(above.y + above.height <= below.y, 'nothing under the button')
			holds((await page.$$eval('main .taps label', labels => labels.every(e => e.getBoundingClientRect().height >= 44))), 'large enough')
		}
		await phone.goto(site.url + '/safety/after')
		holds((await phone.textContent('.openones')).trim().startsWith('of '), 'what may be left out is not counted')
	})
	await check('one question can be answered by keyboard alone', async () => {
		await phone.goto(site.url + '/safety/after')
		await phone.locator('[name=after_soreness]').first().focus()
		await phone.keyboard.press('ArrowRight')
		equal(await phone.locator('[name=after_soreness]:checked').getAttribute('value'), 'no', 'the arrow chooses the next')
		await phone.keyboard.press('Tab')
		equal(await phone.evaluate(() => document.activeElement.name), 'after_bruise', 'tab goes to the next question')
	})
	await check('an answer that opens a question brings it on the same page, without scripts too', async () => {
		for (const page of [phone, quiet]) {
			await page.goto(site.url + '/safety/after')
			await fill(page, { after_soreness: 'yes' })
			await go(page)
			equal(path(page), '/safety/after', 'the same page')
			holds((await page.textContent('main')).includes('goes with an answer you gave'), 'says why')
			equal(await page.locator('[name=after_soreness]:checked').getAttribute('value'), 'yes', 'what was said')
			await axe(phone, 'a question more')
			await page.locator('[name=after_worse_72h][value=no]').check({ force: true })
			await go(page)
			equal(path(page), '/today', 'back at Today')
		}
	})
	await check('the weekly check is done and gone', async () => {
		await phone.goto(site.url + '/today')
		await follow(phone, phone.getByRole('link', { name: 'Start the check' }))
		await fill(phone)
		await go(phone)
		equal(path(phone), '/today', 'back at Today')
		equal(await phone.getByRole('link', { name: 'Start the check' }).count(), 0, 'not asked again')
		await axe(phone, 'today after the check')
	})
	await check('a hard day asks first and helps at once', async () => {
		await follow(phone, phone.getByRole('link', { name: 'It is a hard day' }))
		equal(path(phone), '/safety/flare', 'first the questions')
		await fill(phone)
		await go(phone)
		holds(path(phone).startsWith('/practice/'), `then help, at ${path(phone)}`)
	})
	await check('the day counts what was told after sessions', async () => {
		await desk.goto(site.url + '/desk')
		holds((await desk.textContent('main')).includes('2 signs of harm told'), 'counted')
		holds((await desk.textContent('main')).includes('More than usual soreness after a session'), 'named')
		await axe(desk, 'desk with signs')
	})
	await check('numbness after a session is asked back, and a yes stops', async () => {
		await phone.goto(site.url + '/safety/after')
		await fill(phone, { after_numbness: 'yes' })
		await go(phone)
		equal(path(phone), '/stop/again/after_numbness', 'asked back')
		await phone.locator('[name=answer][value=yes]').check({ force: true })
		await go(phone)
		equal(path(phone), '/stop', 'stopped')
		await axe(phone, 'stop after a session')
		await desk.goto(site.url + '/desk')
		holds(await desk.locator('.note', { hasText: 'Maren' }).count() === 1, 'the therapist sees it')
	})
	await check('the server stops by itself', async () => { equal(await site.stop(), 0, 'exit code') })
}
