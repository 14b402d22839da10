// An hour with a client on a tablet: asked first, one tap each, the connection lost in the middle, nothing lost and nothing twice; the
// note; without a script as well.
import { axe, check, equal, holds, open, serve, TABLET } from './lib.mjs'

const SMALL = { width: 390, height: 844 }

async function ask(page, url) {
	await page.goto(url + '/before')
	for (const name of await page.$$eval('main form select', all => all.map(e => e.name))) {
		const no = await page.locator(`[name="${name}"] option[value=no]`).count()
		await page.selectOption(`[name="${name}"]`, no ? 'no' : await page.$eval(`[name="${name}"]`, e => [...e.options].map(o => o.value).find(v => v && v !== 'unknown')))
	}
	for (const name of await page.$$eval('main form input[type=number]', all => all.map(e => e.name))) await page.fill(`[name="${name}"]`, '0')
	await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'All asked' }).click()])
}

async function begin(page) {
	await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: /^Begin: / }).click()])
}

const panel = page => page.locator('[data-panel]:not([hidden])')
const press = (page, name) => panel(page).getByRole('button', { name, exact: true }).click()
const state = page => page.$$eval('li[data-step]', all => all.map(li => li.querySelector('[data-word]').textContent.replace(', ', '')))
const all_kept = page => page.waitForFunction(() => document.querySelector('[data-queue]').textContent === 'All taps are kept.')
const drafts = page => page.evaluate(() => Object.entries(localStorage).filter(([k]) => k.startsWith('unknot-session-')).map(([k, v]) => k + ' ' + v))

async function looks(page, name) {
	for (const viewport of [TABLET, SMALL]) {
		await page.setViewportSize(viewport)
		await axe(page, `${name} at ${viewport.width}`)
		const small = await page.$$eval('main .sess .btn, main .sess .big3 button', all => all.filter(e => e.offsetParent && e.getBoundingClientRect().height < 47.5).map(e => e.textContent))
		equal(small.join(), '', 'targets of 48 px')
	}
	await page.setViewportSize(TABLET)
}

