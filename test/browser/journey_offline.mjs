// The installed app without a connection: Today, a practice, a hard day with its danger questions, entries that wait and are sent
// once, a sign-out that leaves nothing, a new version beside an open page.  A door between browser and server is shut and opened.
import http from 'node:http'
import { mkdirSync } from 'node:fs'
import { axe, check, equal, holds, open, serve, until, DESK } from './lib.mjs'

const PHONE = { width: 390, height: 844 }
const SHOTS = process.env.UNKNOT_SHOTS

// Everything the browser asks goes through here.  shut: no connection; mute: the server acts and its reply is lost; a new version
// is the same server under another tag, to which the old files are unknown.
async function between(site) {
	const to = new URL(site.url)
	const door = { shut: false, mute: false, tag: null, next: null, posts: [] }
	const server = http.createServer((q, r) => {
		if (door.shut) return q.socket.destroy()
		if (door.next && q.url.includes(door.tag)) return r.writeHead(404).end()
		const url = door.next ? q.url.replaceAll(door.next, door.tag) : q.url
		const body = []
		q.on('data', d => body.push(d)).on('end', () => {
			const mute = door.mute && q.method === 'POST'
			if (q.method === 'POST') door.posts.push({ path: url, body: Buffer.concat(body).toString() })
			const out = http.request({ host: to.hostname, port: to.port, path: url, method: q.method, headers: { ...q.headers, 'if-none-match': '' } }, a => {
				const parts = []
				a.on('data', d => parts.push(d)).on('end', () => {
					if (mute) return q.socket.destroy()
					const headers = { ...a.headers }, bytes = Buffer.concat(parts)
					delete headers['content-length']
					delete headers['transfer-encoding']
					if (!door.next) return r.writeHead(a.statusCode, headers).end(bytes)
					if (headers.etag) headers.etag = headers.etag.replace(door.tag, door.next)
					r.writeHead(a.statusCode, headers).end(/text|json/.test(headers['content-type']) ? bytes.toString().replaceAll(door.tag, door.next).replace('"mark":"', '"mark":"new ') : bytes)
				})
			})
			out.on('error', () => q.socket.destroy())
			out.end(Buffer.concat(body))
		})
	})
	await new Promise(r => server.listen(0, '127.0.0.1', r))
	door.url = `http://127.0.0.1:${server.address().port}`
	door.close = () => { server.closeAllConnections(); server.close() }
	return door
}

// What stands on the device, as a page of ours sees it.
function device(page) {
	return page.evaluate(async () => {
		const out = { caches: await caches.keys(), stores: {}, raw: '', extractable: null }
		for (const { name } of await indexedDB.databases()) {
			const db = await new Promise((y, n) => { const q = indexedDB.open(name); q.onsuccess = () => y(q.result); q.onerror = () => n(q.error) })
			for (const s of db.objectStoreNames) {
				const all = await new Promise(y => { const q = db.transaction(s).objectStore(s).getAll(); q.onsuccess = () => y(q.result) })
				out.stores[s] = all.length
				const show = v => v instanceof CryptoKey ? (out.extractable = v.extractable, 'key') : v instanceof ArrayBuffer ? new TextDecoder('latin1').decode(v) : v
				out.raw += JSON.stringify(all, (k, v) => show(v))
			}
			db.close()
		}
		return out
	})
}

const kept = page => until('the pages are kept', async () => { const d = await device(page); return d.stores.meta > 0 && d.stores.page > 8 && d.caches.length === 1 })
const says = (page, words) => page.locator('[data-outbox]', { hasText: words }).waitFor()
const words = page => page.textContent('main')
const path = page => new URL(page.url()).pathname

async function shot(page, name) {
	if (!SHOTS) return
	mkdirSync(SHOTS, { recursive: true })
	for (const colorScheme of ['light', 'dark']) {
		await page.emulateMedia({ colorScheme })
		await page.screenshot({ path: `${SHOTS}/${name}-${colorScheme}.png` })
	}
	await page.emulateMedia({ colorScheme: 'light' })
}

async function answerAll(page, say = {}) {
	for (const name of await page.$$eval('main form input[type=radio]', all => [...new Set(all.map(e => e.name))]))
		await page.locator(`input[name="${name}"]:is([value="${say[name] ?? 'no'}"], [value="${say[name] ?? '0'}"])`).check({ force: true })
	await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Continue' }).click()])
}

