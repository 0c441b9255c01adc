import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '#server/database/open.ts'
import { makeExample } from '#server/example.ts'
import { OperatorError } from '#server/operator-error.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'

let place = ''
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'headroom-example-'))
})
afterEach(() => rmSync(place, { recursive: true }))

describe('the example of a first start', () => {
  it('is there whole, and what an interrupted start left is gone', async () => {
    const folder = join(place, 'a', 'data')
    mkdirSync(join(place, 'a', 'data.new'), { recursive: true })
    writeFileSync(join(place, 'a', 'data.new', 'headroom.sqlite'), 'half of an example')
    await makeExample(folder, DEFAULT_CATALOG)
    expect(readdirSync(join(place, 'a'))).toEqual(['data'])
    const { store, close } = await openDatabase({ folder, role: 'server' })
    expect(await store.teams()).toMatchObject([{ id: 'tidewater', example: true }])
    await close()
  })

  it('is not put where there is something already', async () => {
    writeFileSync(join(place, 'mine'), '')
    await makeExample(place, DEFAULT_CATALOG)
    expect(readdirSync(place)).toEqual(['mine'])
  })

  it.each(['/proc/nowhere', '/dev/null/data'])(
    '%s can hold none: a sentence says so',
    async (folder) => {
      await expect(makeExample(folder, DEFAULT_CATALOG)).rejects.toThrow(OperatorError)
      expect(existsSync(folder)).toBe(false)
    },
  )
})
