import { type DatabaseConnection, type Driver, Kysely } from 'kysely'
import type { Db } from './engine.ts'
import type { Schema } from './schema.ts'

/**
 * For statements on one connection that do not wait for one another: Kysely by itself would hand over each
 * only when the one before was answered. Once `work` has ended, nothing that it left behind is asked:
 * the connection is somebody else's by then.
 */
export async function sideBySide<T>(connection: Db, work: (db: Db) => Promise<T>): Promise<T> {
  const executor = connection.getExecutor()
  const own = await executor.provideConnection(async (given) => given)
  let isOver = false
  const db = new Kysely<Schema>({
    dialect: {
      createDriver: () => driverOver(own, () => isOver),
      createQueryCompiler: () => executor,
      createAdapter: () => executor.adapter,
      createIntrospector: () => connection.introspection,
    },
  })
  try {
    return await work(db)
  } finally {
    isOver = true
  }
}

function driverOver(connection: DatabaseConnection, isOver: () => boolean): Driver {
  const refuse = async () => {
    throw new Error('whoever holds the connection begins and ends its transaction')
  }
  return {
    init: async () => {},
    acquireConnection: async () => {
      if (isOver()) throw new Error('what was asked on this connection is over')
      return connection
    },
    releaseConnection: async () => {},
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: async () => {},
  }
}
