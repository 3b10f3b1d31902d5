/** Commands of ovn-controller. */
import type { TargetCommand } from '../target-command.js';

export const CONTROLLER_COMMANDS: readonly TargetCommand[] = [
  {
    name: 'ct-zone-list',
    usage: '',
    run(_, context) {
      const lines = [...context.sb.rows('Port_Binding')].map(({ logical_port: port }) => {
        const zone = context.ctZone(port);
        return zone === undefined ? '' : `${port} ${zone}\n`;
      });
      return lines.join('');
    },
  },
];
