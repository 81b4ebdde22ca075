// Where the built page is, for the tests and the benchmark.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const site = process.env.RAYPOOL_SITE ? resolve(process.env.RAYPOOL_SITE) : `${project}/build/site`;
export const artifacts = `${project}/e2e/.artifacts`;
