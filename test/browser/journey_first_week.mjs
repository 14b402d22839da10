// One client's way from the first start of a practice to the check-in of week one: both people, phone and desk, axe on every page.
import { answer, axe, check, equal, holds, open, secondStep, send, serve, DESK, PHONE } from './lib.mjs'

const PASS = 'four quiet words here'

export default async function () {
	const site = await serve()
	const desk = await (await open({ viewport: DESK })).newPage()
	const phoneContext = await open({ viewport: PHONE, hasTouch: true })
	const phone = await phoneContext.newPage()
	const problems = []
	for (const p of [desk, phone]) p.on('pageerror', e => problems.push(e.message))
	let link, client

	await check('the practice is set up with its numbers', async () => {
		await desk.goto(site.setup)
		await axe(desk, 'setup')
		for (const [name, value] of Object.entries({ name: 'Practice', emergency: '112', crisis: '116 123', given: 'Ada', family: 'Own', mail: 'ada@own.example', passphrase: PASS }))
			await desk.fill(`[name=${name}]`, value)
		await desk.check('[name=agreed]')
		await send(desk)
		equal(new URL(desk.url()).pathname, '/second', 'the second step comes first')
		await secondStep(desk, site.url)
		equal(new URL(desk.url()).pathname, '/desk', 'after setup')
		await axe(desk, 'empty desk')
	})
	await check('a client under 18 is refused kindly', async () => {
		await desk.goto(site.url + '/clients/new')
		await axe(desk, 'new client')
		for (const [name, value] of Object.entries({ given: 'Kim', family: 'Young', born: '2012-01-01' })) await desk.fill(`[name=${name}]`, value)
		await desk.locator('[name=sex][value=other]').check({ force: true })
		await send(desk)
		holds((await desk.textContent('main')).includes('doctor'), 'the refusal says where to turn')
		equal(await desk.inputValue('[name=given]'), 'Kim', 'what was typed')
	})
	await check('a client is invited by link and QR', async () => {
		for (const [name, value] of Object.entries({ given: 'Nora', family: 'Berg', born: '1981-05-06' })) await desk.fill(`[name=${name}]`, value)
		await desk.locator('[name=sex][value=female]').check({ force: true })
		await send(desk)
		await send(desk)
		link = (await desk.textContent('#link')).trim()
		holds(await desk.locator('svg.qr path').count() === 1, 'a QR code is shown')
		client = new URL(desk.url()).pathname.match(/\/client\/\d+/)[0]
		await axe(desk, 'invitation')
	})
	await check('the client comes in by the button', async () => {
		await phone.goto(link)
		await axe(phone, 'welcome')
		await phone.fill('[name=mail]', 'nora@home.example')
		await phone.fill('[name=passphrase]', 'quiet water and stones')
		await phone.fill('[name=again]', 'quiet water and stones')
		await phone.check('[name=adult]')
		await send(phone)
		equal(new URL(phone.url()).pathname, '/consent', 'after welcome')
	})
	await check('each part is accepted or declined', async () => {
		await axe(phone, 'consent')
		for (const name of await phone.$$eval('input[type=radio][value=yes]', all => all.map(e => e.name)))
			await phone.locator(`[name="${name}"][value=yes]`).check({ force: true })
		await send(phone)
		holds(phone.url().includes('/interview/'), 'the questions begin')
		await axe(phone, 'a question')
	})
	await check('an empty answer is asked again in place', async () => {
		const before = phone.url()
		await phone.evaluate(() => document.querySelector('main form').noValidate = true)
		await Promise.all([phone.waitForNavigation(), phone.getByRole('button', { name: 'Continue' }).click()])
		equal(phone.url(), before, 'the same question')
		holds((await phone.textContent('main')).includes('needs an answer'), 'it says what is missing')
	})
	await check('the interview asks one thing at a time and ends', async () => {
		const say = { pain_over_3_months: 'yes', pain_weeks: 60, stress_now: 8, both_legs_new: 'no' }
		let asked = 0
		for (; asked < 160 && phone.url().includes('/interview/'); asked++) await answer(phone, say)
		holds(asked > 15 && asked < 120, `${asked} questions before the map`)
		equal(new URL(phone.url()).pathname, '/map', 'after the questions')
	})
	await check('a question can be put down, taken up again, gone back from and left unknown', async () => {
		await phone.goBack()
		await phone.goto(site.url + '/interview')
		equal(new URL(phone.url()).pathname, '/map', 'what was answered is not asked again')
	})
	await check('the body map is marked by touch and by list', async () => {
		await axe(phone, 'body map')
		await phone.getByRole('button', { name: 'List' }).click()
		await phone.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true })
		await phone.selectOption('[name=map_low_back_left]', '7')
		await phone.getByRole('button', { name: 'Continue' }).click()
		await phone.waitForURL(u => !u.pathname.endsWith('/map'))
	})
	await check('wishes end the interview and the result is kind', async () => {
		let chosen = 0, paused = false
		for (; chosen < 60 && phone.url().includes('/interview/'); chosen++) {
			holds((await phone.textContent('main')).includes('Part 3 of 3'), 'where one stands')
			if (!paused) {
				const here = phone.url()
				await Promise.all([phone.waitForNavigation(), phone.getByRole('button', { name: 'Save and stop' }).click()])
				await phone.goto(site.url + '/interview')
				equal(phone.url(), here, 'the same question after a pause')
				paused = true
			}
			await answer(phone)
		}
		holds(chosen > 0 && chosen <= 40, `${chosen} questions chosen by what they would change`)
		equal(new URL(phone.url()).pathname, '/wishes', 'after the telling questions')
		await axe(phone, 'wishes')
		await phone.locator('[name=home_minutes][value="15"]').check({ force: true })
		await phone.locator('[name=session_minutes][value="60"]').check({ force: true })
		await send(phone)
		equal(new URL(phone.url()).pathname, '/result', 'the result')
		await axe(phone, 'result')
		const words = await phone.textContent('main')
		holds(!/\d\s*%/.test(words), 'no percentage for a client')
		holds(!/diagnos|you have (a|an) |cure/i.test(words), 'no diagnosis')
	})
	await check('the client can check in while the plan is made', async () => {
		await phone.goto(site.url + '/today')
		await axe(phone, 'today before a plan')
		await Promise.all([phone.waitForNavigation(), phone.locator('button[name=pain][value="6"]').click()])
		await phone.locator('[role=status]', { hasText: 'Saved' }).waitFor()
		await Promise.all([phone.waitForNavigation(), phone.getByRole('button', { name: 'Undo' }).click()])
		equal(await phone.locator('button[name=pain].on').count(), 0, 'taken back')
	})
	await check('the therapist sees causes with reasons', async () => {
		await desk.goto(site.url + '/desk')
		holds((await desk.textContent('main')).includes('Nora'), 'Nora waits')
		await axe(desk, 'desk')
		await desk.goto(site.url + client)
		await axe(desk, 'client page')
		const words = await desk.textContent('main')
		for (const part of ['Muscles to press first', 'Causes', 'Danger', 'Cannot be told apart', 'For and against', 'Worth testing next']) holds(words.includes(part), part)
		for (const sub of ['/exam', '/before', '/answers', '/letter']) {
			await desk.goto(site.url + client + sub)
			await axe(desk, sub)
		}
	})
	await check('a test changes the weights', async () => {
		await desk.goto(site.url + client + '/exam')
		const first = desk.locator('select[name^=palpate_]').first(), before = await first.getAttribute('name')
		await first.selectOption('2')
		await desk.locator('select:has(option[value=yes])').first().selectOption('yes')
		await send(desk)
		equal(new URL(desk.url()).pathname, client, 'back at the client')
		holds((await desk.textContent('main')).includes('What the last answers changed'), 'before and after side by side')
		const [, unit] = before.match(/^palpate_(.*)_(left|right)$/)
		holds((await desk.textContent('ol.mus li')).toLowerCase().includes(unit.split('_')[0]), 'the muscle whose pressing brought the known pain comes first')
	})
	await check('ten weeks are proposed, changed and approved', async () => {
		await desk.goto(site.url + client)
		await Promise.all([desk.waitForNavigation(), desk.getByRole('button', { name: /Propose ten weeks/ }).click()])
		await axe(desk, 'plan')
		equal(await desk.locator('details.weekbox').count(), 10, 'weeks')
		await Promise.all([desk.waitForNavigation(), desk.locator('details[open] form button[value=out]').last().click()])
		await Promise.all([desk.waitForNavigation(), desk.getByRole('link', { name: 'Plan anew around this' }).click()])
		await Promise.all([desk.waitForNavigation(), desk.getByRole('button', { name: 'Accept it' }).click()])
		const today = await desk.evaluate(() => { const d = new Date(); return `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}` })
		await desk.fill('[name=starts]', today)
		await Promise.all([desk.waitForNavigation(), desk.getByRole('button', { name: 'Approve' }).click()])
		holds((await desk.textContent('main')).includes('approved'), 'approved')
	})
	await check('the client lives with it: today, practice, lesson, weeks', async () => {
		await phone.goto(site.url + '/today')
		await axe(phone, 'today')
		holds((await phone.textContent('main')).includes('Week 1 of 10'), 'week one')
		const task = phone.locator('a.task').first()
		await Promise.all([phone.waitForNavigation(), task.click()])
		await axe(phone, 'practice')
		await phone.waitForTimeout(200)
		await Promise.all([phone.waitForNavigation(), phone.getByRole('button', { name: /^Done/ }).click()])
		await phone.locator('[role=status]', { hasText: 'counts' }).waitFor()
		await phone.goto(site.url + '/weeks')
		await axe(phone, 'weeks')
		await phone.goto(site.url + '/lesson/lesson_01_hurt_and_harm')
		await axe(phone, 'lesson')
		await send(phone)
		await phone.goto(site.url + '/progress')
		await axe(phone, 'progress')
	})
	await check('the check-in takes one tap and is kept', async () => {
		await phone.goto(site.url + '/today')
		await Promise.all([phone.waitForNavigation(), phone.locator('button[name=pain][value="5"]').click()])
		await phone.goto(site.url + '/today')
		equal(await phone.locator('button[name=pain].on').getAttribute('value'), '5', 'kept')
	})
	await check('nothing broke in the page and no page asked another site', async () => {
		equal(problems.join('; '), '', 'script errors')
	})
	await check('the server stops by itself', async () => { equal(await site.stop(), 0, 'exit code') })
}
