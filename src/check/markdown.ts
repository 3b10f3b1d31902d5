/** Finds the listings in Markdown documents. */
import type { Code, Nodes, Parent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

/** A fenced or indented block of code. */
export interface Listing {
  /** The language after the fence, or the empty string. */
  readonly language: string;
  readonly lines: readonly string[];
  /** The number of the first line of code in the document, from 1. */
  readonly line: number;
  /** The number of characters before each line of code in the document. */
  readonly indent: number;
  /** The words of the comments `<!-- check: WORDS -->` right before it. */
  readonly settings: ReadonlySet<string>;
  /** The commands of the comments `<!-- check: setup COMMAND -->` right before it. */
  readonly setups: readonly string[];
}

const COMMENT = /<!--\s*check:\s*([\s\S]*?)\s*-->/g;

const SETUP = /^setup\s+/;

/** Returns the listings of a document in their order. */
export function listingsIn(markdown: string): readonly Listing[] {
  const found: Listing[] = [];
  let comments: string[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === 'html') {
      for (const [, words = ''] of node.value.matchAll(COMMENT)) comments.push(words);
      return;
    }
    if (node.type === 'code') {
      found.push(listingOf(node, comments, markdown));
      comments = [];
      return;
    }
    if (isParent(node)) for (const child of node.children) visit(child);
  };
  visit(fromMarkdown(markdown));
  return found;
}

const isParent = (node: Nodes): node is Nodes & Parent => 'children' in node;

function listingOf(node: Code, comments: readonly string[], markdown: string): Listing {
  const start = node.position?.start ?? { line: 1, column: 1, offset: 0 };
  const [first = ''] = markdown.slice(start.offset).split('\n', 1);
  const fenced = /^(`{3,}|~{3,})/.test(first);
  return {
    language: node.lang ?? '',
    lines: node.value === '' ? [] : node.value.split('\n'),
    line: start.line + (fenced ? 1 : 0),
    indent: start.column - 1,
    settings: new Set(
      comments.filter((words) => !SETUP.test(words)).flatMap((words) => words.split(/[ ,]+/)),
    ),
    setups: comments.filter((words) => SETUP.test(words)).map((words) => words.replace(SETUP, '')),
  };
}
