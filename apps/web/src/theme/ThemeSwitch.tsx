import { type LucideIcon, Monitor, Moon, Sun } from 'lucide-react'
import { Icon } from '../ui/Icon.tsx'
import { chooseTheme, type ThemeChoice, useThemeChoice } from './theme.ts'

const CHOICES: readonly { readonly choice: ThemeChoice; readonly title: string; readonly icon: LucideIcon }[] = [
  { choice: 'system', title: 'As the system', icon: Monitor },
  { choice: 'light', title: 'Light', icon: Sun },
  { choice: 'dark', title: 'Dark', icon: Moon },
]

/** Three buttons: as the system, light, dark. */
export function ThemeSwitch() {
  const chosen = useThemeChoice()
  return (
    <fieldset className="flex rounded-button bg-sunken p-0.5">
      <legend className="sr-only">Theme</legend>
      {CHOICES.map(({ choice, title, icon }) => (
        <button
          key={choice}
          type="button"
          aria-label={title}
          title={title}
          aria-pressed={chosen === choice}
          onClick={() => chooseTheme(choice)}
          className="grid h-7 w-8 place-items-center rounded-md text-muted hover:text-text aria-pressed:bg-panel aria-pressed:text-text aria-pressed:ring-1 aria-pressed:ring-line pointer-coarse:h-10 pointer-coarse:w-11"
        >
          <Icon of={icon} size={16} />
        </button>
      ))}
    </fieldset>
  )
}
