import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
process.exitCode=2;Number.parseInt(process.versions.node,10)>=24?start().catch(error=>{process.stdout.write(`::error title=mcgate::mcgate could not start: ${oneLine(error)}
`)}):process.stdout.write(`::error title=mcgate::mcgate needs Node.js 24 or newer, this is ${process.version}.
`);async function start(){let{runMain}=await import("../cli/chunk-FFYEWXYP.js");process.exitCode=await runMain(),setTimeout(()=>process.exit(),1e4).unref()}function oneLine(error){return String(error).replaceAll("%","%25").replaceAll("\r","%0D").replaceAll(`
`,"%0A")}
