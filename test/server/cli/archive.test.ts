import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fillTeam } from '../archiving/filled-team.ts'
import { newPlace } from './commands.ts'

test('charges are kept as long as their team says, archived, checked and taken back', {
  timeout: 240_000,
}, async () => {
  const place = newPlace()
  const { store, close } = await place.open()
  await fillTeam(store, 'acme')
  await close()
  const folder = join(place.folder, 'archives')
  const run = async (...[command, ...args]: ['team' | 'ledger', ...string[]]) => {
    const ended = await place.run(command, ...args)
    return `${ended.code} ${ended.out}${ended.err}`
  }
  expect(await run('ledger', 'archive', '--to', folder)).toMatch(/^0 There is nothing to archive/)
  expect(await run('team', 'retention', 'acme', '0')).toMatch(/MONTHS: must be "ever" or a number/)
  expect(await run('team', 'retention', 'acme', '1')).toMatch(/^0 .*kept for 1 month\./)
  expect(await run('ledger', 'archive', '--to', folder, '--before', '2026')).toMatch(
    /must be a month/,
  )
  const archived = await run('ledger', 'archive', '--to', folder)
  expect(archived).toMatch(/^0 acme: 12 charges of the cycle 2026-01-01 are in/)
  const files = readdirSync(folder).filter((name) => name.endsWith('.gz'))
  expect(files).toContain('acme.2026-01-01.ndjson.gz')
  expect(await run('ledger', 'check')).toMatch(/archived ones.*all agrees/)
  expect(await run('ledger', 'check', '--archives', folder)).toMatch(/48 charges and .* all agrees/)
  const back = await run('ledger', 'unarchive', ...files.map((file) => join(folder, file)))
  expect(back).toMatch(/^0 acme: 12 charges of the cycle 2026-01-01 are in the ledger again/)
  expect(await run('ledger', 'check')).toMatch(/48 charges and .* all agrees/)
  expect(await run('ledger', 'months')).toMatch(/Only a PostgreSQL/)
  expect(await run('ledger', 'vacuum')).toMatch(/^0 Done/)
  expect(await run('team', 'erase-member', 'acme', 'cara', '--yes', 'cara')).toMatch(
    /^0 Everything/,
  )
  expect(await run('team', 'erase', 'acme', '--yes', 'acme', '--without-invoices')).toMatch(/^0 /)
  expect(await run('team', 'list')).toMatch(/There are no teams yet/)
})
