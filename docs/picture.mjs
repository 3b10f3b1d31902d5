/**
 * `npm run picture` draws docs/session.svg: it types the commands below into the real program
 * in a pseudo-terminal, and animates what a terminal emulator makes of its output. All times
 * are made up, so the same program always gives the same picture.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Both packages are CommonJS without named exports.
const require = createRequire(import.meta.url);
const { spawn } = require('@lydell/node-pty');
const { Terminal } = require('@xterm/headless');

const COMMANDS = [
  'ovn/env1/setup.sh',
  `ovn-nbctl acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip && icmp' allow-related`,
  `ovn-nbctl acl-add sw0 to-lport 1002 'outport == "sw0-port1" && tcp.dst == 22' allow-related`,
  `ovn-nbctl acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop`,
  'ovn-nbctl acl-list sw0',
  `ovn-sbctl lflow-list | grep outport | cut -d, -f2-`,
  'sandbox ping -c 2 sw0-port2 sw0-port1',
  'sandbox tcp sw0-port2 sw0-port1:80',
];
const PROMPT = 'ovn-sandbox$ ';
const COLUMNS = 108;
const ROWS = 30;

/** In seconds. */
const KEY = 0.035;
const BEFORE_ENTER = 0.5;
const READING = { least: 1, perRow: 0.15 };
const AT_END = 6;

/** In units of the picture. */
const [WIDTH, HEIGHT, MARGIN] = [7.8, 17, 16];

/** The terminal's palette; the program uses no other colours. */
const PALETTE = ['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf'];
const [FOREGROUND, BACKGROUND] = ['#e6edf3', '#0d1117'];

