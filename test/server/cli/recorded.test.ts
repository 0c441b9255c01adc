import { expect, test } from 'vitest'
import type { AuditRecord } from '#api/audit/records.ts'
import { newPlace, type Place } from './commands.ts'

const OPERATOR = { kind: 'operator', id: 'operator', name: 'Operator' }
const TEAM = ['--name', 'Acme', '--plan', 'team', '--zone', 'UTC', '--anchor', '2026-01-01']

async function entries(place: Place): Promise<AuditRecord[]> {
  const { store, close } = await place.open()
  const found = await store.team('acme').auditInOrder({ after: 0, limit: 100 })
  await close()
  return found
}

test('whatever the command line changes of a team is written down, by its operator', async () => {
  const place = newPlace()
  const commands: [...string[]][] = [
    ['add', 'acme', ...TEAM],
    ['add-member', 'acme', 'ada', '--name', 'Ada', '--email', 'ada@example.com'],
    ['plan', 'acme', 'enterprise'],
    ['invite', 'acme', 'eve@example.com', '--roles', 'admin'],
  ]
  for (const args of commands) {
    const ended = await place.run('team', ...args)
    expect(ended.code, ended.err).toBe(0)
  }
  // What is refused, or changes nothing, is not.
  for (const args of commands.slice(0, 3)) await place.run('team', ...args)
  const found = await entries(place)
  expect(found.map(({ action }) => action)).toEqual([
    'team-made',
    'member-added',
    'plan-changed',
    'invitation-sent',
  ])
  for (const { actor } of found) expect(actor).toEqual(OPERATOR)
})

test('members that an import makes are, once for all that it makes at once', async () => {
  const place = newPlace()
  await place.run('team', 'add', 'acme', ...TEAM)
  const event = (id: string, subject: string) => ({
    specversion: '1.0',
    id,
    source: 'gateway',
    type: 'headroom.api.calls',
    time: '2026-02-01T12:00:00Z',
    team: 'acme',
    subject,
    data: { count: 1 },
  })
  const lines = (events: object[]) => events.map((each) => `${JSON.stringify(each)}\n`).join('')
  const first = place.file('1.ndjson', lines([event('a', 'ada'), event('b', 'bob')]))
  const second = place.file('2.ndjson', lines([event('c', 'ada'), event('d', 'cy')]))
  for (const file of [first, second, second]) {
    const ended = await place.run('import', file, '--team', 'acme', '--create-members')
    expect(ended.code, ended.err).toBe(0)
  }
  const added = { action: 'member-added', actor: OPERATOR }
  expect((await entries(place)).slice(1)).toMatchObject([
    {
      ...added,
      object: { name: '2 members' },
      after: { members: ['ada', 'bob'], way: 'imported' },
    },
    { ...added, object: { id: 'cy', name: 'cy' }, after: { members: ['cy'], way: 'imported' } },
  ])
})
