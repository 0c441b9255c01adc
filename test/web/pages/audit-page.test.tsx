import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { WIRE } from '#shared/contract/wire.ts'
import { serveApi, visit } from '../support/app-under-test.tsx'

serveApi()

async function log() {
  return within(await screen.findByRole('table', { name: 'Decisions, newest first' }))
}

/** A decision, asked of the API that the page asks. */
async function decide(path: string, body: object) {
  const response = await fetch(path.replace('{team}', await team()), {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-headroom-view-as': 'billing' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
}

async function team(): Promise<string> {
  const reply = WIRE.session.reply.parse(await (await fetch(WIRE.session.path)).json())
  if (reply.kind !== 'session') throw new Error('nobody is there')
  return reply.team.id
}

const CAP = WIRE.setSpendCap.path.replace('{resource}', 'flows')
const ALERT = WIRE.setChargesAlert.path

test('with nothing decided, says what will be here', async () => {
  await visit('/audit', { as: 'admin' })
  await screen.findByText('Nothing was decided yet')
})

test('says who decided what, before and after, in words', async () => {
  const { user } = await visit('/audit', { as: 'billing' })
  await screen.findByText('Nothing was decided yet')
  await decide(CAP, { capMicros: 20_000_000 })
  await decide(CAP, { capMicros: 35_500_000 })
  await user.click(screen.getByRole('link', { name: 'Team' }))
  await user.click(await screen.findByRole('link', { name: 'Audit log' }))
  const table = await log()
  await table.findByText(/\$35\.50/)
  const rows = table.getAllByRole('row').slice(1)
  expect(rows.map((row) => within(row).getByRole('rowheader').textContent)).toEqual([
    'Spend cap changed: Flows creditsCap for each cycle: $20 → to $35.50',
    'Spend cap changed: Flows creditsCap for each cycle: not set → to $20',
  ])
})

test('what and who narrow it, and are in the address; what is not understood falls away', async () => {
  const { user, address } = await visit('/audit?action=nonsense&from=yesterday', { as: 'billing' })
  await decide(CAP, { capMicros: 20_000_000 })
  await decide(ALERT, { micros: 5_000_000 })
  await user.click(await screen.findByRole('combobox', { name: 'What' }))
  await user.click(await screen.findByRole('option', { name: 'Charges alert changed' }))
  const table = await log()
  await waitFor(() => expect(table.getAllByRole('row')).toHaveLength(2))
  expect(address()).toContain('action=charges-alert-set')
})

test('a member is told who can see it', async () => {
  await visit('/audit', { as: 'member' })
  await screen.findByText('The audit log is for Admins and Billing admins')
})
