import type { ClientState } from '@inkwire/sync'
import { Button } from '../ui/Button.tsx'
import { saveDetails } from './save-details.ts'
import { refusedWords } from './save-words.ts'

interface SaveDetailsProps {
  readonly state: ClientState
  /** When saving began to stand as it does, ms since 1970. */
  readonly since: number
  readonly onRefused: () => void
}

/** Where my changes are, in sentences. */
export function SaveDetails({ state, since, onRefused }: SaveDetailsProps) {
  const refused = state.refused.length
  return (
    <div className="flex flex-col items-start gap-2">
      {saveDetails(state, since).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {refused > 0 && (
        <>
          <p>{refusedWords(refused)}</p>
          <Button onClick={onRefused}>Show</Button>
        </>
      )}
    </div>
  )
}
