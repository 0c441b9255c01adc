import type { ComponentProps } from 'react'

type IconProps = Omit<ComponentProps<'svg'>, 'children'>

const FRAME = {
  width: 16,
  height: 16,
  viewBox: '0 0 16 16',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
  'aria-hidden': true,
  focusable: false,
} as const

export function ChevronDown(props: IconProps) {
  return (
    <svg {...FRAME} {...props} aria-hidden>
      <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />
    </svg>
  )
}

export function Check(props: IconProps) {
  return (
    <svg {...FRAME} {...props} aria-hidden>
      <path d="m3.5 8.5 3 3 6-7" />
    </svg>
  )
}

export function Bell(props: IconProps) {
  return (
    <svg {...FRAME} {...props} aria-hidden>
      <path d="M4 7a4 4 0 0 1 8 0v2.5l1 2H3l1-2ZM6.5 13.5h3" />
    </svg>
  )
}

export function Minus(props: IconProps) {
  return (
    <svg {...FRAME} {...props} aria-hidden>
      <path d="M4 8h8" />
    </svg>
  )
}

export function Close(props: IconProps) {
  return (
    <svg {...FRAME} {...props} aria-hidden>
      <path d="m4.5 4.5 7 7m0-7-7 7" />
    </svg>
  )
}

export function Search(props: IconProps) {
  return (
    <svg {...FRAME} {...props} aria-hidden>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.5 10.5 3 3" />
    </svg>
  )
}

export function ArrowUp(props: IconProps) {
  return (
    <svg {...FRAME} {...props} aria-hidden>
      <path d="M8 12.5v-9m-3.5 3.5L8 3.5l3.5 3.5" />
    </svg>
  )
}

export function ArrowRight(props: IconProps) {
  return (
    <svg {...FRAME} {...props} aria-hidden>
      <path d="m6.5 4.5 3.5 3.5-3.5 3.5" />
    </svg>
  )
}

export function Sun(props: IconProps) {
  return (
    <svg {...FRAME} {...props} aria-hidden>
      <circle cx="8" cy="8" r="2.75" />
      <path d="M8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9" />
    </svg>
  )
}

export function Moon(props: IconProps) {
  return (
    <svg {...FRAME} {...props} aria-hidden>
      <path d="M13.25 9.5A5.5 5.5 0 0 1 6.5 2.75a5.5 5.5 0 1 0 6.75 6.75Z" />
    </svg>
  )
}

export function Eye(props: IconProps) {
  return (
    <svg {...FRAME} {...props} aria-hidden>
      <path d="M1.75 8S4 3.75 8 3.75 14.25 8 14.25 8 12 12.25 8 12.25 1.75 8 1.75 8Z" />
      <circle cx="8" cy="8" r="1.75" />
    </svg>
  )
}

export function Calendar(props: IconProps) {
  return (
    <svg {...FRAME} {...props} aria-hidden>
      <rect x="2.25" y="3.25" width="11.5" height="10.5" rx="2" />
      <path d="M2.25 6.5h11.5M5.5 1.75v3M10.5 1.75v3" />
    </svg>
  )
}
