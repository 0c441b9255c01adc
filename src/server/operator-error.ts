/** Something that the operator can mend: shown as a sentence, without a stack trace. */
export class OperatorError extends Error {
  override name = 'OperatorError'
}
