import type { Reply } from '#shared/contract/routes.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { isMailPromised, MAIL_TOPICS, type MailTopic } from '#shared/credits/notices.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import type { TeamReads, Viewer } from '../ports.ts'
import type { Common } from '../team-route.ts'
import { recipientOf } from './inbox.ts'
import type { MailChoice } from './records.ts'

type Choices = Reply<'mailChoices'>

export async function mailChoices({ team, viewer, asOf }: Common): Promise<Answer<Choices>> {
  return answer(await choicesOf(team, { viewer, asOf }))
}

/** What is promised to Billing stays on: a choice against it is refused, not kept in silence. */
export async function chooseMails(
  asked: Common & { body: { topic: MailTopic; on: boolean } },
): Promise<Answer<Choices>> {
  const { team, viewer, asOf, body } = asked
  const { member } = viewer
  if (!member) return refuse('unknown-member', 'Only a member of the team gets mails.')
  return team.write(async (tx) => {
    if (!body.on && isMailPromised(await holdsBilling(tx, viewer), body.topic)) {
      return refuse('mail-promised', 'A Billing admin is always told of the team’s limits.')
    }
    const isOff = (choices: readonly MailChoice[]) =>
      choices.some(({ topic, on }) => topic === body.topic && !on)
    const before = { [body.topic]: !isOff(await tx.mailChoices([member.id])) }
    await tx.saveMailChoices([{ member: member.id, ...body }])
    const after = { [body.topic]: body.on }
    await tx.record(entryOf(asked, { action: 'mail-chosen', object: member, before, after }))
    return answer(await choicesOf(tx, { viewer, asOf }))
  })
}

async function choicesOf(
  reads: TeamReads,
  { viewer, asOf }: { viewer: Viewer; asOf: Millis },
): Promise<Choices> {
  const member = recipientOf(viewer)
  const billing = await holdsBilling(reads, viewer)
  const off = new Set(
    (await reads.mailChoices([member])).flatMap(({ topic, on }) => (on ? [] : topic)),
  )
  const choices = MAIL_TOPICS.map((topic) => {
    const promised = isMailPromised(billing, topic)
    return { topic, promised, on: promised || !off.has(topic) }
  })
  // Of the team's limits only those are told who look after it.
  const isStaff = viewer.roles.some((role) => role !== 'member')
  return { asOf, choices: choices.filter(({ topic }) => isStaff || topic === 'own') }
}

/** By what they are, not by the role that they look at the page as. */
async function holdsBilling(reads: TeamReads, viewer: Viewer): Promise<boolean> {
  const [member] = await reads.members([recipientOf(viewer)])
  return (member?.roles ?? viewer.roles).includes('billing')
}
