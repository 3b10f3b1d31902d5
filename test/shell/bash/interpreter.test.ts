/** Tests what recordings of bash cannot show: the order and time of output, interrupts, programs. */
import { InMemoryFs } from 'just-bash';
import { describe, expect, it } from 'vitest';
import { Interpreter } from '../../../src/shell/bash/interpreter.js';
import type { Limits } from '../../../src/shell/bash/state/job.js';
import type { Program } from '../../../src/shell/program.js';

interface Typed {
  readonly shown: string;
  readonly exitCode: number;
  readonly exit: boolean;
}

interface Options {
  readonly programs?: readonly Program[];
  readonly stdin?: string;
  readonly limits?: Limits;
}

/** Returns an interactive shell that collects its output; errors follow a `!`. */
function shell({ programs = [], ...options }: Options = {}) {
  const interpreter = new Interpreter({
    fs: new InMemoryFs(),
    programs,
    cwd: '/',
    interactive: true,
    ...options,
  });
  let shown = '';
  return {
    get shown() {
      return shown;
    },
    async type(source: string, signal = new AbortController().signal): Promise<Typed> {
      shown = '';
      const result = await interpreter.run(
        source,
        {
          stdout: (text) => {
            shown += text;
          },
          stderr: (text) => {
            shown += `!${text}`;
          },
        },
        signal,
      );
      return { shown, ...result };
    },
  };
}

const printing = (name: string, run: Program['run']): Program => ({ name, run });

describe('output', () => {
  const orders: readonly [source: string, shown: string][] = [
    ['echo a; echo b >&2; echo c', 'a\n!b\nc\n'],
    [
      'for i in 1 2; do echo $i; nosuch; done',
      '1\n!bash: nosuch: command not found\n2\n!bash: nosuch: command not found\n',
    ],
    ['f() { echo a; echo b >&2; }; f; f', 'a\n!b\na\n!b\n'],
    ['(echo a; echo b >&2; echo c)', 'a\n!b\nc\n'],
    ['set -x; for i in 1; do echo $i; done', '!+ for i in 1\n!+ echo 1\n1\n'],
    ['echo a | { cat; echo b >&2; }', 'a\n!b\n'],
  ];
  it.each(orders)('keeps its order: %s', async (source, shown) => {
    expect((await shell().type(source)).shown).toBe(shown);
  });

  it('appears immediately, even in loops and functions', async () => {
    const seen: string[] = [];
    const look = printing('look', () => {
      seen.push(session.shown);
      return 0;
    });
    const session = shell({ programs: [look] });
    await session.type('f() { echo $1; look; }; for i in 1 2; do f $i; done; (echo 3; look)');
    expect(seen).toEqual(['1\n', '1\n2\n', '1\n2\n3\n']);
  });

  it('of a program appears while it runs', async () => {
    const seen: string[] = [];
    const ping = printing('ping', async ({ stdout }) => {
      for (const line of ['one\n', 'two\n']) {
        stdout(line);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(session.shown);
      }
      return 0;
    });
    const session = shell({ programs: [ping] });
    await session.type('ping; ping | cat');
    expect(seen).toEqual(['one\n', 'one\ntwo\n', 'one\ntwo\none\n', 'one\ntwo\none\n']);
    expect(session.shown).toBe('one\ntwo\none\ntwo\n');
  });
});

describe('stopping', () => {
  const endless = [
    'while :; do :; done',
    'until false; do x=2; done',
    'for ((;;)); do :; done',
    'echo a | while :; do :; done',
    'x=$(while :; do :; done)',
    '(while :; do :; done); echo never',
    'f() { local x=9; while :; do :; done; }; f',
    'eval "while :; do :; done"',
    'bash -c "while :; do :; done"',
    'sleep 100; echo never',
    'wait-for-ever; echo never',
    'while read l; do while :; do :; done; done <<< a',
    'while :; do echo a; done | while read x; do :; done',
    'while sleep 0.01; do echo a; done | cat',
    'echo a | sed ":a;ba"',
    'yes | wc -l',
  ];
  const waiting = printing(
    'wait-for-ever',
    ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(1));
      }),
  );
  it.each(endless)('leaves what was done, and the shell as it was: %s', async (source) => {
    const session = shell({ programs: [waiting] });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 30);
    const { exitCode, exit } = await session.type(`x=1; g() { echo g; }; ${source}`, stop.signal);
    expect({ exitCode, exit }).toEqual({ exitCode: 130, exit: false });
    const { shown } = await session.type(
      'g; echo $? ${#FUNCNAME[@]}; local y 2>/dev/null || echo outside',
    );
    expect(shown).toBe('g\n0 0\noutside\n');
  });

  it('ends a script that has an EXIT trap', async () => {
    const interpreter = new Interpreter({ fs: new InMemoryFs(), programs: [], cwd: '/' });
    const stop = new AbortController();
    const sinks = { stdout: () => {}, stderr: () => {} };
    setTimeout(() => stop.abort(), 30);
    await interpreter.run('trap "echo bye" EXIT; sleep 100', sinks, stop.signal);
    expect(await interpreter.leave(sinks, stop.signal)).toBe(130);
  });

  it('at a limit keeps the changes made before', async () => {
    const session = shell({ limits: { commands: 1000, output: 10_000, value: 20_000, depth: 50 } });
    const stopped = async (source: string) => (await session.type(source)).shown.slice(-80);
    expect(await stopped('a=1; while :; do :; done')).toMatch(
      /stopped: too many commands \(1000\)\n$/,
    );
    expect(await stopped('b=2; f() { f; }; f')).toMatch(/stopped: f: maximum recursion depth/);
    expect(await stopped('c=3; x=aaaaaaaaaa; for i in {1..20}; do x=$x$x; echo $x; done')).toMatch(
      /stopped: too much output \(10000 characters\)\n$/,
    );
    expect(await stopped('d=4; x=a; while :; do x=$x$x; done')).toMatch(
      /a value is too long \(20000/,
    );
    expect((await session.type('echo $a $b $c $d')).shown).toBe('1 2 3 4\n');
  });
});

