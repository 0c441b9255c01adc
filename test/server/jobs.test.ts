import { describe, expect, it, vi } from 'vitest'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/database/open.ts'
import { startLoop } from '#server/jobs/loop.ts'
import { startServer } from '#server/server.ts'
import { MINUTE } from '#shared/credits/amounts.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { startSmtp } from '#test/support/smtp.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { ACME, MEMBERS } from '#test/support/team.ts'

const PATIENCE = { timeout: 30_000, interval: 20 }

describe('a loop', () => {
  it('goes on after a round that failed, and ends only after the round under way', async () => {
    const failures: unknown[] = []
    let rounds = 0
    let finish = () => {}
    const held = new Promise<void>((resolve) => {
      finish = resolve
    })
    const steps: string[] = []
    const loop = startLoop({
      pauseMs: 1,
      report: (error) => failures.push(error),
      round: async () => {
        rounds++
        if (rounds === 1) throw new Error('once')
        await held
        steps.push('round ended')
        return 1
      },
    })
    await vi.waitFor(() => expect(rounds).toBe(2), PATIENCE)
    const stopped = loop.stop().then(() => steps.push('stopped'))
    finish()
    await stopped
    expect(steps).toEqual(['round ended', 'stopped'])
    expect(String(failures)).toContain('once')
  })
})

describe('a running server', () => {
  it('sends the mail that a charge calls for, tells open pages, and stops cleanly', async () => {
    const smtp = await startSmtp()
    const folder = temporaryFolder()
    const data = `${folder.path}/data`
    const database = await openDatabase({ folder: data, role: 'server' })
    const now = Date.now()
    await database.store.createTeam({
      ...ACME,
      createdAt: now - 100 * MINUTE,
      anchor: '2026-01-31',
    })
    await database.store.team('acme').write((tx) => tx.addMembers(MEMBERS))
    await database.close()
    const config = readConfig({
      HEADROOM_PORT: '0',
      HEADROOM_DATA: data,
      HEADROOM_EXAMPLE: 'off',
      HEADROOM_VIEW_AS: 'on',
      HEADROOM_LOG: 'silent',
      HEADROOM_PUBLIC_URL: 'https://credits.acme.example/',
      SMTP_URL: smtp.url,
    })
    const running = await startServer(config, new Map())
    const event = flowsEvent(
      { id: 'e1', time: new Date(now).toISOString() },
      { item: 'flow-run', count: 80 },
    )
    const init = jsonInit('POST', event)
    const stream = await fetch(`${running.address}/api/v1/teams/acme/events-stream`)
    const told = stream.text()
    const response = await fetch(`${running.address}/api/v1/events`, init)
    expect(await response.json()).toMatchObject({ accepted: 1 })
    await vi.waitFor(() => expect(smtp.received).toHaveLength(2), PATIENCE)
    await running.stop()
    // An open page was told, and did not hold the stop up.
    expect(await told).toContain('event: changed')
    const [mail] = smtp.received
    expect(mail?.from).toBe('headroom@credits.acme.example')
    expect(mail?.source).toContain('https://credits.acme.example/flows?team=3Dacme')
    await smtp.close()
    folder.remove()
  })
})
