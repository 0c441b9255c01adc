import { PEOPLE_ROUTES } from '#shared/contract/people-routes.ts'
import { answer, refuse } from '../answer.ts'
import { recordFailedSignIn, recordOfPerson, signedIn } from '../audit/person-entry.ts'
import { forgetSignIns, tooManySignIns } from '../limits/limit-sign-in.ts'
import { acceptInvitation, readInvitation } from '../members/accept.ts'
import { makeTeam } from './make-team.ts'
import { openRoute, type PeopleAnswer, type PeopleRoute, personRoute } from './people-route.ts'
import type { Entered, Person } from './ports.ts'
import { setUp } from './set-up.ts'

const DONE = { done: true } as const

/** One way to answer each route of persons. */
export const PERSON_ROUTES: Record<keyof typeof PEOPLE_ROUTES, PeopleRoute> = {
  signIn: openRoute(PEOPLE_ROUTES.signIn, async (asked) => {
    const { people, ports, origin, body } = asked
    const account = { of: 'passwords', email: body.email } as const
    const limited = await tooManySignIns(ports, { address: origin.address, account })
    if (limited) return limited
    const entered = await people.withPassword({ ...body, origin })
    if (!entered) {
      recordFailedSignIn(asked, body.email)
      return refuse('wrong-credentials', 'E-mail address or password is not right.')
    }
    const { person } = entered
    await forgetSignIns(ports, person)
    await recordOfPerson(asked, { person, change: signedIn('password', asked) })
    return enteredAs(entered)
  }),
  sendLink: openRoute(PEOPLE_ROUTES.sendLink, async ({ people, ports, origin, body }) => {
    const account = { of: 'links', email: body.email } as const
    const limited = await tooManySignIns(ports, { address: origin.address, account })
    if (limited) return limited
    await people.sendLink({ ...body, origin })
    return answer(DONE)
  }),
  signInWithLink: openRoute(PEOPLE_ROUTES.signInWithLink, async (asked) => {
    const { people, ports, origin, body } = asked
    const limited = await tooManySignIns(ports, origin)
    if (limited) return limited
    const entered = await people.withLink({ ...body, origin })
    if (!entered) {
      return refuse('link-over', 'A link signs in once, within 15 minutes. Ask for another one.')
    }
    const { person } = entered
    await forgetSignIns(ports, person)
    await recordOfPerson(asked, { person, change: signedIn('link', asked) })
    return enteredAs(entered)
  }),
  signInAtProvider: openRoute(PEOPLE_ROUTES.signInAtProvider, async ({ people, ports, origin }) => {
    const limited = await tooManySignIns(ports, origin)
    if (limited) return limited
    if (people.ways.provider === undefined) {
      return refuse('not-found', 'This server has no identity provider. Sign in another way.')
    }
    const way = await people.atProvider()
    if (!way)
      return refuse('no-provider', 'No identity provider can be reached. Sign in another way.')
    return { ...answer({ address: way.address }), cookies: way.cookies }
  }),
  signOut: personRoute(PEOPLE_ROUTES.signOut, async (asked) => {
    const { people, headers, person } = asked
    const cookies = await people.leave(headers)
    await recordOfPerson(asked, { person, change: { action: 'signed-out' } })
    return { ...answer(DONE), cookies }
  }),
  sessions: personRoute(PEOPLE_ROUTES.sessions, async ({ people, person, session, ports }) => {
    const sessions = await people.sessions(person.id)
    const newestFirst = sessions.toSorted(
      (a, b) => b.seenAt - a.seenAt || b.startedAt - a.startedAt,
    )
    return answer({
      asOf: ports.now(),
      sessions: newestFirst.map((each) => ({ ...each, current: each.id === session })),
    })
  }),
  endSession: personRoute(PEOPLE_ROUTES.endSession, async (asked) => {
    const { people, person, params } = asked
    const had = await people.endSession({ person: person.id, session: params.session })
    if (!had) return refuse('unknown-session', 'You have no such session.')
    await recordOfPerson(asked, {
      person,
      change: { action: 'sessions-ended', before: { sessions: 'one' } },
    })
    return answer(DONE)
  }),
  endOtherSessions: personRoute(PEOPLE_ROUTES.endOtherSessions, async (asked) => {
    const { people, person, session } = asked
    await people.endOthers({ person: person.id, session })
    await recordOfPerson(asked, {
      person,
      change: { action: 'sessions-ended', before: { sessions: 'all others' } },
    })
    return answer(DONE)
  }),
  changePassword: personRoute(PEOPLE_ROUTES.changePassword, async (asked) => {
    const { people, ports, headers, origin, person, body } = asked
    const { current, next } = body
    // Whoever has a session of somebody else's must not find out their password by it.
    const account = { of: 'passwords', email: person.email } as const
    const limited = await tooManySignIns(ports, { address: origin.address, account })
    if (limited) return limited
    const cookies = await people.changePassword({ headers, current, next })
    if (!cookies) return refuse('wrong-credentials', 'The current password is not right.')
    await forgetSignIns(ports, person)
    await recordOfPerson(asked, { person, change: { action: 'password-changed' } })
    return { ...answer(DONE), cookies }
  }),
  readInvitation: openRoute(PEOPLE_ROUTES.readInvitation, readInvitation),
  acceptInvitation: openRoute(PEOPLE_ROUTES.acceptInvitation, acceptInvitation),
  plans: openRoute(PEOPLE_ROUTES.plans, async ({ ports }) =>
    answer({ plans: ports.catalog.plans.map(({ id, name }) => ({ id, name })) }),
  ),
  setUp: openRoute(PEOPLE_ROUTES.setUp, async (asked) => {
    const limited = await tooManySignIns(asked.ports, asked.origin)
    if (limited) return limited
    const entered = await setUp(asked)
    return entered.ok ? enteredAs(entered.value) : entered
  }),
  createTeam: personRoute(PEOPLE_ROUTES.createTeam, async (asked) => {
    const { person, body } = asked
    if (!person.operator) return refuse('forbidden', 'Only whoever looks after this server can.')
    const made = await makeTeam(asked, { team: body, person, as: 'team-made' })
    return made.ok ? answer({ team: { id: body.id, name: body.name } }) : made
  }),
}

function enteredAs({ person, cookies }: Entered): PeopleAnswer<{ person: Told }> {
  const { name, email } = person
  return { ...answer({ person: { name, email } }), cookies }
}

type Told = Pick<Person, 'name' | 'email'>
