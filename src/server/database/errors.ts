import { OperatorError } from '../operator-error.ts'

export type Refusal = 'in-use' | 'damaged' | 'held' | 'newer' | 'unreachable'

/** The database can't be opened; the message is a sentence for the operator. */
export class DatabaseRefused extends OperatorError {
  override name = 'DatabaseRefused'
  readonly reason: Refusal

  constructor(reason: Refusal, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
