// What nobody needs for the first stroke. It comes as one file, when it is asked for or when there is time.
export { startTool } from './tools/start-tool.ts'
