// Coming in and being let in: the second step with its paper codes, devices, a colleague and an assistant, a lost phone, someone who enters for a client.
import { appCode, axe, check, equal, holds, open, secondStep, serve, DESK, PHONE, TABLET } from './lib.mjs'

const PASS = 'four quiet words here', NEW = 'rhubarb kettle violin', THIRD = 'gravel lantern seven'
const path = page => new URL(page.url()).pathname

async function go(page, what) {
	await Promise.all([page.waitForNavigation(), what.click()])
}
const press = (page, name) => go(page, page.getByRole('button', { name }).first())
async function fill(page, values) {
	for (const [name, value] of Object.entries(values)) await page.fill(`[name=${name}]`, value)
}
async function signIn(page, site, mail, passphrase) {
	await page.goto(site.url + '/sign-in')
	await fill(page, { mail, passphrase })
	await press(page, 'Sign in')
}
// A code counts once: waits for the next one where the last was just used.
async function freshCode(key, used) {
	while (appCode(key) === used) await new Promise(r => setTimeout(r, 500))
	return appCode(key)
}

export default async function () {
	const site = await serve()
	const desk = await (await open({ viewport: DESK })).newPage(), tablet = await (await open({ viewport: TABLET })).newPage()
	const phone = await (await open({ viewport: PHONE, hasTouch: true })).newPage()
	const quiet = await (await open({ viewport: PHONE, javaScriptEnabled: false })).newPage()
	const problems = []
	for (const p of [desk, phone, tablet]) p.on('pageerror', e => problems.push(e.message))
	let owner, client, link

	await check('the owner sets up the second step before anything else opens', async () => {
		await desk.goto(site.setup)
		await fill(desk, { name: 'Practice', emergency: '112', crisis: '116 123', given: 'Ada', family: 'Own', mail: 'ada@own.example', passphrase: PASS })
		await desk.check('[name=agreed]')
		await press(desk, 'Open the practice')
		equal(path(desk), '/second', 'after setup')
		await axe(desk, 'second step, begin')
		await press(desk, 'Set it up')
		await axe(desk, 'second step, picture')
		await fill(desk, { code: '000000' })
		await press(desk, 'Go on')
		holds((await desk.textContent('main')).includes('does not fit'), 'a wrong code is told')
		const key = (await desk.textContent('#secret')).trim(), used = appCode(key)
		await fill(desk, { code: used })
		await press(desk, 'Go on')
		await axe(desk, 'recovery codes')
		owner = { key, used, codes: await desk.$$eval('#codes li', all => all.map(e => e.textContent.trim())) }
		await go(desk, desk.getByRole('link', { name: 'I have written them down' }))
		equal(owner.codes.length, 10, 'paper codes')
		equal(path(desk), '/desk', 'then')
	})
	await check('a second device comes in by a paper code, once, and without scripts', async () => {
		for (const wanted of ['/desk', '/sign-in/code']) {
			await quiet.context().clearCookies()
			await signIn(quiet, site, 'ada@own.example', PASS)
			equal(path(quiet), '/sign-in/code', 'the second step')
			await fill(quiet, { code: owner.codes[0].toUpperCase().replace('-', ' ') })
			await press(quiet, 'Sign in')
			equal(path(quiet), wanted, 'after the paper code')
		}
		await axe(desk, 'desk')
	})
	await check('devices are listed and signed out everywhere else', async () => {
		await desk.goto(site.url + '/you')
		await axe(desk, 'signing in')
		equal(await desk.locator('main li', { hasText: 'Last used' }).count(), 2, 'devices')
		holds((await desk.textContent('main')).includes('Chrome on Linux (this one)'), 'named by browser and system')
		await press(desk, 'Sign out everywhere else')
		equal(await desk.locator('main li', { hasText: 'Last used' }).count(), 1, 'devices')
		await quiet.goto(site.url + '/desk')
		equal(path(quiet), '/sign-in', 'the other device')
	})
	await check('an assistant is added, sets up a second step, and sees names only', async () => {
		await desk.goto(site.url + '/people')
		await axe(desk, 'people')
		await desk.locator('[name=role][value=assistant]').check({ force: true })
		await fill(desk, { given: 'Ben', family: 'Front', mail: 'ben@own.example', passphrase: NEW })
		await press(desk, /^Add$/)
		holds((await desk.textContent('main')).includes('Ben Front'), 'listed')
		await signIn(tablet, site, 'ben@own.example', NEW)
		equal(path(tablet), '/second', 'first sign-in')
		await secondStep(tablet, site.url)
		equal(path(tablet), '/front', 'where assistants belong')
		await axe(tablet, 'front, empty')
		await tablet.goto(site.url + '/clients/new')
		await axe(tablet, 'new client by an assistant')
		await fill(tablet, { given: 'Nora', family: 'Berg', born: '1981-05-06' })
		await tablet.locator('[name=sex][value=female]').check({ force: true })
		await press(tablet, 'Make the record')
		await press(tablet, 'Make the link')
		link = (await tablet.textContent('#link')).trim()
		client = new URL(tablet.url()).pathname.match(/\/client\/\d+/)[0]
		await tablet.goto(site.url + client)
		holds((await tablet.textContent('main')).includes('someone else'), 'no record for an assistant')
		await tablet.goto(site.url + '/front')
		await axe(tablet, 'front')
	})
	await check('the client comes in, without a second step, and lets someone enter', async () => {
		await phone.goto(link)
		await fill(phone, { mail: 'nora@home.example', passphrase: 'password1234', again: 'password1234' })
		await phone.check('[name=adult]')
		await press(phone, 'Start')
		holds((await phone.textContent('main')).includes('too easy to guess'), 'a common passphrase is refused')
		await fill(phone, { passphrase: PASS, again: PASS })
		await phone.check('[name=adult]')
		await press(phone, 'Start')
		equal(path(phone), '/consent', 'after welcome')
		await phone.goto(site.url + '/helpers')
		await axe(phone, 'helpers')
		await press(phone, /make a link/)
		await axe(phone, 'helpers with a link')
		const proxyLink = (await phone.textContent('#link')).trim()
		await phone.goto(proxyLink)
		await axe(phone, 'entering for someone')
		await quiet.goto(proxyLink)
		await fill(quiet, { given: 'Ole', family: 'Berg', mail: 'ole@home.example', passphrase: NEW, again: NEW })
		await quiet.check('[name=adult]')
		await press(quiet, 'Use this passphrase')
		await signIn(quiet, site, 'ole@home.example', NEW)
		equal(path(quiet), '/today', 'where one enters')
		await quiet.goto(site.url + '/consent')
		holds((await quiet.textContent('main')).includes('client alone'), 'consent is the client\'s')
	})
	await check('one tap ends it', async () => {
		await phone.goto(site.url + '/helpers')
		holds((await phone.textContent('main')).includes('Ole Berg'), 'shown to the client')
		await press(phone, 'End it now')
		holds((await phone.textContent('main')).includes('Ended'), 'ended')
		await quiet.goto(site.url + '/today')
		equal(path(quiet), '/sign-in', 'who entered is out')
	})
	await check('a client turns the second step on and off', async () => {
		await phone.goto(site.url + '/you')
		await axe(phone, 'signing in, client')
		const mine = await secondStep(phone, site.url)
		await phone.goto(site.url + '/second')
		await axe(phone, 'second step, set')
		await fill(phone, { code: mine.codes[3] })
		await press(phone, 'Turn the second step off')
		equal(path(phone), '/you', 'after turning it off')
	})
	await check('who has lost everything gets a new way in, in person', async () => {
		await desk.goto(site.url + client + '/people')
		await axe(desk, 'people and access')
		await desk.check('[name=met]')
		await press(desk, 'Make a new way in')
		await axe(desk, 'people and access with a link')
		const back = (await desk.textContent('#link')).trim()
		await phone.goto(site.url + '/today')
		equal(path(phone), '/sign-in', 'old devices are out')
		await axe(phone, 'sign in')
		await phone.goto(site.url + '/forgot')
		await axe(phone, 'the way back in')
		await phone.goto(back)
		await axe(phone, 'a new way in')
		await fill(phone, { passphrase: THIRD, again: THIRD })
		await press(phone, 'Use this passphrase')
		await signIn(phone, site, 'nora@home.example', THIRD)
		equal(path(phone), '/today', 'in again')
	})
	await check('a forgotten passphrase is replaced with paper and phone', async () => {
		await quiet.goto(site.url + '/forgot')
		await fill(quiet, { mail: 'ada@own.example', recovery: owner.codes[5], code: await freshCode(owner.key, owner.used), passphrase: THIRD, again: THIRD })
		await press(quiet, 'Use the new passphrase')
		equal(path(quiet), '/sign-in', 'after the way back')
		await desk.goto(site.url + '/desk')
		equal(path(desk), '/sign-in', 'all devices are out')
	})
	await check('no script failed', async () => equal(problems.join('; '), '', 'problems'))
	equal(await site.stop(), 0, 'exit code')
}
