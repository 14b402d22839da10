// Practice with a heart strap or a muscle sensor without a connection: pages and engine from the device, a summary that waits and is sent once.
import http from 'node:http'
import { axe, check, equal, holds, open, serve, DESK } from './lib.mjs'
import { muscle } from './muscle_person.mjs'

const HEART_MOST = 70000        // bytes that the sensors add to what is kept on a device: the engine, packed

async function until(what, fn) {
	for (let i = 0; i < 100; i++) {
		if (await fn().catch(() => false)) return
		await new Promise(r => setTimeout(r, 100))
	}
	throw new Error(`not within ten seconds: ${what}`)
}

export default async function () {
	const site = await serve('--demo'), context = await open({ viewport: DESK }), page = await context.newPage(), trouble = []
	page.on('pageerror', e => trouble.push(e.message))
	const engine = () => page.evaluate(async () => (await Promise.all((await caches.keys()).map(async k => (await (await caches.open(k)).keys()).map(r => r.url)))).flat().filter(u => /wasm/.test(u)))
	const practise = async id => {
		await page.goto(`${site.url}/practice/${id}`)
		await Promise.all([page.waitForNavigation(), page.locator(`form[action="/practice/${id}"] button`).first().click({ force: true })])
	}

	await check('once both are learned, their engine is kept with the pages, and it is small', async () => {
		await page.addInitScript(muscle, {})
		await page.addInitScript(() => { window.AudioContext = window.webkitAudioContext = undefined })      // so that the page's own clock leads
		await page.goto(site.doors[1].url)
		await practise('breathing_slow')
		await practise('relaxation_short')
		await page.goto(`${site.url}/today`)
		await until('the engine is kept', async () => (await engine()).length === 1)
		const sizes = await new Promise(async (yes, no) => http.get((await engine())[0], { headers: { 'accept-encoding': 'gzip' } }, r => {
			let n = 0
			r.on('data', d => n += d.length).on('end', () => yes(r.headers['content-encoding'] === 'gzip' ? n : Infinity)).on('error', no)
		}))
		console.log(`  the engine on the wire: ${sizes} bytes`)
		holds(sizes > 20000 && sizes < HEART_MOST, `${sizes} bytes`)
		const { pages } = await (await page.request.get(`${site.url}/kept`)).json()
		holds(pages.includes('/heart') && pages.includes('/muscle'), pages.join())
		await until('the pages are kept', () => page.evaluate(async most => {
			const db = await new Promise((y, n) => { const q = indexedDB.open('unknot'); q.onsuccess = () => y(q.result); q.onerror = () => n(q.error) })
			const n = await new Promise(y => { const q = db.transaction('page').objectStore('page').count(); q.onsuccess = () => y(q.result) })
			db.close()
			return n >= most
		}, pages.length))
	})
	await context.setOffline(true)
	await check('the heart page leads a breath without a connection', async () => {
		await until('the page is there', async () => { await page.goto(`${site.url}/heart`); return await page.locator('[data-heart-choose]:not([hidden])').count() > 0 })
		await page.click('[data-heart-pacer]')
		await page.waitForFunction(() => /Breathe (in|out)/.test(document.querySelector('[data-heart-line]').textContent))
		await page.evaluate(() => { sensor.time += 65 })
		await axe(page, 'breathing without a connection')
	})
	await check('its summary waits, and is sent once when the connection is back', async () => {
		await page.click('[data-heart-end]')
		await page.waitForSelector('[data-heart-keep]:not([hidden])')
		await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Keep this' }).click()])
		equal(new URL(page.url()).pathname, '/today', 'where it goes on')
		await page.locator('[data-outbox]', { hasText: /wait/ }).waitFor()
	})
	await check('the muscle page reads a sensor without a connection', async () => {
		await page.goto(`${site.url}/muscle`)
		await page.waitForSelector('[data-muscle-choose]:not([hidden])')
		await page.click('[data-muscle-sensor]')
		await page.evaluate(() => sensor.live(130))
		await page.waitForSelector('[data-muscle-set]:not([hidden])')
		await page.evaluate(() => { sensor.tension = 15; return sensor.live(60) })
		await page.waitForFunction(() => /Letting go/.test(document.querySelector('[data-muscle-line]').textContent))
		await page.click('[data-muscle-end]')
		await page.waitForSelector('[data-muscle-keep]:not([hidden])')
		await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Keep this' }).click()])
		equal(new URL(page.url()).pathname, '/today', 'where it goes on')
	})
	await context.setOffline(false)
	await check('both are there afterwards, once', async () => {
		await page.goto(`${site.url}/heart`)
		await until('the heart practice', async () => { await page.goto(`${site.url}/heart`); return /minutes? at 6/.test(await page.locator('main').textContent()) })
		equal(await page.locator('ul.rule li', { hasText: 'breaths a minute' }).count(), 1, 'heart practices')
		await page.goto(`${site.url}/muscle`)
		equal(await page.locator('ul.rule li', { hasText: 'letting go' }).count(), 1, 'muscle practices')
	})
	await check('no fault in the console', () => equal(trouble.join('\n'), '', 'faults'))
	await context.close()
	await check('the server stops by itself', async () => { equal(await site.stop(), 0, 'exit code') })
}
