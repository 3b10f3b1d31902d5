/** Runs the terminal with a fake shell, in a pseudo-terminal. */
import { runTerminal } from '../../../src/ui/terminal.js';
import { NOTHING } from '../../../src/ui/welcome.js';
import { FakeSession } from './fake-session.js';

const session = new FakeSession();
process.exitCode = await runTerminal({
  openSession: async () => session,
  prompt: 'fake$ ',
  stdin: process.stdin,
  stdout: process.stdout,
  contents: NOTHING,
  historyFile: process.env['HISTORY'] ?? null,
  plain: process.argv.includes('--plain'),
  remarks: () => session.remarks.splice(0),
});
