import type { Person, PersonId } from '@inkwire/board'
import type { BoardVersion, HistoryBody } from '@inkwire/protocol'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { FloatingPanel } from '../board/FloatingPanel.tsx'
import { roughMoment } from './bands.ts'
import { HistoryBar, type Moment } from './HistoryBar.tsx'
import { HistoryFooter, HistoryHeader } from './HistoryFrame.tsx'
import type { HistoryScreenProps } from './HistoryScreen.tsx'
import type { HistoryBoard } from './history-board.ts'
import { dateAndTime } from './moment.ts'
import type { Past } from './past.ts'
import type { OpenedPast } from './reading.ts'
import { deleteVersion, nameVersion, renameVersion } from './requests.ts'
import { restore } from './restoring.ts'
import { VersionDialog } from './VersionDialog.tsx'
import { VersionsButton } from './VersionsButton.tsx'

interface OpenedHistoryProps extends HistoryScreenProps, OpenedPast {
  readonly shown: HistoryBoard
  readonly onVersions: (change: (versions: readonly BoardVersion[]) => readonly BoardVersion[]) => void
}

/** What goes through a history that has come: where one is, versions, restoring. */
export function OpenedHistory(props: OpenedHistoryProps) {
  const { board, client, editor: live, name, toasts, onClose, history, past, player, shown, onVersions } = props
  const slider = useRef<HTMLInputElement>(null)
  const state = useSyncExternalStore(
    useCallback((listener) => player.subscribe(listener), [player]),
    useCallback(() => player.getState(), [player]),
  )
  const people = useMemo(() => new Map(history.people.map((one) => [one.id, one])), [history.people])
  const [naming, setNaming] = useState<BoardVersion | 'new' | null>(null)
  const moment = momentAt(history, past, people, state.seq)
  const when = moment ? `on ${dateAndTime(moment.at)}` : 'before anything was drawn'
  useEffect(() => slider.current?.focus({ preventScroll: true }), [])

  const add = (version: BoardVersion) =>
    onVersions((versions) =>
      [...versions.filter(({ id }) => id !== version.id), version].sort((a, b) => a.seq - b.seq || a.at - b.at),
    )
  const save = async (title: string) => {
    const reply =
      naming === 'new' || naming === null
        ? await nameVersion(board, { name: title, seq: state.seq })
        : await renameVersion(board, naming.id, title)
    if (reply.ok) add(reply.body.version)
    return reply
  }
  const remove = async (version: BoardVersion) => {
    const reply = await deleteVersion(board, version.id)
    if (!reply.ok) return toasts.show({ text: reply.message, kind: 'version' })
    onVersions((versions) => versions.filter(({ id }) => id !== version.id))
    const undo = async () => {
      const again = await nameVersion(board, { name: version.name, seq: version.seq })
      if (again.ok) add(again.body.version)
      else toasts.show({ text: again.message, kind: 'version' })
    }
    toasts.show({
      text: `The version “${version.name}” was deleted`,
      kind: 'version',
      action: { text: 'Undo', run: undo },
    })
  }
  const bringBack = () => {
    const text = `The board is again as it was ${when}`
    const gesture = restore(client, shown.document)
    const undo = () => {
      if (client.newestGesture === gesture) live.run('undo')
      else toasts.show({ text: 'You have changed something since: undo that first', kind: 'restored' })
    }
    if (gesture) toasts.show({ text, kind: 'restored', action: { text: 'Undo', run: undo } })
    else toasts.show({ text: 'The board looks like this already', kind: 'restored' })
    onClose()
  }

  const empty = history.head === history.floor
  return (
    <>
      <HistoryHeader name={name} onClose={onClose}>
        {!empty && (
          <FloatingPanel className="flex max-sm:border-0 max-sm:p-0 max-sm:shadow-none">
            <VersionsButton
              versions={history.versions}
              seq={state.seq}
              canEdit={client.canEdit}
              onShow={({ seq }) => player.show(seq)}
              onRename={setNaming}
              onDelete={remove}
            />
          </FloatingPanel>
        )}
      </HistoryHeader>
      <HistoryFooter toasts={toasts}>
        {empty ? (
          <FloatingPanel className="px-4 py-3 text-muted">
            {history.head === 0
              ? 'Nothing was drawn here yet.'
              : 'Nothing was drawn here since its history was cleared.'}
          </FloatingPanel>
        ) : (
          <HistoryBar
            history={history}
            people={people}
            player={player}
            state={state}
            moment={moment}
            canEdit={client.canEdit}
            slider={slider}
            onName={() => {
              player.pause()
              setNaming('new')
            }}
            onRestore={bringBack}
          />
        )}
      </HistoryFooter>
      {naming && (
        <VersionDialog
          title={naming === 'new' ? 'Name this version' : 'Rename this version'}
          name={naming === 'new' ? '' : naming.name}
          when={naming === 'new' ? when : 'then'}
          onSave={save}
          onClose={() => setNaming(null)}
        />
      )}
    </>
  )
}

/** Who made a seq what it is: by its batch, or while that is loading by the part of the timeline that it lies in. */
function momentAt(
  { floor, parts }: HistoryBody,
  past: Past,
  people: ReadonlyMap<PersonId, Person>,
  seq: number,
): Moment | undefined {
  if (seq <= floor) return undefined
  const { person, at } = past.record(seq) ?? roughMoment(parts, seq) ?? {}
  return at === undefined ? undefined : { person: person && people.get(person), at }
}
