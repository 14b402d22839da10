// What someone types is never more than text to whoever reads it: hostile words in every free-text field, looked at by every role.
import { check, equal, holds, open, serve, DESK, PHONE } from './lib.mjs'

const PAYLOADS = [
	'<script>window.__hit=1</script><b data-hit="1">',
	'"><img src=x data-hit=1 onerror="window.__hit=1">',
	`'><svg data-hit=1 onload="window.__hit=1">`,
	'</textarea></title></script><script data-hit=1>window.__hit=1</script>',
	'javascript:window.__hit=1//<a data-hit=1 href="javascript:window.__hit=1">',
	'{{7*7}}${7*7}<%= 7*7 %><b data-hit=1>',
	'&lt;b data-hit=1&gt;<iframe data-hit=1 srcdoc="<script>parent.__hit=1</script>">',
	'\u202e<style data-hit=1>*{display:none}</style>',
	'<math><mtext><table><mglyph><style><!--</style><img data-hit=1 src=x onerror=window.__hit=1>',
]

async function watch(page) {
	const hits = []
	page.on('dialog', d => { hits.push(`dialog ${d.message()}`); d.dismiss() })
	page.on('console', m => { if (/Content Security Policy|Refused to/.test(m.text())) hits.push(m.text().slice(0, 200)) })
	return {
		hits,
		async clean(where) {
			const found = await page.evaluate(() => ({ nodes: document.querySelectorAll('[data-hit]').length, ran: Boolean(window.__hit),
				links: [...document.querySelectorAll('[href],[src],[action]')].filter(e => /^\s*javascript:/i.test(e.getAttribute('href') || e.getAttribute('src') || e.getAttribute('action'))).length }))
			equal(found.nodes + found.links + Number(found.ran), 0, `${where}: ${JSON.stringify(found)}`)
			equal(hits.length, 0, `${where}: ${hits[0]}`)
		},
	}
}

// Sends each form of the page that has a free text, with the payload in it and something fit in what else it wants.  The page that
// answers (also one that says what is wrong, with what was typed) is read as a browser reads it.  Returns how many fields were tried.
async function hostile(page, site, path, payload) {
	await page.goto(site.url + path)
	const told = await page.evaluate(async words => {
		const out = { fields: 0, nodes: 0, sent: [] }
		for (const f of document.querySelectorAll('main form[method=post]')) {
			let names = 0
			for (const e of f.elements) {
				if (e.type === 'hidden' || !e.name || e.disabled || e.readOnly) continue
				const free = e.tagName === 'TEXTAREA' || ((e.type === 'text' || e.type === 'tel') && e.inputMode !== 'numeric' && e.inputMode !== 'decimal')
				if (free) {
					const most = { emergency: 40, crisis: 80, given: 80, family: 80, name: 100, phone: 40 }[e.name] ?? 300
					e.removeAttribute('maxlength')
					e.value = words.slice(0, most)
					names++
				} else if (e.type === 'email') e.value = `m${Math.floor(performance.now() * 1000)}${out.fields}@demo.invalid`
				else if (e.type === 'date' && !e.value) e.value = e.name === 'born' ? '1980-02-03' : new Date().toISOString().slice(0, 10)
				else if (e.type === 'password') e.value = 'twelve quiet words here'
				else if (e.tagName === 'SELECT' && !e.value) e.selectedIndex = e.options.length - 1
				else if (e.type === 'radio' && !f.querySelector(`[name="${e.name}"]:checked`)) e.checked = true
			}
			if (!names) continue
			const got = await fetch(f.action, { method: 'POST', body: new URLSearchParams(new FormData(f)) })
			const page = new DOMParser().parseFromString(await got.text(), 'text/html')
			out.fields += names
			out.nodes += page.querySelectorAll('[data-hit]').length
			out.sent.push(got.status)
		}
		return out
	}, payload)
	equal(told.nodes, 0, `elements made from words in the answer of a form at ${path}`)
	holds(told.sent.every(status => status === 200 || status === 422 || status === 409), `${path}: ${told.sent}`)
	return told.fields
}

const TEXTS = ['/today', '/progress', '/weeks', '/result', '/letter', '/opened', '/flare', '/map', '/stop', '/kept']
const OF_CLIENT = ['', '/answers', '/plan', '/exam', '/before', '/letter', '/trials', '/outcomes', '/invitation', '/plan/why']

