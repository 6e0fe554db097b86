// `mcgate completion`: the script that a shell sources. It asks `mcgate` itself for the words, so it never goes stale.
import { defineCommand } from '../command.ts';
import { McgateError } from '../../core/error.ts';

const bash = `# mcgate completion for bash. Add to ~/.bashrc:  eval "$(mcgate completion bash)"
_mcgate() {
  local word words=()
  while IFS= read -r word; do
    [[ $word == "\${COMP_WORDS[COMP_CWORD]}"* ]] && words+=("$word")
  done < <(mcgate __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  COMPREPLY=("\${words[@]}")
}
complete -o bashdefault -o default -F _mcgate mcgate
`;

const zsh = `#compdef mcgate
# mcgate completion for zsh. Add to ~/.zshrc, after compinit:  eval "$(mcgate completion zsh)"
_mcgate() {
  local -a candidates
  candidates=("\${(@f)$(mcgate __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n $candidates ]]; then compadd -a candidates; else _files; fi
}
compdef _mcgate mcgate
`;

const scripts = { bash, zsh } as const;

export const command = defineCommand({
  positionals: { shell: { type: 'string', choices: ['bash', 'zsh'], describe: 'Default: the shell that SHELL names' } },
  flags: {},
  examples: [
    ['eval "$($0 completion bash)"', 'In ~/.bashrc'],
    ['eval "$($0 completion zsh)"', 'In ~/.zshrc, after compinit'],
  ],
  run: async ({ shell }, { env, stdout }) => {
    await stdout.write(scripts[shell ?? shellOf(env['SHELL'] ?? '')]);
    return 0;
  },
});

function shellOf(program: string): keyof typeof scripts {
  const name = /(bash|zsh)(\.exe)?$/.exec(program)?.[1];
  if (name === 'bash' || name === 'zsh') return name;
  throw new McgateError('usage', 'SHELL names neither bash nor zsh.', {
    remedy: 'Run `mcgate completion bash` or `mcgate completion zsh`.',
  });
}
