import type { ErrorCode } from '@inkwire/protocol'
import type { ClientState } from '@inkwire/sync'

/** What the words follow from. */
export type SaveFacts = Pick<ClientState, 'phase' | 'source' | 'save' | 'waiting' | 'why' | 'outlives'>

/** Why nothing can be saved, in two words or three; the rest is told below. */
const REASONS: { readonly [Code in ErrorCode]?: string } = {
  'server.full': 'disk full',
  'server.busy': 'server busy',
  'server.fault': 'server fault',
  'rate.limited': 'too much at once',
}
const NO_ANSWER = 'no answer yet'

const reasonOf = ({ why }: SaveFacts): string => (why && REASONS[why.code]) || NO_ANSWER

/** "3 changes" */
export const changes = (count: number): string => `${count} ${count === 1 ? 'change' : 'changes'}`

/** What became of changes that the server finally refused. */
export const refusedWords = (count: number): string =>
  count === 1 ? 'A change was refused and taken back.' : `${count} changes were refused and taken back.`

/** Whether all I did is stored, in a few words. */
export function saveWords(facts: SaveFacts): string {
  const { phase, source, save, waiting, outlives } = facts
  switch (save) {
    case 'offline':
      return waiting === 0 ? 'Offline' : `Offline, ${changes(waiting)} kept ${outlives ? 'here' : 'in this tab'}`
    case 'stuck':
      return `Can't save: ${reasonOf(facts)}`
    case 'saved':
      return phase === 'connecting' ? 'Opening…' : source === 'copy' ? 'Connecting…' : 'Saved'
    case 'saving':
      return 'Saving…'
  }
}
