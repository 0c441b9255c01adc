import { EmbedFrame } from './embed-frame.tsx'

/** The session of an embedded dashboard is over: a person would be asked to sign in here. */
export function EmbedOver() {
  return (
    <EmbedFrame title="This view is over">
      Open it again from the product that you came from.
    </EmbedFrame>
  )
}
