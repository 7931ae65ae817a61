/** What became of an upload: the asset, or a line for people and whether trying the same again can help. */
export type Upload =
  | { readonly ok: true; readonly asset: string }
  | { readonly ok: false; readonly message: string; readonly retry: boolean }

/** Where a board's images are kept; an application has it, the editor uses it. */
export interface Assets {
  /** The board, as its clipboard names it to others. */
  readonly board: string
  /** Absolute address, with `/` at the end: that of an asset is this and its hash. */
  readonly folder: string
  /** Never rejects. */
  upload(file: Blob): Promise<Upload>
  /** Lets this board show an asset of another one that I may see. Never rejects. */
  copy(asset: string, from: string): Promise<Upload>
}

/** What may be put on a board. */
export const IMAGE_TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif']
