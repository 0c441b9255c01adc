import { beforeEach, describe, expect, it } from 'vitest'
import type { ApiHost } from '#test/support/api-host.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const PARAMS = { team: 'acme' }
const FILE = '/api/v1/teams/acme/audit.csv'
const AS_BILLING = { headers: { 'x-headroom-view-as': 'billing' } }
const DAY_MS = 86_400_000

/** What the audit log promises, whatever it is stored in and whatever the API is asked through. */
export function describeAudit(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`the audit log over ${name}`, () => {
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      await addAcme(api.store)
    })

    const cap = (capMicros: number | null) =>
      api.call('setSpendCap', {
        params: { ...PARAMS, resource: 'flows' },
        body: { capMicros },
        as: 'billing',
      })
    const makeKey = (name = 'Runner') =>
      api.call('createServiceKey', { params: PARAMS, body: { name, scopes: ['runs'] } })
    const seqs = async (query: object) =>
      (await api.call('audit', { params: PARAMS, query })).entries.map(({ seq }) => seq)

    it('says who, when, what, before and after', async () => {
      await cap(5_000_000)
      await cap(null)
      const { entries, actors } = await api.call('audit', { params: PARAMS })
      const entry = {
        at: NOW,
        actor: { kind: 'person', id: 'bill', name: 'Bill Billing' },
        action: 'spend-cap-set',
        object: { id: 'flows', name: 'Flows credits' },
      }
      expect(entries).toMatchObject([
        { ...entry, seq: 2, before: { capMicros: 5_000_000 }, after: { capMicros: null } },
        { ...entry, seq: 1, before: { capMicros: null }, after: { capMicros: 5_000_000 } },
      ])
      expect(actors).toEqual([{ id: 'bill', name: 'Bill Billing' }])
    })

    it('each member’s switch has its own before and after', async () => {
      const switched = (on: boolean, ...members: string[]) =>
        api.call('switch', {
          params: { ...PARAMS, resource: 'ai' },
          body: { on, target: { kind: 'members', members } },
          as: 'billing',
        })
      await switched(false, 'cara')
      await switched(true, 'cara', 'dan')
      const { entries } = await api.call('audit', { params: PARAMS, query: { limit: 1 } })
      const [cara, dan] = ['Cara Ćosić (cara)', 'Dan 100%_Percent (dan)']
      expect(entries).toMatchObject([
        { before: { [cara]: false, [dan]: null }, after: { [cara]: true, [dan]: true } },
      ])
    })

    it('finds by actor, action and days of the team’s zone', async () => {
      await cap(1)
      await makeKey()
      // The next day begins at 18:15 UTC.
      api.setNow(Date.parse('2026-11-21T18:15:00Z'))
      await cap(2)
      expect(await seqs({ actor: 'ada' })).toEqual([2])
      expect(await seqs({ action: 'spend-cap-set' })).toEqual([3, 1])
      expect(await seqs({ to: '2026-11-21' })).toEqual([2, 1])
      expect(await seqs({ from: '2026-11-22' })).toEqual([3])
      expect(await seqs({ from: '2026-11-21', to: '2026-11-22' })).toEqual([3, 2, 1])
    })

    it('goes on page by page, also while more is written; a cursor is of one list', async () => {
      for (const micros of [1, 2, 3]) await cap(micros)
      const first = await api.call('audit', { params: PARAMS, query: { limit: 2 } })
      await cap(4)
      const { nextCursor: cursor } = first
      expect(await seqs({ limit: 2, cursor })).toEqual([1])
      const other = { cursor, action: 'plan-changed' } as const
      const refused = await api.refusal('audit', { params: PARAMS, query: other })
      expect(refused.code).toBe('invalid-request')
    })

    it('is Admins’ and Billing’s to read', async () => {
      expect(await api.refusal('audit', { params: PARAMS, as: 'member' })).toMatchObject({
        status: 403,
      })
      const file = await api.fetch(FILE, { headers: { 'x-headroom-view-as': 'member' } })
      expect(file.status).toBe(403)
      expect((await api.call('audit', { params: PARAMS, as: 'billing' })).entries).toEqual([])
    })

    it('is taken home as CSV, what matches, and a formula in it is only text', async () => {
      await cap(5)
      await makeKey('=HYPERLINK("http://x")')
      const whole = await api.fetch(FILE, AS_BILLING)
      expect(whole.headers.get('content-disposition')).toContain('acme-audit.csv')
      const lines = (await whole.text()).trimEnd().split('\r\n')
      expect(lines).toHaveLength(3)
      expect(lines[0]).toContain('entry,at,actor_kind,actor')
      expect(lines[1]).toContain('"\'=HYPERLINK(""http://x"")"')
      const matching = await api.fetch(`${FILE}?action=spend-cap-set`, AS_BILLING)
      expect((await matching.text()).trimEnd().split('\r\n')).toHaveLength(2)
    })

    it('a file of many entries is whole', async () => {
      const { team } = api.store
      await team('acme').write(async (tx) => {
        const actor = { kind: 'person', id: 'ada', name: 'Ada' } as const
        const object = { id: 'x', name: 'X' }
        for (let n = 0; n < 1_001; n++) {
          await tx.record({ at: NOW + n * DAY_MS, actor, action: 'signed-in', object })
        }
      })
      const lines = (await (await api.fetch(FILE, AS_BILLING)).text()).trimEnd().split('\r\n')
      const numbers = lines.slice(1).map((line) => Number(line.split(',')[0]))
      expect(numbers).toEqual(Array.from({ length: 1_001 }, (_, n) => 1_001 - n))
    })
  })
}
