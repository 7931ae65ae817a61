import { LIMITS } from '@inkwire/protocol'
import { useRef, useState } from 'react'

interface CardNameProps {
  readonly name: string
  /** With the new name, or null when nothing shall change. Answers whether the field can go. */
  readonly onDone: (name: string | null) => Promise<boolean>
}

/** A board's name while it is being changed: Enter and leaving keep it, Esc doesn't. */
export function CardName({ name, onDone }: CardNameProps) {
  const [value, setValue] = useState(name)
  // Esc takes the field away, which blurs it; that must not keep the name.
  const done = useRef(false)

  const finish = async (next: string | null) => {
    if (done.current) return
    done.current = true
    done.current = await onDone(next)
  }
  const keep = () => finish(value.trim() === '' || value.trim() === name ? null : value.trim())

  return (
    <input
      aria-label="Board name"
      value={value}
      maxLength={LIMITS.nameCharacters}
      // biome-ignore lint/a11y/noAutofocus: the field is there because its menu was used to change it
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setValue(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep()
        if (event.key === 'Escape') finish(null)
      }}
      className="-mx-1.5 -my-0.5 block h-6 w-[calc(100%+12px)] rounded-md px-1.5 text-card font-semibold focus-visible:outline-offset-[-1px]"
    />
  )
}
