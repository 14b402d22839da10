// The drawn figures: seen and said in words, either side, moving when asked, still for who wants that, on the plan and on paper.
import { readFileSync } from 'node:fs'
import { axe, check, equal, holds, open, serve, until, DESK, PHONE } from './lib.mjs'

const drawn = [...readFileSync('knowledge/figures.yaml', 'utf8').matchAll(/^ {2}- of: (\w+)/gm)].map(m => m[1])
const paths = page => page.$$eval('.drawn svg path', all => all.map(p => p.getAttribute('d')).join(''))

export default async function () {
	const site = await serve('--demo')
	const phone = await (await open({ viewport: PHONE })).newPage()
	const dark = await (await open({ viewport: PHONE, colorScheme: 'dark' })).newPage()
	const calm = await (await open({ viewport: PHONE, reducedMotion: 'reduce' })).newPage()
	const quiet = await (await open({ viewport: PHONE, javaScriptEnabled: false })).newPage()
	const desk = await (await open({ viewport: DESK })).newPage()
	const trouble = []
	for (const page of [phone, dark, calm, quiet]) await page.goto(site.doors[1].url)
	await desk.goto(site.doors[0].url)
	for (const page of [phone, dark, desk]) page.on('console', m => m.type() === 'error' && !/status of 403/.test(m.text()) && trouble.push(m.text()))
	const visit = async (page, id) => (await page.goto(`${site.url}/practice/${id}`)).status()

	let seen = 0
	for (const id of drawn) {
		if (await visit(phone, id) !== 200) continue        // paused for this person
		seen++
		await check(`${id} is drawn and said`, async () => {
			const pictures = phone.locator('.drawn svg[role=img]')
			for (const svg of await pictures.all()) {
				const [name, words] = (await svg.getAttribute('aria-labelledby')).split(' ')
				holds((await phone.locator(`#${name}`).textContent()).length > 5, 'a title')
				holds((await phone.locator(`#${words}`).textContent()).length > 30, 'a description')
			}
			equal(await phone.locator('.drawn:visible').count(), 1, 'pictures in sight')
			equal(await phone.locator('[style]').count(), 0, 'style attributes')
		})
		await axe(phone, id)
		await visit(dark, id)
		await axe(dark, `${id} in the dark`)
	}
	await check('nearly all of them are open to this person', async () => holds(seen >= drawn.length - 3, `${seen} of ${drawn.length}`))

	await check('the other side is one tap, and one arrow key, away', async () => {
		for (const page of [phone, quiet]) {
			await visit(page, 'knee_to_chest')
			holds(await page.locator('.side-0').isVisible() && !await page.locator('.side-1').isVisible(), 'the right side first')
			await page.locator('input[name=side]').first().focus()
			await page.keyboard.press('ArrowRight')
			holds(!await page.locator('.side-0').isVisible() && await page.locator('.side-1').isVisible(), 'then the left')
			holds(/left thigh/.test(await page.locator('.side-1 .poses').textContent()), 'in words too')
		}
	})
	await check('it moves when asked, and comes to rest as it was', async () => {
		for (const id of ['cat_camel', 'walking', 'lifting_plan']) {
			await visit(phone, id)
			const rest = await paths(phone), button = phone.locator('[data-drawing-play]')
			await button.click()
			await until(`${id} moves`, async () => await paths(phone) !== rest)
			const one = await paths(phone)
			await until(`${id} moves on`, async () => await paths(phone) !== one)
			holds(!/NaN|undefined/.test(one), 'numbers only')
			equal(await button.getAttribute('aria-pressed'), 'true', 'pressed')
			equal((await button.textContent()).trim(), 'Hold still', 'the word')
			await button.click()
			equal(await paths(phone), rest, `${id} rests`)
		}
	})
	await check('a thing that goes with one pose comes and goes with it', async () => {
		await visit(phone, 'bag_change')
		const shown = () => phone.$$eval('[data-pose]', all => all.filter(p => !p.classList.contains('off')).map(p => p.dataset.pose).sort().join(''))
		const rest = await shown(), met = new Set()
		await phone.locator('[data-drawing-play]').click()
		await until('both were seen', async () => met.add((await shown())[0]).size === 2)
		await phone.locator('[data-drawing-play]').click()
		equal([...met].sort().join(), '1,2', 'bag, then backpack')
		equal(await shown(), rest, 'at rest')
	})
	await check('who wants less motion has a still picture and no button', async () => {
		await visit(calm, 'cat_camel')
		holds(!await calm.locator('[data-drawing-play]').isVisible(), 'no button')
		holds(await calm.locator('.ghost').isVisible(), 'both poses')
	})
	await check('on paper both sides stand, and no button', async () => {
		await visit(phone, 'knee_to_chest')
		await phone.emulateMedia({ media: 'print' })
		equal(await phone.locator('.drawn:visible').count(), 2, 'pictures')
		holds(!await phone.locator('[data-drawing-play]').isVisible(), 'no button')
		await phone.emulateMedia({ media: 'screen' })
	})
	await check('the therapist sees the exercises of the plan, once each', async () => {
		await desk.goto(site.url + '/clients')
		const links = await desk.$$eval('a[href^="/client/"]', all => all.map(a => a.getAttribute('href')).filter(h => /^\/client\/\d+$/.test(h)))
		let most = 0
		for (const href of new Set(links)) {
			await desk.goto(site.url + href + '/plan')
			const names = await desk.$$eval('.drawings h3', all => all.map(h => h.textContent))
			equal(new Set(names).size, names.length, 'no name twice')
			equal(await desk.locator('.drawings svg[role=img]').count(), names.length, 'pictures')
			if (names.length > most) await axe(desk, 'the plan with drawings')
			most = Math.max(most, names.length)
		}
		holds(most > 0, 'a plan with exercises')
	})
	await check('the console is quiet', async () => equal(trouble.slice(0, 3).join('\n'), '', 'errors'))
	await site.stop()
}
