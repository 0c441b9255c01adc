import { screen, waitFor, within } from '@testing-library/react'
import { delay, http } from 'msw'
import { describe, expect, test } from 'vitest'
import { createWorld } from '#mocks/world.ts'
import { NOW, serveApi, server, visit } from '../support/app-under-test.tsx'
import { diskFull, notAllowed } from '../support/problem.ts'

serveApi()

const SWITCH = '*/api/v1/teams/:team/resources/:resource/pay-as-you-go'
const NAME = 'Pay-as-you-go for Flows credits'

function flowsSwitch(): Promise<HTMLElement> {
  return screen.findByRole('switch', { name: NAME })
}

function isOn(element: HTMLElement): boolean {
  return element.getAttribute('aria-checked') === 'true'
}

describe('a Billing admin', () => {
  test('is told what turning on would do, before it is done', async () => {
    const { user } = await visit('/', { scenario: 'flows-suspended', as: 'billing' })
    const before = await flowsSwitch()
    expect(isOn(before)).toBe(false)
    await user.click(before)
    const dialog = await screen.findByRole('alertdialog', {
      name: 'Turn on pay-as-you-go for Flows credits?',
    })
    await within(dialog).findByText(/Turning this on bills \$10 for each 1,000 credits/)
    expect(dialog.textContent).toMatch(/earlier stay unbilled/)
    expect(dialog.textContent).toMatch(/Flows credits can be used again at once/)
    expect(dialog.textContent).toMatch(/Cost so far in this cycle\$0\.00/)
    expect(dialog.textContent).toMatch(/Likely at most added by 1 Dec\$\d/)
    expect(isOn(before)).toBe(false)
  })

  test('is told that what was bought outlasts turning off', async () => {
    const { user } = await visit('/', { scenario: 'pay-as-you-go', as: 'billing' })
    await user.click(await flowsSwitch())
    const dialog = await screen.findByRole('alertdialog')
    await within(dialog).findByText(
      /^What is left of the block bought last, \d+ credits, stays usable/,
    )
  })

  test('cancels, and nothing moves', async () => {
    const { user } = await visit('/', { scenario: 'flows-suspended', as: 'billing' })
    await user.click(await flowsSwitch())
    await user.click(await screen.findByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(isOn(await flowsSwitch())).toBe(false)
  })

  test('turns it on: the switch moves at once, work goes on, and it can be undone', async () => {
    const { user } = await visit('/', { scenario: 'flows-suspended', as: 'billing' })
    await user.click(await flowsSwitch())
    await user.click(await enabled('Turn on'))
    await waitFor(async () => expect(isOn(await flowsSwitch())).toBe(true))
    await screen.findByText('Pay-as-you-go for Flows credits is on.')
    const card = screen.getByRole('region', { name: 'Flows credits' })
    await within(card).findByText('On pay-as-you-go')
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    await within(card).findByText('Suspended')
    expect(isOn(await flowsSwitch())).toBe(false)
  })

  test('sees it on before the server has answered', async () => {
    const world = await createWorld({ scenario: 'flows-suspended', now: () => NOW })
    const { user } = await visit('/', { world, as: 'billing' })
    await user.click(await flowsSwitch())
    server.use(http.put(SWITCH, () => delay('infinite')))
    await user.click(await enabled('Turn on'))
    await waitFor(async () => expect(isOn(await flowsSwitch())).toBe(true))
  })

  test('is told when it was refused: the switch goes back, and nothing is billed', async () => {
    const { user } = await visit('/', { scenario: 'flows-suspended', as: 'billing' })
    await user.click(await flowsSwitch())
    server.use(http.put(SWITCH, diskFull))
    await user.click(await enabled('Turn on'))
    await screen.findAllByText('Pay-as-you-go for Flows credits is still off.')
    expect(isOn(await flowsSwitch())).toBe(false)
  })

  test('is offered to try again what may succeed then, not what is not allowed', async () => {
    const { user } = await visit('/', { scenario: 'flows-suspended', as: 'billing' })
    await user.click(await flowsSwitch())
    server.use(http.put(SWITCH, notAllowed))
    await user.click(await enabled('Turn on'))
    await screen.findAllByText(/Only a Billing admin of the team can do this\.$/)
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
    server.use(http.put(SWITCH, diskFull))
    await user.click(await flowsSwitch())
    await user.click(await enabled('Turn on'))
    await screen.findByRole('button', { name: 'Try again' })
  })

  test('can’t confirm what could not be worked out', async () => {
    const { user } = await visit('/', { scenario: 'flows-suspended', as: 'billing' })
    server.use(http.post(`${SWITCH}/preview`, diskFull))
    await user.click(await flowsSwitch())
    const dialog = await screen.findByRole('alertdialog')
    await within(dialog).findByText('The disk is full.')
    expect(within(dialog).getByRole('button', { name: 'Turn on' })).toHaveProperty('disabled', true)
  })
})

test('on for all members, it says when it is off for some', async () => {
  await visit('/')
  const card = await screen.findByRole('region', { name: 'AI credits' })
  await within(card).findByText(
    /^On(, the plan’s default| since .*, by .*), but off for some members; AI credits shows who\. \$0\.035/,
  )
})

test('switched on for all members, it is not said to be off for some, not even for a moment', async () => {
  const { user } = await visit('/', { as: 'billing' })
  const all = () => screen.findByRole('switch', { name: 'Pay-as-you-go for AI credits' })
  await user.click(await all())
  await user.click(await enabled('Turn off'))
  await screen.findByText('Pay-as-you-go on AI credits for all members is off.')
  const card = screen.getByRole('region', { name: 'AI credits' })
  await within(card).findByText(/^Paused for \d+ members$/)
  server.use(http.put(SWITCH, () => delay('infinite')))
  await user.click(await all())
  await user.click(await enabled('Turn on'))
  await waitFor(async () => expect(isOn(await all())).toBe(true))
  within(card).getByText(/^On since 21 Nov, by Ben Novák\. \$0\.035/)
  expect(card.textContent).not.toMatch(/off for some|[Pp]aused/)
})

describe.each(['admin', 'member'])('a viewer without the Billing role (%s)', (as) => {
  test('reaches the switch by keyboard, hears why it is locked, and can’t move it', async () => {
    const { user } = await visit('/', { as })
    const [element] = await screen.findAllByRole('switch')
    if (!element) throw new Error('no switch')
    const on = isOn(element)
    expect(element.getAttribute('aria-disabled')).toBe('true')
    const reason = document.getElementById(element.getAttribute('aria-describedby') ?? '')
    expect(reason?.textContent).toBe('Only a Billing admin of the team can change this.')
    element.focus()
    expect(document.activeElement).toBe(element)
    await user.keyboard(' ')
    await user.click(element)
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(isOn(element)).toBe(on)
  })
})

async function enabled(name: string): Promise<HTMLElement> {
  const button = await screen.findByRole('button', { name })
  await waitFor(() => expect(button).toHaveProperty('disabled', false))
  return button
}
