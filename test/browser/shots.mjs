// ./dev shots: the README's pictures, made from the demonstration. With ALL=1 every page at four widths, light and dark, into build/shots.
import { mkdirSync } from 'node:fs'
import { close, open, serve, PHONE, DESK } from './lib.mjs'

const site = await serve('--demo')
const doors = { therapist: site.doors[0].url, client: site.doors[1].url, fresh: site.doors[2].url }

async function enter(door, options) {
	const context = await open(options)
	const page = await context.newPage()
	if (door) await page.goto(doors[door])
	return { context, page }
}

async function shoot(page, path, file, full = true) {
	if (path) await page.goto(site.url + path)
	await page.waitForLoadState('networkidle')
	await page.screenshot({ path: file, fullPage: full })
}

// The demonstration's people, by given name, as the therapist's list links them.
async function clients(page) {
	await page.goto(site.url + '/clients')
	return page.evaluate(() => Object.fromEntries([...document.querySelectorAll('a[href^="/client/"]')]
		.map(a => [a.textContent.trim().split(/\s+/)[0], new URL(a.href).pathname.replace(/(\/client\/\d+).*/, '$1')])))
}

if (process.env.ALL) {
	mkdirSync('build/shots', { recursive: true })
	const { page: p } = await enter('therapist', { viewport: DESK })
	const of = await clients(p)
	const staff = ['/desk', '/clients', '/clients/new', '/settings']
	for (const name of Object.keys(of)) staff.push(of[name])
	for (const sub of ['/exam', '/answers', '/before', '/plan', '/letter', '/invitation']) staff.push(Object.values(of)[0] + sub)
	const client = ['/today', '/weeks', '/progress', '/lesson/lesson_01_hurt_and_harm', '/practice/breathing_slow', '/map', '/wishes', '/result', '/flare', '/safety/week', '/consent', '/interview']
	const only = process.env.ONLY
	for (const scheme of ['light', 'dark'])
		for (const [w, h] of [[360, 740], [768, 1024], [1024, 768], [1440, 900]])
			for (const [door, paths] of [[null, ['/sign-in', '/about', '/nowhere']], ['client', client], ['fresh', ['/today', '/consent', '/interview']], ['therapist', staff]]) {
				const { context, page } = await enter(door, { viewport: { width: w, height: h }, colorScheme: scheme })
				for (const path of paths)
					if (!only || path.includes(only))
						await shoot(page, path, `build/shots/${door ?? 'entry'}${path.replace(/\d{6,}/, Object.entries(of).find(([, v]) => path.startsWith(v))?.[0] ?? 'x').replaceAll('/', '_')}-${w}-${scheme}.png`)
				await context.close()
			}
} else {
	mkdirSync('docs/pictures', { recursive: true })
	const phone = await enter('client', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 })
	await shoot(phone.page, '/today', 'docs/pictures/today.png', false)
	await shoot(phone.page, '/map', 'docs/pictures/map.png', false)
	await shoot(phone.page, '/practice/breathing_slow', 'docs/pictures/practice.png', false)
	await shoot(phone.page, '/progress', 'docs/pictures/progress.png', false)
	const desk = await enter('therapist', { viewport: DESK })
	const of = await clients(desk.page)
	await shoot(desk.page, of.Maren ?? Object.values(of)[0], 'docs/pictures/client.png', false)
	await shoot(desk.page, (of.Maren ?? Object.values(of)[0]) + '/plan', 'docs/pictures/plan.png', false)
}
await close()
await site.stop()
