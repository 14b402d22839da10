// At home: where a device goes and where not, the small version one tap away and first on a hard day, what may be behind the pain, a
// lesson in three depths, what was measured.
import { axe, check, equal, holds, open, serve, DESK, PHONE, TABLET } from './lib.mjs'

const unfold = page => page.evaluate(() => document.querySelectorAll('main details').forEach(d => d.open = true))

export default async function () {
	const site = await serve('--demo')
	const phone = await (await open({ viewport: PHONE })).newPage()
	const dark = await (await open({ viewport: TABLET, colorScheme: 'dark' })).newPage()
	const quiet = await (await open({ viewport: PHONE, javaScriptEnabled: false })).newPage()
	const desk = await (await open({ viewport: DESK })).newPage()
	for (const page of [phone, dark, quiet]) await page.goto(site.doors[1].url)
	await desk.goto(site.doors[0].url)
	const visit = (page, path) => page.goto(site.url + path)

	for (const id of ['handheld_device', 'foot_massage', 'muscle_release'])
		for (const page of [phone, dark]) {
			await visit(page, `/practice/${id}`)
			await unfold(page)
			await axe(page, `${id}, all open`)
		}
	await check('the maps show where and where not, and the lists say it', async () => {
		await visit(phone, '/practice/handheld_device')
		equal(await phone.locator('.figs svg').count(), 2, 'maps')
		holds(await phone.locator('.figs .target').count() >= 10, 'places')
		holds(await phone.locator('.figs .blocked').count() >= 40, 'places left out')
		equal(await phone.locator('.figs .target.blocked').count(), 0, 'places that are both')
		holds(/The whole neck/.test(await phone.locator('main').textContent()), 'in words')
	})
	await check('the small version is one tap away, also without scripts', async () => {
		await visit(quiet, '/practice/gentle_movement')
		await quiet.click('a[href="#small"]')
		await quiet.locator('#small button').scrollIntoViewIfNeeded()
		holds(await quiet.locator('#small button').isVisible(), 'in sight')
		await quiet.click('#small button')
		equal(new URL(quiet.url()).pathname, '/today')
	})
	await check('on a hard day it comes first', async () => {
		await visit(phone, '/today')
		await phone.click('button[name=pain][value="9"]')
		await visit(phone, '/today')
		holds(/For a hard day/.test(await phone.locator('main').textContent()), 'on Today')
		await visit(phone, '/practice/gentle_movement')
		const small = await phone.locator('#small').boundingBox(), stage = await phone.locator('[data-player]').boundingBox()
		holds(small.y < stage.y, 'above the player')
		await axe(phone, 'a practice on a hard day')
	})
	await check('every cause of the picture can be read', async () => {
		await visit(phone, '/learn')
		const paths = await phone.$$eval('a[href^="/learn/"]', all => all.map(a => a.getAttribute('href')))
		holds(paths.length >= 20, `${paths.length} causes`)
		for (const path of paths) {
			await visit(phone, path)
			for (const heading of ['What it is', 'What helps', 'What is not known', 'When to see a doctor'])
				holds(await phone.getByRole('heading', { name: heading }).count() === 1, `${path}: ${heading}`)
		}
	})
	for (const path of ['/learn', '/learn/myofascial', '/learn/depression']) {
		await visit(dark, path)
		await unfold(dark)
		await axe(dark, path)
	}
	await check('a lesson in one minute, in five, and more', async () => {
		await visit(phone, '/lesson/lesson_01_hurt_and_harm')
		equal(await phone.locator('#minute, #five').count(), 2, 'depths in sight')
		holds(!await phone.locator('#more').isVisible(), 'more is folded')
		await phone.locator('details:has(#more) > summary').click()
		holds(await phone.locator('#more').isVisible(), 'and opens')
		await axe(phone, 'lesson, all open')
	})
	await check('what a therapist measures becomes a picture and a sentence', async () => {
		await visit(desk, '/clients')
		const path = await desk.locator('a[href^="/client/"]', { hasText: 'Maren' }).first().getAttribute('href')
		const client = path.match(/\/client\/\d+/)[0]
		await visit(desk, `${client}/exam`)
		const standing = desk.locator('details.examfold:has(#side_bend_left_cm)')
		holds(!await standing.evaluate(d => d.open), 'what is not worth testing next is folded')
		equal(await desk.evaluate(() => [...document.querySelectorAll('.examfold [name]')].map(e => e.name).filter((n, i, all) => all.indexOf(n) !== i).join()), '', 'each test stands once')
		await standing.locator('summary').click()
		await desk.fill('#side_bend_left_cm', '112')
		await standing.locator('summary').click()
		await desk.click('.foot button')
		holds(await standing.evaluate(d => d.open), 'what cannot be opens its group')
		await desk.fill('#side_bend_left_cm', '12')
		await desk.click('.foot button')
		await visit(desk, `${client}/exam`)
		await unfold(desk)
		holds(/12 centimetres, usual 14.5 to 21.5/.test(await desk.locator('.drawings').textContent()), 'for the therapist')
		await axe(desk, 'measured so far')
		await visit(phone, '/progress')
		holds(/How far you bend to the side, on the left/.test(await phone.locator('main').textContent()), 'for the client')
	})
	await site.stop()
}
