// kill -9 of the whole program at random moments under load: what was acknowledged is there, none twice, and a form that was under way and is
// sent again afterwards is done once.  usage: kill.mjs [KILLS]
import { DAY, BEGIN, check, equal, end, everything, doctor, folder, holds, person, serve, sleep } from './lib.mjs'

const kills = Number(process.argv[2] || 200), place = folder(), PER_DAY = 10
const told = { notes: 0, edits: 0, checkIns: 0, day: '' }       // acknowledged
const under = { notes: null, edits: null, checkIns: null }      // forms sent whose answer has not come
let clock = BEGIN, server, people, load = 0, acknowledged = 0, again = 0, busy = 0, restart = []

const iso = ms => new Date(ms).toISOString().slice(0, 10)
async function begin() {
	const t0 = Date.now()
	server = await serve(place, { clock })
	people = { owner: await person(server, 0), second: await person(server, 0), client: await person(server, 1), other: await person(server, 1) }
	restart.push(Date.now() - t0)
}

// Sends a form and counts it when it was acknowledged; on a broken connection it stays in `under` to be sent again.
async function send(kind, who, path, body) {
	under[kind] = { path, body }
	let got = await who.send(path, body)
	for (; got.status === 503; busy++) {    // the disk is slower than a page may wait: said so, and sent again
		await sleep(50)
		got = await who.send(path, body)
	}
	under[kind] = null
	equal(got.status, 303, `${kind} ${path}: ${got.body.slice(0, 300)}`)
	told[kind]++
	acknowledged++
	if (kind === 'checkIns') told.day = iso(clock)
}
const wants = {
	async notes(id) {
		await send('notes', people.owner, `/client/${id}/notes`, await people.owner.form(`/client/${id}`, { notes: `entry ${told.notes + 1} ends` }))
	},
	async edits(id) {
		const body = await people.second.form(`/client/${id}/plan`, (page, hidden) => ({ plan: hidden(page, 'plan'), version: hidden(page, 'version'),
			act: page.includes('value="drop"') ? 'drop' : 'hold', which: 0, week: 10, place: 'session', index: 0 }))
		await send('edits', people.second, `/client/${id}/plan`, body)
	},
	async checkIns() {
		const k = told.checkIns + 1
		await send('checkIns', people.client, '/check-in', await people.client.form('/today',
			{ pain: k % 11, function: Math.floor(k / 11) % 11, mood: Math.floor(k / 121) % 11, sleep: Math.floor(k / 1331) % 11 }))
	},
}

function look(maren, exact) {
	const all = everything(place)
	const off = (have, kind, most = Infinity) => !(have === told[kind] % most || (!exact && under[kind] && have === (told[kind] + 1) % most))
	const notes = all.event.filter(e => e.what === 'notes').length, edits = all.event.filter(e => e.what === 'plan_decided').length
	holds(!off(notes, 'notes'), `${notes} notes, ${told.notes} acknowledged`)
	holds(!off(edits, 'edits'), `${edits} plan changes, ${told.edits} acknowledged`)
	const note = all.person.find(p => p.id === maren).notes
	holds(!told.notes || note === `entry ${notes} ends`, `the note is "${note}" after ${notes}`)
	if (edits) equal(Math.max(...all.plan.filter(p => p.person === maren && p.state === 'approved').map(p => Number(p.version))), edits + 2, 'version of the plan')
	const days = all.checkin.filter(c => c.person === maren).map(c => c.day)
	equal(new Set(days).size, days.length, 'days with one check-in')
	const c = all.checkin.find(x => x.person === maren && x.day === told.day)
	const value = c ? Number(c.pain) + 11 * Number(c.function) + 121 * Number(c.mood) + 1331 * Number(c.sleep) : -1
	holds(!told.checkIns || !off(value, 'checkIns', 11 ** 4), `the check-in of ${told.day} is ${value}, ${told.checkIns} acknowledged`)
}

await begin()
const clients = (await people.owner.get('/clients')).body
const maren = [...clients.matchAll(/href="\/client\/(\d+)"[^]*?<\/a>/g)].find(m => m[0].includes('Maren'))[1]
for (let round = 1; round <= kills && !process.exitCode; round++) {
	let stop = false, wrong = null
	const write = async kind => {
		while (!stop) try { await wants[kind](maren) } catch (e) {
			if (!/ECONN|socket|hang up/.test(String(e.code || '') + e.message)) wrong ??= e
			return
		}
	}
	const read = async () => {
		while (!stop) try { await people.other.get('/today'); load++ } catch { return }
	}
	const all = [write('notes'), write('edits'), write('checkIns'), read(), read()]
	await sleep(30 + Math.random() * 570)
	if (Math.random() < 0.3 && server.workers().length) process.kill(server.workers()[0], 'SIGKILL')        // one worker first, now and then
	await server.kill()
	stop = true
	await Promise.all(all)
	await check(`kill ${round}: nothing acknowledged is missing`, () => { if (wrong) throw wrong; look(maren, false) })
	await begin()
	await check(`kill ${round}: what was under way, sent again, is done once`, async () => {
		for (const [kind, who] of [['notes', people.owner], ['edits', people.second], ['checkIns', people.client]]) {
			const form = under[kind]
			if (!form) continue
			// the session of before is gone with its csrf: the form goes out anew with its own key, as the page does it after signing in again
			const fresh = new URLSearchParams(form.body)
			fresh.set('csrf', new URLSearchParams(await who.form('/today', {})).get('csrf') || new URLSearchParams(await who.form('/clients/new', {})).get('csrf'))
			let got = await who.send(form.path, fresh.toString())
			for (; got.status === 503; busy++) {
				await sleep(50)
				got = await who.send(form.path, fresh.toString())
			}
			equal(got.status, 303, `${kind} again: ${got.body.slice(0, 200)}`)
			under[kind] = null
			told[kind]++
			again++
			if (kind === 'checkIns') told.day = iso(clock)
		}
		look(maren, true)
	})
	if (round % PER_DAY === 0) {
		await server.stop()
		clock += DAY
		await begin()
	}
}
equal((await server.stop()).code, 0, 'the last stop')
await check('the folder is whole', () => {
	const said = doctor(place, '--audit')
	holds(!/^bad/m.test(said.text.replace(/^bad\tclock.*$/m, '')), said.text)
})
restart.sort((a, b) => a - b)
console.log(`${kills} kills; ${acknowledged} acknowledged (${told.checkIns} check-ins, ${told.notes} notes, ${told.edits} plan changes), ${again} sent again, ${load} pages read meanwhile, ${busy} told to try again; ` +
	`start to signed in: median ${restart[restart.length >> 1]} ms, longest ${restart.at(-1)} ms`)
place.gone()
end()
