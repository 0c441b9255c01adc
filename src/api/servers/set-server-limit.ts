import type { ServerLimitBody, ServerLimitReply } from '#shared/contract/server.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import { viewOf } from '../in-view.ts'
import type { Common } from '../team-route.ts'
import { serverView } from './servers-view.ts'

/** Sets a server's daily limit, or takes it away. It holds for every run asked for after the answer. */
export async function setServerLimit(
  asked: Common & { params: { server: string }; body: ServerLimitBody },
): Promise<Answer<ServerLimitReply>> {
  const { team, viewer, asOf, params, body } = asked
  const { server } = params
  return team.write(async (tx) => {
    const was = await tx.serverLimit(server)
    const isKnown = was !== undefined || (await tx.knowsPart('assistant', server))
    // A mistyped name would be a limit that never holds anything back.
    if (!isKnown) return refuse('unknown-server', `No server ${server} has used the assistant yet.`)
    const actor = { id: viewer.id, name: viewer.name }
    await tx.saveServerLimit({ server, credits: body.credits ?? undefined, at: asOf, actor })
    const names = await tx.partNames('assistant', [server])
    const object = { id: server, name: names.get(server) ?? server }
    const decided = { before: { credits: was?.credits ?? null }, after: { credits: body.credits } }
    await tx.record(entryOf(asked, { action: 'server-limit-set', object, ...decided }))
    return answer({ asOf, server: await serverView(await viewOf(asked, tx), server) })
  })
}
