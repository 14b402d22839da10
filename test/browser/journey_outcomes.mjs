// Scores: entered from paper, compared in words, a form of the practice's own, an alarm that stops. Desk and phone, light and dark, axe.
import { axe, check, equal, follow, holds, open, serve, DESK, PHONE } from './lib.mjs'

const option = k => ({ valueCoding: { code: `o${k}`, display: ['Not at all', 'A little', 'Much'][k],
	extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/ordinalValue', valueDecimal: k * 5 }] } })
const form = { resourceType: 'Questionnaire', title: 'Three questions', item: ['a', 'b', 'c'].map(linkId =>
	({ linkId, text: `Question ${linkId}?`, type: 'choice', answerOption: [0, 1, 2].map(option) })) }

export default async function () {
	const site = await serve('--demo')
	const desk = await (await open({ viewport: DESK })).newPage()
	const dark = await (await open({ viewport: PHONE, colorScheme: 'dark' })).newPage()
	const path = () => new URL(desk.url()).pathname
	const main = () => desk.textContent('main')
	const send = async name => Promise.all([desk.waitForNavigation(), desk.locator('main').getByRole('button', { name }).click()])
	for (const page of [desk, dark]) await page.goto(site.doors[0].url)
	await desk.goto(site.url + '/clients')
	await follow(desk, desk.locator('main').getByRole('link', { name: /Tomas/ }).first())
	const client = path()

	await check('the page is empty and offers every measure', async () => {
		await follow(desk, desk.getByRole('link', { name: 'Scores' }))
		equal(path(), `${client}/outcomes`, 'scores')
		holds((await main()).includes('No score has been entered yet'), 'says so')
		await axe(desk, 'no scores')
	})
	await check('two totals become a change in words', async () => {
		for (const [day, total] of [['2026-01-05', '12'], ['2026-03-05', '6']]) {
			await desk.goto(`${site.url}${client}/outcomes/rmdq24`)
			await axe(desk, 'entering')
			await desk.fill('[name=day]', day)
			await desk.fill('[name=total]', total)
			await send('Save the score')
		}
		equal(path(), `${client}/outcomes`, 'back at the scores')
		holds((await main()).includes('better by 6; what matters: 5; measuring error: up to 5.3'), 'figures')
		holds((await main()).includes('better by more than measuring error'), 'words')
		await dark.goto(desk.url())
		for (const page of [desk, dark]) await axe(page, 'two scores')
	})
	await check('what is missing is said at the top and what was typed stays', async () => {
		await desk.goto(`${site.url}${client}/outcomes/peg`)
		await desk.fill('[name=a1]', '7')
		await send('Save the score')
		equal(await desk.inputValue('[name=a1]'), '7', 'typed')
		holds((await main()).includes('2 of 3 are missing'), 'why')
		await axe(desk, 'refused')
	})
	await check('a form of one\'s own is refused with its place, then kept and asked', async () => {
		await desk.goto(site.url + '/settings')
		await follow(desk, desk.getByRole('link', { name: 'Questionnaires of your own' }))
		await axe(desk, 'forms')
		await desk.selectOption('[name=instrument]', 'peg')
		await desk.fill('[name=body]', JSON.stringify({ ...form, item: [{ ...form.item[0], type: 'string' }] }))
		await send('Check and keep')
		holds((await main()).includes('item[0].type'), 'the place')
		await axe(desk, 'a form refused')
		await desk.fill('[name=body]', JSON.stringify(form))
		await send('Check and keep')
		holds((await main()).includes('Three questions'), 'listed')
		await desk.goto(`${site.url}${client}/outcomes/peg`)
		for (const [name, label] of [['a1', 'Much'], ['a2', 'A little'], ['a3', 'Not at all']]) await desk.selectOption(`[name=${name}]`, { label })
		await axe(desk, 'a form of one\'s own')
		await dark.goto(desk.url())
		await axe(dark, 'a form of one\'s own, dark')
		await send('Save the score')
		holds((await main()).includes('PEG'), 'scored')
	})
	await check('an alarm stops, score or not', async () => {
		await desk.goto(`${site.url}${client}/outcomes/phq9_score`)
		await axe(desk, 'with an alarm')
		await desk.fill('[name=a9]', '1')
		await send('Save the score')
		equal(path(), client, 'the client')
		holds((await main()).includes('Stopped since'), 'stopped')
		await desk.goto(site.url + '/desk')
		holds(await desk.locator('.note', { hasText: 'Tomas' }).count() === 1, 'on top of the day')
	})
	await check('the server stops by itself', async () => { equal(await site.stop(), 0, 'exit code') })
}
