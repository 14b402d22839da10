// Ten weeks of one client in a minute: the day is moved on by a file. From the invitation to the book at the end, told by what people see.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerAll, axe, check, equal, holds, open, sayNo, send, serve, DESK, PHONE } from './lib.mjs'

const MAIL = 'lena@home.example', PASS = 'quiet water and stones'

export default async function () {
	const folder = mkdtempSync(join(tmpdir(), 'unknot-clock-')), clock = join(folder, 'days.txt')
	const moveTo = d => writeFileSync(clock, `${d}\n`)
	moveTo(0)
	const site = await serve('--demo', '--clock', clock)
	const desk = await (await open({ viewport: DESK })).newPage()
	const context = await open({ viewport: PHONE, hasTouch: true, serviceWorkers: 'block' })
	const phone = await context.newPage()
	const problems = []
	for (const p of [desk, phone]) p.on('pageerror', e => problems.push(e.message))
	const path = page => new URL(page.url()).pathname
	const words = page => page.textContent('main')
	const press = (page, name) => Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).first().click()])
	let client, moves = [], signedIn = 0

	// A staff session lasts half a day: each visit comes in anew.
	const visit = async sub => {
		await desk.goto(site.doors[0].url)
		await desk.goto(site.url + client + sub)
	}
	// A day on the phone without drawing it: Today is read, its forms are sent, and where they lead is told.
	const post = async (where, csrf, form = {}) => {
		const reply = await context.request.post(site.url + where, { maxRedirects: 0,
			form: { csrf, form_key: randomBytes(16).toString('hex'), ...form } })
		equal(reply.status(), 303, where)
		return reply.headers().location
	}
	const signIn = async () => {
		await phone.goto(site.url + '/today')
		equal(path(phone), '/sign-in', 'asked to sign in')
		await phone.fill('[name=mail]', MAIL)
		await phone.fill('[name=passphrase]', PASS)
		await send(phone)
		equal(path(phone), '/today', 'signed in')
		signedIn++
	}
	// Movement each day, the calm practices only where they are wanted.
	const day = async (d, pain, calm) => {
		moveTo(d)
		let reply = await context.request.get(site.url + '/today')
		if (reply.url().endsWith('/sign-in')) {
			await signIn()
			reply = await context.request.get(site.url + '/today')
		}
		const today = await reply.text(), csrf = today.match(/name="csrf" value="([^"]*)"/)[1]
		for (const [, mind, where] of today.matchAll(/class="task( mind)?" href="(\/practice\/\w+)"/g)) {
			if (mind && calm) await post(where, csrf)
			if (!mind && !moves.includes(where)) moves.push(where)
		}
		for (const where of moves) await post(where, csrf)
		return post('/check-in', csrf, { pain, function: Math.max(0, pain - 1), mood: pain > 4 ? 6 : 7, sleep: 6 })
	}
	const days = async (first, pains, calm = false) => {
		const to = new Set()
		for (const [i, pain] of pains.entries()) to.add((await day(first + i, pain, calm)).split('?')[0])
		return [...to].join(' ')
	}
	const safe = async () => {
		for (let more = 0; more < 3 && path(phone).startsWith('/safety/'); more++) {
			await sayNo(phone)
			await press(phone, 'Continue')
		}
	}
	const weekly = async n => {
		await phone.goto(site.url + '/today')
		holds((await words(phone)).includes(`Week ${n} of 10`), `week ${n}`)
		await Promise.all([phone.waitForNavigation(), phone.getByRole('link', { name: 'Start the check' }).click()])
		await safe()
		equal(path(phone), '/today', 'safe, and back')
	}
	const lesson = async () => {
		await phone.goto(site.url + '/today')
		await Promise.all([phone.waitForNavigation(), phone.getByRole('link', { name: 'Read, 5 minutes' }).click()])
		await send(phone)
	}

	const session = async d => {
		moveTo(d)
		await visit('/before')
		await sayNo(desk)
		await press(desk, 'All asked')
		equal(path(desk), `${client}/session`, 'the session may begin')
	}
	// Its words; '' where pdftotext is not installed.
	const book = async () => {
		const reply = await context.request.get(site.url + '/book.pdf'), bytes = await reply.body()
		equal(reply.headers()['content-type'], 'application/pdf', 'type')
		holds(bytes.subarray(0, 5).toString() === '%PDF-' && bytes.subarray(-6).toString().includes('EOF'), 'a whole PDF')
		const read = spawnSync('pdftotext', ['-q', '-', '-'], { input: bytes })
		return read.error ? '' : read.stdout.toString().replace(/\s+/g, ' ')
	}
	const score = async (d, total) => {
		moveTo(d)
		await visit('/outcomes/rmdq24')
		await desk.fill('[name=day]', new Date(Date.now() + d * 86400000).toLocaleDateString('sv'))
		await desk.fill('[name=total]', String(total))
		await press(desk, 'Save the score')
	}

	await check('invited, she comes in, agrees and answers', async () => {
		await desk.goto(site.doors[0].url)
		await desk.goto(site.url + '/clients/new')
		for (const [name, value] of Object.entries({ given: 'Lena', family: 'Moor', born: '1984-02-03' })) await desk.fill(`[name=${name}]`, value)
		await desk.locator('[name=sex][value=female]').check({ force: true })
		await send(desk)
		await send(desk)
		client = path(desk).match(/\/client\/\d+/)[0]
		await phone.goto((await desk.textContent('#link')).trim())
		for (const [name, value] of Object.entries({ mail: MAIL, passphrase: PASS, again: PASS })) await phone.fill(`[name=${name}]`, value)
		await phone.check('[name=adult]')
		await send(phone)
		for (const name of await phone.$$eval('input[type=radio][value=yes]', all => all.map(e => e.name)))
			await phone.locator(`[name="${name}"][value=yes]`).check({ force: true })
		await send(phone)
		const say = { pain_over_3_months: 'yes', pain_weeks: 80, stress_now: 7, fear_of_movement: 6, sleep_quality: 5 }
		await answerAll(phone, say)
		equal(path(phone), '/map', 'the map')
		await phone.getByRole('button', { name: 'List' }).click()
		await phone.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true })
		await phone.selectOption('[name=map_low_back_left]', '7')
		await press(phone, 'Continue')
		await answerAll(phone, say)
		await phone.locator('[name=home_minutes][value="15"]').check({ force: true })
		await phone.locator('[name=session_minutes][value="60"]').check({ force: true })
		await send(phone)
		equal(path(phone), '/result', 'the result')
	})
	await check('ten weeks are made and begin', async () => {
		await visit('')
		await press(desk, /Propose ten weeks/)
		await desk.fill('[name=starts]', await desk.evaluate(() => new Date().toLocaleDateString('sv')))
		await press(desk, 'Approve')
		await phone.goto(site.url + '/today')
		holds((await words(phone)).includes('Week 1 of 10'), 'week one')
	})
	await check('measured at the start', async () => { await score(0, 14) })
	await check('week one: a lesson, days, a session and how it was borne', async () => {
		await axe(phone, 'week one')
		await lesson()
		equal(await days(0, [6, 6, 7]), '/today', 'nothing more is asked')
		await session(3)
		equal(await day(4, 6), '/safety/after?note=checked_in', 'after a session it is asked how it was borne')
		await phone.goto(site.url + '/safety/after')
		await axe(phone, 'after a session')
		await safe()
		equal(await days(5, [6, 6]), '/today', 'asked once')
	})
	await check('weeks two to four: each with its check, its lesson, its days', async () => {
		for (let k = 1; k < 4; k++) {
			moveTo(7 * k)
			moves = []
			await weekly(k + 1)
			await lesson()
			equal(await days(7 * k, [6, 6, 5, 6, 7, 6, 6]), '/today', `week ${k + 1}`)
		}
		await phone.goto(site.url + '/progress')
		holds((await words(phone)).includes('Cannot tell yet'), 'no plateau is told before week five')
		const shown = () => phone.locator('.measures h2:visible').allTextContents()
		equal((await shown()).join(), 'Pain', 'one chart at a time, pain first')
		await phone.locator('.measures').getByText('Activity', { exact: true }).click()
		equal((await shown()).join(), 'What pain kept you from', 'another by one tap')
		await phone.setViewportSize(DESK)
		holds((await shown()).length > 1, 'all of them where there is room')
		await phone.setViewportSize(PHONE)
	})
	await check('week five: a plateau, asked about, and answered by the therapist', async () => {
		let asked = ''
		moves = []
		moveTo(28)
		await weekly(5)
		await lesson()
		for (let d = 28; d < 35; d++) {
			const to = await day(d, [6, 5, 6, 6, 7, 6, 6][d - 28])
			if (!to.startsWith('/again')) continue
			await phone.goto(site.url + to)
			await axe(phone, 'asked again')
			for (const radio of await phone.locator('main input[type=radio][value="6"]').all()) await radio.check({ force: true })
			await press(phone, 'Send')
			asked = to
		}
		holds(asked, 'the five questions were asked')
		await phone.goto(site.url + '/progress')
		holds((await words(phone)).includes('Holding steady'), 'she reads that days hold steady')
		await visit('')
		const seen = await words(desk)
		for (const part of ['Plateau', 'Emotional side used', 'Firmer work is not the answer']) holds(seen.includes(part), part)
		await desk.fill('[name=reason]', 'She has moved a lot and rested little.')
		await press(desk, 'Turn the plan')
		equal(path(desk), `${client}/plan`, 'at the ten weeks')
	})
	await check('week six: the turned plan is lived, and it helps', async () => {
		moves = []
		moveTo(35)
		await weekly(6)
		await lesson()
		holds(await phone.locator('a.task.mind').count() > 0, 'calm practice is for today')
		equal(await days(35, [5, 5, 5, 4, 5, 4, 4], true), '/today', 'lived')
	})
	await check('week seven: a hard day; danger is asked first, then the flare plan opens', async () => {
		moves = []
		moveTo(42)
		await weekly(7)
		await lesson()
		equal(await days(42, [4, 4], true), '/today', 'lived')
		moveTo(44)
		await phone.goto(site.url + '/today')
		await Promise.all([phone.waitForNavigation(), phone.getByRole('link', { name: 'It is a hard day' }).click()])
		equal(path(phone), '/safety/flare', 'first, is she safe')
		await axe(phone, 'a hard day')
		await safe()
		equal(path(phone), '/practice/flare_plan', 'then help at once')
		await axe(phone, 'the flare plan')
		await press(phone, /^Done/)
		equal((await day(44, 8, true)).split('?')[0], '/safety/worsening', 'a jump of pain asks again')
		await phone.goto(site.url + '/safety/worsening')
		await safe()
		holds(!(await days(45, [6, 5, 4, 4], true)).includes('worsening'), 'a hard day passes')
	})
	await check('weeks eight to ten: easier', async () => {
		for (let k = 7; k < 10; k++) {
			moves = []
			moveTo(7 * k)
			if (k > 7) await weekly(k + 1)          // in week eight everything was asked five days ago
			await lesson()
			equal(await days(7 * k, [[4, 3, 4, 3, 3, 3, 3], [3, 3, 2, 3, 3, 2, 3], [2, 3, 2, 2, 2, 3, 2]][k - 7], true), '/today', `week ${k + 1}`)
		}
		await phone.goto(site.url + '/progress')
		holds((await words(phone)).includes('Getting better'), 'she reads that it gets better')
		await axe(phone, 'progress at the end')
	})
	await check('measured again at the end: better by more than error', async () => {
		await score(69, 6)
		const seen = await words(desk)
		holds(seen.includes('better by 8') && seen.includes('better by more than measuring error'), 'the change in words')
	})
	await check('the end: the weeks are done and her own book stays', async () => {
		moveTo(70)
		await phone.goto(site.url + '/today')
		holds((await words(phone)).includes('Your ten weeks are done'), 'done')
		await axe(phone, 'the end')
		equal(signedIn, 2, 'times she signed in again: once a month')
		await phone.goto(site.url + '/weeks')
		holds(await phone.getByRole('link', { name: 'Your own book as PDF' }).count() === 1, 'the book is offered')
		holds(!(await words(phone)).includes('After each session'), 'no session is to come')
		const first = await book()
		for (const part of ['You practised on', 'read 10 lessons', 'From about 6 to about 2 of 10: better than at the start', 'Week 10:', 'On a hard day'])
			holds(!first || first.includes(part), part)
		holds(!/said -|NaN|undefined/.test(first), 'only what was said')
		await visit('')
		holds((await words(desk)).includes('Improving'), 'the therapist sees the same')
		await desk.goto(site.url + '/clients')
		holds((await words(desk)).includes('Ten weeks done'), 'and in the list')
		moveTo(85)
		const dated = /\w+day \d+ \w+ 20\d\d/g
		equal((await book()).replace(dated, ''), first.replace(dated, ''), 'weeks later the book is the same')
	})
	rmSync(folder, { recursive: true, force: true })
	await check('nothing broke in the pages', async () => { equal(problems.join('; '), '', 'script errors') })
	await check('the server stops by itself', async () => { equal(await site.stop(), 0, 'exit code') })
}
