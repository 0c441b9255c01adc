import { recordOfPerson, signedIn } from '#api/audit/person-entry.ts'
import type { Asker } from '#api/people/people-route.ts'
import type { People } from '#api/people/ports.ts'
import type { Ports } from '#api/ports.ts'

/** Whoever an identity provider's answer lets in: it is no route of the API that would record it. */
export async function recordProviderSignIn(
  { people, ...ports }: Pick<Ports, 'store' | 'now'> & { people: Pick<People, 'signedIn'> },
  { response, asker }: { response: Response; asker: Asker },
): Promise<void> {
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
  if (cookies.length === 0) return
  const entered = await people.signedIn(new Headers({ cookie: cookies.join('; ') }))
  if (!entered) return
  const { person } = entered
  await recordOfPerson({ ...asker, ports }, { person, change: signedIn('provider', asker) })
}
