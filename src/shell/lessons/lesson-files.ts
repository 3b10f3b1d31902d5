/** Finds the files of lessons: those shipped with the program, and those in the user's folder. */
import type { ShellFiles } from '../files.js';

const FOLDER = 'lessons';

/** The file that shows the format, which is not a lesson. */
const TEMPLATE = 'template.md';

/** A lesson's file. */
export interface LessonFile {
  /** The name of the lesson: that of the file without the number that orders them. */
  readonly name: string;
  readonly path: string;
}

/** Returns the files of all lessons, in the order in which they should be learned. */
export async function lessonFiles(files: ShellFiles): Promise<readonly LessonFile[]> {
  const names = (await files.list(FOLDER)).filter(
    (name) => name.endsWith('.md') && name !== TEMPLATE,
  );
  return names
    .sort()
    .map((name) => ({ name: name.replace(/^\d+-|\.md$/g, ''), path: `${FOLDER}/${name}` }));
}
