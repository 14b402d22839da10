// Runs every browser test (or the one named) and ends with one line of counts.
import { readdirSync } from 'node:fs'
import { counts, close, within } from './lib.mjs'

const only = process.argv[2]
const files = readdirSync(new URL('.', import.meta.url)).filter(f => /^journey.*\.mjs$/.test(f) && (!only || f === `${only}.mjs`)).sort()
for (const f of files) {
	const before = { ...counts }
	try {
		await within(300, f, (await import(`./${f}`)).default())
	} catch (e) {
		counts.failed++
		await close()
		console.log(`FAILED ${f}\n  ${String(e.stack || e).split('\n').slice(0, 10).join('\n  ')}`)
	}
	console.log(`${f.padEnd(44)} ${String(counts.passed - before.passed).padStart(4)} passed${counts.failed > before.failed ? `, ${counts.failed - before.failed} FAILED` : ''}`)
}
await close()
console.log(`${counts.passed} passed, ${counts.failed} failed`)
process.exit(counts.failed || !counts.passed ? 1 : 0)
