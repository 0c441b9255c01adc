import type { z } from 'zod'
import { EMBED_HEADER } from '#shared/contract/embed-path.ts'
import { type Answer, refuse } from '../answer.ts'
import { parseRequest, type RawRequest, type Shapes } from '../http/request.ts'
import type { Ports } from '../ports.ts'
import type { Caller } from './caller.ts'
import type { Origin, People, Person } from './ports.ts'

/** A request as far as it tells who sends it. */
export type Asker = { headers: Headers; origin: Origin; requestId: string }

/** Cookies to be set beside the answer. */
export type PeopleAnswer<T> = Answer<T> & { cookies?: readonly string[] }

type Asked<P, Q, B> = { params: P; query: Q; body: B } & Asker & { people: People; ports: Ports }

/** A route of persons: which teams they are in plays no part. */
export type PeopleRoute = {
  method: string
  path: string
  /** Whether it takes somebody who is signed in. */
  who: 'anybody' | 'person'
  answer: (
    raw: RawRequest,
    common: { ports: Ports; caller: Answer<Caller> } & Asker,
  ) => Promise<PeopleAnswer<unknown>>
}

/** A route for whoever asks. */
export function openRoute<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  shapes: Shapes<P, Q, B, R>,
  handle: (
    asked: Asked<z.output<P>, z.output<Q>, z.output<B>>,
  ) => Promise<PeopleAnswer<z.input<R>>>,
): PeopleRoute {
  const { method, path } = shapes
  return {
    method,
    path,
    who: 'anybody',
    answer: async (raw, { ports, caller: _, ...asker }) => {
      const { people } = ports
      if (!people) return NO_SIGN_IN
      // Also where the view is over: a session beside it is not what the page speaks for.
      if (asker.headers.has(EMBED_HEADER)) return NO_PERSON
      const parts = await parseRequest(shapes, raw)
      return parts.ok ? handle({ ...parts.value, ...asker, people, ports }) : parts
    },
  }
}

/** A route for somebody who is signed in; asked before anything else is looked at. */
export function personRoute<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  shapes: Shapes<P, Q, B, R>,
  handle: (
    asked: Asked<z.output<P>, z.output<Q>, z.output<B>> & { person: Person; session: string },
  ) => Promise<PeopleAnswer<z.input<R>>>,
): PeopleRoute {
  const { method, path } = shapes
  return {
    method,
    path,
    who: 'person',
    answer: async (raw, { ports, caller, ...asker }) => {
      const { people } = ports
      if (!people) return NO_SIGN_IN
      if (!caller.ok) return caller
      if (caller.value.kind !== 'person') return NO_PERSON
      const parts = await parseRequest(shapes, raw)
      if (!parts.ok) return parts
      const { person, session } = caller.value
      return handle({ ...parts.value, ...asker, people, ports, person, session })
    },
  }
}

const NO_PERSON = refuse(
  'forbidden',
  'Only somebody who is signed in can do this, not a key, and not in an embedded dashboard.',
)
const NO_SIGN_IN = refuse('no-sign-in', 'This server shows example data to whoever is on it.')
