// The browser's own Bluetooth, with a virtual strap (the debugging domain BluetoothEmulation): chooser, services, packets, a strap that goes and
// comes back.  journey_biofeedback.mjs drives the same page with an injected object; here nothing of Web Bluetooth is replaced.
import { check, equal, holds, launch, serve, PHONE } from './lib.mjs'

const ADDRESS = '09:09:09:09:09:09', SERVICE = '0000180d-0000-1000-8000-00805f9b34fb', MEASUREMENT = '00002a37-0000-1000-8000-00805f9b34fb',
	SETTINGS = '00002902-0000-1000-8000-00805f9b34fb'

// A strap: answers what the browser asks of it, tells the next packet when it is read.  (There is no command that pushes a notification: a read
// fires the same event.)
async function strap(browser) {
	const cdp = await browser.newBrowserCDPSession(), send = (name, more) => cdp.send(`BluetoothEmulation.${name}`, more)
	const self = { packets: [], connections: 0, subscribed: 0, refuse: 0 }
	let service, value, settings
	const services = async () => {
		if (service) return
		service = (await send('addService', { address: ADDRESS, serviceUuid: SERVICE })).serviceId
		value = (await send('addCharacteristic', { serviceId: service, characteristicUuid: MEASUREMENT, properties: { notify: true, read: true } })).characteristicId
		settings = (await send('addDescriptor', { characteristicId: value, descriptorUuid: SETTINGS })).descriptorId
	}
	cdp.on('BluetoothEmulation.gattOperationReceived', async ({ type }) => {
		if (type === 'discovery') await services()
		self.connections += type === 'connection'
		await send('simulateGATTOperationResponse', { address: ADDRESS, type, code: type === 'connection' && self.refuse-- > 0 ? 8 : 0 })
	})
	cdp.on('BluetoothEmulation.characteristicOperationReceived', async ({ characteristicId, type }) => {
		self.subscribed += type === 'subscribe-to-notifications'
		const data = type === 'read' ? { data: Buffer.from(self.packets.shift() ?? [0, 60]).toString('base64') } : {}
		await send('simulateCharacteristicOperationResponse', { characteristicId, type, code: 0, ...data })
	})
	cdp.on('BluetoothEmulation.descriptorOperationReceived', ({ descriptorId, type }) =>
		send('simulateDescriptorOperationResponse', { descriptorId, type, code: 0, ...(type === 'read' ? { data: '' } : {}) }))
	await send('enable', { state: 'powered-on', leSupported: true })
	await send('simulatePreconnectedPeripheral', { address: ADDRESS, name: 'A strap', manufacturerData: [], knownServiceUuids: [SERVICE] })
	self.drop = () => { service = undefined; return send('simulateGATTDisconnection', { address: ADDRESS }) }
	return self
}

// The page's clock is the test's; the characteristic that the page listens to is kept, so that the test can have it read.
function clock() {
	window.time = 100
	performance.now = () => window.time * 1000
	window.AudioContext = window.webkitAudioContext = undefined
	const real = BluetoothRemoteGATTCharacteristic.prototype.startNotifications
	BluetoothRemoteGATTCharacteristic.prototype.startNotifications = function () { window.value = this; return real.call(this) }
}

export default async function () {
	const browser = await launch('--enable-features=WebBluetooth'), site = await serve('--demo'), trouble = []
	let one = null
	try {
		one = await strap(browser)
	} catch (e) {
		console.log(`  this browser has no virtual Bluetooth (${e.message.split('\n')[0]}): the injected strap alone is tried`)
	}
	if (!one) {
		await browser.close()
		await check('the server stops by itself', async () => { equal(await site.stop(), 0, 'exit code') })
		return
	}
	const page = await (await browser.newContext({ viewport: PHONE })).newPage(), cdp = await page.context().newCDPSession(page)
	page.on('console', m => m.type() === 'error' && trouble.push(m.text()))
	page.on('pageerror', e => trouble.push(e.message))
	await page.addInitScript(clock)
	await page.goto(site.doors[1].url)
	await page.goto(`${site.url}/heart`)
	await page.waitForSelector('[data-heart-choose]:not([hidden])')

	// Beats of a person at rest: packets of one beat each, as time goes by.
	let beat = 0
	const live = async seconds => {
		for (let gone = 0; gone < seconds;) {
			const rr = 900 + 35 * Math.sin(2 * Math.PI * 0.1 * beat), ticks = Math.round(rr * 1.024)
			beat += rr / 1000
			gone += rr / 1000
			one.packets.push([0x16, 66, ticks & 255, ticks >> 8])
			await page.evaluate(async s => { window.time += s; await window.value.readValue() }, rr / 1000)
		}
	}
	const says = what => page.waitForFunction(w => new RegExp(w).test(document.querySelector('[data-heart-status]').textContent), what.source, { timeout: 20000 })
	const hills = () => page.waitForFunction(() => document.querySelector('[data-heart-hills]').getAttribute('d').length > 200)

	await check('the chooser, the heart-rate service, packets, hills', async () => {
		await cdp.send('DeviceAccess.enable')
		let chosen = false
		cdp.on('DeviceAccess.deviceRequestPrompted', ({ id, devices }) => {
			if (chosen || !devices.length) return
			chosen = true
			cdp.send('DeviceAccess.selectPrompt', { id, deviceId: devices[0].id })
		})
		await page.click('[data-heart-strap]')
		await page.waitForSelector('[data-heart-begin]:not([hidden])')
		equal(`${one.connections} ${one.subscribed}`, '1 1', 'connections and subscriptions')
		await page.click('[data-heart-steady]')
		await page.waitForSelector('[data-heart-stage]:not([hidden])')
		await live(40)
		await hills()
		await page.locator('[data-heart-numbers] summary').click()
		await page.waitForFunction(() => /Heart rate6\d a minute/.test(document.querySelector('[data-heart-list]').textContent))
		holds(/Gaps0$/.test(await page.locator('[data-heart-list]').textContent()), 'no gap')
	})
	await check('it goes, is not found at once, and comes back; the gap is a gap', async () => {
		one.refuse = 1
		await one.drop()
		await says(/gone for a moment/)
		await page.evaluate(() => { window.time += 20 })
		await says(/is back/)
		equal(one.subscribed, 2, 'subscribed anew')
		holds(one.connections >= 3, `connections: ${one.connections}`)
		await live(30)
		await hills()
		await page.waitForFunction(() => /Gaps[1-9]/.test(document.querySelector('[data-heart-list]').textContent))
	})
	await check('packets that are lost without a word are a gap too', async () => {
		const gaps = Number((await page.locator('[data-heart-list]').textContent()).match(/Gaps(\d+)/)[1])
		await page.evaluate(() => { window.time += 9 })
		await live(20)
		await page.waitForFunction(n => Number(document.querySelector('[data-heart-list]').textContent.match(/Gaps(\d+)/)[1]) > n, gaps)
	})
	await check('at the end the strap is let go', async () => {
		await page.click('[data-heart-end]')
		await page.waitForSelector('[data-heart-keep]:not([hidden])')
		equal(await page.evaluate(() => window.value.service.device.gatt.connected), false, 'connected')
	})
	await check('no fault in the console', () => equal(trouble.join('\n'), '', 'faults'))
	await browser.close()
	await check('the server stops by itself', async () => { equal(await site.stop(), 0, 'exit code') })
}
