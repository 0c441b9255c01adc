import type { UsageEventInput } from '#shared/contract/event.ts'

type Common = { id: string; time: string; team?: string; subject?: string; source?: string }

function context({ id, time, team = 'acme', subject, source = '/test' }: Common) {
  return {
    specversion: '1.0' as const,
    id,
    source,
    time,
    team,
    ...(subject === undefined ? {} : { subject }),
  }
}

export function flowsEvent(
  common: Common,
  data: { item: string; model?: string; run?: 'manual' | 'cloud'; count?: number; flow?: string },
): UsageEventInput {
  const { run = 'cloud', count = 1, flow = 'intake', ...rest } = data
  return {
    ...context(common),
    type: 'headroom.flows.usage',
    data: { flow, flowName: `Flow ${flow}`, run, count, ...rest },
  }
}

export function aiEvent(
  common: Common & { subject: string },
  data: { credits: number; action?: string; ownKey?: boolean },
): UsageEventInput {
  return {
    ...context(common),
    subject: common.subject,
    type: 'headroom.ai.usage',
    data: { action: 'write-tests', ...data },
  }
}

export function apiEvent(common: Common, count: number, group = 'collections'): UsageEventInput {
  return { ...context(common), type: 'headroom.api.calls', data: { group, count } }
}

export function assistantEvent(
  common: Common,
  data: { tokens: number; model?: string; server?: string; ownKey?: boolean },
): UsageEventInput {
  const { tokens, model = 'claude-haiku-4.5', server = 'docs', ownKey = false } = data
  return {
    ...context(common),
    type: 'headroom.assistant.usage',
    data: { server, serverName: server, model, inputTokens: tokens, outputTokens: 0, ownKey },
  }
}
