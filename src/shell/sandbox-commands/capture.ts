import type { Capture } from '../../sandbox/captures.js';
import { found } from './parties.js';
import { Refusal, type Subcommand, type SubcommandOption } from './subcommand.js';

const STOP: SubcommandOption = { name: 'stop', argument: 'none', help: 'end the capture' };

export const CAPTURE: Subcommand = {
  name: 'capture',
  usage: '[PORT [FILE]]',
  summary: 'write the frames of a logical port to a pcap file',
  help: `From now on, what the host behind PORT sees and sends is added to FILE, in the
format pcap. FILE is a real file, in the folder where the program was started.
Without FILE: what is being captured.`,
  options: [STOP],
  run({ args, options, sandbox, print }) {
    const [port, path] = args;
    const { captures } = sandbox;
    if (options.has(STOP.name)) {
      if (port === undefined) throw new Refusal('--stop needs a PORT');
      const capture = captures.stop(port);
      if (!capture) throw new Refusal(`nothing is being captured at '${port}'`);
      print(describe(port, capture));
      return;
    }
    if (port !== undefined && path !== undefined) {
      print(describe(port, found(start(() => captures.start(port, path)))));
      return;
    }
    for (const [name, capture] of captures.running) {
      if (port === undefined || port === name) print(describe(name, capture));
    }
  },
};

/** @throws Refusal where the file cannot be. */
function start<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
}

const describe = (port: string, { path, frames }: Capture): string =>
  `${port}: ${frames} ${frames === 1 ? 'frame' : 'frames'} in ${path}\n`;
