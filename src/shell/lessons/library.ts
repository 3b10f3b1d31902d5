/** Reads lessons by name. */
import type { ShellFiles } from '../files.js';
import type { Tables } from './checks.js';
import { type Lesson, type Mistake, readLesson } from './lesson.js';
import { lessonFiles } from './lesson-files.js';

/** A lesson, and the mistakes in its file. */
export interface FoundLesson {
  readonly path: string;
  readonly lesson: Lesson;
  readonly mistakes: readonly Mistake[];
}

/**
 * Reads a lesson by its name; returns `undefined` if there is none.
 *
 * @param tables the tables and columns that checks can name
 */
export async function findLesson(
  files: ShellFiles,
  wanted: string,
  tables: Tables,
): Promise<FoundLesson | undefined> {
  const file = (await lessonFiles(files)).find(({ name }) => name === wanted);
  if (!file) return undefined;
  const text = await readText(files, file.path);
  return text === undefined
    ? undefined
    : { path: file.path, ...readLesson(file.name, text, tables) };
}

/** Returns the text of a file; `undefined` if it cannot be read. */
export async function readText(files: ShellFiles, path: string): Promise<string | undefined> {
  const bytes = await files.read(path);
  return bytes && new TextDecoder().decode(bytes);
}
