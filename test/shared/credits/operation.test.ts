import { expect, test } from 'vitest'
import { openAccount } from '#shared/credits/account.ts'
import { operationOf } from '#shared/credits/operation.ts'
import { providerOf } from '#shared/credits/provider.ts'
import { RESOURCES } from '#shared/credits/resources.ts'

const USED = { included: 40, bonus: 3, payAsYouGo: 20, uncovered: 7 }
const LIMITED = { ...openAccount({ kind: 'limited', credits: 40 }), used: USED }
const UNLIMITED = { ...openAccount({ kind: 'unlimited' }), used: { ...USED, payAsYouGo: 0 } }

test('an account in the shape of the Postman API: all that was used, and what nothing covered', () => {
  expect(RESOURCES.map((resource) => operationOf(resource, LIMITED))).toEqual(
    ['flow_requests', 'ai_millicredits', 'api_usage', 'assistant_credits'].map((name) => {
      return { name, limit: 40, usage: 70, overage: 27 }
    }),
  )
})

test('without a limit it says the number that Postman says then', () => {
  expect(operationOf('flows', UNLIMITED)).toMatchObject({ limit: 99_999_999, overage: 7 })
})

test('the Assistant’s use is told of by Flowly, all other by Postman', () => {
  expect(RESOURCES.map(providerOf)).toEqual(['postman', 'postman', 'postman', 'flowly'])
})
