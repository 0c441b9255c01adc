import { z } from 'zod'
import { OPERATOR } from '#api/audit/entry.ts'
import { makeInvitation, writeInvitation } from '#api/members/invite.ts'
import { emailSchema } from '#shared/contract/person.ts'
import { idSchema } from '#shared/contract/values.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { OperatorError } from '../operator-error.ts'
import { checked } from './checked.ts'
import type { Ledger, PublicUrl } from './open-ledger.ts'
import { rolesSchema } from './teams.ts'

const inviteSchema = z.object({
  team: z.string(),
  address: emailSchema,
  roles: rolesSchema,
  member: idSchema.optional(),
})

/** Gives the link, to be handed over: whoever has the command line needs no mail to be believed. */
export async function inviteSomebody(
  ledger: Ledger,
  given: object,
  { asOf, publicUrl }: { asOf: Millis; publicUrl: PublicUrl },
): Promise<string> {
  const { team: id, address: email, ...asked } = checked(inviteSchema, given)
  const team = ledger.store.team(id)
  const profile = await team.profile()
  if (!profile) throw new OperatorError(`There is no team ${id}.`)
  const actor = { kind: 'operator', id: OPERATOR.actor.id, name: OPERATOR.actor.name } as const
  const { invitation, token } = await makeInvitation({ ...asked, email, team: id, asOf, actor })
  const written = await team.write((tx) =>
    writeInvitation(tx, { invitation, by: OPERATOR, catalog: ledger.catalog }),
  )
  if (!written.ok) throw new OperatorError(written.detail)
  const link = new URL(`/invitation#token=${encodeURIComponent(token)}`, publicUrl.url).href
  const words = `Give this link to ${email}. It joins ${profile.name} as ${asked.roles.join(', ')}, once, within a week:\n  ${link}`
  if (!publicUrl.assumed) return words
  return `${words}\n${publicUrl.url} is assumed. If the server is elsewhere, make the link anew with HEADROOM_PUBLIC_URL set to its address.`
}
