import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{version}from"./chunk-E5ZPB7CN.js";import"./chunk-5HCEQLAA.js";var unanswered=2;process.exitCode=unanswered;var argv=process.argv.slice(2);argv.length===1&&argv[0]==="--version"?(process.exitCode=0,process.stdout.write(`${version}
`)):run().catch(error=>{process.stderr.write(`mcgate could not start: ${String(error)}
`)});async function run(){let[{runCommandLine},{formatFailure},{listenForInterrupt},session]=await Promise.all([import("./chunk-WPWKMIE4.js"),import("./chunk-JWYVYVOP.js"),import("./chunk-NYS375ZI.js"),import("./chunk-DDJ4ZQGJ.js")]),fail=error=>formatFailure(error,process.env);process.on("uncaughtException",error=>{process.stderr.write(fail(error)),process.exit(unanswered)});let{stdout,stderr}=openStreams(session),interrupt=listenForInterrupt(()=>{stderr.live&&stderr.write(`
Stopping; press Ctrl-C again to stop at once.
`)});try{let{signal}=interrupt;process.exitCode=await runCommandLine(argv,{cwd:process.cwd(),env:process.env,stdout,stderr,signal,now:()=>new Date})}catch(error){process.exitCode=unanswered,await stderr.write(interrupt.exitCode()===null?fail(error):`mcgate: cancelled
`).catch(()=>{})}finally{interrupt.stop(),process.exitCode=interrupt.exitCode()??process.exitCode}}function openStreams({chooseStyle,isLive,openOutput}){let{stdout,stderr,env}=process,open=stream=>openOutput(stream,chooseStyle(argv,env,stream),isLive(env,stream));return{stdout:open(stdout),stderr:{...open(stderr),stream:stderr}}}
