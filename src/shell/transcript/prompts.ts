/** Recognizes the prompts that documents print in front of commands. */

/** `user@host:~$ `, `[root@host ~]# `, `root@host:/# `, `user@host ~ % `; maybe after `(venv) `. */
const WITH_HOST = String.raw`(?:\([\w.-]+\)\s*)?(?:\[[\w.-]+@[\w.-]+(?:\s[^\]]*)?\]|[\w.-]+@[\w.-]+(?:[:\s][^$#%>]*)?)\s*[$#%>]`;
const OF_A_SHELL = String.raw`(?:bash|sh|ovn-sandbox|ovs-sandbox)(?:-[\d.]+)?[$#]`;
const MININET = String.raw`mininet(?:-\w+)?>(?:\s+sh(?=\s))?`;

/** A prompt that nothing else looks like. */
const CLEAR = new RegExp(String.raw`^\s*(?:${WITH_HOST}|${OF_A_SHELL}|${MININET})(?:\s+|$)`);
/** A sign alone, which has no other meaning at the start of a command. */
const SIGN = /^\s*[$%](?:\s+|$)/;
/** The sign of root, which also starts a comment. */
const HASH = /^\s*#\s+/;
/** Commands that show that a hash in front of them is a prompt. */
const TOOL =
  /^(?:sudo\s+)?(?:ov[ns]-[a-z]+|ovstest|ovsdb-[a-z]+|sandbox|neutron|(?:\.\/|ovn\/|scripts\/)\S+)(?:\s|$)/;

/** Returns a function that removes the prompt of a line, or returns undefined if it has none. */
export function promptRemover(lines: readonly string[]): (line: string) => string | undefined {
  const hashIsPrompt =
    lines.some((line) => HASH.test(line) && TOOL.test(line.replace(HASH, ''))) &&
    !lines.some((line) => TOOL.test(line.trimStart()));
  const prompts = [CLEAR, SIGN, ...(hashIsPrompt ? [HASH] : [])];
  return (line) => {
    const prompt = prompts.find((pattern) => pattern.test(line));
    return prompt && line.replace(prompt, '');
  };
}
