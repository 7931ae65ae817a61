import { lazily } from '../ui/lazily.tsx'

// What nobody needs for the first stroke: each part comes when it is asked for, and all of them when there is time.
export const BoardMenuRows = lazily(() => import('./BoardMenuRows.tsx').then((module) => module.BoardMenuRows))
export const CommandPalette = lazily(() => import('./CommandPalette.tsx').then((module) => module.CommandPalette))
export const ContextMenu = lazily(() => import('./ContextMenu.tsx').then((module) => module.ContextMenu))
export const EraseDialog = lazily(() => import('./EraseDialog.tsx').then((module) => module.EraseDialog))
export const ExportDialog = lazily(() => import('./ExportDialog.tsx').then((module) => module.ExportDialog))
export const HelpDialog = lazily(() => import('./HelpDialog.tsx').then((module) => module.HelpDialog))
export const LinkDialog = lazily(() => import('./LinkDialog.tsx').then((module) => module.LinkDialog))
export const MinimapPanel = lazily(() => import('./MinimapPanel.tsx').then((module) => module.MinimapPanel))
export const PersonDialog = lazily(() => import('./PersonDialog.tsx').then((module) => module.PersonDialog))
export const RefusedDialog = lazily(() => import('./RefusedDialog.tsx').then((module) => module.RefusedDialog))
export const SharingDialog = lazily(() => import('../sharing/SharingDialog.tsx').then((module) => module.SharingDialog))
export const StyleFields = lazily(() => import('./StyleFields.tsx').then((module) => module.StyleFields))

/** Fetches all of them, so that they are there when the server is not. */
export function fetchLateParts(): void {
  for (const part of [
    BoardMenuRows,
    CommandPalette,
    ContextMenu,
    EraseDialog,
    ExportDialog,
    HelpDialog,
    LinkDialog,
    MinimapPanel,
    PersonDialog,
    RefusedDialog,
    SharingDialog,
    StyleFields,
  ])
    part.fetch()
}
