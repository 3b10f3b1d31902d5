/** Declares the log of parsers and checks, which receives warnings that do not stop them. */

import type { LogLevel } from '../../lib/log.js';

/** The number of messages of a kind that a program logs before it drops more (`VLOG_RATE_LIMIT_INIT`). */
export interface RateLimit {
  readonly name: string;
  readonly burst: number;
}

/** The limit on warnings about messages that cannot be decoded, or would be misread. */
export const BAD_MESSAGE: RateLimit = { name: 'bad message', burst: 5 };

/** The limit on warnings about actions. */
export const BAD_ACTION: RateLimit = { name: 'bad action', burst: 5 };

/** The limit on warnings about the fields that actions use. */
export const BAD_SUBFIELD: RateLimit = { name: 'bad subfield', burst: 5 };

/** Logs a message of a module; an array is several messages under one limit. */
export type TextLog = (
  level: LogLevel,
  module: string,
  message: string | readonly string[],
  limit?: RateLimit,
) => void;
