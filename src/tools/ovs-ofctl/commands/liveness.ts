/** Commands that test whether a switch answers. */

import { leadingDecimal } from '../../../openflow/values/scanning.js';
import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';

/** The maximum size of the payload of a message. */
const MAX_PAYLOAD = 65535 - 8;

const PINGS = 10;

export const LIVENESS_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'probe',
    usage: 'TARGET',
    summary: 'check that a switch answers',
    run(run, [name = '']) {
      run.connect(name).request();
    },
  },
  {
    name: 'ping',
    usage: 'TARGET [N]',
    summary: 'make a switch echo messages of N bytes',
    run(run, [name = '', size = '64']) {
      const payload = leadingDecimal(size);
      if (payload < 0 || payload > MAX_PAYLOAD) {
        fatal(`payload must be between 0 and ${MAX_PAYLOAD} bytes`);
      }
      const connection = run.connect(name);
      for (let i = 0; i < PINGS; i++) {
        const xid = connection.request().toString(16).padStart(8, '0');
        // The switch is in the same process, so the reply takes no time.
        run.print(`${payload} bytes from ${name}: xid=${xid} time=0.0 ms\n`);
      }
    },
  },
];
