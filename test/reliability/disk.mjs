// A small disk of its own runs full, then becomes read-only, under a running practice; afterwards all that was acknowledged is there.
// Wants root (it mounts a tmpfs); without, it says so and tries nothing.
import { spawnSync } from 'node:child_process'
import { mkdirSync, statfsSync, writeFileSync, unlinkSync } from 'node:fs'
import { BEGIN, check, counts, doctor, end, equal, everything, folder, holds, person, program, serve } from './lib.mjs'

const place = folder(), disk = `${place.dir}/disk`
mkdirSync(disk)
place.data = `${disk}/data`
const mount = (...args) => spawnSync('mount', args, { encoding: 'utf8' })
if (mount('-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk).status !== 0) {
	console.log('no disk could be mounted here: left out (test_power tries the same with a disk of its own making)')
	place.gone()
	process.exit(0)
}
try {
	const server = await serve(place, { clock: BEGIN })
	const client = await person(server, 1), owner = await person(server, 0)
	const id = /href="\/client\/(\d+)/.exec((await owner.get('/clients')).body)[1]
	let taken = 0, form
	const checkIn = async () => {
		form = await client.form('/today', { pain: (taken + 1) % 11, function: Math.floor((taken + 1) / 11) % 11, mood: 1, sleep: 5 })
		return client.send('/check-in', form)
	}
	await check('before', async () => { equal((await checkIn()).status, 303); taken++ })
	await check('a full disk: refused with words, nothing falls, pages open', async () => {
		writeFileSync(`${disk}/filler`, Buffer.alloc(statfsSync(disk).bavail * statfsSync(disk).bsize))
		let refused = 0
		for (let i = 0; i < 60; i++) {
			const got = await checkIn()
			holds(got.status === 303 || got.status === 503, `status ${got.status}`)
			if (got.status === 303) taken++
			else { refused++; holds(got.body.includes('Nothing was lost'), 'says that nothing was lost'); holds(got.headers['retry-after'], 'says when to try again') }
		}
		holds(refused > 0, 'the disk was full')
		equal((await client.get('/today')).status, 200, 'Today')
		equal((await owner.get('/desk')).status, 200, 'the desk')
	})
	await check('doctor says that the disk is full', () => holds(/^bad\tdisk/m.test(doctor(place).text), 'bad disk'))
	await check('with room again the same form is taken, once', async () => {
		unlinkSync(`${disk}/filler`)
		equal((await client.send('/check-in', form)).status, 303)
		equal((await client.send('/check-in', form)).status, 303)
		taken++
	})
	await check('the owner still writes', async () => {
		equal((await owner.send(`/client/${id}/notes`, await owner.form(`/client/${id}`, { notes: 'after all that' }))).status, 303)
	})
	equal((await server.stop()).code, 0, 'the stop')
	await check('what was acknowledged is there', () => {
		const all = everything(place)
		holds(all.person.some(p => p.notes === 'after all that'), 'the note')
		holds(!/^bad\t(?!clock|disk|folder)/m.test(doctor(place, '--audit').text), doctor(place, '--audit').text)
	})
	await check('a read-only disk: the program says so and does not start, doctor names it, nothing changes', () => {
		equal(mount('-o', 'remount,ro', disk).status, 0, 'remount')
		const tried = spawnSync(program, ['serve', '--demo', '--data', place.data, '--listen', '127.0.0.1:0'], { encoding: 'utf8', timeout: 20000 })
		holds(tried.status === 1 && /cannot be written: Read-only/.test(tried.stderr), `serve: ${tried.status} ${tried.stderr}`)
		holds(/^bad/m.test(doctor(place).text), doctor(place).text)
		equal(mount('-o', 'remount,rw', disk).status, 0, 'remount')
		holds(everything(place).person.some(p => p.notes === 'after all that'), 'the note')
	})
	console.log(`a disk of 24 MB, full, then read-only: ${taken} check-ins acknowledged and kept`)
} finally {
	spawnSync('umount', ['-l', disk])
	place.gone()
}
if (!counts.passed) counts.failed++
end()
