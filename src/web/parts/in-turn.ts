/** For a hidden page, which has no frames. */
const NO_FRAME_MS = 100

let last = Promise.resolve()

/**
 * Draws what takes long one after the other: the first is seen while the next is made, and in between the
 * page answers.
 */
export function inTurn(draw: () => void): void {
  last = last.then(draw).then(painted)
}

function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, NO_FRAME_MS)
  })
}