/** Runs the commands. Returns the rows of each step: the first screen, then those of a command. */
async function record() {
  const folder = mkdtempSync(join(tmpdir(), 'picture-'));
  const program = join(import.meta.dirname, '../dist/cli.js');
  const emulator = new Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  const pty = spawn(process.execPath, [program, '--state', ':memory:'], {
    name: 'xterm-256color',
    cols: COLUMNS,
    rows: ROWS,
    cwd: folder,
    env: { PATH: process.env.PATH, TERM: 'xterm-256color', HOME: folder, CI: 'false' },
  });
  const closed = new Promise((resolve) => pty.onExit(resolve));
  pty.onData((data) => emulator.write(data));
  emulator.onData((data) => pty.write(data));
  const { active } = emulator.buffer;
  const rowCount = () => active.baseY + active.cursorY;
  const atPrompt = async (beyond) => {
    const text = () => active.getLine(rowCount())?.translateToString().trimEnd();
    while (rowCount() <= beyond || text() !== PROMPT.trimEnd()) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await atPrompt(-1);
  const ends = [rowCount()];
  for (const command of COMMANDS) {
    const before = rowCount();
    pty.write(`${command}\r`);
    await atPrompt(before);
    ends.push(rowCount());
  }
  // The last prompt belongs to the picture too.
  const rows = Array.from({ length: rowCount() + 1 }, (_, y) => runsOf(active.getLine(y)));
  pty.write('\x04');
  await closed;
  rmSync(folder, { recursive: true });
  return { rows, ends };
}

/** Returns a row as runs of equal style. */
function runsOf(line) {
  const runs = [];
  for (let x = 0; x < COLUMNS; x++) {
    const cell = line.getCell(x);
    const color = cell.isFgDefault() ? undefined : PALETTE[cell.getFgColor()];
    const style = [cell.isBold() ? 'b' : '', cell.isDim() ? 'd' : ''].join('');
    const last = runs.at(-1);
    const text = cell.getChars() || ' ';
    if (last?.color === color && last?.style === style) last.text += text;
    else runs.push({ x, text, color, style });
  }
  const last = runs.at(-1);
  if (last) last.text = last.text.trimEnd();
  return runs.filter(({ text }) => text.trim() !== '');
}

/** Says when each row appears, and when the keys of a command are typed. */
function schedule({ rows, ends }) {
  const appears = [];
  const typing = [];
  let time = 0;
  const show = (count) => {
    while (appears.length < count) appears.push(time);
  };
  show(ends[0] + 1);
  time += READING.least;
  COMMANDS.forEach((command, i) => {
    const first = ends[i];
    const commandRows = Math.ceil((PROMPT.length + command.length) / COLUMNS);
    for (let row = 0; row < commandRows; row++) {
      show(first + row + 1);
      const from = row === 0 ? PROMPT.length : 0;
      const keys = Math.min(COLUMNS, PROMPT.length + command.length - row * COLUMNS) - from;
      typing.push({ row: first + row, from, keys, start: time, end: time + keys * KEY });
      time += keys * KEY;
    }
    time += BEFORE_ENTER;
    show(ends[i + 1] + 1);
    time += READING.least + READING.perRow * (ends[i + 1] - first);
  });
  show(rows.length);
  return { appears, typing, total: time + AT_END };
}

const escapeXml = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const round = (value) => Number(value.toFixed(2));

const cursorAt = (x, y) =>
  `<rect class="k" x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}"/>`;

const rowY = (row) => MARGIN + row * HEIGHT;

/** Draws the runs of a row. The length keeps columns apart in any monospaced font. */
const drawRow = (runs, row) =>
  runs
    .map(({ x, text, color, style }) => {
      const attributes = [
        `x="${round(MARGIN + x * WIDTH)}" y="${round(rowY(row) + 13)}"`,
        `textLength="${round(text.length * WIDTH)}"`,
        color && `fill="${color}"`,
        style && `class="${style}"`,
      ];
      return `<text ${attributes.filter(Boolean).join(' ')}>${escapeXml(text)}</text>`;
    })
    .join('');

function draw(recording) {
  const { appears, typing, total } = schedule(recording);
  const percent = (time) => `${round((100 * time) / total)}%`;
  const css = [];
  const times = [...new Set(appears)];
  times.forEach((time, i) => {
    if (time === 0) return;
    css.push(
      `@keyframes a${i}{0%{opacity:0}${percent(time)}{opacity:1}}.a${i}{animation-name:a${i}}`,
    );
  });
  const scroll = (time) =>
    Math.max(0, appears.filter((appeared) => appeared <= time).length - ROWS) * -HEIGHT;
  const steps = times.map((time) => `${percent(time)}{transform:translateY(${scroll(time)}px)}`);
  css.push(`@keyframes s{${steps.join('')}}`);

  const rows = recording.rows.map((runs, row) => {
    const time = appears[row] ?? 0;
    return `<g class="r a${times.indexOf(time)}">${drawRow(runs, row)}</g>`;
  });
  // A cover moves off the keys as they are typed.
  const covers = typing.map(({ row, from, keys, start, end }, i) => {
    const moved = round(keys * WIDTH);
    css.push(
      `@keyframes t${i}{0%{opacity:0}${percent(appears[row])}{opacity:1}` +
        `${percent(start)}{opacity:1;transform:none;animation-timing-function:steps(${keys})}` +
        `${percent(end)}{opacity:1;transform:translateX(${moved}px)}` +
        `${percent(end + BEFORE_ENTER)},to{opacity:0;transform:translateX(${moved}px)}}` +
        `.t${i}{animation-name:t${i}}`,
    );
    const x = round(MARGIN + from * WIDTH);
    const y = round(rowY(row));
    return (
      `<g class="c r t${i}"><rect x="${x}" y="${y}" width="${round(COLUMNS * WIDTH)}" height="${HEIGHT}"/>` +
      `${cursorAt(x, y)}</g>`
    );
  });
  const lastRow = rows.length - 1;
  const lastX = round(MARGIN + PROMPT.length * WIDTH);
  covers.push(`<g class="r a${times.length - 1}">${cursorAt(lastX, rowY(lastRow))}</g>`);

  const [width, height] = [COLUMNS * WIDTH + 2 * MARGIN, ROWS * HEIGHT + 2 * MARGIN].map(round);
  const end = scroll(total);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t">
<title id="t">A terminal session: a logical switch, three ACLs, and traffic that they pass and drop</title>
<style>
text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}
.s{fill:${FOREGROUND}}
.b{font-weight:bold}.d{opacity:.6}.c{opacity:0;fill:${BACKGROUND}}.k{fill:${FOREGROUND}}
.s{transform:translateY(${end}px)}
@media (prefers-reduced-motion:no-preference){
.r,.s{animation-duration:${round(total)}s;animation-iteration-count:infinite;animation-timing-function:step-end}
.s{animation-name:s}
${css.join('\n')}
}
</style>
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
<svg x="0" y="${MARGIN / 2}" width="${width}" height="${height - MARGIN}"><g class="s">
${rows.join('\n')}
${covers.join('\n')}
</g></svg>
</svg>
`;
}

writeFileSync(join(import.meta.dirname, 'session.svg'), draw(await record()));
