import { CONNECTION_ROUTES as SHAPES } from '#shared/contract/connection-routes.ts'
import { answer } from '../answer.ts'
import { type TeamRoute, teamRoute } from '../team-route.ts'
import { connect } from './connect.ts'
import { connectionsView } from './connections-view.ts'
import { disconnect } from './disconnect.ts'
import { readNow } from './read-now.ts'

export const CONNECTION_ROUTES: Record<keyof typeof SHAPES, TeamRoute> = {
  connections: teamRoute(SHAPES.connections, {
    needs: ['view-connections'],
    handle: ({ team, ports, asOf }) =>
      team.read(async (reads) =>
        answer(await connectionsView(reads, { connector: ports.connector, asOf })),
      ),
  }),
  connect: teamRoute(SHAPES.connect, { needs: ['manage-connections'], handle: connect }),
  readNow: teamRoute(SHAPES.readNow, { needs: ['manage-connections'], handle: readNow }),
  disconnect: teamRoute(SHAPES.disconnect, { needs: ['manage-connections'], handle: disconnect }),
}
