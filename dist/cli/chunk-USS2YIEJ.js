import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{defineCommand}from"./chunk-ZKUHGKMI.js";import{McgateError}from"./chunk-44AWH4UC.js";import"./chunk-5HCEQLAA.js";var bash=`# mcgate completion for bash. Add to ~/.bashrc:  eval "$(mcgate completion bash)"
_mcgate() {
  local word words=()
  while IFS= read -r word; do
    [[ $word == "\${COMP_WORDS[COMP_CWORD]}"* ]] && words+=("$word")
  done < <(mcgate __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  COMPREPLY=("\${words[@]}")
}
complete -o bashdefault -o default -F _mcgate mcgate
`,zsh=`#compdef mcgate
# mcgate completion for zsh. Add to ~/.zshrc, after compinit:  eval "$(mcgate completion zsh)"
_mcgate() {
  local -a candidates
  candidates=("\${(@f)$(mcgate __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n $candidates ]]; then compadd -a candidates; else _files; fi
}
compdef _mcgate mcgate
`,scripts={bash,zsh},command=defineCommand({positionals:{shell:{type:"string",choices:["bash","zsh"],describe:"Default: the shell that SHELL names"}},flags:{},examples:[['eval "$($0 completion bash)"',"In ~/.bashrc"],['eval "$($0 completion zsh)"',"In ~/.zshrc, after compinit"]],run:async({shell},{env,stdout})=>(await stdout.write(scripts[shell??shellOf(env.SHELL??"")]),0)});function shellOf(program){let name=/(bash|zsh)(\.exe)?$/.exec(program)?.[1];if(name==="bash"||name==="zsh")return name;throw new McgateError("usage","SHELL names neither bash nor zsh.",{remedy:"Run `mcgate completion bash` or `mcgate completion zsh`."})}export{command};
