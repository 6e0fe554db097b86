import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
function githubAccess(env,token=env.GITHUB_TOKEN??""){return token===""?null:{token,apiUrl:env.GITHUB_API_URL??"https://api.github.com",serverUrl:env.GITHUB_SERVER_URL??"https://github.com"}}export{githubAccess};
