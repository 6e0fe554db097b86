import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{wrap}from"./chunk-IAMEYIO5.js";import{escapeTerminalLines}from"./chunk-DVYVP5K6.js";var widest=100;function paragraph(text,{width,unicode}){return escapeTerminalLines(text.trim(),{unicode}).flatMap(line=>wrap(line,Math.min(width,widest)-2).map(part=>`  ${part}`))}function codeBlock(code,{unicode}){return escapeTerminalLines(code.trimEnd(),{unicode}).map(line=>`    ${line}`)}export{paragraph,codeBlock};
