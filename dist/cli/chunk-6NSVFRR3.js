import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{escapeTerminalLines}from"./chunk-DVYVP5K6.js";import{McgateError,messageOf}from"./chunk-44AWH4UC.js";function formatFailure(error,{stack,evidence}){let known=error instanceof McgateError,message=known?error.message:`Unexpected error: ${messageOf(error)}`,remedy=known?error.remedy:`This is a fault in mcgate. Please report it with ${evidence}.`;return`${[`mcgate: ${message}`,...remedy===void 0?[]:[`  ${remedy}`],...stack?stackOf(error):[]].flatMap(line=>escapeTerminalLines(line)).join(`
`)}
`}function stackOf(error){let stacks=[];for(let at=error;at instanceof Error&&stacks.length<5;at=at.cause)stacks.push(at.stack??at.message);return stacks}export{formatFailure};