export default async function () {
	const site = await serve('--demo'), door = await between(site)
	const here = url => url.replace(site.url, door.url)
	const phone = await open({ viewport: PHONE, hasTouch: true })
	let page = await phone.newPage()
	const problems = []
	const watch = p => p.on('pageerror', e => problems.push(e.message))
	watch(page)

	await check('the first page and Today weigh less than 100 kB with everything on them', async () => {
		for (const to of ['/sign-in', '/today']) {
			const p = await (await open({ viewport: PHONE, serviceWorkers: 'block' })).newPage(), all = []
			if (to === '/today') await p.request.get(site.doors[1].url)
			p.on('requestfinished', q => all.push(q.sizes()))
			await p.goto(site.url + to + '?fresh', { waitUntil: 'networkidle' })
			const bytes = (await Promise.all(all)).reduce((n, s) => n + s.responseBodySize + s.responseHeadersSize, 0)
			if (process.env.UNKNOT_SHOTS) console.log(`${to}: ${bytes} bytes in ${all.length} replies`)
			holds(all.length >= 4 && bytes < 100000, `${to}: ${bytes} bytes in ${all.length} replies`)
			await p.context().close()
		}
	})
	await check('the app can be installed', async () => {
		await page.goto(here(site.doors[1].url))
		await page.goto(door.url + '/today')
		door.tag = await page.evaluate(() => document.querySelector('link[rel=stylesheet]').href.match(/asset\/([0-9a-f]+)\//)[1])
		const cdp = await phone.newCDPSession(page)
		const manifest = await cdp.send('Page.getAppManifest')
		equal(manifest.errors.length, 0, 'errors of the manifest')
		const errors = (await cdp.send('Page.getInstallabilityErrors')).installabilityErrors.map(e => e.errorId).filter(e => e !== 'in-incognito')
		equal(errors.join(), '', 'what stands against installing')
		await kept(page)
	})
	await check('what is kept is sealed and its key cannot be read out', async () => {
		const d = await device(page)
		equal(d.extractable, false, 'the key')
		for (const part of ['Maren', 'csrf', 'practice', 'Week 3', '<html']) holds(!d.raw.includes(part), `${part} is kept in the clear`)
	})
	await check('Today opens without a connection and holds no name and no token', async () => {
		door.shut = true
		await page.goto(door.url + '/')
		holds((await words(page)).includes('Week 3 of 10'), 'the week')
		holds((await words(page)).includes('No connection'), 'it says so')
		const html = await page.content()
		holds(!html.includes('Maren') && !html.includes('csrf" value'), 'a name or a token in the copy')
		await axe(page, 'Today without a connection')
		await shot(page, 'today')
	})
	await check('a practice plays without a connection, and done is kept', async () => {
		await Promise.all([page.waitForNavigation(), page.locator('a.task').first().click()])
		holds(path(page).startsWith('/practice/'), `at ${path(page)}`)
		await axe(page, 'a practice without a connection')
		await shot(page, 'practice')
		await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: /^Done/ }).click()])
		equal(path(page), '/today', 'after the practice')
		await says(page, '1 entry waits for a connection.')
	})
	await check('the check-in is kept, sealed, and its state is seen', async () => {
		await Promise.all([page.waitForNavigation(), page.locator('button[name=pain][value="4"]').click()])
		await says(page, '2 entries wait for a connection.')
		await shot(page, 'waiting')
		await axe(page, 'Today with entries that wait')
		const d = await device(page)
		equal(d.stores.queue, 2, 'entries')
		const dialog = page.waitForEvent('dialog').then(async q => { await q.dismiss(); return q.message() })
		await page.getByRole('button', { name: 'Sign out' }).click()
		const asked = await dialog
		holds(asked.includes('Sign out and delete'), `asked before a sign-out: ${asked}`)
		equal((await device(page)).stores.queue, 2, 'entries after thinking again')
		holds(!/pain|check-in/.test(d.raw), 'an entry is kept in the clear')
	})
	await check('a page that is not kept says what can be opened', async () => {
		await page.goto(door.url + '/progress')
		holds((await words(page)).includes('What you can open now'), 'the list')
		await axe(page, 'no connection')
		await shot(page, 'no_connection')
		holds(await page.getByRole('link', { name: 'It is a hard day' }).count() === 1, 'the hard day is in it')
	})
	await check('a hard day asks first; all no leads to the flare plan', async () => {
		await page.goto(door.url + '/flare')
		holds(await page.locator('fieldset').count() > 10, 'the danger questions')
		await axe(page, 'the danger questions without a connection')
		await shot(page, 'flare')
		const sudden = page.locator('fieldset.topic').filter({ has: page.getByRole('heading', { name: 'Chest, belly and head' }) })
		await sudden.getByRole('button').click()
		equal(await page.locator('main :checked').count(), await sudden.locator('[data-question]').count(), 'one tap, for its topic')
		await answerAll(page)
		equal(path(page), '/practice/flare_plan', 'after all no')
	})
	await check('what waited is sent once and in order, also by a page opened later', async () => {
		await page.close()
		door.posts = []
		door.shut = false
		page = await phone.newPage()
		watch(page)
		await page.goto(door.url + '/today')
		equal(await page.locator('button[name=pain].on').getAttribute('value'), '4', 'the check-in')
		await says(page, 'Sent: 3 entries that waited.')
		const sent = door.posts.map(p => p.path.replace(/^\/practice\/.*/, '/practice'))
		equal(sent.join(' '), '/practice /check-in /safety/flare', 'what was sent')
		holds(door.posts.every(p => /told_day=\d{4}-\d\d-\d\d/.test(p.body) && /form_key=[0-9a-z]{16,}/.test(p.body)), 'each with its day and id')
		equal((await device(page)).stores.queue, 0, 'entries that wait')
		await page.goto(door.url + '/today')
		await page.waitForTimeout(500)
		equal(door.posts.length, 3, 'posts')
	})
	await check('a reply that was lost makes no second entry', async () => {
		door.posts = []
		door.mute = true
		await Promise.all([page.waitForNavigation(), page.locator('button[name=pain][value="6"]').click()])
		door.mute = false
		await page.goto(door.url + '/today')
		equal(await page.locator('button[name=pain].on').getAttribute('value'), '6', 'the check-in')
		const keys = new Set(door.posts.map(p => p.body.match(/form_key=([^&]+)/)[1]))
		holds(door.posts.length >= 2, 'it was sent again')
		equal(keys.size, 1, 'ids')
	})
	await check('a new version leaves an open page whole and comes when it is closed', async () => {
		await page.goto(door.url + '/today')
		await kept(page)
		door.next = 'f'.repeat(16)
		const old = await page.evaluate(async tag => (await fetch(`/asset/${tag}/player.js`)).status, door.tag)
		equal(old, 200, 'a file of the old version')
		await page.evaluate(async () => (await navigator.serviceWorker.ready).update())
		await until('the new version waits', () => page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).waiting)))
		await page.goto(door.url + '/practice/flare_plan')
		await page.locator('[data-player-stage]').waitFor()
		equal(await page.evaluate(() => getComputedStyle(document.body).margin), '0px', 'the style of the page')
		await page.goto(door.url + '/today')
		await until('pages of the new version are kept', async () => (await device(page)).stores.page > 8)
		await page.close()
		page = await phone.newPage()
		watch(page)
		await until('the new one is at work', async () => {
			await new Promise(r => setTimeout(r, 500))
			await page.goto('about:blank')          // no page of the old one is open; it ends when it has done what it was doing
			await new Promise(r => setTimeout(r, 500))
			await page.goto(door.url + '/today')
			return await page.evaluate(async () => !(await navigator.serviceWorker.ready).waiting && (await caches.keys()).join()) === `asset-${door.next}`
		})
		door.shut = true
		await page.goto(door.url + '/today')
		equal(await page.evaluate(() => getComputedStyle(document.body).margin), '0px', 'the style without a connection')
		door.shut = false
	})
	await check('signing out leaves nothing on the device', async () => {
		await page.goto(door.url + '/today')
		await kept(page)
		await Promise.all([page.waitForURL(/sign-in/), page.getByRole('button', { name: 'Sign out' }).click()])
		await until('everything is gone', async () => {
			const d = await device(page)
			return !d.caches.length && Object.values(d.stores).every(n => n === 0)
		})
		door.shut = true
		holds(await page.goto(door.url + '/today').then(() => words(page)).then(w => !w.includes('Week'), () => true), 'a page is still there')
		door.shut = false
		await page.close()
		page = await phone.newPage()
		watch(page)
	})
	await check('any answer that is not no shows help and nothing else, and the server hears of it', async () => {
		await page.goto(here(site.doors[1].url))
		await page.goto(door.url + '/today')
		await kept(page)
		door.shut = true
		await page.goto(door.url + '/flare')
		await answerAll(page, { bladder_change_new: 'unknown', [await page.locator('input[type=radio]').first().getAttribute('name')]: 'yes' })
		equal(path(page), '/kept/stop', 'after a yes')
		holds((await words(page)).includes('Call 112') && (await words(page)).includes('Call 116 123'), 'the numbers to call')
		equal(await page.locator('nav.tabs').count(), 0, 'no menu')
		await axe(page, 'stop without a connection')
		await shot(page, 'stop')
		for (const p of ['/today', '/practice/flare_plan', '/flare']) {
			await page.goto(door.url + p)
			holds((await words(page)).includes('Stop here'), `${p} shows the stop`)
		}
		await page.close()
		door.shut = false
		page = await phone.newPage()
		watch(page)
		await page.goto(door.url + '/today')
		await page.waitForURL(/\/stop/)
		await until('the page has come to rest', async () => { await page.goto(door.url + '/weeks'); return path(page) === '/stop' })    // it may just be led on
		holds(path(page) === '/stop' && (await words(page)).includes('What you told us'), `the stop of the server, at ${path(page)}`)
		await until('only the stop is kept', async () => (await device(page)).stores.page === 3)
		door.shut = true
		await until('the stop stays without a connection', async () => { await page.goto(door.url + '/today'); return (await words(page)).includes('What you told us') })
	})
	await check('signing out without a connection is ended when there is one', async () => {
		await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Sign out' }).click()])
		holds((await page.textContent('body')).includes('signed out on this device'), 'it says so')
		door.shut = false
		await page.goto(door.url + '/today')
		await until('signed out at the server too', async () => { await page.goto(door.url + '/today'); return path(page) === '/sign-in' })
	})
	await check('a device that others use too keeps nothing', async () => {
		const desk = await (await open({ viewport: DESK })).newPage(), tablet = await (await open({ viewport: PHONE })).newPage()
		const send = p => Promise.all([p.waitForNavigation(), p.locator('main form button.main').click()])
		watch(tablet)
		await desk.goto(here(site.doors[0].url))
		await desk.goto(door.url + '/clients/new')
		for (const [name, value] of Object.entries({ given: 'Nora', family: 'Berg', born: '1981-05-06' })) await desk.fill(`[name=${name}]`, value)
		await desk.locator('[name=sex][value=female]').check({ force: true })
		await send(desk)
		await send(desk)
		await tablet.goto((await desk.textContent('#link')).trim())
		await shot(tablet, 'welcome')
		for (const [name, value] of Object.entries({ mail: 'nora@home.example', passphrase: 'quiet water and stones', again: 'quiet water and stones' })) await tablet.fill(`[name=${name}]`, value)
		for (const name of ['adult', 'shared']) await tablet.check(`[name=${name}]`)
		await send(tablet)
		equal(path(tablet), '/consent', 'after welcome')
		await until('the worker is there', async () => tablet.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())?.active))
		await tablet.goto(door.url + '/today')
		await tablet.waitForTimeout(500)
		const d = await device(tablet)
		equal((d.stores.meta ?? 0) + (d.stores.page ?? 0) + (d.stores.queue ?? 0), 0, 'what is kept')
		door.shut = true
		await tablet.goto(door.url + '/today')
		equal(await tablet.locator('main a[href^="/practice"], main a[href^="/weeks"]').count(), 0, 'nobody\'s pages')
		door.shut = false
	})
	await check('the desk keeps nothing', async () => {
		const desk = await (await open({ viewport: DESK })).newPage()
		await desk.goto(here(site.doors[0].url))
		await desk.goto(door.url + '/desk')
		await desk.waitForTimeout(300)
		const d = await device(desk)
		equal(d.caches.length + Object.keys(d.stores).length, 0, 'what is kept')
		equal(await desk.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0, 'workers')
	})
	await check('no script broke', async () => equal(problems.join('; '), '', 'errors'))
	door.close()
	await check('the server stops by itself', async () => { equal(await site.stop(), 0, 'exit code') })
}
