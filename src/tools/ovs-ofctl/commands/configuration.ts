/** Commands about the treatment of fragments. */

import type { FragmentHandling } from '../../../openflow/switch/bridge.js';
import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';

const MODES: readonly FragmentHandling[] = ['normal', 'drop', 'reassemble', 'nx-match'];

export const CONFIGURATION_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'get-frags',
    usage: 'SWITCH',
    summary: 'show the handling of IP fragments',
    run(run, [name = '']) {
      const connection = run.connect(name);
      connection.request();
      run.print(`${connection.bridge.fragments}\n`);
    },
  },
  {
    name: 'set-frags',
    usage: 'SWITCH FRAGMENTS',
    values: { FRAGMENTS: MODES },
    summary: 'set the handling of IP fragments',
    run(run, [name = '', text = '']) {
      const mode =
        MODES.find((known) => known === text.toLowerCase()) ??
        fatal(`${text}: unknown fragment handling mode`);
      const connection = run.connect(name);
      const { bridge } = connection;
      connection.request();
      if (bridge.fragments === mode) return;
      // Like the reference, this switch ignores a mode that it does not support.
      const supported = mode !== 'reassemble';
      connection.order({
        act: () => {
          if (supported) bridge.fragments = mode;
        },
      });
      connection.request();
      if (supported) return;
      fatal(
        `${name}: setting fragment handling mode failed (this switch probably doesn't support mode "${mode}")`,
      );
    },
  },
];
