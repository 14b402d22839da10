// What is booked, moved and cancelled reaches the client by mail: none missing, none twice, though the sender is killed in the middle; and
// the last word of the mails is what the calendar link says.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import ICAL from 'ical.js'
import { axe, check, equal, holds, open, serve, PHONE, TABLET } from './lib.mjs'
import { byIcalJs } from './readers.mjs'

const go = (page, click) => Promise.all([page.waitForNavigation(), click])
const words = async page => (await page.textContent('main')).replace(/\s+/g, ' ')
const iso = days => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10)

// A mail server that keeps what it took; taken(n) is called when it has the n-th mail, before it says so.
function mailServer() {
	const box = { mails: [], taken: () => true }
	const server = createServer(line => {
		let rest = '', mail = null
		const say = text => line.writable && line.write(text + '\r\n')
		say('220 here')
		line.on('error', () => {})
		line.on('data', d => {
			rest += d.toString('latin1')
			for (let at; (at = rest.indexOf('\r\n')) >= 0;) {
				const text = rest.slice(0, at)
				rest = rest.slice(at + 2)
				if (mail !== null && text === '.') {
					box.mails.push(mail)
					mail = null
					if (box.taken(box.mails.length)) say('250 taken')
				} else if (mail !== null) mail += text + '\r\n'
				else if (text === 'DATA') { mail = ''; say('354 go on') }
				else say(text === 'QUIT' ? '221 bye' : '250 ok')
			}
		})
	})
	box.listen = () => new Promise(r => server.listen(0, '127.0.0.1', () => r(server.address().port)))
	box.close = () => server.close()
	return box
}

// The calendar part of a mail, opened.
function entryOf(mail) {
	const part = mail.split('Content-Type: text/calendar')[1]
	const text = part && Buffer.from(part.split('\r\n\r\n')[1].split('\r\n--')[0].replace(/\s/g, ''), 'base64').toString()
	if (!text) return null
	const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')
	return { id: mail.match(/^Message-ID: <([^>]+)>/m)[1], uid: event.getFirstPropertyValue('uid'), sequence: event.getFirstPropertyValue('sequence'),
		starts: event.getFirstPropertyValue('dtstart').toJSDate().toISOString(), status: event.getFirstPropertyValue('status'), to: mail.match(/^To: <([^>]+)>/m)[1] }
}

function sender(data) {
	const child = spawn('build/debug/unknot', ['mail', '--data', data], { stdio: ['ignore', 'ignore', 'inherit'] })
	return { kill: () => child.kill('SIGKILL'), ended: new Promise(r => child.once('exit', (code, signal) => r(signal || code))) }
}

