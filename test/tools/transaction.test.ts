/** Tests that the commands of one command line form one transaction. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newLaboratory } from './harness.js';

const COMMANDS = [
  'lswitch-add a',
  'lswitch-del a',
  'lport-add a p',
  'lport-add b q p 7',
  'lport-del p',
  'acl-add a to-lport 1 ip drop',
  'acl-del a',
  'lport-set-addresses p unknown',
  '--if-exists set Logical_Port q options:a=b tag=3',
  '--if-exists destroy Logical_Port q',
  '--if-exists destroy Logical_Switch b',
  'create Logical_Switch name=b',
];

const someCommands = fc.array(fc.constantFrom(...COMMANDS), { maxLength: 8 });

/** Joins all commands into one command line, with `options` in front. */
const line = (commands: readonly string[], options = '') =>
  `ovn-nbctl ${options} -- ${commands.join(' -- ')}`;

describe('the commands of one line', () => {
  it('change nothing if one of them fails, or in a dry run', () => {
    fc.assert(
      fc.property(someCommands, someCommands, (before, commands) => {
        const { context, run } = newLaboratory();
        for (const command of before) run(line([command]));
        const then = JSON.stringify(context.nb.toJSON());
        expect(run(line([...commands, 'get Logical_Switch nosuch'])).exitCode).toBe(1);
        run(line([...commands, 'comment'], '--dry-run'));
        expect(JSON.stringify(context.nb.toJSON())).toBe(then);
      }),
    );
  });

  it('reach the observers of the database as one change, or none', () => {
    fc.assert(
      fc.property(someCommands, (commands) => {
        const { context, run } = newLaboratory();
        let changes = 0;
        context.nb.observe(({ comment }) => {
          changes++;
          expect(comment).toMatch(/^ovn-nbctl: ovn-nbctl +-- /);
        });
        const then = JSON.stringify(context.nb.toJSON());
        run(line([...commands, 'comment']));
        expect(changes).toBeLessThanOrEqual(1);
        expect(changes === 1).toBe(JSON.stringify(context.nb.toJSON()) !== then);
      }),
    );
  });
});
