/** `sandbox capture`: writes the frames of a logical port to a pcap file. */
import type { Capture } from '../../sandbox/captures.js';
import { found } from './parties.js';
import { Refusal, type Subcommand, type SubcommandOption } from './subcommand.js';

const STOP: SubcommandOption = { name: 'stop', argument: 'none', help: 'stop the capture of PORT' };

const RESUME: SubcommandOption = {
  name: 'resume',
  argument: 'none',
  help: 'start the captures that a saved state names',
};

export const CAPTURE: Subcommand = {
  name: 'capture',
  usage: '[PORT [FILE]]',
  summary: 'write the frames of a logical port to a pcap file',
  help: `Appends what the host behind PORT sends and receives to FILE. FILE is a real
file, inside the folder where the program was started, and its name ends in
.pcap. Without FILE, lists the captures.

The options pcap, rxq_pcap and tx_pcap of an interface capture as well. Those
of a saved state open no file until --resume is given.`,
  options: [STOP, RESUME],
  run({ args, options, sandbox, print }) {
    const [port, path] = args;
    const { captures } = sandbox;
    if (options.has(RESUME.name)) captures.resume();
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
    if (port !== undefined) return;
    for (const capture of captures.configured) {
      print(describe(`interface ${capture.attachment.device}`, capture));
    }
    for (const { device, path: name } of captures.waiting) {
      print(`interface ${device}: ${name} waits for sandbox capture --resume\n`);
    }
  },
};

/** @throws Refusal if the file cannot be opened. */
function start<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error));
  }
}

function describe(port: string, { path, frames, problem }: Capture): string {
  const stopped = problem === undefined ? '' : `, stopped: ${problem}`;
  return `${port}: ${frames} ${frames === 1 ? 'frame' : 'frames'} in ${path}${stopped}\n`;
}
