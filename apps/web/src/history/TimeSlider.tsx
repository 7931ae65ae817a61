import type { Person, PersonId } from '@inkwire/board'
import type { BoardVersion, HistoryPart } from '@inkwire/protocol'
import { type KeyboardEvent, type Ref, useMemo } from 'react'
import { bandsOf } from './bands.ts'

interface TimeSliderProps {
  readonly ref: Ref<HTMLInputElement>
  readonly floor: number
  readonly head: number
  readonly seq: number
  readonly parts: readonly HistoryPart[]
  readonly people: ReadonlyMap<PersonId, Person>
  readonly versions: readonly BoardVersion[]
  /** What is there at `seq`, for who can't see it. */
  readonly text: string
  readonly onChange: (seq: number) => void
  readonly onStep: (direction: 1 | -1) => void
}

/** The bands are its track; its handle stands out from them, and shows the focus. */
const HANDLE =
  'focus-visible:outline-none [&::-moz-range-track]:bg-transparent! [&::-webkit-slider-runnable-track]:bg-transparent! [&::-moz-range-thumb]:border-text! [&::-webkit-slider-thumb]:border-text! [&:focus-visible::-moz-range-thumb]:border-accent! [&:focus-visible::-moz-range-thumb]:ring-2 [&:focus-visible::-moz-range-thumb]:ring-accent [&:focus-visible::-webkit-slider-thumb]:border-accent! [&:focus-visible::-webkit-slider-thumb]:ring-2 [&:focus-visible::-webkit-slider-thumb]:ring-accent'

/** Page keys go so many steps through all of it. */
const PAGES = 20

/** All of a board's log from left to right: who drew when in bands of their colours, versions as marks, and a handle to go there. */
export function TimeSlider(props: TimeSliderProps) {
  const { ref, floor, head, seq, parts, people, versions, text, onChange, onStep } = props
  const length = head - floor
  const marks = versions.filter((version) => version.seq >= floor)
  const share = (at: number) => `${((at - floor) / length) * 100}%`

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 } as const
    const page = { PageUp: 1, PageDown: -1 } as const
    if (event.key in step) onStep(step[event.key as keyof typeof step])
    else if (event.key in page) onChange(seq + Math.ceil(length / PAGES) * page[event.key as keyof typeof page])
    else return
    event.preventDefault()
  }

  return (
    <div className="relative">
      {/* The middle of the handle goes from 8 px to 8 px before the end. */}
      <div aria-hidden="true" className="pointer-events-none absolute inset-x-2 top-1/2 h-2 -translate-y-1/2">
        <div className="absolute inset-0 overflow-hidden rounded-full bg-line">
          <Bands floor={floor} head={head} parts={parts} people={people} />
          {/* What is still to come. */}
          <div className="absolute inset-y-0 right-0 bg-panel/70" style={{ left: share(Math.max(floor, seq)) }} />
        </div>
        {marks.map(({ id, seq: at }) => (
          <span
            key={id}
            className="absolute -top-1.5 h-5 w-0.5 -translate-x-1/2 rounded-full bg-text ring-1 ring-panel"
            style={{ left: share(at) }}
          />
        ))}
      </div>
      <input
        ref={ref}
        type="range"
        aria-label="History"
        aria-valuetext={text}
        min={floor}
        max={head}
        step={1}
        value={seq}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        onKeyDown={onKeyDown}
        className={`slider relative ${HANDLE}`}
      />
    </div>
  )
}

type BandsProps = Pick<TimeSliderProps, 'floor' | 'head' | 'parts' | 'people'>

/** Where several drew, their colours lie one above the other. */
function Bands({ floor, head, parts, people }: BandsProps) {
  const bands = useMemo(() => bandsOf(parts), [parts])
  const length = head - floor
  return bands.map((band) => (
    <div
      key={band.from}
      className="absolute inset-y-0 flex flex-col"
      style={{
        left: `${((band.from - 1 - floor) / length) * 100}%`,
        width: `${((band.to - band.from + 1) / length) * 100}%`,
      }}
    >
      {band.people.map((id) => (
        <div key={id} className="flex-1" style={{ background: people.get(id)?.color }} />
      ))}
    </div>
  ))
}
