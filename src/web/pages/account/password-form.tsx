import { passwordBodySchema } from '#shared/contract/person.ts'
import { changePassword } from '#web/api/people.ts'
import { useForm } from '#web/hooks/use-form.ts'
import { Button } from '#web/ui/button.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { sayDone } from '#web/ui/toast-store.ts'
import styles from './account-page.module.css'

export function PasswordForm() {
  const { faults, isSending, submit } = useForm(
    passwordBodySchema,
    async (body) => {
      await changePassword(body)
      sayDone({ title: 'The password is changed. Other browsers are signed out.' })
    },
    { empties: true },
  )
  return (
    <form
      noValidate
      className={styles.form}
      onSubmit={submit((text) => ({
        ...(text('current') === '' ? {} : { current: text('current') }),
        next: text('next'),
      }))}
    >
      <TextField
        label="Current password"
        name="current"
        type="password"
        autoComplete="current-password"
        hint="Leave it empty if you never had one."
        fault={faults.current}
      />
      <TextField
        label="New password"
        name="next"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters. Several words are good."
        fault={faults.next}
      />
      <FormFault words={faults['']} />
      <p>
        <Button type="submit" busy={isSending}>
          Change password
        </Button>
      </p>
    </form>
  )
}
