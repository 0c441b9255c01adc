import type { KeptMail } from '#api/delivery/ports.ts'
import type { KeptMailRow } from '../schema.ts'

export function keptMailFrom(row: KeptMailRow): KeptMail {
  return {
    ...(row.team_id === '' ? {} : { team: row.team_id }),
    at: row.kept_at,
    to: { name: row.to_name, address: row.to_address },
    subject: row.subject,
    text: row.text_body,
    html: row.html_body,
    messageId: row.mail_id,
  }
}

export function keptMailRow(mail: KeptMail): KeptMailRow {
  return {
    team_id: mail.team ?? '',
    mail_id: mail.messageId,
    kept_at: mail.at,
    to_name: mail.to.name,
    to_address: mail.to.address,
    subject: mail.subject,
    text_body: mail.text,
    html_body: mail.html,
  }
}
