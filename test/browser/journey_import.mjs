// Clients from the table of another program: looked at first, each row told what becomes of it, then taken over with a link for each.
import { axe, check, equal, holds, open, serve, PHONE, TABLET } from './lib.mjs'

const go = (page, click) => Promise.all([page.waitForNavigation(), click])
const words = async page => (await page.textContent('main')).replace(/\s+/g, ' ')
const table = ['Vorname;Nachname;Geburtsdatum;Geschlecht;E-Mail;Telefon', 'Greta;Müller;12.05.1971;weiblich;greta@file.example;030 1', 'Hans;Jung;01.02.2020;männlich;;',
	'Ida;Berg;3/4/1980;weiblich;;', 'Karl;Ode;1966-07-01;männlich;;'].join('\r\n')

export default async function () {
	const site = await serve('--demo')
	const desk = await (await open({ viewport: TABLET })).newPage(), phone = await (await open({ viewport: PHONE, colorScheme: 'dark' })).newPage()
	let link

	await check('an owner finds it from the settings and from the list of clients', async () => {
		await desk.goto(site.doors[0].url)
		for (const from of ['/settings', '/clients']) {
			await desk.goto(site.url + from)
			await go(desk, desk.locator('a[href="/clients/import"]').click())
		}
		await axe(desk, 'clients from a file')
	})
	await check('the chosen file is looked at first, and nothing is kept', async () => {
		await desk.setInputFiles('#file', { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
		await desk.waitForFunction(() => document.querySelector('#body').value.includes('Karl'))
		await go(desk, desk.getByRole('button', { name: 'Look at it first' }).click())
		holds((await words(desk)).includes('2 clients can be taken over, 0 already there, 2 refused.'), 'counted')
		equal(await desk.locator('tbody tr').count(), 4, 'rows')
		holds((await desk.inputValue('#body')).includes('Karl'), 'what was brought stays')
		await axe(desk, 'looked at')
		await phone.goto(site.doors[0].url)
		await phone.goto(site.url + '/clients?q=M%C3%BCller')
		holds((await words(phone)).includes('No name holds'), 'not there yet')
	})
	await check('then it is taken over, with a link for each', async () => {
		await go(desk, desk.getByRole('button', { name: 'Take over 2' }).click())
		holds((await words(desk)).includes('2 clients taken over'), 'done')
		const links = (await desk.locator('.say').allTextContents()).map(t => t.trim())
		equal(links.length, 2, 'links')
		link = links[0]
		await axe(desk, 'taken over')
		await phone.goto(site.url + '/clients?q=M%C3%BCller')
		holds((await words(phone)).includes('Invited, not yet here'), 'in the list')
		await axe(phone, 'the list on a phone')
	})
	await check('the link lets the client in', async () => {
		const guest = await (await open({ viewport: PHONE })).newPage()

		await guest.goto(link)
		holds((await words(guest)).includes('Welcome, Greta'), 'by name')
	})
	await check('the same file again brings nobody twice; what is no table says so and is kept', async () => {
		await desk.goto(site.url + '/clients/import')
		await desk.fill('#body', table)
		await go(desk, desk.getByRole('button', { name: 'Look at it first' }).click())
		holds((await words(desk)).includes('0 clients can be taken over, 2 already there, 2 refused.'), 'already there')
		equal(await desk.getByRole('button', { name: /^Take over/ }).count(), 0, 'nothing to take')
		await desk.fill('#body', 'nonsense')
		await go(desk, desk.getByRole('button', { name: 'Look at it first' }).click())
		equal(await desk.inputValue('#body'), 'nonsense', 'what was typed')
		equal(await desk.locator('.err, [aria-invalid=true]').count() > 0, true, 'an error')
		await axe(desk, 'no table')
	})
	await site.stop()
}
