import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { classNames } from './class-names.ts'

type ButtonProps = ComponentProps<'button'> & {
  look?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 's' | 'm'
  /** Under way: it takes no second press, and keeps the focus, which one that is disabled loses. */
  busy?: boolean
}

export function Button(props: ButtonProps) {
  const { look = 'secondary', size = 'm', busy = false, className, ...rest } = props
  return (
    <button
      type="button"
      {...rest}
      {...(busy && { 'aria-disabled': true, onClick: (event) => event.preventDefault() })}
      className={classNames(styles.button, styles[look], styles[size], className)}
    />
  )
}
