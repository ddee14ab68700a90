// A few of the kills of tests/faults/run_kills, which has the figures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killRuns } from './run_kills.mjs';

const KILLS = 8;

test(`run kills: after ${KILLS} times kill -9 each result is there once, and counted once`, async () => {
    const { lost, doubled, wrong, runs, results, calls } = await killRuns(KILLS);
    assert.deepEqual({ lost, doubled, wrong }, { lost: [], doubled: [], wrong: [] });
    assert.ok(runs > 0 && results > 0 && calls >= results - 1, `${runs} runs, ${results} results, ${calls} calls`);
});
