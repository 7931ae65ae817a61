import { Search } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { Icon } from '../ui/Icon.tsx'

interface SearchFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Finds boards by their names. `/` goes there, Esc empties it. */
export function SearchField({ value, onChange }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null)

  // Before it is painted: who sees the field can go there.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest('input, textarea, dialog, [role="dialog"]')) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])

  return (
    <search className="relative ml-auto block w-56 max-sm:w-full">
      <span className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-muted">
        <Icon of={Search} size={16} />
      </span>
      <input
        ref={field}
        type="search"
        aria-label="Search boards"
        aria-keyshortcuts="/"
        placeholder="Search"
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          onChange('')
        }}
        className="peer h-button w-full rounded-button border border-line bg-panel pr-8 pl-8 placeholder:text-muted focus-visible:outline-offset-[-1px] [&::-webkit-search-cancel-button]:hidden"
      />
      {value === '' && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 right-3 grid place-items-center text-label text-muted peer-focus:hidden pointer-coarse:hidden"
        >
          /
        </span>
      )}
    </search>
  )
}
