import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
import{isBinaryLockfile,lockfileKind}from"./chunk-D6GSO3MJ.js";import"./chunk-IDVUEQ7Q.js";import"./chunk-44AWH4UC.js";import"./chunk-5HCEQLAA.js";export{isBinaryLockfile,lockfileKind};
