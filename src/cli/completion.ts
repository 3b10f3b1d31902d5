/** Writes the scripts with which the user's own shell completes the command line. */
import { CHECK_OPTIONS, OPTIONS, type OptionRow, type Shell, VERBS } from './options.js';

const NAME = 'ovn-sandbox-ts';

/** Returns the completion script for a shell. */
export const completionScript = (shell: Shell): string => SCRIPTS[shell]();

const SCRIPTS: Readonly<Record<Shell, () => string>> = { bash, zsh, fish };

/** Returns the ways to write options: `--help -h`. */
const spellings = (options: readonly OptionRow[]): readonly string[] =>
  options.flatMap(({ name, short }) => [`--${name}`, ...(short ? [`-${short}`] : [])]);

const COMMANDS = '-c';

function bash(): string {
  const verbs = VERBS.map(({ name }) => name);
  const values = [...OPTIONS, ...CHECK_OPTIONS].flatMap(({ name, value }) =>
    value
      ? [
          `    --${name}) COMPREPLY=($(compgen ${wordsOrFiles(value.choices)} -- "$word")); return;;`,
        ]
      : [],
  );
  const choices = VERBS.flatMap(({ name, choices }) =>
    choices
      ? [`    ${name}) COMPREPLY=($(compgen ${wordsOrFiles(choices)} -- "$word")); return;;`]
      : [],
  );
  return `# Completion of ${NAME} for bash. To use it: eval "$(${NAME} completion bash)"
_${functionName()}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" verb='' i
  COMPREPLY=()
  case "$previous" in
${values.join('\n')}
  esac
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${verbs.join('|')}) verb="\${COMP_WORDS[i]}"; break;;
    esac
  done
  case "$verb" in
    '')
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '${[...spellings(OPTIONS), COMMANDS].join(' ')}' -- "$word"))
      else
        COMPREPLY=($(compgen -W '${verbs.join(' ')}' -- "$word"))
      fi
      return;;
${choices.join('\n')}
    check)
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '${spellings(CHECK_OPTIONS).join(' ')}' -- "$word"))
        return
      fi;;
  esac
  COMPREPLY=($(compgen -f -- "$word"))
}
complete -o filenames -F _${functionName()} ${NAME}
`;
}

const functionName = (): string => NAME.replaceAll('-', '_');

const wordsOrFiles = (choices: readonly string[] | undefined): string =>
  choices ? `-W '${choices.join(' ')}'` : '-f';

function zsh(): string {
  const verbs = VERBS.map(({ name, help }) => `    '${name}:${zshText(help)}'`);
  const choices = VERBS.flatMap(({ name, choices }) =>
    choices ? [`        ${name}) _values '${name}' ${choices.join(' ')};;`] : [],
  );
  return `#compdef ${NAME}
# Completion of ${NAME} for zsh. To use it: eval "$(${NAME} completion zsh)"
_${functionName()}() {
  local -a verbs
  local state line
  verbs=(
${verbs.join('\n')}
  )
  _arguments -C \\
${zshOptions(OPTIONS)}
    '-c[run bash commands]:commands:' \\
    '1: :->verb' \\
    '*:: :->rest'
  case $state in
    verb) _describe 'command' verbs;;
    rest)
      case $line[1] in
${choices.join('\n')}
        check)
          _arguments \\
${zshOptions(CHECK_OPTIONS).replace(/^/gm, '      ')}
            '*:file:_files';;
        *) _files;;
      esac;;
  esac
}
compdef _${functionName()} ${NAME}
`;
}

const zshOptions = (options: readonly OptionRow[]): string =>
  options
    .map(({ name, value, help }) => {
      const action = value && (value.choices ? `(${value.choices.join(' ')})` : '_files');
      return `    '--${name}${value ? '=' : ''}[${zshText(help)}]${value ? `:${value.name}:${action}` : ''}' \\`;
    })
    .join('\n');

/** Returns a text for a description of zsh, where colons and brackets have a meaning. */
const zshText = (text: string): string => text.replace(/[:[\]]/g, '\\$&');

function fish(): string {
  const none = '__fish_use_subcommand';
  const lines = [
    `# Completion of ${NAME} for fish. To use it: ${NAME} completion fish | source`,
    ...OPTIONS.map((option) => `complete -c ${NAME} -n ${none} ${fishOption(option)}`),
    `complete -c ${NAME} -n ${none} -s c -x -d 'run bash commands'`,
    ...VERBS.map(({ name, help }) => `complete -c ${NAME} -n ${none} -f -a ${name} -d '${help}'`),
    ...CHECK_OPTIONS.map(
      (option) =>
        `complete -c ${NAME} -n '__fish_seen_subcommand_from check' ${fishOption(option)}`,
    ),
    ...VERBS.flatMap(({ name, choices }) =>
      choices
        ? [
            `complete -c ${NAME} -n '__fish_seen_subcommand_from ${name}' -f -a '${choices.join(' ')}'`,
          ]
        : [],
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function fishOption({ name, short, value, help }: OptionRow): string {
  const argument = value ? (value.choices ? ` -x -a '${value.choices.join(' ')}'` : ' -r -F') : '';
  return `-l ${name}${short ? ` -s ${short}` : ''}${argument} -d '${help}'`;
}
