// A danger answer: asked back once, then everything waits until staff record an outcome. Also with scripts switched off.
import { readFileSync } from 'node:fs'
import { axe, check, equal, follow, holds, open, serve, DESK, PHONE } from './lib.mjs'

// On a page of several, the first is answered so and the others with no.
async function say(page, value) {
	if (page.url().endsWith('/interview/safety')) {
		for (const [i, id] of (await page.$$eval('fieldset.choices', all => all.map(e => e.id))).entries())
			await page.locator(`input[name="${id}"][value="${i ? 'no' : value}"]`).check({ force: true })
		await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Continue' }).click()])
		return
	}
	await page.locator(`input[name=answer][value="${value}"]`).check({ force: true })
	await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Continue' }).click()])
}

async function consent(page) {
	for (const name of await page.$$eval('input[type=radio][value=yes]', all => all.map(e => e.name)))
		await page.locator(`[name="${name}"][value=yes]`).check({ force: true })
	await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Continue' }).click()])
}

export default async function () {
	const site = await serve('--demo')
	const phone = await (await open({ viewport: PHONE })).newPage()
	const desk = await (await open({ viewport: DESK })).newPage()
	const quiet = await (await open({ viewport: PHONE, javaScriptEnabled: false })).newPage()
	const path = () => new URL(phone.url()).pathname

	await check('a danger answer is asked back in other words', async () => {
		await phone.goto(site.doors[2].url)
		await phone.goto(site.url + '/consent')
		await consent(phone)
		await say(phone, 'yes')
		holds(path().startsWith('/stop/again/'), `asked back, at ${path()}`)
		await axe(phone, 'ask back')
	})
	await check('a mis-tap is taken back and the interview goes on', async () => {
		await say(phone, 'no')
		holds(path().startsWith('/interview/'), `goes on, at ${path()}`)
	})
	await check('a second yes stops everything', async () => {
		await say(phone, 'yes')
		await say(phone, 'yes')
		equal(path(), '/stop', 'the stop page')
		await axe(phone, 'stop')
		holds((await phone.textContent('main')).includes('112'), 'the number to call')
		equal(await phone.locator('nav.tabs').count(), 0, 'no menu')
		for (const p of ['/today', '/interview', '/result', '/practice/breathing_slow', '/weeks', '/safety/flare']) {
			await phone.goto(site.url + p)
			equal(path(), '/stop', p)
		}
		await phone.goto(site.url + '/letter')
		await axe(phone, 'letter')
	})
	await check('the therapist sees it on top and no plan can be made', async () => {
		await desk.goto(site.doors[0].url)
		await desk.goto(site.url + '/desk')
		const note = desk.locator('.note', { hasText: 'Ines' })
		holds(await note.count() === 1, 'an alert for Ines')
		await Promise.all([desk.waitForNavigation(), note.getByRole('link').click()])
		await axe(desk, 'outcome')
	})
	await check('an empty outcome is refused and a whole one lifts the stop', async () => {
		await desk.evaluate(() => document.querySelector('main form').noValidate = true)
		await Promise.all([desk.waitForNavigation(), desk.getByRole('button', { name: 'Record and go on' }).click()])
		holds((await desk.textContent('main')).includes('needs at least'), 'says what is missing')
		await desk.fill('[name=seen_by]', 'Dr Vale, emergency department')
		await desk.fill('[name=outcome]', 'Examined and scanned; no compression. Hands-on work allowed.')
		await Promise.all([desk.waitForNavigation(), desk.getByRole('button', { name: 'Record and go on' }).click()])
		await phone.goto(site.url + '/today')
		equal(path(), '/today', 'the client goes on')
	})
	await check('self-harm told to the therapist stands on top until recorded', async () => {
		const maren = await desk.goto(site.url + '/clients').then(() => desk.locator('a', { hasText: 'Maren' }).getAttribute('href'))
		await desk.goto(site.url + maren)
		await Promise.all([desk.waitForNavigation(), desk.getByRole('button', { name: /self-harm/ }).click()])
		equal(new URL(desk.url()).pathname, '/desk', 'at the desk')
		holds((await desk.locator('.note').first().textContent()).includes('self-harm'), 'first of all alerts')
		await quiet.goto(site.doors[1].url)
		await quiet.goto(site.url + '/today')
		equal(new URL(quiet.url()).pathname, '/stop', 'the client meets help')
		const words = await quiet.textContent('main')
		holds(words.includes('116 123') && words.includes('not alone'), 'crisis line and warm words')
	})
	await check('the interview works without scripts', async () => {
		const context = await open({ viewport: PHONE, javaScriptEnabled: false })
		const page = await context.newPage()
		await page.goto(site.doors[2].url)
		await page.goto(site.url + '/interview')
		holds(page.url().includes('/interview/'), 'a question')
		const first = () => page.locator('fieldset.choices').first().getAttribute('id'), before = await first()
		for (const no of await page.locator('input[value=no]').all()) await no.check()
		await follow(page, page.getByRole('button', { name: 'Continue' }))
		holds(await first() !== before, 'the next questions')
		await page.goto(site.url + '/map')
		await page.locator('summary').first().click()
		holds(await page.locator('select[name=map_low_back_left]').count() === 1, 'the list is the map')
	})
	await check('leaving ends the session', async () => {
		await phone.goto(site.url + '/today')
		await phone.route('https://www.wikipedia.org/**', r => r.fulfill({ body: 'elsewhere' }))
		await phone.getByRole('link', { name: /Leave this page/ }).click()
		await phone.waitForURL(/wikipedia/)
		for (let i = 0; i < 20 && path() !== '/sign-in'; i++) {
			await phone.waitForTimeout(100)
			await phone.goto(site.url + '/today')
		}
		equal(path(), '/sign-in', 'signed out')
	})
	await check('a worker that dies is replaced and nobody notices', async () => {
		const workers = () => readFileSync(`/proc/${site.pid}/task/${site.pid}/children`, 'utf8').trim().split(' ').map(Number)
		const first = workers()
		process.kill(first[0], 'SIGKILL')
		for (let i = 0; i < 20; i++) equal((await fetch(site.url + '/healthz')).status, 200, 'health')
		for (let i = 0; i < 40 && workers().length < first.length; i++) await new Promise(r => setTimeout(r, 50))
		equal(workers().length, first.length, 'workers')
		holds(!workers().includes(first[0]), 'a new one')
	})
	await check('the server stops by itself', async () => { equal(await site.stop(), 0, 'exit code') })
}
