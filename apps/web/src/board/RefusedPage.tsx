import type { BoardId } from '@inkwire/board'
import { ERRORS, type ErrorCode, type Refusal } from '@inkwire/protocol'
import type { ClientState } from '@inkwire/sync'
import { useEffect, useState } from 'react'
import { accountPath } from '../account/back.ts'
import { useGuest } from '../account/guest.ts'
import { Button } from '../ui/Button.tsx'
import { HomeButton } from '../ui/HomeButton.tsx'
import { lazily } from '../ui/lazily.tsx'
import { Sentence } from '../ui/Sentence.tsx'
import { changesLeft } from './changes-left.ts'
import { exportRefused, type KeptChange } from './refused-export.ts'
import { changes } from './save-words.ts'

const LinkPassword = lazily(() => import('../sharing/LinkPassword.tsx').then((module) => module.LinkPassword))

/** Refusals that another load of the page can mend. */
const RELOAD: ReadonlySet<ErrorCode> = new Set(['session.missing', 'protocol.version', 'actor.foreign'])

/** Refusals of which another person may know nothing. */
const SIGN_IN: ReadonlySet<ErrorCode> = new Set(['access.denied', 'session.missing'])

interface RefusedPageProps {
  readonly board: BoardId
  readonly problem: Refusal | null
  /** What was refused before. */
  readonly refused: ClientState['refused']
}

/** Why this board can't be shown; what I did on it and this browser still has can be taken along. */
export function RefusedPage({ board, problem, refused }: RefusedPageProps) {
  const guest = useGuest()
  const [unsent, setUnsent] = useState<readonly KeptChange[]>([])

  useEffect(() => {
    document.title = 'Inkwire'
  }, [])
  useEffect(() => {
    let gone = false
    changesLeft(board, problem).then((left) => !gone && setUnsent(left))
    return () => {
      gone = true
    }
  }, [board, problem])

  const kept = [...refused, ...unsent]
  if (problem?.code === 'access.password') return <LinkPassword />
  return (
    <Sentence
      text={sentence(problem)}
      more={
        kept.length > 0 &&
        `${changes(kept.length)} of yours ${kept.length === 1 ? 'is' : 'are'} not on the board, and kept in this browser.`
      }
    >
      {problem && (problem.retry || RELOAD.has(problem.code)) && (
        <Button onClick={() => window.location.reload()}>Reload</Button>
      )}
      {kept.length > 0 && <Button onClick={() => exportRefused(kept)}>Export changes</Button>}
      {guest && problem && SIGN_IN.has(problem.code) && (
        <Button onClick={() => window.location.assign(accountPath())}>Sign in</Button>
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
