import type { Millis } from '#shared/credits/amounts.ts'
import { checkWithArchives } from '../archiving/prove-archives.ts'
import { checkTeam } from '../check/check-team.ts'
import { repairTeam } from '../check/repair-team.ts'
import { OperatorError } from '../operator-error.ts'
import type { OpenLedger } from './open-ledger.ts'

type Checking = Pick<OpenLedger, 'store' | 'engine' | 'catalog'>

/** @throws OperatorError naming whatever does not agree */
export async function checkLedger(
  { store, engine, catalog }: Checking,
  asked: {
    team?: string | undefined
    repair: boolean
    asOf: Millis
    /** A folder of files of archived charges: then these are added up, too. */
    archives?: string | undefined
  },
): Promise<string> {
  const known = await store.teams()
  const teams = known.filter(({ id }) => asked.team === undefined || id === asked.team)
  if (asked.team !== undefined && teams.length === 0) {
    throw new OperatorError(`There is no team ${asked.team}.`)
  }
  const told: string[] = []
  let faulty = 0
  for (const { id: team } of teams) {
    const mended = asked.repair ? await repairTeam(engine, { team, catalog, asOf: asked.asOf }) : []
    if (mended.length > 0) told.push(`${team}: made anew from the charges: ${mended.join(', ')}`)
    const { charges, archived, invoices, faults } = await (asked.archives === undefined
      ? checkTeam(engine, { team, catalog })
      : checkWithArchives(engine, { team, catalog, folder: asked.archives }))
    if (faults.length === 0) {
      const away =
        archived === 0
          ? ''
          : ` (and ${archived} archived ones, of which what they sum to is as it was)`
      told.push(`${team}: ${charges} charges${away} and ${invoices} invoices, all agrees`)
      continue
    }
    faulty++
    told.push(...faults.map((fault) => `${team}: ${fault}`))
  }
  if (faulty > 0) {
    const many = faulty === 1 ? '1 team' : `${faulty} teams`
    throw new OperatorError([...told, `The books of ${many} do not agree.`].join('\n'))
  }
  return told.length === 0 ? 'There are no teams yet.' : told.join('\n')
}
