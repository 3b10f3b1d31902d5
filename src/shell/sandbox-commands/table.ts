/** The subcommands of `sandbox`, in the order in which help lists them. */
import { CAPTURE } from './capture.js';
import { CLOCK } from './clock.js';
import { TCP, UDP } from './conversation.js';
import { DIFF } from './diff.js';
import { EXPLAIN } from './explain.js';
import { GRAPH } from './graph.js';
import { helpOn } from './help.js';
import { HOST } from './host.js';
import { JOURNEY } from './journey.js';
import { LESSON } from './lesson.js';
import { LOG } from './log.js';
import { NEUTRON } from './neutron.js';
import { PING } from './ping.js';
import { RESET } from './reset.js';
import { SNAPSHOT } from './snapshot.js';
import type { Subcommand } from './subcommand.js';
import { TOPOLOGY } from './topology.js';
import { REDO, UNDO } from './undo.js';

const ROWS: readonly Subcommand[] = [
  LESSON,
  PING,
  TCP,
  UDP,
  HOST,
  CAPTURE,
  EXPLAIN,
  JOURNEY,
  TOPOLOGY,
  GRAPH,
  UNDO,
  REDO,
  DIFF,
  SNAPSHOT,
  NEUTRON,
  RESET,
  CLOCK,
  LOG,
];

export const SUBCOMMANDS: readonly Subcommand[] = [...ROWS, helpOn(ROWS)];
