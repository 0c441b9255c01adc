import { createContext, useContext } from 'react'
import { type Action, allows } from '#shared/contract/permissions.ts'
import type { SessionReply } from '#shared/contract/usage.ts'

/** Who is looking at which team, from where. */
export type Viewer = {
  session: SessionReply
  team: string
  zone: string
  /** The viewer's own time zone, for a second time beside the team's. */
  viewerZone: string
  may: (action: Action) => boolean
}

export function viewerOf(session: SessionReply, viewerZone: string): Viewer {
  const isEmbedded = session.embeddedBy !== undefined
  return {
    session,
    team: session.team.id,
    zone: session.team.zone,
    viewerZone,
    may: (action) => allows({ roles: session.actor.roles, isEmbedded }, action),
  }
}

export const ViewerContext = createContext<Viewer | undefined>(undefined)

/** For what is drawn inside the shell, which knows the viewer before it draws a page. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext)
  if (!viewer) throw new Error('useViewer is for what the shell draws')
  return viewer
}
