import type { Engine } from './engine.ts'
import { INTO_SETTINGS } from './inserts.ts'

/** What is of the whole server. */
const NO_TEAM = ''

/** `catalog`: the fingerprint of the one that every team's accounts were brought to. */
type Name = 'catalog'

export async function settingOf(
  { ofServer }: Pick<Engine, 'ofServer'>,
  name: Name,
): Promise<string | undefined> {
  const row = await ofServer.db
    .selectFrom('settings')
    .select('value')
    .where('team_id', '=', NO_TEAM)
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.value
}

export async function saveSetting(
  { ofServer, insert }: Pick<Engine, 'ofServer' | 'insert'>,
  { name, value }: { name: Name; value: string },
): Promise<void> {
  await ofServer.transact((db) => insert(db, INTO_SETTINGS, [{ team_id: NO_TEAM, name, value }]))
}
