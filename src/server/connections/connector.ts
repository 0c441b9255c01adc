import type { Connector } from '#api/connections/ports.ts'
import type { Config } from '../config.ts'
import { createAccountReader } from './account-reader.ts'
import { createVault } from './vault.ts'

/** What reads accounts on this server. Without a secret it keeps no key, and none is asked for. */
export function createConnector({ secret, providers }: Config): Connector {
  return {
    vault: secret === undefined ? undefined : createVault(secret),
    read: createAccountReader({ addresses: providers, now: Date.now }),
  }
}
