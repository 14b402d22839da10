// A calendar feed read by programs that others wrote: ical.js, and khal over what vdirsyncer brought.  Each gives the same lines, sorted, by the
// clock of a place: "2027-03-18T14:00 2027-03-18T15:00 CONFIRMED Title".
import ICAL from 'ical.js'
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const wall = (date, zone) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(date).replace(' ', 'T')

export function byIcalJs(text, zone) {
	const all = new ICAL.Component(ICAL.parse(text))
	return all.getAllSubcomponents('vevent').map(part => {
		const event = new ICAL.Event(part)
		if (event.isRecurring()) throw new Error('no rule is expected in a feed')
		return `${wall(event.startDate.toJSDate(), zone)} ${wall(event.endDate.toJSDate(), zone)} ${part.getFirstPropertyValue('status')} ${event.summary}`
	}).sort()
}

const run = (command, args, env) => new Promise((yes, no) => execFile(command, args, { env: { ...process.env, ...env }, timeout: 60000 },
	(failed, out, said) => failed ? no(new Error(`${command} ${args.join(' ')}: ${said || out || failed}`)) : yes(out)))

// null where khal or vdirsyncer are not installed.  first, last: days it is asked for.
export async function byKhal(url, zone, first, last) {
	if (['khal', 'vdirsyncer'].some(name => spawnSync(name, ['--version']).status !== 0)) return null
	const dir = mkdtempSync(join(tmpdir(), 'unknot-khal-')), env = { HOME: dir, XDG_CONFIG_HOME: dir, XDG_CACHE_HOME: dir, XDG_DATA_HOME: dir, LC_ALL: 'C.UTF-8' }
	try {
		mkdirSync(join(dir, 'feed'))
		writeFileSync(join(dir, 'sync.conf'), `[general]\nstatus_path = "${dir}/status/"\n[pair p]\na = "there"\nb = "here"\ncollections = null\nconflict_resolution = "a wins"\n` +
			`[storage there]\ntype = "http"\nurl = "${url}"\n[storage here]\ntype = "filesystem"\npath = "${dir}/feed/"\nfileext = ".ics"\n`)
		writeFileSync(join(dir, 'khal.conf'), `[calendars]\n[[feed]]\npath = ${dir}/feed\n[locale]\nlocal_timezone = ${zone}\ndefault_timezone = ${zone}\ntimeformat = %H:%M\n` +
			'dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[default]\nhighlight_event_days = False\n')
		await run('vdirsyncer', ['-c', join(dir, 'sync.conf'), 'discover', 'p'], env)
		await run('vdirsyncer', ['-c', join(dir, 'sync.conf'), 'sync'], env)
		const out = await run('khal', ['-c', join(dir, 'khal.conf'), 'list', '--format', '{start-date}T{start-time} {end-date}T{end-time} {status}|{title}', '--day-format', '', first, last], env)
		return out.split('\n').filter(l => l.includes('|')).map(l => l.replace(' |', ' ').replace('|', ' ')).sort()
	} finally {
		rmSync(dir, { recursive: true, force: true })
	}
}
