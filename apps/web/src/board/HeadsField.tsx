import type { ArrowHead } from '@inkwire/board'
import { HEADS } from '@inkwire/canvas'
import { Flyout } from '../ui/Flyout.tsx'
import { Field } from './Field.tsx'
import type { StyleFieldProps } from './StepFields.tsx'
import { StepPicture, Steps } from './Steps.tsx'

/** Each head at the right end of a line; the left one is its mirror image. */
const DRAWINGS: { readonly [Head in ArrowHead]: { readonly path: string; readonly filled: boolean } } = {
  none: { path: 'M3 6h18', filled: false },
  arrow: { path: 'M3 6h18M16 1.5L21 6l-5 4.5', filled: false },
  triangle: { path: 'M3 6h11M14 2l7 4-7 4z', filled: true },
  bar: { path: 'M3 6h18M21 1.5v9', filled: false },
  dot: { path: 'M3 6h12M15 6a3 3 0 1 0 6 0 3 3 0 1 0-6 0', filled: true },
  diamond: { path: 'M3 6h9M12 6l4.5-4L21 6l-4.5 4z', filled: true },
}

interface HeadsFieldProps {
  readonly start: StyleFieldProps<ArrowHead>
  readonly end: StyleFieldProps<ArrowHead>
}

/** What stands at the two ends of a line. */
export function HeadsField({ start, end }: HeadsFieldProps) {
  return (
    <Field title="Ends" mixed={start.value === undefined || end.value === undefined}>
      <Steps>
        <HeadButton side="Start" {...start} />
        <HeadButton side="End" {...end} />
      </Steps>
    </Field>
  )
}

function HeadButton({ side, value, onChange }: StyleFieldProps<ArrowHead> & { readonly side: 'Start' | 'End' }) {
  return (
    <Flyout
      label={`${side} of the line`}
      side="right"
      className="flex gap-1"
      wide
      button={(props) => (
        <button
          type="button"
          aria-label={`${side} ${value ?? 'mixed'}`}
          title={`${side} of the line`}
          {...props}
          className="grid h-8 w-full place-items-center rounded-button border border-line text-label text-muted hover:bg-hover focus-visible:outline-offset-[-2px] aria-expanded:bg-hover pointer-coarse:h-11"
        >
          {value ? <HeadPicture head={value} side={side} /> : 'Mixed'}
        </button>
      )}
    >
      {(close) =>
        HEADS.map((head) => (
          <button
            key={head}
            type="button"
            aria-label={`${side} ${head}`}
            title={head}
            aria-pressed={value === head}
            onClick={() => {
              close()
              onChange(head)
            }}
            className="grid size-9 place-items-center rounded-button hover:bg-hover focus-visible:outline-offset-[-2px] aria-pressed:bg-active aria-pressed:text-accent pointer-coarse:size-11"
          >
            <HeadPicture head={head} side={side} />
          </button>
        ))
      }
    </Flyout>
  )
}

function HeadPicture({ head, side }: { readonly head: ArrowHead; readonly side: 'Start' | 'End' }) {
  const { path, filled } = DRAWINGS[head]
  return (
    <span className={side === 'Start' ? '-scale-x-100' : ''}>
      <StepPicture>
        <path d={path} fill={filled ? 'currentColor' : 'none'} />
      </StepPicture>
    </span>
  )
}
