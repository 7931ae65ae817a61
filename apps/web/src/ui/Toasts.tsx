'use client'

import { X } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { Icon } from './Icon.tsx'

export interface Toast {
  readonly text: string
  readonly action?: { readonly text: string; readonly run: () => void }
  /** Stays until it is dismissed; others go after a while. */
  readonly stays?: boolean
  readonly onDismiss?: () => void
  /** One that is shown already is replaced by one of the same kind. */
  readonly kind?: string
}

interface ShownToast extends Toast {
  readonly number: number
}

export interface ToastsControl {
  readonly shown: readonly ShownToast[]
  readonly show: (toast: Toast) => void
  readonly dismiss: (number: number) => void
}

/** Long enough to read one line twice. */
const SHOWN_FOR_MS = 6_000
/** More would cover the board; the oldest gives way. */
const MOST_TOASTS = 3

/** The toasts of a page. */
export function useToasts(): ToastsControl {
  const [{ shown }, set] = useState<{ readonly shown: readonly ShownToast[]; readonly last: number }>({
    shown: [],
    last: 0,
  })
  const show = useCallback((toast: Toast) => {
    set(({ shown, last }) => {
      const others = shown.filter(({ kind, text }) => (kind ?? text) !== (toast.kind ?? toast.text))
      return { shown: [...others, { ...toast, number: last + 1 }].slice(-MOST_TOASTS), last: last + 1 }
    })
  }, [])
  const dismiss = useCallback((number: number) => {
    set(({ shown, last }) => ({ shown: shown.filter((toast) => toast.number !== number), last }))
  }, [])
  return useMemo(() => ({ shown, show, dismiss }), [shown, show, dismiss])
}

/** One line each, the newest at the bottom; read out as they come. */
export function Toasts({ toasts }: { readonly toasts: ToastsControl }) {
  return (
    <div aria-live="polite" className="flex flex-col items-start gap-2">
      {toasts.shown.map((toast) => (
        <ToastLine key={toast.number} toast={toast} onGone={toasts.dismiss} />
      ))}
    </div>
  )
}

function ToastLine({ toast, onGone }: { readonly toast: ShownToast; readonly onGone: (number: number) => void }) {
  const { number, stays, action } = toast

  useEffect(() => {
    if (stays) return
    const timer = setTimeout(() => onGone(number), SHOWN_FOR_MS)
    return () => clearTimeout(timer)
  }, [number, stays, onGone])

  return (
    <div className="panel enter pointer-events-auto flex max-w-[calc(100vw-24px)] items-center gap-1 py-1 pr-1 pl-3">
      <p className="min-w-0 py-1">{toast.text}</p>
      {action && (
        <button
          type="button"
          onClick={() => {
            action.run()
            if (!stays) onGone(number)
          }}
          className="h-8 shrink-0 rounded-button px-2.5 font-medium hover:bg-hover focus-visible:outline-offset-[-2px] pointer-coarse:h-11"
        >
          {action.text}
        </button>
      )}
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => {
          toast.onDismiss?.()
          onGone(number)
        }}
        className="grid size-8 shrink-0 place-items-center rounded-button text-muted hover:bg-hover hover:text-text focus-visible:outline-offset-[-2px] pointer-coarse:size-11"
      >
        <Icon of={X} size={16} />
      </button>
    </div>
  )
}
