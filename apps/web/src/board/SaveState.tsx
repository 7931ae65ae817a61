import type { ClientState } from '@inkwire/sync'
import { useEffect, useState } from 'react'
import { lazily } from '../ui/lazily.tsx'
import { Popover } from '../ui/Popover.tsx'
import { saveWords } from './save-words.ts'

const SaveDetails = lazily(() => import('./SaveDetails.tsx').then((module) => module.SaveDetails))

interface SaveStateProps {
  readonly state: ClientState
  readonly onRefused: () => void
}

const COLORS: { readonly [Save in ClientState['save']]: string } = {
  saved: 'text-muted',
  saving: 'text-muted',
  offline: 'text-text',
  stuck: 'text-danger',
}

/**
 * Whether all I did is stored; more about it on a click. Its place is as wide as the words that come and go, so that nothing
 * moves; what is longer grows to the right, where nothing stands.
 */
export function SaveState({ state, onRefused }: SaveStateProps) {
  const since = useSince(state.save)
  return (
    <>
      <Popover
        label="Saving"
        className="left-0 mt-2 w-72 p-3.5 max-sm:mt-1 max-sm:max-w-[calc(100vw-64px)]"
        button={(props) => (
          // Not spoken: it changes with every stroke.
          <div role="status" aria-live="off" className="flex min-w-0">
            <button
              type="button"
              {...props}
              className={`h-7 min-w-[84px] truncate rounded-button px-2 text-left text-label hover:bg-hover aria-expanded:bg-hover focus-visible:outline-offset-[-2px] max-sm:h-[14px] max-sm:rounded max-sm:px-1.5 max-sm:text-[11px] max-sm:leading-[14px] ${COLORS[state.save]}`}
            >
              {saveWords(state)}
            </button>
          </div>
        )}
      >
        {(close) => (
          <SaveDetails
            state={state}
            since={since}
            onRefused={() => {
              close()
              onRefused()
            }}
          />
        )}
      </Popover>
      <Spoken state={state} />
    </>
  )
}

/** Says when saving stops, and when it is well again; nothing of what goes well. */
function Spoken({ state }: { readonly state: ClientState }) {
  const { save } = state
  const trouble = save === 'stuck' ? saveWords(state) : save === 'offline' ? 'Offline' : null
  const [spoken, speak] = useState('')
  useEffect(() => {
    if (trouble !== null) speak(trouble)
    else if (save === 'saved') speak((before) => before && 'Everything is saved again')
  }, [trouble, save])
  return (
    <span aria-live="polite" className="sr-only">
      {spoken}
    </span>
  )
}

/** Since when a value has been what it is, ms since 1970. */
function useSince(value: unknown): number {
  const [{ at }, set] = useState(() => ({ at: Date.now(), value }))
  useEffect(() => {
    set((before) => (before.value === value ? before : { at: Date.now(), value }))
  }, [value])
  return at
}
