import { z } from 'zod'
import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import { KEPT_VIEW, visitStorage } from './visit-storage.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export const DENSITIES = ['comfortable', 'compact'] as const

/** What is kept between visits. Parsed at the door: an older or broken entry falls back. */
const keptSchema = z
  .object({
    theme: z.enum(THEMES).catch('system'),
    density: z.enum(DENSITIES).catch('comfortable'),
    /** Whose eyes to see the page with, as the session offers it; absent for the server's default. */
    viewAs: z.string().max(200).optional().catch(undefined),
  })
  .catch({ theme: 'system', density: 'comfortable' })

export type Theme = (typeof THEMES)[number]
export type Density = (typeof DENSITIES)[number]

type ViewState = {
  theme: Theme
  density: Density
  viewAs?: string | undefined
  /** Which embedded dashboard this page is, as long as it is open; absent where it is none. */
  embed?: string | undefined
  setTheme: (theme: Theme) => void
  setDensity: (density: Density) => void
  setViewAs: (viewAs: string | undefined) => void
}

export const useViewStore = create<ViewState>()(
  persist(
    (set) => ({
      theme: 'system',
      density: 'comfortable',
      setTheme: (theme) => set({ theme }),
      setDensity: (density) => set({ density }),
      setViewAs: (viewAs) => set({ viewAs }),
    }),
    {
      name: KEPT_VIEW,
      storage: createJSONStorage(() => visitStorage),
      partialize: ({ theme, density, viewAs }) => ({ theme, density, viewAs }),
      merge: (kept, state) => ({ ...state, ...keptSchema.parse(kept) }),
    },
  ),
)
