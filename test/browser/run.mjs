// Runs every browser test, one more at once than there are processors (pages wait for clocks and frames), each in a process and a browser
// of its own; or the one named.  The largest first: the last one to begin should be short.
// Ends with one line of counts.
import { spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { counts, close, within } from './lib.mjs'

const only = process.argv[2]
const size = name => statSync(new URL(`./${name}.mjs`, import.meta.url)).size
const names = readdirSync(new URL('.', import.meta.url)).filter(f => /^journey.*\.mjs$/.test(f)).map(f => f.slice(0, -4)).sort((a, b) => size(b) - size(a))

async function here(name) {
	try {
		await within(300, name, (await import(`./${name}.mjs`)).default())
	} catch (e) {
		counts.failed++
		console.log(`FAILED ${name}\n  ${String(e.stack || e).split('\n').slice(0, 10).join('\n  ')}`)
	}
	await close()
}

// A journey that ends without its line of counts has failed.
function apart(name) {
	return new Promise(done => {
		const child = spawn(process.execPath, [fileURLToPath(import.meta.url), name], { stdio: ['ignore', 'pipe', 'inherit'] })
		let text = ''

		child.stdout.on('data', part => { text += part })
		child.on('close', () => {
			const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(text) || [0, 0, 1]
			counts.passed += Number(passed)
			counts.failed += Number(failed)
			console.log(`${text.replace(/^\d+ passed, \d+ failed\n/m, '')}${name.padEnd(44)} ${String(passed).padStart(4)} passed${Number(failed) ? `, ${failed} FAILED` : ''}`)
			done()
		})
	})
}

if (only && !names.includes(only)) {
	console.log(`there is no journey ${only}; there are: ${names.join(' ')}`)
	counts.failed++
} else if (only) {
	await here(only)
} else {
	const waiting = names.slice()
	await Promise.all(Array.from({ length: availableParallelism() + 1 }, async () => {
		while (waiting.length)
			await apart(waiting.shift())
	}))
}
console.log(`${counts.passed} passed, ${counts.failed} failed`)
process.exit(counts.failed || !counts.passed ? 1 : 0)
