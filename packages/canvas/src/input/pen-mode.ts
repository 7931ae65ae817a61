import type { Desk } from '../desk.ts'

/** A finger that comes so soon after the pen was near, ms, is the hand that holds it. */
const PALM_TIME = 400
/** What touches with more than this, css px across, is no finger. */
const PALM_SIZE = 60

/** What a pointer event tells, as far as pens and palms need it. */
interface Touch {
  readonly pointerType: string
  readonly timeStamp: number
  readonly width: number
  readonly height: number
}

/** Where there is a pen, it draws and fingers move the paper; the hand that rests on it does nothing. */
export class PenMode {
  private penAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly desk: Desk,
    /** The screen can be touched: without fingers there is nothing to tell apart. */
    private readonly hasTouch: boolean,
  ) {}

  get isOn(): boolean {
    return this.desk.preferences.values.penMode === true
  }

  /** A pointer did something: a pen that hovers counts too. */
  saw({ pointerType, timeStamp }: Touch): void {
    if (pointerType === 'pen') this.penAt = timeStamp
  }

  /** The pen touched the canvas. The first one switches the mode on, unless somebody switched it off. */
  pressed(): void {
    if (!this.hasTouch || this.desk.preferences.values.penMode !== null) return
    this.desk.preferences.set({ penMode: true })
    this.desk.notify('Pen mode is on: the pen draws, fingers move the paper. The menu switches it off.')
  }

  isPalm({ timeStamp, width, height }: Touch): boolean {
    return timeStamp - this.penAt < PALM_TIME || Math.max(width, height) > PALM_SIZE
  }
}
