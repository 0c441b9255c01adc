import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { newPlace, placeWithTeam } from './commands.ts'

describe('npm run ledger', () => {
  test('backs up, restores elsewhere, and checks', async () => {
    const place = await placeWithTeam()
    const file = `${place.folder}/backup.gz`
    const backup = await place.run('ledger', 'backup', file)
    expect(backup).toEqual({ code: 0, err: '', out: `1 row written to ${file}.\n` })
    const other = newPlace()
    expect(await other.run('ledger', 'restore', file)).toEqual({
      code: 0,
      err: '',
      out: '1 row restored.\nacme: 0 charges and 0 invoices, all agrees\n',
    })
    expect((await other.run('team', 'list')).out).toContain('acme')
    expect(await other.run('ledger', 'restore', file)).toMatchObject({
      code: 2,
      err: 'There are teams or people in this database already. Restore into an empty one.\n',
    })
  })

  test.each([
    ['no command', [], /^Usage: npm run ledger/],
    ['backup to nowhere', ['backup'], /^Usage: npm run ledger/],
    ['a file that is not there', ['restore', '/no/such/file'], /ENOENT/],
    ['a folder that is not there', ['backup', '/no/such/backup.gz'], /ENOENT/],
    [
      'a database that cannot be reached',
      ['move', '--to', 'postgres://127.0.0.1:1/x'],
      /PostgreSQL cannot be reached/,
    ],
    ['an unknown team', ['check', '--team', 'nobody'], /^There is no team nobody\./],
  ])('%s is told', async (_, args, words) => {
    const place = args[0] === 'restore' ? newPlace() : await placeWithTeam()
    const { code, err } = await place.run('ledger', ...args)
    expect(err).toMatch(words)
    expect(code).toBe(2)
    expect(existsSync('/no/such')).toBe(false)
  })
})
