import { Check, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Icon } from './Icon.tsx'

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
    const next = target(event.key, rowsOf(menu.current))
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

const ROW =
  'flex h-8 w-full items-center gap-4 rounded-button px-2.5 text-left focus:bg-hover focus-visible:outline-offset-[-2px] disabled:opacity-48 pointer-coarse:h-11'

interface MenuRowProps {
  readonly title: string
  readonly shortcut?: string | undefined
  readonly disabled?: boolean
  /** It is a switch, on or off. */
  readonly checked?: boolean | undefined
  readonly onChoose: () => void
}

export function MenuRow({ title, shortcut, disabled = false, checked, onChoose }: MenuRowProps) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: where it is checked or not, its role supports it
    <button
      type="button"
      role={checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
      aria-checked={checked}
      tabIndex={-1}
      disabled={disabled}
      onClick={onChoose}
      // One row is marked at a time, by keys and by pointer.
      onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
      className={ROW}
    >
      {checked !== undefined && <span className="-mr-2 w-4">{checked && <Icon of={Check} size={16} />}</span>}
      <span className="flex-1 truncate">{title}</span>
      {shortcut && (
        <span aria-hidden="true" className="text-label text-muted pointer-coarse:hidden">
          {shortcut}
        </span>
      )}
    </button>
  )
}

/** A row that opens more rows beside it, or over it where there is no room. They close when another row is marked. */
export function SubMenu({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const row = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const byKey = useRef(false)

  useLayoutEffect(() => {
    const from = row.current?.getBoundingClientRect()
    if (!open || !panel.current || !from) return
    panel.current.showPopover?.()
    const { offsetWidth: width, offsetHeight: height } = panel.current
    const right = from.right + width + MARGIN <= window.innerWidth
    const left = right ? from.right : from.left - width
    panel.current.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - width - MARGIN))}px`
    panel.current.style.top = `${Math.max(MARGIN, Math.min(from.top - 5, window.innerHeight - height - MARGIN))}px`
    if (byKey.current) rowsOf(panel.current)[0]?.focus({ preventScroll: true })
  }, [open])

  const openBy = (key: boolean) => {
    byKey.current = key
    setOpen(true)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only hears keys and focus that come up from its rows
    <div
      ref={root}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !root.current?.contains(event.relatedTarget)) setOpen(false)
      }}
      onKeyDown={(event) => {
        const inside = panel.current?.contains(document.activeElement)
        if (!inside && (event.key === 'ArrowRight' || event.key === 'Enter' || event.key === ' ')) openBy(true)
        else if (inside && (event.key === 'ArrowLeft' || event.key === 'Escape')) {
          setOpen(false)
          row.current?.focus({ preventScroll: true })
        } else return
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      <button
        ref={row}
        type="button"
        role="menuitem"
        tabIndex={-1}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => openBy(false)}
        onPointerMove={(event) => {
          event.currentTarget.focus({ preventScroll: true })
          if (event.pointerType === 'mouse') openBy(false)
        }}
        className={`${ROW} aria-expanded:bg-hover`}
      >
        <span className="flex-1 truncate">{title}</span>
        <span className="-mr-1 text-muted">
          <Icon of={ChevronRight} size={16} />
        </span>
      </button>
      {open && (
        <div
          ref={panel}
          popover="manual"
          role="menu"
          aria-label={title}
          className="panel no-scrollbar fixed right-auto bottom-auto m-0 max-h-[calc(100dvh-16px)] w-56 overflow-y-auto p-1 text-text pointer-coarse:w-60"
        >
          {children}
        </div>
      )}
    </div>
  )
}

// biome-ignore lint/a11y/useSemanticElements: hr is not allowed in a menu
export const MenuDivider = () => <div role="separator" className="m-1 h-px bg-line" />

/** The rows of the menu that the focus is in, without those of menus in it. */
function rowsOf(menu: HTMLElement | null): readonly HTMLElement[] {
  const focused = document.activeElement
  const inside = menu && focused && menu.contains(focused) ? focused.closest<HTMLElement>('[role="menu"]') : menu
  const rows = inside?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([disabled])') ?? []
  return [...rows].filter((row) => row.closest('[role="menu"]') === inside)
}

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
