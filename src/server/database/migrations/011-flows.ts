import type { Kysely } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** Flows as things, and the MCP tools that each agent run was charged for. */
export async function createFlows(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    agent_tools: {
      columns: { team_id: 'text', agent_run: 'text', tool: 'text' },
      key: ['team_id', 'agent_run', 'tool'],
    },
    flows: {
      columns: {
        team_id: 'text',
        flow: 'text',
        deployed: 'yes-no',
        at: 'instant',
      },
      key: ['team_id', 'flow'],
    },
  })
}