export default async function () {
	const site = await serve('--demo')
	const context = await open({ viewport: TABLET, hasTouch: true }), page = await context.newPage()
	const night = await open({ viewport: TABLET, colorScheme: 'dark' }), dark = await night.newPage()
	const quiet = await (await open({ viewport: TABLET, javaScriptEnabled: false })).newPage()
	const problems = []
	for (const p of [page, dark]) p.on('pageerror', e => problems.push(e.message))
	for (const p of [page, dark, quiet]) await p.goto(site.doors[0].url)
	await page.goto(site.url + '/clients')
	const of = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('a[href^="/client/"]')]
		.map(a => [a.textContent.trim().split(/\s+/)[0], new URL(a.href).href.replace(/(\/client\/\d+).*/, '$1')])))
	const maren = of.Maren, piet = of.Piet
	let run

	await check('danger is asked before the hour, and the brief tells where one stands', async () => {
		await page.goto(maren + '/session')
		holds((await page.textContent('main')).includes('have not been asked for this one'), 'held')
		await looks(page, 'brief, held')
		await ask(page, maren)
		holds(page.url().includes('/session'), 'back at the brief')
		for (const part of ['Since last time', 'Press first', 'Not here', 'The hour']) holds((await page.textContent('main')).includes(part), part)
		await looks(page, 'brief')
		await dark.goto(maren + '/session')
		await looks(dark, 'brief, dark')
	})
	await check('one tap begins a step and the clock runs', async () => {
		await begin(page)
		run = page.url()
		await page.locator('[data-session][data-ready]').waitFor()
		await press(page, 'Begin this step')
		await page.waitForFunction(() => /^9:5/.test(document.querySelector('[data-panel]:not([hidden]) [data-left]').textContent))
		equal((await state(page))[0], 'now', 'the first step runs')
		await all_kept(page)
		await looks(page, 'running')
		await dark.goto(run)
		await looks(dark, 'running, dark')
	})
	await check('too much takes the pressure back', async () => {
		await press(page, 'Firmer')
		equal(await panel(page).locator('[data-pressure-now]').textContent(), '2', 'firmer')
		await press(page, 'Too much')
		equal(await panel(page).locator('[data-pressure-now]').textContent(), '1', 'taken back')
	})
	await check('the connection goes: taps go on, are kept here sealed, and are counted', async () => {
		await all_kept(page)
		await context.setOffline(true)
		await press(page, '+ 2 min')
		await press(page, 'Right')
		await panel(page).getByRole('button', { name: 'That is my pain' }).first().click()
		await page.locator('#said-t').fill('It reaches the hip, Maren says')
		await page.locator('form:has(#said-t)').getByRole('button', { name: 'Record' }).click()
		await panel(page).getByRole('button', { name: /^Next: / }).click()
		equal((await state(page)).slice(0, 2).join(), 'done,now', 'the hour goes on')
		await press(page, 'Client says stop')
		equal((await state(page))[1], 'stopped', 'stop')
		await page.locator('[data-queue]', { hasText: '6 taps not sent yet' }).waitFor()
		const kept = await drafts(page)
		equal(kept.length, 6, 'kept in the browser')
		holds(!/hip|Maren|said|stop/.test(kept.join()), 'sealed, and without a name')
		await axe(page, 'without a connection')
	})
	await check('the page is opened anew in another tab while taps wait: they are sent once', async () => {
		await context.setOffline(false)
		const other = await context.newPage()
		await other.goto(run)
		await other.locator('[data-session][data-ready]').waitFor()
		await all_kept(page)
		equal((await drafts(page)).length, 0, 'nothing is left')
		await page.goto(run)
		await page.locator('[data-session][data-ready]').waitFor()
		equal((await state(page)).slice(0, 3).join(), 'done,stopped,waits', 'what was tapped')
		const log = await page.$$eval('[data-log] li', all => all.map(e => e.textContent))
		for (const words of ['Said: It reaches the hip, Maren says', 'Swedish (relaxation) massage: +2 min', 'Swedish (relaxation) massage: right'])
			equal(log.filter(l => l === words).length, 1, words)
		equal(log.filter(l => l.endsWith('that is my pain')).length, 1, 'the finding')
		holds(/of 12$/.test(await page.locator('li[data-step] [data-took]').first().textContent()), 'ten and two minutes, once')
		await other.close()
	})
	await check('hands go to the buttock after a yes only, and leave at a no', async () => {
		const k = await page.$$eval('li[data-step]', all => all.findIndex(li => li.textContent.includes('buttock')))
		await page.locator('li[data-step] .pick').nth(k).click()
		equal(await panel(page).getByRole('button', { name: 'Begin this step' }).isVisible(), false, 'not before the yes')
		await axe(page, 'consent')
		await press(page, 'Yes, you may')
		await press(page, 'Begin this step')
		equal((await state(page))[k], 'now', 'begun')
		await panel(page).getByRole('button', { name: /^(No|Not here any more)$/ }).click()
		equal((await state(page))[k], 'stopped', 'left')
		await all_kept(page)
		await page.goto(run)
		equal((await state(page))[k], 'stopped', 'and kept')
	})
	await check('a refused tap is shown, not lost in silence', async () => {
		await page.goto(run)
		await page.locator('[data-session][data-ready]').waitFor()
		await page.locator('#pain-v').evaluate(e => { e.closest('details').open = true })
		await page.selectOption('#motion-r', { index: 0 })
		await page.fill('#motion-v', '900')
		await page.locator('form:has(#motion-v)').getByRole('button', { name: 'Record' }).click()
		await page.locator('[data-refused]', { hasText: 'could not be kept' }).waitFor()
		await page.goto(run)
	})
	await check('the end leads to the note that wrote itself', async () => {
		await page.locator('[data-session][data-ready]').waitFor()
		await page.locator('#pain-v').evaluate(e => { e.closest('details').open = true })
		for (const [when, pain] of [['before', '6'], ['after', '4']]) {
			await page.fill('#pain-v', pain)
			await page.selectOption('#pain-w', { label: when })
			await page.locator('form:has(#pain-v)').getByRole('button', { name: 'Record' }).click()
		}
		await page.getByRole('button', { name: 'End session' }).click()
		await page.waitForURL(/\/note/)
		for (const part of ['Pain before: 6 of 10.', 'Pain after: 4 of 10.', 'It reaches the hip', 'Said stop: ', 'Took consent back: ', 'too much'])
			holds((await page.inputValue('[name=told]')).includes(part), part)
		holds((await page.inputValue('[name=seen]')).includes('that is my pain'), 'what was found')
		holds((await page.textContent('#aftercare')).includes('Drink as you are thirsty'), 'words to take home')
		await looks(page, 'note')
		await dark.goto(page.url())
		await looks(dark, 'note, dark')
	})
	await check('a note written without a connection is kept and sent once', async () => {
		await page.locator('form[data-note][data-ready]').waitFor()
		await page.fill('[name=next]', 'Ask about the hip')
		await page.waitForFunction(() => Object.keys(localStorage).some(k => k.startsWith('unknot-session-')))
		holds(!/hip/.test((await drafts(page)).join()), 'sealed')
		await page.reload()
		await page.locator('[data-queue]', { hasText: 'is back' }).waitFor()
		equal(await page.inputValue('[name=next]'), 'Ask about the hip', 'what was typed is back')
		await context.setOffline(true)
		await page.getByRole('button', { name: 'Sign', exact: true }).click()
		await page.locator('[data-queue]', { hasText: 'Not sent yet' }).waitFor()
		await context.setOffline(false)
		await page.waitForURL(/note=/, { timeout: 15000 })
		equal(await page.locator('summary', { hasText: 'Version' }).count(), 1, 'one version')
		equal(await page.inputValue('[name=next]'), 'Ask about the hip', 'as written')
		equal((await drafts(page)).length, 0, 'nothing is left here')
		await axe(page, 'signed note')
	})
	await check('signing out takes along what was kept here', async () => {
		await page.locator('form[data-note][data-ready]').waitFor()
		await page.fill('[name=next]', 'Something else')
		await page.waitForFunction(() => Object.keys(localStorage).some(k => k.startsWith('unknot-session-')))
		await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Sign out' }).click()])
		equal((await drafts(page)).length, 0, 'gone')
	})
	await check('without a script each tap is a form', async () => {
		await ask(quiet, piet)
		await begin(quiet)
		const tap = async name => Promise.all([quiet.waitForNavigation(), panel(quiet).getByRole('button', { name }).first().click()])
		await tap('Begin this step')
		equal((await state(quiet))[0], 'now', 'begun')
		await tap('Right')
		await tap('+ 2 min')
		await tap(/^Next|^Done/)
		equal((await state(quiet))[0], 'done', 'done')
		await quiet.locator('li[data-step] .pick').first().click()
		holds(await panel(quiet).getByRole('button', { name: 'Begin it again' }).isVisible(), 'any step can be looked at')
		await Promise.all([quiet.waitForNavigation(), quiet.getByRole('button', { name: 'End session' }).click()])
		holds((await quiet.inputValue('[name=told]')).includes('right'), 'the note')
		await Promise.all([quiet.waitForNavigation(), quiet.getByRole('button', { name: 'Sign', exact: true }).click()])
		holds((await quiet.textContent('main')).includes('signed'), 'signed')
	})
	await check('no script failed', async () => { equal(problems.join('; '), '', 'errors') })
	await check('the server stops by itself', async () => { equal(await site.stop(), 0, 'exit code') })
}
