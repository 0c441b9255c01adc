import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/**
 * What people decided. `team_id` is empty for what is of the whole server. The database itself refuses
 * to change or delete a row, and to put one anywhere but at the end.
 */
export async function createAudit(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    audit: {
      columns: {
        team_id: 'text',
        seq: 'amount',
        at: 'instant',
        actor_kind: 'text',
        actor_id: 'text',
        actor_name: 'text',
        address: 'text?',
        request_id: 'text?',
        action: 'text',
        object_id: 'text',
        object_name: 'text',
        before: 'text?',
        after: 'text?',
        hash: 'text',
      },
      key: ['team_id', 'seq'],
      large: true,
    },
  })
  await sql`create index audit_actors on audit (team_id, actor_id, seq)`.execute(db)
  await sql`create index audit_actions on audit (team_id, action, seq)`.execute(db)
  for (const statement of AUDIT_WALLS[dialect]) await sql.raw(statement).execute(db)
}

export const AUDIT_WALLS: Record<Dialect, readonly string[]> = {
  sqlite: [
    `create trigger audit_update before update on audit
      begin select raise(abort, 'the audit log is append-only'); end`,
    `create trigger audit_delete before delete on audit
      begin select raise(abort, 'the audit log is append-only'); end`,
    `create trigger audit_insert before insert on audit
      when new.actor_id = '' or new.seq <> 1 + coalesce(
        (select max(seq) from audit where team_id = new.team_id), 0)
      begin select raise(abort, 'the audit log is append-only'); end`,
  ],
  postgres: [
    `create or replace function audit_is_append_only() returns trigger language plpgsql as $$
      begin raise exception 'the audit log is append-only'; end $$`,
    `create or replace function audit_goes_on() returns trigger language plpgsql as $$
      begin
        if new.actor_id = '' or new.seq <> 1 + coalesce(
          (select max(seq) from audit where team_id = new.team_id), 0)
        then raise exception 'the audit log is append-only'; end if;
        return new;
      end $$`,
    `create trigger audit_change before update or delete on audit
      for each row execute function audit_is_append_only()`,
    `create trigger audit_truncate before truncate on audit
      for each statement execute function audit_is_append_only()`,
    `create trigger audit_insert before insert on audit
      for each row execute function audit_goes_on()`,
  ],
}
