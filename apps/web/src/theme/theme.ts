import { useSyncExternalStore } from 'react'
import { THEME_KEY } from './theme-script.ts'

export type Theme = 'light' | 'dark'
export type ThemeChoice = 'system' | Theme

const DARK = '(prefers-color-scheme: dark)'
/** Tells the components of this page of a choice; other tabs hear of it through `storage`. */
const CHOSEN = 'inkwire:theme'

/** Keeps the choice, and shows it at once on this page and in other tabs. */
export function chooseTheme(choice: ThemeChoice): void {
  show(choice)
  try {
    if (choice === 'system') localStorage.removeItem(THEME_KEY)
    else localStorage.setItem(THEME_KEY, choice)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  window.dispatchEvent(new Event(CHOSEN))
}

/** What the person chose. */
export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, choiceNow, () => 'system')

/** What is seen now. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, themeNow, () => 'light')

/** What the person chose, outside of components. */
export const choiceNow = (): ThemeChoice => parse(document.documentElement.dataset.theme)

/** What is seen now, outside of components. */
export function themeNow(): Theme {
  const choice = choiceNow()
  if (choice !== 'system') return choice
  return matchMedia(DARK).matches ? 'dark' : 'light'
}

function subscribe(listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key !== THEME_KEY) return
    show(parse(event.newValue))
    listener()
  }
  const system = matchMedia(DARK)
  system.addEventListener('change', listener)
  window.addEventListener(CHOSEN, listener)
  window.addEventListener('storage', onStorage)
  return () => {
    system.removeEventListener('change', listener)
    window.removeEventListener(CHOSEN, listener)
    window.removeEventListener('storage', onStorage)
  }
}

function show(choice: ThemeChoice): void {
  const root = document.documentElement
  if (choice === 'system') delete root.dataset.theme
  else root.dataset.theme = choice
}

const parse = (value: string | null | undefined): ThemeChoice =>
  value === 'light' || value === 'dark' ? value : 'system'
