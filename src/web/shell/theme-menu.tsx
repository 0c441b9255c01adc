import { THEMES, type Theme, useViewStore } from '#web/store/view-store.ts'
import { ChoiceMenu } from '#web/ui/choice-menu.tsx'
import { Moon, Sun } from '#web/ui/icons.tsx'
import styles from './theme-menu.module.css'

const WORDS: Record<Theme, string> = {
  system: 'As the device',
  light: 'Light',
  dark: 'Dark',
}

export function ThemeMenu() {
  const theme = useViewStore((state) => state.theme)
  const setTheme = useViewStore((state) => state.setTheme)
  return (
    <ChoiceMenu
      label={`Theme: ${WORDS[theme]}`}
      face={
        <>
          <Sun className={styles.sun} />
          <Moon className={styles.moon} />
        </>
      }
      choices={THEMES.map((value) => ({ value, label: WORDS[value] }))}
      value={theme}
      onChange={setTheme}
    />
  )
}
