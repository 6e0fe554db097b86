// Sinks that several rules know: calls that open files, send requests, redirect.

/** Dotted names of the calls whose first argument is a path in the file system. */
export const pathCalls =
  /^(?:fs|fs\.promises|fs\/promises|fs-extra|graceful-fs)\.(?:promises\.)?(?:readFile|writeFile|appendFile|createReadStream|createWriteStream|open|openAsBlob|readdir|opendir|rm|rmdir|unlink|rename|copyFile|cp|mkdir|access|stat|lstat|truncate|chmod|chown|symlink|link|realpath|readlink|watch|exists|remove|outputFile|readJson|writeJson|ensureDir)(?:Sync)?$/;

/** Dotted names of the calls whose first argument (or its `url`) is an address to fetch. */
export const requestCalls =
  /^(?:global:fetch|node-fetch|cross-fetch|undici\.(?:fetch|request|stream)|axios(?:\.(?:get|post|put|patch|delete|head|request))?|got(?:\.(?:get|post|put|patch|delete|head|stream))?|https?\.(?:get|request)|request(?:\.(?:get|post|put|del|head))?|request-promise(?:-native)?(?:\.\w+)?|needle(?:\.\w+)?|superagent(?:\.\w+)?|ky(?:\.\w+)?|phin|bent|wget-improved\.download|download)$/;
