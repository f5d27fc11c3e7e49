import { Argument, type Command, type Option } from 'commander';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** A command as a shell completes it. */
interface Word {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Flag[];
  /** Choices of the first argument; files where there are none. */
  readonly choices: readonly string[];
}

interface Flag {
  readonly flag: string;
  readonly description: string;
  /** Nothing where it takes no value. */
  readonly value: readonly string[] | undefined;
}

export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('print a script by which a shell completes commands and options')
    .addArgument(new Argument('<shell>', 'whose script').choices(shells))
    .addHelpText(
      'after',
      '\nExamples:\n  source <(routewright completion bash)\n  routewright completion zsh > "${fpath[1]}/_routewright"\n  routewright completion fish > ~/.config/fish/completions/routewright.fish',
    )
    .action((shell: Shell) => {
      console.log(writeCompletion(shell, program));
    });
}

/** The script for a shell, made from the commands as they are. */
function writeCompletion(shell: Shell, program: Command): string {
  const words = program.commands.map(readCommand);
  switch (shell) {
    case 'bash':
      return forBash(words);
    case 'zsh':
      return forZsh(words);
    case 'fish':
      return forFish(words);
    default:
      return shell satisfies never;
  }
}

function readCommand(command: Command): Word {
  return {
    name: command.name(),
    description: command.description(),
    options: command.options.map(readOption),
    choices: command.registeredArguments[0]?.argChoices ?? [],
  };
}

function readOption({ long, description, required, optional, argChoices }: Option): Flag {
  return { flag: long!, description, value: required || optional ? (argChoices ?? []) : undefined };
}

function forBash(words: readonly Word[]): string {
  const cases = words.map(({ name, options, choices }) => {
    const values = options.flatMap(({ flag, value }) =>
      value && value.length > 0
        ? [`      ${flag}) COMPREPLY=($(compgen -W '${value.join(' ')}' -- "$current")); return;;`]
        : [],
    );
    return [
      `  ${name})`,
      `    case "$previous" in`,
      ...values,
      '    esac',
      `    [[ $current == -* ]] && { COMPREPLY=($(compgen -W '${options.map(({ flag }) => flag).join(' ')}' -- "$current")); return; }`,
      ...(choices.length > 0
        ? [`    [[ $COMP_CWORD -eq 2 ]] && { COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$current")); return; }`]
        : []),
      '    COMPREPLY=($(compgen -f -- "$current"));;',
    ].join('\n');
  });
  return `# bash completion of routewright
_routewright() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '${words.map(({ name }) => name).join(' ')}' -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
}
complete -o filenames -o bashdefault -F _routewright routewright`;
}

function forZsh(words: readonly Word[]): string {
  const plain = (text: string): string => text.replace(/['[\]:\\]/g, ' ').replace(/\s+/g, ' ');
  const cases = words.map(({ name, options, choices }) => {
    const flags = options.map(({ flag, description, value }) => {
      const action = value === undefined ? '' : `:value:${value.length > 0 ? `(${value.join(' ')})` : '_files'}`;
      return `'*${flag}[${plain(description)}]${action}'`;
    });
    const first = choices.length > 0 ? `'1:what:(${choices.join(' ')})'` : "'1:document:_files'";
    return `      ${name}) _arguments ${[...flags, first, "'*:argument:_files'"].join(' ')};;`;
  });
  return `#compdef routewright
_routewright() {
  local context state line
  _arguments -C '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      local -a commands=(${words.map(({ name, description }) => `'${name}:${plain(description)}'`).join(' ')})
      _describe command commands;;
    argument)
      case $line[1] in
${cases.map((line) => `  ${line}`).join('\n')}
      esac;;
  esac
}
if [ "$funcstack[1]" = _routewright ]; then _routewright "$@"; else compdef _routewright routewright; fi`;
}

function forFish(words: readonly Word[]): string {
  const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const lines = words.flatMap(({ name, description, options, choices }) => {
    const within = `complete -c routewright -n ${quote(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `complete -c routewright -n __fish_use_subcommand -f -a ${name} -d ${quote(description)}`,
      ...(choices.length > 0 ? [`${within} -a ${quote(choices.join(' '))}`] : []),
      ...options.map(({ flag, description: about, value }) => {
        const takes = value === undefined ? '' : value.length > 0 ? ` -x -a ${quote(value.join(' '))}` : ' -r';
        return `${within} -l ${flag.slice(2)}${takes} -d ${quote(about)}`;
      }),
    ];
  });
  return ['# fish completion of routewright', ...lines].join('\n');
}