export default async function () {
	const site = await serve('--demo')
	const desk = await (await open({ viewport: DESK })).newPage(), phone = await (await open({ viewport: PHONE })).newPage()
	const atDesk = await watch(desk), atPhone = await watch(phone)
	await desk.goto(site.doors[0].url)
	await phone.goto(site.doors[1].url)
	const ids = async () => {
		await desk.goto(site.url + '/clients')
		return desk.$$eval('main a[href^="/client/"]', all => [...new Set(all.map(a => /\/client\/(\d+)/.exec(a.getAttribute('href'))[1]))])
	}
	// every page of a client that the client's page leads to
	const own = async id => {
		await desk.goto(`${site.url}/client/${id}`)
		const links = await desk.$$eval(`main a[href^="/client/${id}/"]`, all => all.map(a => a.getAttribute('href')))
		return [...new Set([...OF_CLIENT, ...links.map(l => l.slice(`/client/${id}`.length).replace(/[?#].*/, ''))])].filter(l => !/\.(pdf|ics|svg|csv)$/.test(l))
	}
	let fields = 0, looked = 0
	for (const [i, payload] of PAYLOADS.entries())
		await check(`payload ${i + 1} is text wherever staff write it`, async () => {
			for (const path of ['/clients/new', '/settings', '/settings/forms']) fields += await hostile(desk, site, path, payload)
			await atDesk.clean('after a form')
			const all = await ids(), some = [all[0], all.at(-1)]
			for (const id of some) for (const path of i ? ['', '/plan', '/exam'] : await own(id)) {
				fields += await hostile(desk, site, `/client/${id}${path}`, payload)
				await atDesk.clean(`/client/${id}${path}`)
			}
		})
	await check('staff see it as text', async () => {
		for (const path of ['/desk', '/clients', '/settings', '/settings/forms', '/settings/data']) {
			await desk.goto(site.url + path)
			await atDesk.clean(path)
			looked++
		}
		holds((await (await desk.goto(site.url + '/clients')).text()).includes('&lt;script&gt;'), 'a payload was kept, and stands escaped')
	})
	const all = await ids()
	for (const [i, id] of all.entries())
		await check(`staff see client ${i + 1} as text`, async () => {
			for (const end of i === 0 || i === all.length - 1 ? await own(id) : ['', '/plan']) {        // the rest differ in their payload only
				await desk.goto(`${site.url}/client/${id}${end}`)
				await atDesk.clean(`/client/{id}${end}`)
				looked++
			}
		})
	await check('the client sees it as text', async () => {
		for (const path of TEXTS) {
			await phone.goto(site.url + path)
			await atPhone.clean(path)
			looked++
		}
	})
	await check('addresses and searches are no way in', async () => {
		for (const payload of PAYLOADS) {
			const word = encodeURIComponent(payload).replaceAll('%2F', '/')
			for (const path of [`/${word}`, `/today?note=${word}`, `/today?undo=${word}`, `/lesson/${word}`, `/welcome/${word}`, `/setup/${word}`, `/sign-in?mail=${word}&next=//evil.example`]) {
				await phone.goto(site.url + path)
				await atPhone.clean(path)
				holds(new URL(phone.url()).origin === site.url, 'the address stays ours')
				looked++
			}
		}
	})
	await check('what a stranger types comes back as text', async () => {
		const stranger = await (await open({ viewport: PHONE })).newPage(), at = await watch(stranger)
		for (const payload of PAYLOADS) {
			await stranger.goto(site.url + '/sign-in')
			await stranger.evaluate(() => { document.querySelector('main form').noValidate = true })
			await stranger.locator('[name=mail]').evaluate((e, v) => { e.type = 'text'; e.value = v }, payload)
			await stranger.fill('[name=passphrase]', payload)
			await Promise.all([stranger.waitForNavigation(), stranger.locator('main form button').first().click()])
			await at.clean('/sign-in')
			fields += 2
		}
	})
	await check('enough was tried', () => holds(fields >= PAYLOADS.length * 10 && looked > 60, `${fields} fields, ${looked} pages`))
	console.log(`  hostile words: ${fields} fields filled, ${looked} pages looked at`)
	equal(await site.stop(), 0, 'exit')
}
