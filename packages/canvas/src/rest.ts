// What nobody needs for the first stroke. It comes as one file, when it is asked for or when there is time.

export { Arrivals } from './images/arrivals.ts'
export { CropFrame } from './images/crop-frame.ts'
export * from './selection/arranging.ts'
export { startTool } from './tools/start-tool.ts'
