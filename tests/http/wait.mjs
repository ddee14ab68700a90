// Waiting, for all tests: generously, for a slow machine is no failure, and never without an end or
// in vain without a word.
import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

export const PATIENCE_MS = 300_000;

/** Waits until condition() gives something, and returns that; null after limitMs. For what need not
 * happen, or is measured: who needs it calls waitFor. */
export async function happens(condition, limitMs) {
    const begin = Date.now();
    for (;;) {
        const value = await condition();
        if (value) return value;
        const waited = Date.now() - begin;
        if (waited > limitMs) return null;
        await sleep(Math.min(250, 1 + waited / 20));
    }
}

/** The same for what must happen: fails with what was waited for, and with what tell() says. */
export async function waitFor(condition, tell = () => '') {
    const value = await happens(condition, PATIENCE_MS);
    if (!value) throw new Error(`waited ${PATIENCE_MS / 1000} s for ${condition}\n${await tell()}`);
    return value;
}
