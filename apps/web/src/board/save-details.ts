import { changes, type SaveFacts } from './save-words.ts'

/**
 * Whether all I did is stored, in sentences: what it means, where the changes are, what to do.
 *
 * @param since when it began, ms since 1970
 */
export function saveDetails(facts: SaveFacts, since: number): readonly string[] {
  const { save, waiting, why } = facts
  switch (save) {
    case 'offline':
      return [`There has been no connection to the server since ${timeOf(since)}.`, ...keeping(facts)]
    case 'stuck':
      return [
        why?.message ?? `The server has not confirmed your last changes since ${timeOf(since)}. They are sent again.`,
        ...keeping(facts),
      ]
    case 'saving':
      return [`${changes(waiting)} on the way to the server.`]
    case 'saved':
      return facts.source === 'copy' || facts.phase === 'connecting'
        ? ['This is what this browser kept of the board. It is being compared with the server.']
        : ['All that you did is stored on the server.']
  }
}

function keeping({ save, waiting, outlives }: SaveFacts): readonly string[] {
  const when = `as soon as ${save === 'offline' ? 'there is a connection' : 'the server can save'} again`
  if (waiting === 0)
    return save === 'offline' ? [`You can go on: what you change is kept in this browser, and sent ${when}.`] : []
  const kept = `${changes(waiting)} ${waiting === 1 ? 'is' : 'are'}`
  return outlives
    ? [`${kept} kept in this browser, and sent ${when}, also if you close this tab.`]
    : [`${kept} kept in this tab only: leave it open. Sent ${when}.`]
}

const timeOf = (at: number): string => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