describe('an interactive shell', () => {
  const dialogues: readonly [what: string, inputs: readonly string[], shown: string][] = [
    ['keeps aliases', ['alias hi="echo hello"', 'hi you; hi | cat'], 'hello you\nhello\n'],
    ['knows aliases in aliases', ['alias a="echo a"; alias b="a b"', 'b'], 'a b\n'],
    ['does not follow an alias into itself', ['alias echo="echo -"', 'echo x'], '- x\n'],
    [
      'keeps redirections of the whole shell',
      ['exec 3> f; echo a >&3', 'echo b >&3; cat f'],
      'a\nb\n',
    ],
    ['keeps traps', ['trap "echo bye" EXIT', 'trap'], "trap -- 'echo bye' EXIT\n"],
    ['goes on after an unset variable', ['set -u; echo $x; echo never', 'echo on'], 'on\n'],
    ['goes on after an error in arithmetic', ['echo $((1/0)); echo never', 'echo on'], 'on\n'],
    ['keeps readonly variables', ['readonly r=1', 'r=2', 'echo $r'], '1\n'],
    [
      'says what is wrong without a line',
      ['echo a\nnosuch'],
      'a\n!bash: nosuch: command not found\n',
    ],
    [
      'refuses what it cannot parse',
      ['echo a; if'],
      '!bash: syntax error: unexpected end of file\n',
    ],
    ['names the token', ['if true; done'], "!bash: syntax error near unexpected token `done'\n"],
  ];
  it.each(dialogues)('%s', async (_, inputs, shown) => {
    const session = shell();
    let last = '';
    for (const input of inputs) last = (await session.type(input)).shown;
    expect(last).toBe(shown);
  });
});

describe('programs', () => {
  const echo = printing('say', ({ args, stdout, stdin }) => {
    stdout(`${args.join('|')}${args.includes('-') ? stdin() : '\n'}`);
    return args.length;
  });
  const calls: readonly [source: string, shown: string][] = [
    ['say a "b c"; echo $?', 'a|b c\n2\n'],
    ['printf "in\\n" | say -', '-in\n'],
    ['printf "1\\n2\\n" | while read x; do say $x; done', '1\n2\n'],
    ['printf "x\\ny\\n" > f; while read x; do grep -c q f; say $x; done < f', '0\nx\n0\ny\n'],
    ['printf "a b\\n" | xargs say x', 'x|a|b\n'],
    ['sudo -u root say a; sudo X=1 say b', 'a\nb\n'],
    ['sudo; echo $?', '!sudo: a command is missing\n1\n'],
    ['sudo nosuch; echo $?', '!sudo: nosuch: command not found\n1\n'],
    ['printf "say \\$1\\n" > s; sudo bash s x; bash -x s y', 'x\n!+ say y\ny\n'],
    ['/usr/bin/say a; command say b; type -t say; which say', 'a\nb\nfile\n/usr/bin/say\n'],
    ['say() { echo mine; }; say; command say a; unset -f say; say b', 'mine\na\nb\n'],
    ['touch q; find q -exec say {} +', 'q\n'],
    ['bash -c "say \\$0" x; env A=1 say e; timeout 5 say t', 'x\ne\nt\n'],
  ];
  it.each(calls)('%s', async (source, shown) => {
    expect((await shell({ programs: [echo] }).type(source)).shown).toBe(shown);
  });
});
