/**
 * Colours the flow listings in a command's output, on a terminal only. It recognizes lines by their
 * form, so a listing that went through `grep` is coloured too; the text is never changed.
 */
import type { Painter } from '../styles.js';
import { type FlowLine, type Part, readFlowLine } from './flow-line.js';

/** The number of flows whose counters are remembered. */
const MOST_FLOWS = 50_000;
/** Lines that are longer are left alone. */
const MOST_CHARACTERS = 4000;

export class FlowColours {
  readonly #paint: Painter;
  /** The packets of each flow in the listings before. */
  #before = new Map<string, number>();
  /** Those of the listing that is being printed. */
  #now = new Map<string, number>();

  constructor(paint: Painter) {
    this.#paint = paint;
  }

  /** Starts the output of another command: counters are compared with those seen before it. */
  nextCommand(): void {
    for (const [key, packets] of this.#now) {
      this.#before.delete(key);
      this.#before.set(key, packets);
    }
    this.#now = new Map();
    for (const key of this.#before.keys()) {
      if (this.#before.size <= MOST_FLOWS) break;
      this.#before.delete(key);
    }
  }

  /** Returns whole lines with colours. */
  coloured(text: string): string {
    if (!/table=|_FLOW reply|Datapath: |n_packets=/.test(text)) return text;
    return text
      .split('\n')
      .map((line) => this.#line(line))
      .join('\n');
  }

  #line(line: string): string {
    if (line.length > MOST_CHARACTERS || line.includes('\x1b')) return line;
    const flow = readFlowLine(line);
    if (flow === undefined) return line;
    const moved = this.#hasMoved(flow);
    return flow.parts.map((part) => this.#part(part, moved)).join('');
  }

  #part({ text, style }: Part, moved: boolean): string {
    return this.#paint(moved && text.startsWith('n_packets=') ? 'moved' : style, text);
  }

  /** True if the flow's counters have grown since an earlier command showed it. */
  #hasMoved({ key, packets }: FlowLine): boolean {
    if (key === undefined || packets === undefined) return false;
    if (this.#now.size < MOST_FLOWS) this.#now.set(key, packets);
    const before = this.#before.get(key);
    return before !== undefined && packets > before;
  }
}
