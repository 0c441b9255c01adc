import { describe, expect, it, test } from 'vitest'
import { createVault } from '#server/connections/vault.ts'

const SECRET = 'a secret of at least thirty-two bytes'
const KEY = 'PMAK-0123456789abcdef'
const ROW = { team: 'acme', connection: 'account-1' }

describe('a sealed key', () => {
  const vault = createVault(SECRET)

  it('opens for its row, also after a restart', async () => {
    const sealed = await vault.seal(KEY, ROW)
    expect(await vault.open(sealed, ROW)).toBe(KEY)
    expect(await createVault(SECRET).open(sealed, ROW)).toBe(KEY)
  })

  it('shows nothing of the key, and is another text each time', async () => {
    const sealed = await Promise.all([1, 2, 3].map(() => vault.seal(KEY, ROW)))
    expect(new Set(sealed).size).toBe(3)
    for (const text of sealed) {
      const bytes = text.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      expect([text, ...bytes].join(' ')).not.toContain('PMAK')
    }
  })

  test.each([
    ['another team', { ...ROW, team: 'other' }],
    ['another connection', { ...ROW, connection: 'account-2' }],
    ['names that read alike together', { team: 'acme","account', connection: '1' }],
  ])('does not open for %s', async (_name, row) => {
    expect(await vault.open(await vault.seal(KEY, ROW), row)).toBeUndefined()
  })

  it('does not open with another secret', async () => {
    const sealed = await vault.seal(KEY, ROW)
    expect(await createVault(`${SECRET}!`).open(sealed, ROW)).toBeUndefined()
  })

  it('does not open when anything of it was changed', async () => {
    const sealed = await vault.seal(KEY, ROW)
    const parts = sealed.split('.')
    for (const [index, part] of parts.entries()) {
      const bytes = Buffer.from(part, 'base64url')
      bytes[0] = (bytes[0] ?? 0) ^ 1
      const changed = parts.with(index, index === 0 ? 'v2' : bytes.toString('base64url')).join('.')
      expect(await vault.open(changed, ROW)).toBeUndefined()
    }
  })

  test.each(['', 'v1', 'v1....', 'v1.a.b.c.d', 'no form at all', 'v1.AAAAAAAA.AA.AA.AA'])(
    'does not open as %j, nor throw',
    async (text) => {
      expect(await vault.open(text, ROW)).toBeUndefined()
    },
  )

  it('does not open with a shortened tag', async () => {
    const parts = (await vault.seal(KEY, ROW)).split('.')
    const tag = Buffer.from(parts[3] ?? '', 'base64url').subarray(0, 4)
    expect(
      await vault.open(parts.with(3, tag.toString('base64url')).join('.'), ROW),
    ).toBeUndefined()
  })
})
