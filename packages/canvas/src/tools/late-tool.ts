import type { Desk } from '../desk.ts'
import { NO_DRAFT } from '../draft.ts'
import type { LateToolId } from './start-tool.ts'
import type { PointerInput, Tool } from './tool.ts'
import { toolRow } from './tools.ts'

/** Stands in for a tool whose code isn't there yet: keeps what the pointer does, and lets the tool do it when it came. */
export class LateTool implements Tool {
  readonly cursor = 'default'
  readonly draft = NO_DRAFT
  busy = false
  private kept: ((tool: Tool) => void)[] = []
  /** How much of it is gestures that are over. */
  private finished = 0

  constructor(
    private readonly desk: Desk,
    private readonly id: LateToolId,
  ) {
    desk.rest.whenThere(({ startTool }) => this.give(startTool(desk, id)))
  }

  down(input: PointerInput): void {
    this.busy = true
    this.kept.push((tool) => tool.down(input))
    this.desk.rest.fetch()
  }

  move(input: PointerInput): void {
    if (this.busy) this.kept.push((tool) => tool.move(input))
  }

  up(input: PointerInput): void {
    if (!this.busy) return
    this.busy = false
    this.kept.push((tool) => tool.up(input))
    this.finished = this.kept.length
  }

  cancel(): void {
    this.busy = false
    this.kept.length = this.finished
  }

  /** Something was done with it that it has not done yet. */
  get waits(): boolean {
    return this.kept.length > 0
  }

  private give(tool: Tool): void {
    const { desk, id, kept } = this
    if (desk.tool === this) {
      desk.tool = tool
      for (const act of kept) act(tool)
      desk.redraw()
      return
    }
    // Another tool was chosen meanwhile, which goes on as it is; what was selected by this one would be lost by that anyway.
    if (!toolRow(id).edits) return
    const locked = desk.toolLocked
    desk.toolLocked = true
    for (const act of kept) act(tool)
    desk.toolLocked = locked
  }
}