export default async function () {
	const site = await serve('--demo'), box = mailServer(), port = await box.listen()
	const desk = await (await open({ viewport: TABLET })).newPage(), phone = await (await open({ viewport: PHONE })).newPage()
	let maren
	// of Maren's sessions of this journey, without those that the demonstration had
	const told = () => box.mails.map(entryOf).filter(e => e && e.to === 'maren@client.example' && e.starts > '2027')
	const own = list => new Set(list.map(e => e.id)).size

	await desk.goto(site.doors[0].url)
	await phone.goto(site.doors[1].url)
	await check('the practice gives its mail server, and the client an address', async () => {
		await desk.goto(site.url + '/settings/mail')
		for (const [name, value] of [['name', 'Praxis'], ['sender', 'desk@practice.example'], ['url', 'https://practice.example'], ['host', '127.0.0.1'], ['port', String(port)],
			['quiet_from', '00:00'], ['quiet_to', '00:00']])
			await desk.fill(`[name=${name}]`, value)
		await go(desk, desk.getByRole('button', { name: 'Save' }).click())
		await desk.goto(site.url + '/clients')
		maren = await desk.locator('a', { hasText: 'Maren' }).first().getAttribute('href')
		await desk.goto(site.url + maren + '/appointments')
		await go(desk, desk.getByRole('link', { name: 'Address for mails' }).click())
		await axe(desk, 'address for mails')
		await desk.fill('[name=mail]', 'maren@client.example')
		await go(desk, desk.getByRole('button', { name: 'Save the address' }).click())
	})
	await check('ten booked: ten mails, though the sender is killed at the fourth', async () => {
		await desk.goto(site.url + maren + '/appointments')
		await desk.fill('[name=first]', '2027-02-22')
		await desk.fill('[name=time]', '10:00')
		await desk.fill('[name=count]', '10')
		await go(desk, desk.getByRole('button', { name: 'Look if they are free' }).click())
		holds((await words(desk)).includes('All of these times are free'), 'all free')
		await go(desk, desk.getByRole('button', { name: 'Book them' }).click())
		const first = sender(site.data)
		box.taken = n => n !== 4 || (first.kill(), false)
		equal(await first.ended, 'SIGKILL', 'killed')
		box.taken = () => true
		equal(await sender(site.data).ended, 0, 'the next one')
		equal(own(told()), 10, 'ten mails')
		holds(told().length <= 11, 'at most the one in hand came again, as the same mail: ' + told().length)
		equal(await sender(site.data).ended, 0, 'once more')
		holds(told().length <= 11, 'and nothing more')
	})
	await check('one moved and one cancelled by the client, one too late, the rest moved from the fourth on', async () => {
		await desk.goto(site.url + maren + '/appointments')
		await desk.fill('[name=first]', iso(1))
		await desk.fill('[name=time]', '09:00')
		await desk.fill('[name=count]', '1')
		await go(desk, desk.getByRole('button', { name: 'Look if they are free' }).click())
		await go(desk, desk.getByRole('button', { name: 'Book it' }).click())
		const open_one = async day => {
			await phone.goto(site.url + '/sessions')
			await go(phone, phone.locator('h2:has-text("To come") + ul a', { hasText: day }).click())
		}
		await open_one('1 Mar')
		const form = { csrf: await phone.inputValue('[name=csrf] >> nth=0'), form_key: await phone.inputValue('[name=form_key] >> nth=0'), act: 'cancel' }
		await go(phone, phone.getByRole('button', { name: 'Cancel this session' }).click())
		await phone.goto(site.url + '/sessions')
		const soon = await phone.locator('h2:has-text("To come") + ul a').first().getAttribute('href')
		await desk.goto(site.url + '/settings/booking')
		await desk.fill('[name=cancel]', '72')
		await go(desk, desk.getByRole('button', { name: 'Save the rules' }).click())
		equal((await phone.request.post(site.url + soon, { form: { ...form, form_key: form.form_key + 'x' } })).status(), 403, 'too close to cancel')
		await open_one('22 Feb')
		await phone.goto(phone.url() + '?day=' + iso(20))
		await go(phone, phone.locator('button[name=starts]').first().click())
		await desk.goto(site.url + maren + '/appointments')
		await go(desk, desk.locator('h2:has-text("To come") + ul a', { hasText: '15 Mar' }).click())
		await go(desk, desk.getByRole('link', { name: 'Move this and all later ones' }).click())
		await desk.fill('[name=first]', '2027-03-18')
		await desk.fill('[name=time]', '14:00')
		await go(desk, desk.getByRole('button', { name: 'Look again' }).click())
		await go(desk, desk.getByRole('button', { name: 'Move them' }).click())
	})
	await check('each change is told once, and the last word of the mails is the calendar link\'s', async () => {
		const before = box.mails.length
		equal(await sender(site.data).ended, 0, 'the sender')
		const fresh = box.mails.slice(before).map(entryOf).filter(e => e && e.to === 'maren@client.example')
		equal(own(fresh), fresh.length, 'none twice')
		equal(fresh.filter(e => e.starts > '2027-03-16').length, 7, 'seven moved to Thursdays')
		equal(fresh.filter(e => e.status === 'CANCELLED').length, 1, 'one cancelled')
		await phone.goto(site.url + '/feed')
		await go(phone, phone.getByRole('button', { name: 'Make a link' }).click())
		const feed = byIcalJs(await (await fetch((await phone.textContent('code')).trim())).text(), 'UTC')
		const last = new Map()
		for (const e of box.mails.map(entryOf).filter(e => e && e.to === 'maren@client.example'))
			if (!(last.get(e.uid)?.sequence > e.sequence)) last.set(e.uid, e)
		const said = [...last.values()].map(e => `${e.starts.slice(0, 16)} ${e.status}`).sort()
		equal(said.length, 11, 'eleven sessions')
		for (const line of said)
			equal(feed.filter(l => l.startsWith(line.slice(0, 16)) && l.includes(line.slice(17))).length, 1, `in the link as in the mail: ${line}`)
		const later = feed.filter(l => l > '2027-02').map(l => `${l.slice(0, 16)} ${l.split(' ')[2]}`)
		equal(later.join('; '), said.filter(l => l > '2027-02').join('; '), 'and nothing that no mail told')
	})
	box.close()
	equal(await site.stop(), 0, 'the server ends well')
}
