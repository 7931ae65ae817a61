import { ERRORS, type ErrorCode, type Refusal } from '@inkwire/protocol'
import { useEffect } from 'react'
import { Button } from '../ui/Button.tsx'
import { HomeButton } from '../ui/HomeButton.tsx'
import { Sentence } from '../ui/Sentence.tsx'

/** Refusals that another load of the page can mend. */
const RELOAD: ReadonlySet<ErrorCode> = new Set(['session.missing', 'protocol.version', 'actor.foreign'])

/** Why this board can't be shown. */
export function RefusedPage({ problem }: { readonly problem: Refusal | null }) {
  useEffect(() => {
    document.title = 'Inkwire'
  }, [])
  return (
    <Sentence text={sentence(problem)}>
      {problem && (problem.retry || RELOAD.has(problem.code)) && (
        <Button onClick={() => window.location.reload()}>Reload</Button>
      )}
      <HomeButton />
    </Sentence>
  )
}

function sentence(problem: Refusal | null): string {
  if (!problem) return ERRORS['server.fault'].message
  // The code's own sentence is about an act; here it's the whole board that can't be seen. The server may say more.
  if (problem.message === ERRORS['access.denied'].message)
    return "You can't open this board with this link. Ask its owner for a new one."
  return problem.message
}
