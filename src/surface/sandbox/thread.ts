/* A thread that runs the code of models, one run at a time. An entry point of its own: scripts/build.js makes
   dist/sandbox.js of it, and pool.ts starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { Machine } from './machine.ts';
import type { FromThread, ToThread } from './protocol.ts';

const { wasm, memory } = workerData as { wasm: WebAssembly.Module; memory: number };
const port = parentPort!;

/** Made before it is needed: the next run finds its engine ready. */
let machine = prepare();

function prepare(): Promise<Machine> {
  return Machine.create(wasm, memory, tell);
}

function tell(message: FromThread): void {
  port.postMessage(message);
  if (message.type === 'done' && message.healthy) machine = prepare();
}

port.on('message', (message: ToThread) => {
  void machine.then((current) => {
    if (message.type === 'run') current.run(message.code, message.names, message.limits);
    else if (message.type === 'answer') current.answer(message.call, message.ok, message.json);
    else current.stop(message.code);
  });
});
