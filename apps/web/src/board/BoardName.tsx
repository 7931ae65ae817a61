import type { BoardId } from '@inkwire/board'
import { LIMITS } from '@inkwire/protocol'
import { useEffect, useRef, useState } from 'react'
import { renameBoard } from '../api.ts'
import type { ToastsControl } from '../ui/Toasts.tsx'

interface BoardNameProps {
  readonly board: BoardId
  readonly name: string
  /** I may not change it. */
  readonly fixed: boolean
  readonly toasts: ToastsControl
}

const CLASSES = 'min-w-12 px-2 font-medium max-sm:px-1.5 max-sm:leading-[18px]'

/** The board's name, a field that looks like text. Enter and leaving keep what was typed, Esc doesn't. */
export function BoardName({ board, name, fixed, toasts }: BoardNameProps) {
  /** Null: it is as the server says. */
  const [draft, setDraft] = useState<string | null>(null)
  const givenUp = useRef(false)

  // Once the server tells the new name, or somebody else's, there is nothing left of mine to show.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new name is what this waits for
  useEffect(() => setDraft(null), [name])

  const keep = async () => {
    const next = draft?.trim()
    if (givenUp.current || !next || next === name) return setDraft(null)
    const reply = await renameBoard(board, { name: next })
    if (reply.ok) return
    setDraft(null)
    toasts.show({ text: reply.message })
  }

  const shown = draft ?? name
  if (fixed) return <span className={`max-w-64 truncate ${CLASSES}`}>{shown}</span>
  return (
    <div className="relative h-8 max-w-64 min-w-0 overflow-hidden max-sm:h-[18px] max-sm:max-w-full">
      {/* As wide as what is typed. */}
      <span aria-hidden="true" className={`invisible block overflow-hidden whitespace-pre ${CLASSES}`}>
        {shown || 'Board name'}
      </span>
      <input
        aria-label="Board name"
        title="Rename"
        value={shown}
        maxLength={LIMITS.nameCharacters}
        spellCheck={false}
        onFocus={() => {
          givenUp.current = false
        }}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Escape') givenUp.current = true
          if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
        }}
        className={`absolute inset-0 w-full rounded-button text-ellipsis hover:bg-hover focus-visible:bg-sunken focus-visible:outline-offset-[-1px] max-sm:rounded pointer-coarse:text-body ${CLASSES}`}
      />
    </div>
  )
}
