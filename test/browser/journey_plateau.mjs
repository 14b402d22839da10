// Week seven of somebody who moves and leaves the calm practices out: the plateau is seen, asked about, and answered by turning the plan.
import { axe, check, equal, holds, open, serve, DESK, PHONE, TABLET } from './lib.mjs'

export default async function () {
	const site = await serve('--demo')
	const desk = await (await open({ viewport: TABLET })).newPage()
	let client

	await check('the therapist sees the plateau and which side had less', async () => {
		await desk.goto(site.doors[0].url)
		await desk.goto(site.url + '/clients')
		client = await desk.locator('a', { hasText: 'Piet' }).first().getAttribute('href')
		await desk.goto(site.url + client)
		const words = await desk.textContent('main')
		for (const part of ['Plateau', 'Emotional side used', 'Firmer work is not the answer'])
			holds(words.includes(part), part)
		await axe(desk, 'a plateau')
	})
	await check('leaving it as it is wants a reason', async () => {
		await Promise.all([desk.waitForNavigation(), desk.getByRole('button', { name: 'Leave it as it is' }).click()])
		holds((await desk.textContent('main')).includes('a few words are wanted'), 'it says what is missing')
	})
	await check('accepted, the coming weeks hold more calm practice and the same hands', async () => {
		const hands = async () => (await desk.goto(site.url + client + '/plan'), desk.$$eval('details.weekbox', all => all.map(e => e.querySelector('h3').textContent + e.querySelector('ol.rule').textContent.replace(/\s+/g, ' '))))
		const before = await hands()
		equal(before.length, 10, 'weeks')
		holds(before[8].startsWith('Session') && before[8].includes('pressure'), 'a session')
		await desk.goto(site.url + client)
		await desk.fill('[name=reason]', 'He likes the breathing, and forgets it.')
		await Promise.all([desk.waitForNavigation(), desk.getByRole('button', { name: 'Turn the plan' }).click()])
		equal(new URL(desk.url()).pathname, client + '/plan', 'at the ten weeks')
		await axe(desk, 'the turned plan')
		equal(JSON.stringify(await hands()), JSON.stringify(before), 'what hands do')
		await desk.goto(site.url + client)
		holds((await desk.textContent('main')).includes('He likes the breathing'), 'the reason stays')
		equal(await desk.getByRole('button', { name: 'Turn the plan' }).count(), 0, 'asked once')
	})
	await check('the five questions can be answered in part or put off', async () => {
		const phone = await (await open({ viewport: PHONE })).newPage()
		await phone.goto(site.doors[1].url)
		await phone.goto(site.url + '/again')
		await axe(phone, 'asked again')
		await phone.locator('input[name=stress_now][value="6"]').check({ force: true })
		await Promise.all([phone.waitForNavigation(), phone.getByRole('button', { name: 'Send' }).click()])
		equal(new URL(phone.url()).pathname, '/today', 'back at today')
		await phone.goto(site.url + '/again')
		await Promise.all([phone.waitForNavigation(), phone.getByRole('link', { name: 'Not now' }).click()])
		equal(new URL(phone.url()).pathname, '/today', 'nobody has to')
	})
}
