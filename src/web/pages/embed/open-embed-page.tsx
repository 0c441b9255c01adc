import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { embedBase } from '#shared/contract/embed-path.ts'
import { openEmbed } from '#web/api/open-embed.ts'
import { partState } from '#web/api/part-state.ts'
import { Button } from '#web/ui/button.tsx'
import { LoadingRows } from '#web/ui/more-rows.tsx'
import { EmbedFrame } from './embed-frame.tsx'

/** Where the link of a host product leads: it is used up, and the dashboard takes this page's place. */
export function OpenEmbedPage() {
  // A browser tells nobody what comes after the #.
  const token = new URLSearchParams(window.location.hash.slice(1)).get('token') ?? ''
  const query = useQuery({
    queryKey: ['open-embed', token],
    queryFn: () => openEmbed(token),
    enabled: token !== '',
    // It is used up by the first answer, also where that was lost.
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { data } = query
  useEffect(() => {
    if (data?.isKept) window.location.replace(addressOf(data))
  }, [data])
  if (token === '') {
    return (
      <EmbedFrame title="This link is not whole">
        Open it again from the product that you came from.
      </EmbedFrame>
    )
  }
  const state = partState(query, () => false)
  switch (state.kind) {
    case 'loading':
      return <Opening />
    case 'error':
      return (
        <EmbedFrame title={state.words.title}>
          <p>{state.words.detail}</p>
          {state.retry && <Button onClick={state.retry}>Try again</Button>}
        </EmbedFrame>
      )
    case 'empty':
    case 'ready':
      return state.data.isKept ? <Opening /> : <NotKept />
    default:
      return state satisfies never
  }
}

function addressOf({ embed, path }: { embed: string; path: string }): string {
  return `${embedBase(embed)}${path === '/' ? '' : path}`
}

function Opening() {
  return (
    <EmbedFrame title="Opening the dashboard">
      <LoadingRows label="Opening the dashboard" />
    </EmbedFrame>
  )
}

function NotKept() {
  return (
    <EmbedFrame title="This browser keeps no session here">
      It blocks the cookie that says who is looking. Allow cookies for this page, or use another
      browser; then open it again from the product that you came from.
    </EmbedFrame>
  )
}
