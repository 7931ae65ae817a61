// node --import tsx generator.ts '<Task as JSON>': drives all clients of one run and prints what it measured as JSON. A process of
// its own, so that it has one clock for senders and receivers and takes no CPU time from the server's event loop.
import { runBatches } from './batch-task.ts'
import { runJoins } from './join-task.ts'
import type { Measured, Task } from './run.ts'
import { Sockets } from './sockets.ts'
import { runStream } from './stream-task.ts'

function run(task: Task, sockets: Sockets): Promise<Measured> {
  switch (task.kind) {
    case 'stream':
      return runStream(task, sockets)
    case 'join':
      return runJoins(task, sockets)
    case 'batches':
      return runBatches(task)
  }
}

const sockets = new Sockets()
const measured = await run(JSON.parse(process.argv[2] ?? '{}'), sockets)
process.stdout.write(`${JSON.stringify(measured)}\n`, () => process.exit(0))
