// What the trials of reliability share: a server that can be killed, people who ask it, everything it holds as tables.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, mkdirSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const program = process.env.UNKNOT || 'build/debug/unknot'
export const DAY = 86400000, BEGIN = 1795000000000
export const counts = { passed: 0, failed: 0 }
export const sleep = ms => new Promise(r => setTimeout(r, ms))

export async function check(name, fn) {
	try {
		await fn()
		counts.passed++
	} catch (e) {
		counts.failed++
		console.log(`FAILED ${name}\n  ${String(e.stack || e).split('\n').slice(0, 6).join('\n  ')}`)
	}
}
export function holds(yes, what) {
	if (!yes) throw new Error(what)
}
export function equal(got, want, what = 'value') {
	if (got !== want) throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(want)}`)
}
export function end() {
	console.log(`${counts.passed} passed, ${counts.failed} failed`)
	process.exit(counts.failed || !counts.passed ? 1 : 0)
}

export function folder() {
	const dir = mkdtempSync(join(tmpdir(), 'unknot-try-'))
	return { dir, data: join(dir, 'data'), gone: () => rmSync(dir, { recursive: true, force: true }) }
}

// A demonstration served from a folder; clock: milliseconds since 1970, or 0 for the real one.
export async function serve(place, { clock = 0, args = [], demo = true, env = {} } = {}) {
	const child = spawn(program, ['serve', '--listen', '127.0.0.1:0', '--data', place.data, ...(demo ? ['--demo'] : []), ...args],
		{ stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env, ...(clock ? { UNKNOT_CLOCK: String(clock) } : {}) } })
	const said = { out: '', err: '' }
	child.stdout.on('data', d => { said.out += d })
	child.stderr.on('data', d => { said.err += d })
	const exit = new Promise(r => child.once('exit', (code, signal) => r({ code, signal })))
	for (let i = 0; !/^listening .*\n/m.test(said.out) || (demo && said.out.split('sign-in ').length < 4); i++) {
		if (child.exitCode !== null || i > 3000) throw new Error(`the server did not start: ${said.out}${said.err}`)
		await sleep(10)
	}
	await sleep(10)
	const url = /^listening (\S+?)\/?$/m.exec(said.out)[1]
	const workers = () => {
		try { return readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number) } catch { return [] }
	}
	const hard = pid => { try { process.kill(pid, 'SIGKILL') } catch { /* gone already */ } }
	return {
		url, port: Number(new URL(url).port), child, said, workers, exit,
		doors: [...said.out.matchAll(/^sign-in \S+ \S+?(\/demo\/\S+)$/gm)].map(m => m[1]),
		setup: /^setup \S+?(\/setup\/\S+)$/m.exec(said.out)?.[1],
		async kill() {          // parent and workers at once, none of them can say goodbye
			const all = [child.pid, ...workers()]
			all.forEach(hard)
			await exit
			for (let i = 0; i < 500 && all.slice(1).some(pid => { try { process.kill(pid, 0); return true } catch { return false } }); i++) await sleep(2)
		},
		async stop() {
			child.kill('SIGTERM')
			return exit
		},
	}
}

// One request over a kept-alive connection; resolves to status, headers, body; rejects when the connection breaks.
export function ask(server, agent, method, path, { cookie, body, headers = {} } = {}) {
	return new Promise((done, broken) => {
		const req = http.request({ host: '127.0.0.1', port: server.port, method, path, agent, headers: {
			...(cookie ? { Cookie: cookie } : {}),
			...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) }), ...headers } }, res => {
			const parts = []
			res.on('data', d => parts.push(d))
			res.on('end', () => done({ status: res.statusCode, headers: res.headers, body: Buffer.concat(parts).toString() }))
			res.on('error', broken)
		})
		req.on('error', broken)
		req.end(body)
	})
}

// Someone signed in through a door of the demonstration.
export async function person(server, door) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
	const came = await ask(server, agent, 'GET', server.doors[door])
	equal(came.status, 303, 'the door')
	const cookie = came.headers['set-cookie'][0].split(';')[0]
	const hidden = (page, name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
	return {
		cookie, hidden,
		get: path => ask(server, agent, 'GET', path, { cookie }),
		// the fields of a form as they stand in the page at `from`, with these values
		async form(from, values) {
			const page = (await ask(server, agent, 'GET', from, { cookie })).body
			const own = { csrf: hidden(page, 'csrf'), form_key: hidden(page, 'form_key') }
			return new URLSearchParams({ ...own, ...(typeof values === 'function' ? values(page, hidden) : values) }).toString()
		},
		send: (path, body) => ask(server, agent, 'POST', path, { cookie, body }),
		leave: () => agent.destroy(),
	}
}

function rows(text) {
	const lines = []
	let row = [], field = '', quoted = false
	for (let i = 0; i < text.length; i++) {
		const c = text[i]
		if (quoted) {
			if (c === '"' && text[i + 1] === '"') { field += '"'; i++ } else if (c === '"') quoted = false
			else field += c
		} else if (c === '"') quoted = true
		else if (c === ',') { row.push(field); field = '' }
		else if (c === '\n') { row.push(field.replace(/\r$/, '')); lines.push(row); row = []; field = '' } else field += c
	}
	return lines.slice(1).map(r => Object.fromEntries(lines[0].map((name, i) => [name, r[i]])))
}

// Everything a folder holds, table by table, through `unknot export`.
export function everything(place) {
	const tar = join(place.dir, `all-${process.hrtime.bigint()}.tar`), to = tar + '.d'
	const made = spawnSync(program, ['export', tar, '--data', place.data], { encoding: 'utf8' })
	if (made.status !== 0) throw new Error(`export: ${made.stderr}`)
	mkdirSync(to)
	spawnSync('tar', ['xf', tar, '-C', to])
	const table = name => rows(readFileSync(join(to, 'csv', `${name}.csv`), 'utf8'))
	const all = { event: table('event'), checkin: table('checkin'), person: table('person'), plan: table('plan') }
	rmSync(tar)
	rmSync(to, { recursive: true })
	return all
}

export function doctor(place, ...args) {
	const ran = spawnSync(program, ['doctor', ...args, '--data', place.data], { encoding: 'utf8' })
	return { code: ran.status, text: ran.stdout + ran.stderr }
}
