import type { DeployFlowBody } from '#shared/contract/flow.ts'
import type { Reply } from '#shared/contract/routes.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import type { Store } from '../ports.ts'

/** What a host says again changes nothing; it keeps since when it is so. */
export async function deployFlow(options: {
  store: Store
  asOf: Millis
  team: string
  flow: string
  body: DeployFlowBody
}): Promise<Answer<Reply<'deployFlow'>>> {
  const { store, asOf, flow, body } = options
  const team = store.team(options.team)
  if (!(await team.profile())) return refuse('unknown-team', `There is no team ${options.team}.`)
  const { name, deployed } = body
  return team.write(async (tx) => {
    const [before] = await tx.flows([flow])
    const at = before?.deployed === deployed ? before.at : asOf
    await tx.saveFlows([{ flow, deployed, at }])
    if (name !== undefined) await tx.savePartNames([{ resource: 'flows', part: flow, name }])
    const names = await tx.partNames('flows', [flow])
    return answer({ asOf, flow, name: names.get(flow) ?? flow, deployed, at })
  })
}
