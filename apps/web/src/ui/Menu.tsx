import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'

interface MenuProps {
  readonly label: string
  /** The pointer that opened it: css px of the viewport. */
  readonly at: { readonly x: number; readonly y: number }
  readonly onClose: () => void
  readonly children: ReactNode
}

/** So far from the screen's edges, px. */
const MARGIN = 8

/**
 * A menu at the pointer. Arrow keys, Home, End and first letters go through its rows, Enter chooses, Esc, Tab and a pointer elsewhere close it;
 * then the focus is where it was.
 */
export function Menu({ label, at, onClose, children }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: its rows decide how large it is
  useLayoutEffect(() => {
    const element = menu.current
    if (!element) return
    const { offsetWidth: width, offsetHeight: height } = element
    element.style.left = `${Math.max(MARGIN, Math.min(at.x, window.innerWidth - width - MARGIN))}px`
    element.style.top = `${Math.max(MARGIN, Math.min(at.y, window.innerHeight - height - MARGIN))}px`
  }, [at.x, at.y, children])

  useEffect(() => {
    const before = document.activeElement
    menu.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    // None of these is for the canvas.
    event.stopPropagation()
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      return onClose()
    }
    const rows = [...(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]:not([disabled])') ?? [])]
    const next = target(event.key, rows)
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  return (
    <>
      {/* Takes the click that closes the menu, so that it doesn't draw. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for keys there is Esc */}
      <div
        className="fixed inset-0 z-40"
        onPointerDown={(event) => {
          event.preventDefault()
          onClose()
        }}
        onContextMenu={(event) => event.preventDefault()}
      />
      <div
        ref={menu}
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => event.preventDefault()}
        className="panel enter no-scrollbar fixed top-0 left-0 z-50 max-h-[calc(100dvh-16px)] w-60 overflow-y-auto p-1 outline-none pointer-coarse:w-64"
      >
        {children}
      </div>
    </>
  )
}

interface MenuRowProps {
  readonly title: string
  readonly shortcut?: string | undefined
  readonly disabled?: boolean
  readonly onChoose: () => void
}

export function MenuRow({ title, shortcut, disabled = false, onChoose }: MenuRowProps) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      disabled={disabled}
      onClick={onChoose}
      // One row is marked at a time, by keys and by pointer.
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
      className="flex h-8 w-full items-center gap-4 rounded-button px-2.5 text-left focus:bg-hover focus-visible:outline-offset-[-2px] disabled:opacity-48 pointer-coarse:h-11"
    >
      <span className="flex-1 truncate">{title}</span>
      {shortcut && (
        <span aria-hidden="true" className="text-label text-muted pointer-coarse:hidden">
          {shortcut}
        </span>
      )}
    </button>
  )
}

// biome-ignore lint/a11y/useSemanticElements: hr is not allowed in a menu
export const MenuDivider = () => <div role="separator" className="m-1 h-px bg-line" />

/** The row that a key leads to; from no row at all the first or the last. */
function target(key: string, rows: readonly HTMLElement[]): HTMLElement | undefined {
  const focused = document.activeElement
  const at = focused instanceof HTMLElement ? rows.indexOf(focused) : -1
  if (key === 'ArrowDown') return rows[(at + 1) % rows.length]
  if (key === 'ArrowUp') return rows.at(at < 0 ? -1 : at - 1)
  if (key === 'Home') return rows[0]
  if (key === 'End') return rows.at(-1)
  if (key.length !== 1 || key === ' ') return undefined
  const startsSo = (row: HTMLElement) => row.textContent.trim().toLowerCase().startsWith(key.toLowerCase())
  return [...rows.slice(at + 1), ...rows.slice(0, at + 1)].find(startsSo)
}
