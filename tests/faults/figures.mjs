// What all programs here have in common: a line for each figure with its goal, as tests/run-faults
// counts and shows them, and what times are measured with.
import path from 'node:path';
import { isPostgres } from '../http/engine.mjs';

const program = path.basename(process.argv[1], '.mjs');
const SHOWN = 5;

export const engine = isPostgres ? 'postgresql' : 'sqlite';

export function figure(isMet, what, goal) {
    console.log(`${isMet ? 'ok' : 'not ok'} - ${program}: ${engine}: ${what} (goal ${goal})`);
    if (!isMet) process.exitCode = 1;
}

/** For people. */
export function note(what) {
    console.log(`# ${program}: ${engine}: ${what}`.replaceAll('\n', '\n# '));
}

/** A list that must be empty, and some of what is in it. */
export function none(list, what) {
    figure(list.length === 0, `${list.length} ${what}`, '0');
    for (const one of list.slice(0, SHOWN)) note(one);
}

/** The time that this share of them is at most; 0 of none. */
export function byRank(times, share) {
    const sorted = [...times].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const p95 = (times) => byRank(times, 0.95);
export const median = (times) => byRank(times, 0.5);
