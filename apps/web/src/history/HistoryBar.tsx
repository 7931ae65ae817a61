import type { Person, PersonId } from '@inkwire/board'
import type { HistoryBody } from '@inkwire/protocol'
import { Bookmark, Pause, Play, RotateCcw, StepBack, StepForward } from 'lucide-react'
import type { Ref } from 'react'
import { FloatingPanel } from '../board/FloatingPanel.tsx'
import { Avatar } from '../person/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Tip } from '../ui/Tip.tsx'
import { ago, dateAndTime } from './moment.ts'
import { type Player, type PlayerState, SPEEDS } from './player.ts'
import { TimeSlider } from './TimeSlider.tsx'

/** What is shown: who made it so, and when. */
export interface Moment {
  readonly person: Person | undefined
  /** ms since 1970 */
  readonly at: number
}

interface HistoryBarProps {
  readonly history: HistoryBody
  readonly people: ReadonlyMap<PersonId, Person>
  readonly player: Player
  readonly state: PlayerState
  /** Undefined before anything was drawn. */
  readonly moment: Moment | undefined
  readonly canEdit: boolean
  readonly slider: Ref<HTMLInputElement>
  readonly onName: () => void
  readonly onRestore: () => void
}

/** All of a history below the board: where one is in it, and ways to go. */
export function HistoryBar(props: HistoryBarProps) {
  const { history, people, player, state, moment, canEdit, slider, onName, onRestore } = props
  const { floor, head, parts, versions } = history
  const here = versions.find(({ seq }) => seq === state.seq)
  const ready = state.seq === state.shown
  return (
    <FloatingPanel className="w-full max-w-[560px] px-3 pt-2.5 pb-2 min-[1200px]:max-w-[720px]">
      <div className="flex h-8 items-center gap-2.5">
        {moment?.person && <Avatar person={moment.person} />}
        <p className="min-w-0 flex-1 truncate">
          <MomentWords moment={moment} pruned={floor > 0} />
        </p>
        {here && (
          <p className="flex max-w-2/5 shrink-0 items-center gap-1.5 text-muted">
            <Icon of={Bookmark} size={16} />
            <span className="truncate">{here.name}</span>
          </p>
        )}
      </div>
      <TimeSlider
        ref={slider}
        floor={floor}
        head={head}
        seq={state.seq}
        parts={parts}
        people={people}
        versions={versions}
        text={momentText(moment, state.seq - floor, head - floor)}
        onChange={(seq) => player.show(seq)}
        onStep={(direction) => player.step(direction)}
      />
      <div className="mt-0.5 -ml-1.5 flex items-center gap-0.5">
        <IconButton
          title="Step back"
          icon={StepBack}
          shortcut="←"
          disabled={state.seq <= floor}
          onClick={() => player.step(-1)}
        />
        <IconButton
          title={state.playing ? 'Pause' : 'Play'}
          icon={state.playing ? Pause : Play}
          shortcut="Space"
          onClick={() => (state.playing ? player.pause() : player.play())}
        />
        <IconButton
          title="Step forward"
          icon={StepForward}
          shortcut="→"
          disabled={state.seq >= head}
          onClick={() => player.step(1)}
        />
        <button
          type="button"
          aria-label={`Speed is ${state.speed}×`}
          onClick={() => player.setSpeed(SPEEDS[(SPEEDS.indexOf(state.speed) + 1) % SPEEDS.length] ?? 1)}
          className="relative h-button w-11 rounded-button text-label hover:bg-hover focus-visible:outline-offset-[-2px]"
        >
          {state.speed}×
          <Tip text="Speed" place="above" />
        </button>
        <p role="status" className="min-w-0 flex-1 truncate px-1.5 text-label text-muted max-sm:sr-only">
          {state.problem ?? placeText(state.seq - floor, head - floor)}
        </p>
        {canEdit && (
          <div className="flex items-center gap-2 max-sm:ml-auto">
            <IconButton title="Name this version" icon={Bookmark} disabled={!ready} onClick={onName} />
            <Button kind="primary" disabled={!ready} onClick={onRestore} className="relative">
              <Icon of={RotateCcw} size={16} />
              Restore
              <Tip text="Make the board like this again" place="above-left" />
            </Button>
          </div>
        )}
      </div>
      {state.problem && <p className="pb-1 text-label text-muted sm:hidden">{state.problem}</p>}
    </FloatingPanel>
  )
}

function MomentWords({ moment, pruned }: { readonly moment: Moment | undefined; readonly pruned: boolean }) {
  if (!moment) return pruned ? 'Changes from before are not kept' : 'Before anything was drawn'
  const passed = ago(moment.at, Date.now())
  return (
    <>
      <span className="font-medium">{moment.person?.name ?? 'Somebody'}</span>
      <span className="text-muted">
        {passed && <>, {passed} · </>}
        {!passed && ', '}
        {dateAndTime(moment.at)}
      </span>
    </>
  )
}

function momentText(moment: Moment | undefined, at: number, of: number): string {
  const who = moment ? `${moment.person?.name ?? 'Somebody'}, ${dateAndTime(moment.at)}` : 'Before anything was drawn'
  return `${who}, change ${placeText(at, of)}`
}

const placeText = (at: number, of: number): string => `${Math.max(0, at).toLocaleString()} of ${of.toLocaleString()}`
