/** What one element or batch may hold. The rest of the limits stand in packages/protocol, which hands these on. */
export const DOCUMENT_LIMITS = {
  /** Ops in one batch. */
  opsPerBatch: 1_000,
  /** Bytes of one batch's packed ops. */
  batchBytes: 256 * 1024,
  /** Points of one freehand stroke; a longer one is refused. */
  strokePoints: 10_000,
  /** Points after which a stroke that is being drawn is cut and goes on as the next one. */
  strokeCutPoints: 5_000,
  /** Characters of one text. */
  textCharacters: 20_000,
  /** Magnitude of a coordinate, in px at zoom 1. */
  coordinate: 1_000_000,
  /** Characters of a name: a board's, a person's, a frame's. */
  nameCharacters: 200,
  /** Levels of lists and maps in a property that this version does not know. */
  unknownDepth: 8,
  /** Corners of a line between its two ends. */
  linePoints: 200,
  /** Bytes of an image's file. */
  assetBytes: 10 * 1024 * 1024,
  /** Pixels of an image: of a side, and in all. What is larger can't be decoded everywhere. */
  assetSide: 16_384,
  assetPixels: 100_000_000,
} as const
